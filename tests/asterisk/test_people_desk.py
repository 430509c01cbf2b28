"""One agent at a desk phone and several callers: who rings when, and what becomes of a phone that fails."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Call, Phone
from tests.asterisk.call_rig import altered, ended, talking, told_again, waits_at_most
from tests.asterisk.people_rig import PATIENCE_S, agreed, happened, spoke_after_ms, waits
from tests.asterisk.system_rig import Caller, Scribe, agent, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

PLAIN, PATIENT, VIP = "+15550008001", "+15550008002", "+15550008003"
COMES_FIRST = f"INSERT INTO vip_callers (org_id, number) SELECT org_id, '{VIP}' FROM organisations"
COMES_AS_OTHERS = f"DELETE FROM vip_callers WHERE number = '{VIP}'"
MEMBER = "Local/1001@from-queue/n"
# A queue tries again after a second.
NOT_AGAIN_S = 2.5
SOON_S = 3
SPEAKS_WITHIN_MS = 500
VANISHES = f"[1001](+)\nrtp_timeout = {SOON_S}\n"
PAUSED = "SELECT 1 FROM agent_activity WHERE kind = 'not_ready' AND reason = 'Lunch'"
TELLS_PLACES = "announce-frequency = 30"


@asynccontextmanager
async def hurried(system: EmbeddedSystem) -> AsyncIterator[None]:
    """No place is told, and a phone that sends nothing is given up after three seconds instead of twenty."""
    files = system.asterisk.files
    phones, queues = files["pjsip_additional.conf"], files["queues.conf"]
    assert TELLS_PLACES in queues
    try:
        await _configured(system, phones + VANISHES, queues.replace(TELLS_PLACES, "announce-frequency = 0"))
        yield
    finally:
        await _configured(system, phones, queues)


async def _configured(system: EmbeddedSystem, phones: str, queues: str) -> None:
    system.asterisk.write("pjsip_additional.conf", phones)
    system.asterisk.write("queues.conf", queues)
    await system.asterisk.cli("module reload res_pjsip.so")
    await system.asterisk.cli("queue reload all")


async def rings_for(desk: Phone, caller: Caller) -> Call:
    ringing = await desk.incoming(15)
    assert ringing.headers["X-Convonet-Call"] == str((await caller.row())["id"])
    return ringing


async def test_callers_come_in_their_order_a_vip_first_and_none_is_left_with_silence(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """The agent hangs up on one, declines the VIP and goes to lunch while it rings, and vanishes at last."""
    async with (
        altered(system, COMES_FIRST, COMES_AS_OTHERS),
        hurried(system),
        agent(system) as desk,
        trunk_call(system, scribe, PLAIN) as plain,
        trunk_call(system, scribe, PATIENT) as patient,
        trunk_call(system, scribe, VIP) as vip,
    ):
        await waits(plain)
        first = await rings_for(desk, plain)
        await first.answer()
        await talking(patient)
        await waits_at_most(patient, PATIENCE_S)
        await patient.call.press("0")
        await happened(patient, "QueueEntered")
        await waits(vip)
        await first.hangup()
        await _is_declined_and_taken_after_lunch(system, desk, vip)
        vanishing = await rings_for(desk, patient)
        await vanishing.answer()
        await vanishing.sound(5, since=await patient.says("hello") - 1)
        vanishing.leg.abandon("the telephone lost its power")
        await happened(patient, "CallReturned")
        assert "back with the assistant" in await patient.hears()
        await patient.call.hangup()
        for caller in (plain, patient, vip):
            await ended(caller)
            await told_again(caller)
    back_ms = await spoke_after_ms(patient)
    print(f"the assistant spoke {back_ms} ms after its caller came, and came back")
    assert len(back_ms) == 2
    assert back_ms[1] <= SPEAKS_WITHIN_MS
    assert await agreed(plain) == ["DID", "ENTERQUEUE", "CONNECT", "COMPLETEAGENT"]
    assert await agreed(patient) == ["DID", "ENTERQUEUE", "CONNECT", "COMPLETEAGENT"]
    declined = ["RINGNOANSWER"] * 2
    assert await agreed(vip) == ["DID", "ENTERQUEUE", *declined, "CONNECT", "COMPLETECALLER"]


async def _is_declined_and_taken_after_lunch(system: EmbeddedSystem, desk: Phone, vip: Caller) -> None:
    await (await rings_for(desk, vip)).reject()
    ringing = await rings_for(desk, vip)
    for queue in ("2000", "2002"):
        await system.asterisk.cli(f"queue pause member {MEMBER} queue {queue} reason Lunch")
    await ringing.reject()
    with pytest.raises(TimeoutError):
        await desk.incoming(NOT_AGAIN_S)
    assert await query(system, PAUSED)
    await vip.call.sound(5)
    await system.asterisk.cli(f"queue unpause member {MEMBER}")
    ringing = await rings_for(desk, vip)
    await ringing.answer()
    await ringing.sound(5, since=await vip.says("hello") - 1)
    await vip.call.hangup()
    assert (await ringing.ended(5)).by == "them"
