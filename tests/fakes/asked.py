"""A model that counts how often it is asked, and a store of threads that can be slow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import CheckpointTuple
from langgraph.checkpoint.memory import InMemorySaver
from pydantic import PrivateAttr

from convonet_ari.errors import ProviderUnavailable
from tests.fakes.strict import StrictModel


class Asked(StrictModel):
    """Counts how often it is asked; fails the first `failures` times."""

    failures: int = 0
    _times: int = PrivateAttr(default=0)
    _went_on: asyncio.Event = PrivateAttr(default_factory=asyncio.Event)

    @property
    def times(self) -> int:
        return self._times

    async def _astream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> AsyncIterator[Any]:
        self._times += 1
        self._went_on.set()
        if self._times <= self.failures:
            raise ProviderUnavailable("no model")
        async for chunk in super()._astream(messages, *args, **kwargs):
            assert isinstance(chunk, ChatGenerationChunk)
            yield chunk

    async def asked_again(self) -> None:
        self._went_on.clear()
        async with asyncio.timeout(5):
            await self._went_on.wait()

    async def asked(self) -> None:
        async with asyncio.timeout(5):
            await self._went_on.wait()
        # The rest of its words need no more than the loop's turns.
        for _ in range(20):
            await asyncio.sleep(0)


class Slow(InMemorySaver):
    """Reads wait for its gate, and on demand what holds an answer is not stored before."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.gate.set()
        self.holds_answers = False

    async def aget_tuple(self, config: RunnableConfig) -> CheckpointTuple | None:
        await self.gate.wait()
        return await super().aget_tuple(config)

    async def aput_writes(self, config: RunnableConfig, writes: Any, task_id: str, path: str = "") -> None:
        if self.holds_answers and any(channel == "messages" for channel, _ in writes):
            self.gate.clear()
            await self.gate.wait()
        await super().aput_writes(config, writes, task_id, path)
