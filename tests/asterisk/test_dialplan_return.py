"""From the assistant into a queue and back: never deaf, however quick the return."""

from __future__ import annotations

import time

import pytest

from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.phone import Call
from tests.asterisk.dialplan_rig import DID, Session, TinyWorker, pbx

pytestmark = pytest.mark.asterisk

WAY_BACK = "convonet-return^s^1"


async def into(queue: str, session: Session, max_wait_s: str = "") -> float:
    """Order the way back, leave for the queue, and tell when."""
    await session.set_variables(VQ_DEST=WAY_BACK, VQ_MAXWAIT=max_wait_s)
    await session.to_queue(queue)
    return time.monotonic()


async def hears_keys(session: Session, call: Call, digits: str) -> None:
    await call.press(digits, on_ms=80, gap_ms=420)
    assert "".join([await session.digits.get() for _ in digits]) == digits


async def test_a_first_entry_names_the_number_dialled_and_rings(asterisk_installation: Installation) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan) as server,
        server.trunk() as trunk,
    ):
        call = await trunk.dial(DID, name="Alice Example")
        await call.ringing(1)
        session = await worker.session()
        assert session.arguments == ["1", DID, ""]
        assert session.base_application == "convonet-1"
        assert session.channel["caller"] == {"name": "", "number": "+15551234567"}
        assert await session.post("answer") == 204
        await call.answered()


async def test_a_strict_queue_returns_at_once_and_keys_arrive_ten_seconds_later(
    asterisk_installation: Installation,
) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan) as server,
        server.trunk() as trunk,
    ):
        call = await trunk.dial(DID)
        first = await worker.session()
        await first.post("answer")
        left = await into("2001", first)
        second = await worker.session()
        assert second.arguments == ["2", DID, "JOINEMPTY"]
        assert second.base_application == "convonet-2"
        assert time.monotonic() - left < 1.5
        assert second.channel["id"] == first.channel["id"]
        await hears_keys(second, call, "12345678901234567890")


async def test_returns_as_quick_as_they_come_never_make_a_session_deaf(
    asterisk_installation: Installation,
) -> None:
    """Twelve in a row: every application name is used again before the test ends."""
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan) as server,
        server.trunk() as trunk,
    ):
        call = await trunk.dial(DID)
        session = await worker.session()
        await session.post("answer")
        for number in range(2, 14):
            await into("2001", session)
            session = await worker.session()
            assert session.arguments == [str(number), DID, "JOINEMPTY"]
            assert session.base_application == f"convonet-{number % 10}"
        await hears_keys(session, call, "1234567890")


async def test_a_queue_where_nobody_answers_returns_in_time_with_its_reason(
    asterisk_installation: Installation,
) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        call = await trunk.dial(DID)
        first = await worker.session()
        await first.post("answer")
        left = await into("2000", first, max_wait_s="4")
        await agent.incoming(5)
        second = await worker.session()
        assert second.arguments == ["2", DID, "TIMEOUT"]
        assert 3.5 < time.monotonic() - left < 6.5
        await hears_keys(second, call, "1234567890")


async def test_the_orders_for_one_queue_visit_do_not_outlive_it(asterisk_installation: Installation) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan, max_wait_s=1) as server,
        server.trunk() as trunk,
    ):
        await trunk.dial(DID)
        first = await worker.session()
        await first.post("answer")
        await into("2001", first, max_wait_s="60")
        second = await worker.session()
        left = time.monotonic()
        await second.to_queue("2000")
        third = await worker.session()
        assert third.arguments == ["3", DID, "TIMEOUT"]
        # Their place is announced to callers before anything else.
        assert time.monotonic() - left < 20


async def test_a_call_given_back_without_a_target_goes_to_people(asterisk_installation: Installation) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        await trunk.dial(DID)
        session = await worker.session()
        assert await session.post("continue") == 204
        await agent.incoming(5)


async def test_hanging_up_in_the_queue_ends_the_call(asterisk_installation: Installation) -> None:
    async with (
        TinyWorker() as worker,
        pbx(asterisk_installation, worker.dialplan) as server,
        server.agent() as agent,
        server.trunk() as trunk,
    ):
        call = await trunk.dial(DID)
        session = await worker.session()
        await session.post("answer")
        await into("2000", session)
        leg = await agent.incoming(5)
        await call.hangup()
        await leg.ended(5)
        assert "0 active channels" in await server.asterisk.cli("core show channels count")
