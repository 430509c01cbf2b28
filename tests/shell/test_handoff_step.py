"""A caller leaves Stasis: not told to continue before the channel has entered its application once more."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from convonet_ari.config import Handoff as Settings
from convonet_ari.errors import AriError
from convonet_ari.stasis.handoff import STEP_WITHIN_S, Handoff
from tests.fakes.virtual_time import in_virtual_time
from tests.shell.test_ari_client import ScriptedSocket

pytestmark = pytest.mark.shell

CALLER = "caller"


class Leaving:
    """A caller who is moved; `then` happens when Asterisk has been told to move the channel."""

    def __init__(self, then: Callable[[Handoff], object] = lambda handoff: None, status: int = 204) -> None:
        self._then, self._status = then, status
        self._sock = ScriptedSocket(lambda request: (self._answer(request["uri"]), "", None))
        self.handoff = Handoff(self._sock.ari, "convonet-0:x", Settings())

    def _answer(self, uri: str) -> int:
        if not uri.endswith("/move"):
            return 204
        self._then(self.handoff)
        return self._status

    @property
    def orders(self) -> list[str]:
        return [request["uri"].rpartition("/")[2] for request in self._sock.sent]


@in_virtual_time
async def test_the_order_to_continue_waits_until_the_channel_has_entered_anew() -> None:
    call = Leaving()
    entering = asyncio.create_task(call.handoff.enter(CALLER, "2000"))
    await asyncio.sleep(STEP_WITHIN_S / 2)
    assert call.orders == ["move"]
    call.handoff.stepped()
    await entering
    assert call.orders == ["move", "continue"]


@in_virtual_time
async def test_a_channel_that_entered_before_the_answer_came_is_not_waited_for() -> None:
    call, began = Leaving(then=Handoff.stepped), asyncio.get_running_loop().time()
    await call.handoff.release(CALLER)
    assert call.orders == ["move", "continue"]
    assert asyncio.get_running_loop().time() == began


@in_virtual_time
async def test_an_event_that_is_lost_keeps_nobody_for_longer_than_asterisk_would_sleep() -> None:
    call, began = Leaving(), asyncio.get_running_loop().time()
    await call.handoff.enter(CALLER, "2000")
    assert call.orders == ["move", "continue"]
    assert asyncio.get_running_loop().time() - began == pytest.approx(STEP_WITHIN_S)


@in_virtual_time
async def test_a_move_that_is_refused_keeps_nobody() -> None:
    call = Leaving(status=422)
    await call.handoff.enter(CALLER, "2000")
    assert call.orders == ["move", "continue"]


@in_virtual_time
async def test_a_caller_who_has_gone_is_not_told_to_continue() -> None:
    call = Leaving(status=404)
    with pytest.raises(AriError):
        await call.handoff.enter(CALLER, "2000")
    assert call.orders == ["move"]
