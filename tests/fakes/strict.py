"""What a model's server demands of a thread, and a model that demands it too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk

from convonet_ari.agent.offline.local_model import LocalModel


class IllegalThread(ValueError):
    """The server would answer 400."""


def check(messages: Sequence[BaseMessage]) -> None:
    """Each tool call is answered exactly once, right behind the message that made it."""
    awaited: set[str] = set()
    for message in messages:
        if isinstance(message, ToolMessage):
            if message.tool_call_id not in awaited:
                raise IllegalThread(f"nobody asked for {message.tool_call_id}")
            awaited.remove(message.tool_call_id)
            continue
        if awaited:
            raise IllegalThread(f"unanswered: {awaited}")
        if isinstance(message, AIMessage):
            awaited = {str(call["id"]) for call in message.tool_calls}
    if awaited:
        raise IllegalThread(f"unanswered at the end: {awaited}")


class StrictModel(LocalModel):
    """The offline assistant behind a server's checks."""

    async def _astream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Any:
        check(messages)
        async for chunk in super()._astream(messages, *args, **kwargs):
            assert isinstance(chunk, ChatGenerationChunk)
            yield chunk
