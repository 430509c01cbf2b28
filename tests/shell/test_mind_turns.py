"""The mind above a scripted agent, in virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest

from convonet_ari.call import events as ev
from convonet_ari.errors import ProviderUnavailable, StoreUnavailable
from convonet_ari.stasis.mind import Mind
from tests.fakes.virtual_time import in_virtual_time

pytestmark = pytest.mark.shell


class Agent:
    """Takes a second for each turn and each settling, and keeps a diary."""

    def __init__(self) -> None:
        self.diary: list[str] = []
        self.told: list[ev.Event] = []
        self.turn_fails: Exception | None = None
        self.settle_fails: StoreUnavailable | None = None
        self.mind = Mind(self, self.told.append)

    async def turn(self, turn: int, text: str, *, resume: bool = False) -> AsyncIterator[ev.Event]:
        self.diary.append(f"turn {turn}{' again' if resume else ''}: {text}")
        try:
            if self.turn_fails is not None:
                raise self.turn_fails
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            self.diary.append(f"turn {turn} cut")
            raise
        yield ev.ReplyWritten(turn, "Done.")
        yield ev.ThinkingFinished(turn, "done")

    async def settle(self, turn: int, heard: str) -> None:
        await asyncio.sleep(1)
        self.diary.append(f"settled {turn}: {heard}")
        if self.settle_fails is not None:
            raise self.settle_fails

    async def get_ready(self) -> None:
        self.diary.append("is ready")

    async def prepare(self, turn: int, text: str) -> None:
        self.diary.append(f"prepared {turn}: {text}")

    def makes_sense(self, text: str) -> bool:
        return True

    def discard(self) -> None:
        self.diary.append("discarded")

    def speak(self, language: str) -> None:
        self.diary.append(f"speaks {language}")

    def hold(self) -> None:
        self.diary.append("held")

    def go_on(self) -> None:
        self.diary.append("went on")

    async def withdraw(self, turn: int) -> None:
        self.diary.append(f"withdrew {turn}")

    async def remember(self, text: str) -> None:
        self.diary.append(f"remembered {text}")


@asynccontextmanager
async def agent() -> AsyncIterator[Agent]:
    found = Agent()
    task = asyncio.create_task(found.mind.run())
    yield found
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


@in_virtual_time
async def test_a_turn_is_told_event_by_event() -> None:
    async with agent() as one:
        one.mind.think(1, "hello")
        await asyncio.sleep(2)
        assert one.told == [ev.ReplyWritten(1, "Done."), ev.ThinkingFinished(1, "done")]


@in_virtual_time
async def test_it_gets_ready_while_nobody_waits_and_not_before_a_turn_that_does() -> None:
    async with agent() as one:
        one.mind.get_ready()
        await asyncio.sleep(0.1)
        one.mind.get_ready()
        one.mind.think(1, "hello")
        await asyncio.sleep(2)
        assert one.diary == ["is ready", "turn 1: hello"]


@in_virtual_time
async def test_the_next_turn_begins_only_when_the_cut_one_is_settled() -> None:
    async with agent() as one:
        one.mind.think(1, "hello")
        await asyncio.sleep(0.5)
        one.mind.cancel(1, "I")
        one.mind.think(2, "no, wait")
        await asyncio.sleep(0.1)
        assert one.diary == ["turn 1: hello", "turn 1 cut"]
        await asyncio.sleep(3)
        assert one.diary[2:] == ["settled 1: I", "turn 2: no, wait"]
        assert one.told == [ev.ReplyWritten(2, "Done."), ev.ThinkingFinished(2, "done")]


@in_virtual_time
async def test_a_turn_cancelled_before_it_began_never_begins() -> None:
    async with agent() as one:
        one.mind.think(1, "hello")
        one.mind.cancel(1, "")
        one.mind.think(2, "bye")
        await asyncio.sleep(5)
        assert one.diary == ["settled 1: ", "turn 2: bye"]


@in_virtual_time
async def test_what_the_caller_learned_meanwhile_waits_for_the_turns_end() -> None:
    async with agent() as one:
        one.mind.think(1, "hello", resume=True)
        one.mind.remember("nobody answered")
        await asyncio.sleep(2)
        assert one.diary == ["turn 1 again: hello", "remembered nobody answered"]


@pytest.mark.parametrize("error", [ProviderUnavailable("no model"), KeyError("a bug")])
@in_virtual_time
async def test_an_agent_that_fails_is_an_answer_and_not_the_end(error: Exception) -> None:
    async with agent() as one:
        one.turn_fails = error
        one.mind.think(1, "hello")
        await asyncio.sleep(1)
        assert one.told == [ev.ThinkingFinished(1, "failed")]
        one.turn_fails = None
        one.mind.think(2, "again")
        await asyncio.sleep(2)
        assert one.told[-1] == ev.ThinkingFinished(2, "done")


@in_virtual_time
async def test_a_thread_that_cannot_be_mended_does_not_stop_the_conversation() -> None:
    async with agent() as one:
        one.settle_fails = StoreUnavailable("away")
        one.mind.cancel(1, "I")
        one.mind.think(2, "go on")
        await asyncio.sleep(3)
        assert one.told[-1] == ev.ThinkingFinished(2, "done")


@in_virtual_time
async def test_a_cancellation_that_a_library_swallows_ends_the_mind_all_the_same() -> None:
    class Swallowing(Agent):
        async def settle(self, turn: int, heard: str) -> None:
            with suppress(asyncio.CancelledError):
                await asyncio.sleep(1)

    mind = Swallowing().mind
    task = asyncio.create_task(mind.run())
    mind.cancel(1, "")
    await asyncio.sleep(0.5)
    task.cancel()
    async with asyncio.timeout(5):
        await task


@in_virtual_time
async def test_a_held_turn_is_asked_for_nothing_more_until_it_goes_on() -> None:
    async with agent() as one:
        one.mind.think(1, "hello")
        await asyncio.sleep(0.5)
        one.mind.hold()
        await asyncio.sleep(5)
        assert one.told == [ev.ReplyWritten(1, "Done.")]
        one.mind.go_on()
        await asyncio.sleep(0.1)
        assert one.told == [ev.ReplyWritten(1, "Done."), ev.ThinkingFinished(1, "done")]


@in_virtual_time
async def test_a_held_turn_can_be_cancelled_and_the_next_is_free() -> None:
    async with agent() as one:
        one.mind.think(1, "hello")
        await asyncio.sleep(0.5)
        one.mind.hold()
        one.mind.withdraw(1)
        one.mind.think(2, "hello there")
        await asyncio.sleep(3)
        assert one.diary == ["turn 1: hello", "held", "turn 1 cut", "withdrew 1", "turn 2: hello there"]
        assert one.told == [ev.ReplyWritten(2, "Done."), ev.ThinkingFinished(2, "done")]


@in_virtual_time
async def test_words_taken_back_do_not_touch_a_turn_under_way() -> None:
    async with agent() as one:
        one.mind.think(1, "hello")
        await asyncio.sleep(0.5)
        one.mind.discard()
        await asyncio.sleep(2)
        assert one.diary == ["turn 1: hello"]
        one.mind.discard()
        assert one.diary == ["turn 1: hello", "discarded"]


@in_virtual_time
async def test_the_agent_thinks_ahead_only_while_it_has_nothing_else_to_do() -> None:
    async with agent() as one:
        one.mind.prepare(1, "hello")
        await asyncio.sleep(0.1)
        one.mind.think(1, "hello")
        await asyncio.sleep(0.5)
        one.mind.prepare(2, "and")
        await asyncio.sleep(2)
        assert one.diary == ["prepared 1: hello", "turn 1: hello"]


@in_virtual_time
async def test_what_the_caller_took_back_is_never_thought_about() -> None:
    async with agent() as one:
        one.mind.prepare(1, "hello")
        one.mind.discard()
        await asyncio.sleep(1)
        assert one.diary == ["discarded"]
