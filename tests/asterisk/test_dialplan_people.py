"""Whatever fails in front of it, the dialplan takes a caller to people."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.phone import Call, Phone
from tests.asterisk.dialplan_rig import AGENT, DIALPLAN, DID, Pbx, pbx, strongest_hz, tone

pytestmark = pytest.mark.asterisk

NO_WORKER = replace(DIALPLAN, worker_uri="ws://127.0.0.1:9/ari")
NO_PATIENCE = replace(NO_WORKER, reconnect_attempts=1)


async def hears(listener: Call, speaker: Call, hz: float) -> float:
    """The frequency the listener hears while the speaker sends one of `hz`."""
    speaking = asyncio.create_task(speaker.say(tone(hz, 2.0)))
    began = await listener.sound(5)
    await speaking
    return strongest_hz(listener.audio(since=began + 0.3, until=began + 1.3))


async def test_the_whole_configuration_loads_without_a_complaint(asterisk_installation: Installation) -> None:
    async with pbx(asterisk_installation, NO_WORKER) as server:
        assert server.complaints() == []
        assert "convonet-0,convonet-1,convonet-2," in await server.asterisk.cli(
            "ari show outbound-websockets"
        )
        endpoints = await server.asterisk.cli("pjsip show endpoints")
        assert all(
            name in endpoints for name in ("convonet-trunk", "1001/1001", "1002/1002", "7000/+12025550123")
        )
        for context in ("convonet-inbound", "convonet-return", "convonet-enter", "convonet-people"):
            assert f"Context '{context}'" in await server.asterisk.cli(f"dialplan show {context}")


async def test_everything_listens_on_loopback_alone(asterisk_installation: Installation) -> None:
    async with pbx(asterisk_installation, NO_WORKER) as server:
        shown = await server.asterisk.cli("pjsip show transports")
        assert f"127.0.0.1:{server.options.sip_port}" in shown
        assert "0.0.0.0" not in shown
        assert "Bound to 127.0.0.1:" in await server.asterisk.cli("http show status")


async def test_with_no_worker_the_caller_rings_and_then_talks_with_an_agent(
    asterisk_installation: Installation,
) -> None:
    async with (
        pbx(asterisk_installation, NO_WORKER) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        dialled = time.monotonic()
        call = await trunk.dial(DID)
        await call.ringing(1)
        leg = await agent.incoming(12)
        assert 4 < time.monotonic() - dialled < 9
        await leg.answer()
        await call.answered()
        assert abs(await hears(leg, call, 700) - 700) < 10
        assert abs(await hears(call, leg, 1100) - 1100) < 10
        await leg.hangup()
        assert (await call.ended()).by == "them"


async def test_the_newcomer_s_phone_takes_the_trunk_s_road(asterisk_installation: Installation) -> None:
    async with pbx(asterisk_installation, NO_PATIENCE) as server, server.agent() as agent:
        own = Phone("127.0.0.1", user="7000", password="phone-secret", server=server.sip)
        async with own:
            await own.register()
            call = await own.dial("100")
            leg = await agent.incoming(10)
            assert leg.caller_number == "+12025550123"
            await leg.answer()
            await call.answered()


async def test_a_number_that_nobody_routed_is_not_found(asterisk_installation: Installation) -> None:
    async with pbx(asterisk_installation, NO_WORKER) as server, server.trunk() as trunk:
        assert (await (await trunk.dial("+19995550000")).ended()).status == 404


async def test_a_stranger_s_address_gets_no_call_through(asterisk_installation: Installation) -> None:
    async with pbx(asterisk_installation, NO_WORKER) as server:
        stranger = Phone("127.0.0.9", user="+15551234567", server=server.sip)
        async with stranger:
            assert (await (await stranger.dial(DID)).ended()).status == 401


async def test_without_a_queue_the_caller_hears_an_apology(asterisk_installation: Installation) -> None:
    lonely = replace(NO_PATIENCE, queue="2999")
    async with pbx(asterisk_installation, lonely) as server, server.trunk() as trunk:
        call = await trunk.dial(DID)
        await call.answered(5)
        await call.sound(5)
        assert (await call.ended(20)).by == "them"


async def test_the_administrator_s_last_resort_comes_before_the_apology(
    asterisk_installation: Installation,
) -> None:
    extra = f"[convonet-last-resort]\nexten => s,1,Goto(from-internal,{AGENT.extension},1)\n"
    lonely = replace(NO_PATIENCE, queue="2999")
    async with (
        pbx(asterisk_installation, lonely, extra) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        await trunk.dial(DID)
        await agent.incoming(5)


def entries(server: Pbx) -> int:
    return server.log().count("[s@convonet-enter:7] Stasis(")


async def test_a_call_that_goes_in_circles_ends_with_an_apology(asterisk_installation: Installation) -> None:
    circling = replace(NO_PATIENCE, queue="2001", entry_limit=3)
    async with pbx(asterisk_installation, circling) as server, server.trunk() as trunk:
        call = await trunk.dial(DID)
        await call.ended(30)
        assert entries(server) == 3
        assert server.log().count("Queue(") == 4
        assert "Playback(" in server.log()


async def test_a_caller_who_returns_to_no_worker_is_soon_in_the_queue_again(
    asterisk_installation: Installation,
) -> None:
    async with (
        pbx(asterisk_installation, NO_WORKER, max_wait_s=1) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        call = await trunk.dial(DID)
        await (await agent.incoming(9)).ended(4)
        returned = time.monotonic()
        leg = await agent.incoming(9)
        assert time.monotonic() - returned < 8
        await leg.answer()
        assert abs(await hears(call, leg, 1100) - 1100) < 10
