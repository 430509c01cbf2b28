"""The three limits of a turn, end to end in virtual time: what is heard, and that the call goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk

from convonet_ari.call import phrases
from convonet_ari.config import Limits
from tests.fakes.agent import Rig, rig
from tests.fakes.living import Life, living
from tests.fakes.strict import StrictModel
from tests.fakes.virtual_time import LoopClock, in_virtual_time

pytestmark = pytest.mark.shell

CREATE = "Create a todo for team meeting tomorrow"


class Stalling(StrictModel):
    """Never finishes what it begins, `stalls` times; `deaf` to being stopped as well, then."""

    stalls: int
    deaf: bool = False

    async def _astream(self, messages: list[Any], *args: Any, **kwargs: Any) -> Any:
        self.stalls -= 1
        if self.stalls >= 0:
            yield ChatGenerationChunk(message=AIMessageChunk(content="Well "))
            await self._stall()
        async for chunk in super()._astream(messages, *args, **kwargs):
            yield chunk

    async def _stall(self) -> None:
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                if not self.deaf:
                    raise
                self.deaf = False


@asynccontextmanager
async def calling(**options: Any) -> AsyncIterator[tuple[Rig, Life]]:
    async with rig(**options) as here, living(here.brain, LoopClock()) as life:
        yield here, life


@in_virtual_time
async def test_a_slow_tool_is_announced_after_one_second_and_given_up_after_eight() -> None:
    async with calling() as (here, life):
        here.records.gate.clear()
        began = life.session.now
        life.hears(CREATE)
        await life.until("Creating your todo")
        assert 1.0 <= life.session.now - began < 1.2
        await life.until("do not know yet whether it worked")
        assert 8.0 <= life.session.now - began < 8.5
        here.records.gate.set()
        life.hears("Hello")
        await life.until("I created the todo")
    assert here.records.titles == ["team meeting"]


@in_virtual_time
async def test_a_model_that_stalls_is_given_up_after_ten_seconds_and_asked_again() -> None:
    async with calling(model=Stalling(stalls=1)) as (_, life):
        began = life.session.now
        life.hears("What are my todos?")
        await life.until(phrases.SORRY_SLOW)
        assert 10.0 <= life.session.now - began < 10.5
        life.hears("What are my todos?")
        await life.until("You have")


@in_virtual_time
async def test_an_agent_that_cannot_be_stopped_is_left_after_twelve_seconds() -> None:
    async with calling(model=Stalling(stalls=1, deaf=True), limits=Limits(agent_s=60)) as (_, life):
        began = life.session.now
        life.hears("What are my todos?")
        await life.until(phrases.SORRY_SLOW)
        assert 12.0 <= life.session.now - began < 12.5


@in_virtual_time
async def test_a_second_limit_in_a_row_leads_to_a_person() -> None:
    async with calling(model=Stalling(stalls=9)) as (_, life):
        life.hears("What are my todos?")
        await life.until(phrases.SORRY_SLOW)
        life.hears("What are my todos?")
        await life.until(phrases.SORRY_PERSON)
