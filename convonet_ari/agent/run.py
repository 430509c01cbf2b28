"""One run of the graph told as events: sentences as the model writes them, tools as they start and end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing
from typing import Any, cast

import psycopg
from langchain_core.messages import AIMessage
from langchain_core.runnables import RunnableConfig
from langgraph.errors import GraphRecursionError

from convonet_ari.agent.graph import MODEL_NODE, Graph
from convonet_ari.agent.threads import store_error
from convonet_ari.agent.turn import Turn
from convonet_ari.call import events as ev
from convonet_ari.errors import AgentTimeout
from convonet_ari.speech.sentences import Sentences

Given = dict[str, Any] | None


async def run(
    graph: Graph, config: RunnableConfig, given: Given, turn: Turn, deadline: float
) -> AsyncGenerator[ev.Event, None]:
    """`given` is None to go on where the thread stands. Raises AgentTimeout, StoreError, ProviderError.

    The thread is stored before each tool, so that a lost worker's tool call is known to the next one.
    """
    sentences = Sentences()
    stream = graph.astream(given, config, context=turn, stream_mode=["messages", "custom"], durability="sync")
    async with aclosing(cast(AsyncGenerator[Any, None], stream)) as parts:
        while (part := await _next(parts, deadline)) is not None:
            for event in _told(part, sentences, turn):
                yield event
    for text in sentences.flush():
        yield ev.ReplyWritten(turn.number, text)


async def _next(parts: Any, deadline: float) -> tuple[str, Any] | None:
    try:
        async with asyncio.timeout_at(deadline):
            part: tuple[str, Any] | None = await anext(parts, None)
            return part
    except (TimeoutError, GraphRecursionError) as error:
        raise AgentTimeout("the agent did not finish its answer") from error
    except psycopg.Error as error:
        raise store_error(error) from error


def _told(part: tuple[str, Any], sentences: Sentences, turn: Turn) -> Iterator[ev.Event]:
    mode, data = part
    if mode == "custom":
        if isinstance(data, ev.ToolStarted):
            yield from (ev.ReplyWritten(turn.number, text) for text in sentences.flush())
        yield data
        return
    message, meta = data
    # Tool messages are streamed too; they are the model's to read, not the caller's to hear.
    if (
        isinstance(message, AIMessage)
        and meta["langgraph_node"] == MODEL_NODE
        and turn.transfers.asked is None
    ):
        said = sentences.feed(str(message.text))
        # The end of the graph comes later: the thread is stored before.
        said += sentences.flush() if "finish_reason" in message.response_metadata else []
        yield from (ev.ReplyWritten(turn.number, text) for text in said)
