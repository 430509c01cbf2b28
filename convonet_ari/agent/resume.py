"""What a turn begun by a lost worker had come to, read from its thread. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

TRANSFER = "transfer_to_agent"


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call as the model made it."""

    id: str
    name: str
    arguments: dict[str, Any]


def since(messages: Sequence[AnyMessage], human_id: str) -> list[AnyMessage]:
    """The turn's messages, its caller's words first; empty when the thread does not know them."""
    start = next((i for i, m in enumerate(messages) if m.id == human_id), None)
    return [] if start is None else list(messages[start:])


def transfer_done(turn: Sequence[AnyMessage]) -> Call | None:
    """The transfer that the turn had settled on; it must be asked for again, its first asker is gone."""
    done = {m.tool_call_id for m in turn if isinstance(m, ToolMessage) and m.status != "error"}
    for message in turn:
        for call in message.tool_calls if isinstance(message, AIMessage) else ():
            if call["name"] == TRANSFER and call["id"] in done:
                return Call(str(call["id"]), TRANSFER, call["args"])
    return None


def last_words(turn: Sequence[AnyMessage]) -> str:
    """What the assistant wrote last."""
    return next((str(m.text) for m in reversed(turn) if isinstance(m, AIMessage) and m.text), "")
