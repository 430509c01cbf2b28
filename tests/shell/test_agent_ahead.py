"""The model asked ahead of its turn: used when the turn asks the same, else as if it had not been."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from pydantic import PrivateAttr

from convonet_ari.agent.ahead import GO_ON
from convonet_ari.call import events as ev
from tests.fakes.agent import Rig, outcome, rig, words
from tests.fakes.asked import Asked, Slow

pytestmark = pytest.mark.shell

CREATE = "Create a todo for team meeting tomorrow."
DEPARTMENTS = "Which departments are available?"


class Writing(Asked):
    """Stops after `pieces` of its first answer until it is cancelled; asked again it adds `goes_on`."""

    pieces: int = 2
    goes_on: str = ""
    _stopped: asyncio.Event = PrivateAttr(default_factory=asyncio.Event)

    async def _astream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        again = self._times > 0
        if again and self.goes_on:
            assert [message.text for message in messages[-2:]] == ["I can ", GO_ON]
            yield ChatGenerationChunk(message=AIMessageChunk(content=self.goes_on))
            return
        written = 0
        async for chunk in super()._astream(messages, *args, **kwargs):
            if written == self.pieces and not again:
                self._stopped.set()
                await asyncio.Event().wait()
            written += 1
            yield chunk

    async def stopped(self) -> None:
        async with asyncio.timeout(5):
            await self._stopped.wait()


async def test_a_turn_uses_what_was_prepared_for_it_and_asks_once() -> None:
    model = Asked()
    async with rig(model=model) as one:
        await one.conversation.prepare(1, "What can you do?")
        await model.asked()
        events = await one.say(1, "What can you do?")
        assert "put you through" in words(events)
        assert outcome(events) == "done"
        assert model.times == 1
        assert [message.type for message in await one.thread()] == ["human", "ai"]


async def test_the_first_turn_of_a_call_that_was_looked_up_does_not_wait_for_the_store() -> None:
    model, saver = Asked(), Slow()
    async with rig(model=model, saver=saver) as one:
        await one.conversation.get_ready()
        saver.gate.clear()
        saying = asyncio.create_task(one.say(1, "What can you do?"))
        await model.asked()
        saver.gate.set()
        assert outcome(await saying) == "done"
        assert model.times == 1


async def test_a_prepared_tool_runs_only_in_the_turn_and_once() -> None:
    model = Asked()
    async with rig(model=model) as one:
        await one.conversation.prepare(1, CREATE)
        await model.asked()
        assert not one.records.todos
        assert await one.thread() == []
        events = await one.say(1, CREATE)
        assert [event.tool for event in events if isinstance(event, ev.ToolStarted)] == ["create_todo"]
        assert len(one.records.todos) == 1
        assert model.times == 2


async def test_what_was_prepared_and_not_said_leaves_no_trace() -> None:
    model = Asked()
    async with rig(model=model) as one:
        await one.conversation.prepare(1, CREATE)
        await model.asked()
        one.conversation.discard()
        assert await one.thread() == []
        assert not one.records.todos
        assert not (await one.conversation.thread.state()).next


async def test_other_words_than_those_prepared_for_are_answered_anew() -> None:
    model = Asked()
    async with rig(model=model) as one:
        await one.conversation.prepare(1, CREATE)
        await model.asked()
        events = await one.say(1, "What can you do?")
        assert "put you through" in words(events)
        assert not one.records.todos
        assert model.times == 2


async def test_a_thread_that_changed_meanwhile_is_answered_as_it_is() -> None:
    model = Asked()
    async with rig(model=model) as one:
        await one.conversation.prepare(1, DEPARTMENTS)
        await model.asked()
        await one.conversation.remember("Nobody was free.")
        await one.say(1, DEPARTMENTS)
        assert model.times == 3


async def test_a_model_that_fails_ahead_is_asked_again_in_the_turn() -> None:
    model = Asked(failures=1)
    async with rig(model=model) as one:
        await one.conversation.prepare(1, "What can you do?")
        await model.asked()
        events = await one.say(1, "What can you do?")
        assert outcome(events) == "done"
        assert model.times == 2


async def test_a_turn_asks_once_while_its_thread_is_still_read() -> None:
    model, saver = Asked(), Slow()
    async with rig(model=model, saver=saver) as one:
        await one.say(1, "What can you do?")
        saver.gate.clear()
        turn = asyncio.create_task(one.say(2, DEPARTMENTS))
        await model.asked_again()
        assert not turn.done()
        saver.gate.set()
        assert outcome(await turn) == "done"
        assert model.times == 3
        assert [message.type for message in await one.thread()] == [
            "human",
            "ai",
            "human",
            "ai",
            "tool",
            "ai",
        ]


async def test_a_thread_mended_after_an_interruption_is_asked_about_at_once() -> None:
    model = Asked()
    async with rig(model=model) as one:
        await one.say(1, "What can you do?")
        await one.conversation.settle(1, "I can")
        events = await one.say(2, "What can you do?")
        assert outcome(events) == "done"
        assert model.times == 2


async def test_the_last_words_are_told_before_the_thread_is_stored() -> None:
    saver = Slow()
    async with rig(saver=saver) as one:
        turn = one.conversation.turn(1, "What can you do?")
        saver.holds_answers = True
        assert isinstance(await anext(turn), ev.ReplyWritten)
        saver.gate.set()
        assert isinstance([event async for event in turn][-1], ev.ThinkingFinished)


@pytest.mark.parametrize("pieces", [0, 2])
async def test_a_held_model_is_stopped_and_what_it_writes_anew_is_told_once(pieces: int) -> None:
    async with rig(model=Asked()) as one:
        whole = words(await one.say(1, "What can you do?"))
    async with rig(model=Writing(pieces=pieces)) as one:
        assert await said_while_held(one) == whole


async def test_a_held_model_that_goes_on_where_it_stopped_is_told_as_one_answer() -> None:
    model = Writing(goes_on="look after your todos.")
    async with rig(model=model) as one:
        assert await said_while_held(one) == "I can look after your todos."
        assert [message.text for message in await one.thread()][1:] == ["I can look after your todos."]


async def said_while_held(one: Rig) -> str:
    """The answer to a question whose model is held in the middle and goes on."""
    model = one.brain.model
    assert isinstance(model, Writing)
    await one.conversation.prepare(1, "What can you do?")
    turn = asyncio.create_task(one.say(1, "What can you do?"))
    await model.stopped()
    one.conversation.hold()
    await asyncio.sleep(0)
    assert not turn.done()
    one.conversation.go_on()
    return words(await turn)


async def test_words_taken_back_while_the_thread_is_read_are_not_asked_about() -> None:
    model = Asked()
    async with rig(model=model) as one:
        preparing = asyncio.create_task(one.conversation.prepare(1, CREATE))
        await asyncio.sleep(0)
        one.conversation.discard()
        await preparing
        assert model.times == 0


async def test_a_withdrawn_turn_is_forgotten_words_and_all() -> None:
    async with rig(model=Asked()) as one:
        await one.say(1, "What can you do?")
        turn = one.conversation.turn(2, "What are my")
        async for _ in turn:
            break
        await turn.aclose()
        await one.conversation.withdraw(2)
        assert [message.type for message in await one.thread()] == ["human", "ai"]
        assert outcome(await one.say(3, "What are my todos?")) == "done"


async def test_a_withdrawn_turn_that_called_a_tool_is_settled() -> None:
    async with rig(model=Asked()) as one:
        turn = one.conversation.turn(1, CREATE)
        async for event in turn:
            if isinstance(event, ev.ToolFinished):
                break
        await turn.aclose()
        await one.conversation.withdraw(1)
        assert [message.type for message in await one.thread()][:3] == ["human", "ai", "tool"]
