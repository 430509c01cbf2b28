"""One run of the graph told as events: sentences as the model writes them, tools as they start and end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any, cast

import psycopg
import structlog
from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphRecursionError

from convonet_ari.agent.graph import MODEL_NODE, Graph
from convonet_ari.agent.threads import store_error
from convonet_ari.agent.turn import Turn
from convonet_ari.call import events as ev
from convonet_ari.errors import AgentTimeout
from convonet_ari.speech.sentences import Sentences

log = structlog.get_logger(__name__)

# psycopg's pool may take a cancellation for itself, as asyncio.wait_for did before Python 3.12.
AGAIN_S = 1.0
TRIES = 5

Given = dict[str, Any] | None
Part = tuple[str, Any]
Parts = AsyncGenerator[Part, None]


async def run(
    graph: Graph, config: RunnableConfig, given: Given, turn: Turn, deadline: float
) -> AsyncGenerator[ev.Event, None]:
    """`given` is None to go on where the thread stands. Raises AgentTimeout, StoreError, ProviderError.

    The thread is stored before each tool, so that a lost worker's tool call is known to the next one.
    """
    telling = _Telling(turn)
    stream = graph.astream(given, config, context=turn, stream_mode=["messages", "custom"], durability="sync")
    async with _Running(cast(Parts, stream), turn) as running:
        while running.goes_on:
            part = await _within(running, deadline)
            for event in telling.ahead():
                yield event
            for event in telling.part(part) if part else ():
                yield event
    for event in telling.over():
        yield event


class _Running:
    """The graph at work in a task of its own: what was asked ahead need not wait for it to be told.

    It takes no step beyond what was fetched of it.
    """

    def __init__(self, parts: Parts, turn: Turn) -> None:
        self._parts = parts
        self._turn = turn
        self._news: asyncio.Queue[Part | None] = asyncio.Queue()
        self._fetched = asyncio.Event()

    async def __aenter__(self) -> _Running:
        self._task = asyncio.create_task(self._work(), name="agent graph")
        self._task.add_done_callback(lambda _: self._news.put_nowait(None))
        if self._turn.sure is not None:
            self._turn.sure.listen(lambda: self._news.put_nowait(None))
        return self

    async def __aexit__(self, *cause: object) -> None:
        if self._turn.sure is not None:
            self._turn.sure.listen(None)
        for _ in range(TRIES):
            if self._task.done():
                return
            self._task.cancel()
            await asyncio.wait({self._task}, timeout=AGAIN_S)
        if not self._task.done():
            log.error("the agent's graph does not end and is left to itself", turn=self._turn.number)

    @property
    def goes_on(self) -> bool:
        return not self._task.done() or not self._news.empty()

    async def next(self) -> Part | None:
        """What the graph tells; None where more may have been written ahead, or at the end."""
        if self._news.empty():
            self._fetched.set()
        part = await self._news.get()
        if part is None and self._task.done() and self._news.empty():
            await self._task
        return part

    async def _work(self) -> None:
        async with aclosing(self._parts) as parts:
            async for part in parts:
                self._fetched.clear()
                self._news.put_nowait(part)
                await self._fetched.wait()
                if self._turn.sure is not None:
                    await self._turn.sure.free()


class _Telling:
    """What the caller is told, in order. What was asked ahead comes again from the graph, which stores it."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._sentences = Sentences()
        self._repeated: int | None = None

    def ahead(self) -> Iterator[ev.Event]:
        if self._turn.sure is not None:
            for word in self._turn.sure.take():
                yield from self._words(word)

    def part(self, part: Part) -> Iterator[ev.Event]:
        mode, data = part
        if mode == "custom":
            if isinstance(data, ev.ToolStarted):
                yield from self.over()
            yield data
            return
        message, meta = data
        # Tool messages are streamed too; they are the model's to read, not the caller's to hear.
        model = isinstance(message, AIMessage) and meta["langgraph_node"] == MODEL_NODE
        if model and not self._repeats(meta["langgraph_step"]):
            yield from self._words(message)

    def over(self) -> Iterator[ev.Event]:
        yield from (ev.ReplyWritten(self._turn.number, text) for text in self._sentences.flush())

    def _repeats(self, step: int) -> bool:
        sure = self._turn.sure
        if sure is not None and sure.answering and self._repeated is None:
            self._repeated = step
        return step == self._repeated

    def _words(self, message: AIMessage) -> Iterator[ev.Event]:
        if self._turn.transfers.asked is not None:
            return
        said = self._sentences.feed(str(message.text))
        # The end of the graph comes later: the thread is stored before.
        said += self._sentences.flush() if "finish_reason" in message.response_metadata else []
        yield from (ev.ReplyWritten(self._turn.number, text) for text in said)


async def _within(running: _Running, deadline: float) -> Part | None:
    try:
        async with asyncio.timeout_at(deadline):
            return await running.next()
    except (TimeoutError, GraphRecursionError) as error:
        raise AgentTimeout("the agent did not finish its answer") from error
    except psycopg.Error as error:
        raise store_error(error) from error
