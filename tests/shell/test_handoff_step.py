"""A caller leaves Stasis: the step out and what the queue needs come before, ahead where they can."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from convonet_ari.call.effects import EnterQueue
from convonet_ari.config import Handoff as Settings
from convonet_ari.errors import AriError
from convonet_ari.stasis.ahead import Ahead
from convonet_ari.stasis.handoff import STEP_WITHIN_S, Handoff
from tests.fakes.virtual_time import in_virtual_time
from tests.shell.test_ari_client import ScriptedSocket

pytestmark = pytest.mark.shell

CALLER = "caller"
ORDER = EnterQueue("2000", "Support", "a question", "Ann Lee")


class Leaving:
    """A caller who is moved; `then` happens when Asterisk has been told to move the channel."""

    def __init__(self, then: Callable[[Handoff], object] = lambda handoff: None, status: int = 204) -> None:
        self._then, self._status = then, status
        self._sock = ScriptedSocket(lambda request: (self._answer(request["uri"]), "", {"value": "1"}))
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


@in_virtual_time
async def test_a_move_made_ready_ahead_is_one_order() -> None:
    call = Leaving(then=Handoff.stepped)
    await call.handoff.prepare(CALLER, ORDER, "a")
    ready = call.orders
    assert "move" in ready
    assert not call.handoff.stepping
    await call.handoff.enter(CALLER, "2000")
    assert call.orders == [*ready, "continue"]


@in_virtual_time
async def test_who_leaves_while_the_step_is_taken_waits_for_it() -> None:
    call = Leaving()
    preparing = asyncio.create_task(call.handoff.prepare(CALLER, ORDER, "a"))
    await asyncio.sleep(STEP_WITHIN_S / 4)
    assert call.handoff.stepping
    leaving = asyncio.create_task(call.handoff.release(CALLER))
    await asyncio.sleep(STEP_WITHIN_S / 4)
    assert "continue" not in call.orders
    call.handoff.stepped()
    await asyncio.gather(preparing, leaving)
    assert (call.orders.count("move"), call.orders[-1]) == (1, "continue")


@in_virtual_time
async def test_a_caller_whose_step_was_refused_is_still_there() -> None:
    call = Leaving(status=422)
    await call.handoff.prepare(CALLER, ORDER, "a")
    assert not call.handoff.stepping


class Queues:
    """Answers one question after the other, as `answers` has it."""

    def __init__(self, *answers: bool | AriError) -> None:
        self._answers = list(answers)
        self.asked: list[EnterQueue] = []

    async def prepare(self, order: EnterQueue) -> bool:
        self.asked.append(order)
        answer = self._answers.pop(0)
        if isinstance(answer, AriError):
            raise answer
        return answer


@pytest.mark.parametrize("there", [True, False])
async def test_what_was_found_ahead_is_not_asked_for_again(there: bool) -> None:
    queues = Queues(there)
    ahead = Ahead(queues.prepare)
    async with asyncio.TaskGroup() as tasks:
        ahead.begin(ORDER, tasks)
        assert await ahead.ready(ORDER) is there
    assert queues.asked == [ORDER]


async def test_what_failed_ahead_is_tried_again_and_told_then() -> None:
    queues = Queues(AriError(500, "Internal Server Error"), AriError(404, "Not Found"))
    ahead = Ahead(queues.prepare)
    async with asyncio.TaskGroup() as tasks:
        ahead.begin(ORDER, tasks)
        with pytest.raises(AriError, match="404"):
            await ahead.ready(ORDER)


async def test_another_queue_than_the_one_made_ready_is_asked_for() -> None:
    queues, other = Queues(False, True), replace(ORDER, queue="2001")
    ahead = Ahead(queues.prepare)
    async with asyncio.TaskGroup() as tasks:
        ahead.begin(ORDER, tasks)
        await asyncio.sleep(0)
        assert await ahead.ready(other)
    assert queues.asked == [ORDER, other]
