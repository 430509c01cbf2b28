"""Callers whose names and numbers are not what a PBX expects: answered, stored, and never carried out."""

from __future__ import annotations

from pathlib import Path

import pytest

from convonet_ari.demo.plan import DID, TRUNK_ADDRESS
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Phone
from tests.asterisk.system_rig import agent, eventually, query

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

FORGED = "00000000-0000-0000-0000-000000000000"


def injection(marker: Path) -> str:
    """A dialplan expression that leaves a file if anybody evaluates it."""
    return f"${{SHELL(touch {marker})}}"


def strangers(marker: Path) -> list[tuple[str, str]]:
    """Numbers and names; in a SIP URI what is not allowed there stands escaped."""
    return [
        ("+1555" + "9" * 200, "long number"),
        ("anonymous", "Анна Ли 李安 🙂"),
        ("+15551230001", injection(marker)),
        ("+15551230002", "Robert'); DROP TABLE calls;--"),
        ("+15551230003", "a" * 2_000),
        (f"%24%7BSHELL(touch%20{marker})%7D", "an expression for a number"),
        ("x%0d%0aX-Convonet-Call:%20forged", "a line break in the number"),
        ("+15551230004", 'a quote " and a \\ backslash'),
        ("%01%7f%ff", "control characters, and no UTF-8"),
    ]


def headers(marker: Path) -> dict[str, str]:
    return {
        "X-Convonet-Call": FORGED,
        "X-Convonet-Reason": injection(marker),
        "Diversion": f"<sip:{'9' * 300}@example.com>;reason={injection(marker)}",
        "P-Asserted-Identity": f'"{injection(marker)}" <sip:+19995550000@example.com>',
    }


def trunk(system: EmbeddedSystem) -> Phone:
    return Phone(ip=TRUNK_ADDRESS, server=(system.plan.host, system.plan.ports.sip))


async def all_ended(system: EmbeddedSystem) -> bool:
    return not await query(system, "SELECT FROM calls WHERE ended_at IS NULL")


async def test_strange_callers_are_greeted_and_nothing_they_send_is_carried_out(
    system: EmbeddedSystem, tmp_path: Path
) -> None:
    marker = tmp_path / "carried-out"
    ((before,),) = await query(system, "SELECT count(*) FROM calls")
    async with trunk(system) as phone:
        for number, name in strangers(marker):
            call = await phone.dial(DID, headers=headers(marker), caller=number, name=name)
            await call.answered()
            await call.sound()
            await call.hangup()
    await eventually(lambda: all_ended(system), 30, "a strange caller's row stayed open")
    ((after,),) = await query(system, "SELECT count(*) FROM calls")
    assert after == before + len(strangers(marker))
    assert not marker.exists()


async def test_an_agent_sees_nothing_of_what_a_strange_caller_claims(
    system: EmbeddedSystem, tmp_path: Path
) -> None:
    marker = tmp_path / "carried-out"
    async with agent(system) as desk, trunk(system) as phone:
        name = injection(marker)
        call = await phone.dial(DID, headers=headers(marker), caller="+15551230009", name=name)
        await call.answered()
        await call.sound()
        await call.press("*")
        ringing = await desk.incoming(20)
        told = {key: value for key, value in ringing.headers.pairs if "convonet" in key.lower()}
        shown = ringing.caller_name
        await call.hangup()
    (row,) = await query(system, "SELECT id FROM calls ORDER BY started_at DESC LIMIT 1")
    assert told["X-Convonet-Call"] == str(row["id"])
    assert "SHELL" not in f"{told} {shown}"
    assert not marker.exists()
