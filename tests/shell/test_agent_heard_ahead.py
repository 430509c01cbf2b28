"""What a model asked ahead has written is heard before the graph has read or stored anything."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from convonet_ari.call import events as ev
from convonet_ari.errors import ProviderUnavailable
from tests.fakes.agent import outcome, rig, words
from tests.fakes.asked import Asked, Slow

pytestmark = pytest.mark.shell


class BreakingOff(Asked):
    """Says one sentence, and is gone."""

    async def _astream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        yield ChatGenerationChunk(message=AIMessageChunk(content="One moment. And"))
        raise ProviderUnavailable("the model broke off")


class Working(Asked):
    """Says that it begins, creates a todo, and says that it is done."""

    async def _astream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        self._times += 1
        if self._times > 1:
            yield _chunk("Done.", "stop")
            return
        call = {"name": "create_todo", "args": '{"title": "Budget"}', "id": "c1", "index": 0}
        yield ChatGenerationChunk(message=AIMessageChunk(content="One moment. ", tool_call_chunks=[call]))
        yield _chunk("", "tool_calls")


def _chunk(text: str, reason: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(
        message=AIMessageChunk(content=text, response_metadata={"finish_reason": reason})
    )


async def test_words_that_were_prepared_are_told_before_the_thread_is_read() -> None:
    model, saver = Asked(), Slow()
    async with rig(model=model, saver=saver) as one:
        await one.conversation.prepare(1, "What can you do?")
        await model.asked()
        saver.gate.clear()
        turn = one.conversation.turn(1, "What can you do?")
        told = [await anext(turn)]
        assert isinstance(told[0], ev.ReplyWritten)
        saver.gate.set()
        told += [event async for event in turn]
        assert outcome(told) == "done"
        assert words(told) == str((await one.thread())[-1].text)
        assert model.times == 1


async def test_a_model_that_breaks_off_after_its_first_words_is_not_heard_twice() -> None:
    model, saver = BreakingOff(), Slow()
    async with rig(model=model, saver=saver) as one:
        await one.conversation.get_ready()
        saver.gate.clear()
        turn = one.conversation.turn(1, "What can you do?")
        told = [await anext(turn)]
        saver.gate.set()
        told += [event async for event in turn]
        assert outcome(told) == "failed"
        assert words(told) == "One moment."


async def test_a_turn_that_is_held_after_its_first_words_runs_no_tool() -> None:
    async with rig(model=Working()) as one:
        await one.conversation.get_ready()
        turn = one.conversation.turn(1, "Remind me of the budget")
        told = [await anext(turn)]
        one.conversation.hold()
        fetching = asyncio.create_task(anext(turn))
        for _ in range(200):
            await asyncio.sleep(0)
        assert not fetching.done()
        assert not one.records.todos
        one.conversation.go_on()
        told.append(await fetching)
        told += [event async for event in turn]
        assert words(told) == "One moment. Done."
        assert len(one.records.todos) == 1
