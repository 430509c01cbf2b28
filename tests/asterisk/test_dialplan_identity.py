"""What reaches an agent is what the session set; what a caller sends does nothing."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from convonet_ari.embedded.installation import Installation
from tests.asterisk.dialplan_rig import DID, TinyWorker, pbx

pytestmark = pytest.mark.asterisk

REASON = "two invoices, one wrong; (urgent) ${UNIQUEID} $[1+1]"
ANY_NUMBER = (
    "[ext-did](+)\nexten => _[!-~].,1,Set(__FROM_DID=${EXTEN})\n same => n,Goto(customdests,dest-1,1)\n"
)


async def test_the_agent_sees_who_calls_and_why(asterisk_installation: Installation) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        await trunk.dial(DID, name="Somebody Else")
        session = await worker.session()
        await session.set_variables(
            **{
                "HASH(__SIPHEADERS,X-Convonet-Call)": "0199-call",
                "HASH(__SIPHEADERS,X-Convonet-Caller)": "Ada Lovelace",
                "HASH(__SIPHEADERS,X-Convonet-Reason)": REASON,
                "CALLERID(name)": "Ada Lovelace",
            }
        )
        await session.to_queue("2000")
        leg = await agent.incoming(5)
        assert leg.headers["x-convonet-call"] == "0199-call"
        assert leg.headers["x-convonet-caller"] == "Ada Lovelace"
        assert leg.headers["x-convonet-reason"] == REASON
        assert (leg.caller_name, leg.caller_number) == ("Ada Lovelace", "+15551234567")


async def test_without_a_session_the_agent_sees_no_name_the_caller_chose(
    asterisk_installation: Installation,
) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        await trunk.dial(DID, {"X-Convonet-Call": "forged", "X-Convonet-Caller": "The Boss"}, name="The Boss")
        session = await worker.session()
        await session.to_queue("2000")
        leg = await agent.incoming(5)
        assert "Boss" not in leg.caller_name
        assert not [name for name, _ in leg.headers.pairs if name.lower().startswith("x-convonet")]


HOSTILE = (
    "${SHELL(touch MARKER)}",
    "$[1+1]${SYSTEM(touch MARKER)}",
    "1,convonet-9,h)&System(touch MARKER)",
    "1|2;3\\,4",
    "${EVAL(${SHELL(touch MARKER)})}",
    "%(MARKER)s`touch MARKER`$(touch MARKER)",
)
HEADERS = ("X-Convonet-Call", "X-Convonet-Reason", "Diversion", "Subject", "X-Twilio-CallSid", "History-Info")


async def test_dialplan_in_a_number_a_name_or_a_header_does_nothing(
    asterisk_installation: Installation, tmp_path: Path
) -> None:
    marker = tmp_path / "executed"
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan, ANY_NUMBER) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        host, port = server.sip
        for hostile in HOSTILE:
            attack = hostile.replace("MARKER", str(marker))
            user = quote("+1999" + attack, safe="+")
            call = await trunk.dial(
                f"sip:{user}@{host}:{port}",
                dict.fromkeys(HEADERS, attack),
                caller=quote(attack),
                name=attack.replace('"', ""),
            )
            session = await worker.session()
            entry, number, status, *more = [*session.arguments, ""]
            assert (entry, status, more) == ("1", "", [""])
            assert not set(number) - set("+0123456789")
            assert number.startswith("+1999")
            assert session.channel["caller"]["name"] == ""
            await session.post("answer")
            await call.answered()
            await call.press("1*#D", on_ms=60, gap_ms=60)
            await session.to_queue("2000")
            leg = await agent.incoming(5)
            assert not [name for name, _ in leg.headers.pairs if name.lower().startswith("x-convonet")]
            await leg.answer()
            await call.hangup()
            await leg.ended()
            assert not marker.exists(), hostile
