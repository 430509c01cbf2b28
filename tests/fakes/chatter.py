"""A model that says and does anything it may, at random, and refuses any thread that its server would."""

from __future__ import annotations

import asyncio
import json
import random
import uuid
from collections.abc import AsyncIterator, Sequence
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage, ToolMessage
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from pydantic import Field

from tests.fakes.strict import IllegalThread, StrictModel, check

TOOLS: tuple[tuple[str, dict[str, str]], ...] = (
    ("create_todo", {"title": "call home"}),
    ("complete_todo", {"title": "call home"}),
    ("get_todos", {}),
    ("no_such_tool", {}),
)
MOST_CALLS = 4


class Chatter(StrictModel):
    """Words first or none, then up to four tool calls at once, again and again; at last an answer."""

    dice: Any
    asked: int = 0
    refused: list[str] = Field(default_factory=list)

    async def _astream(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> Any:
        self.asked += 1
        try:
            check(messages)
        except IllegalThread as error:
            self.refused.append(str(error))
            raise
        tools = _rounds(messages) < self.dice.choice((0, 1, 1, 2))
        async for chunk in _answer(self.dice, tools=tools):
            await asyncio.sleep(self.dice.choice((0, 0, 0, 0.001, 0.003)))
            yield ChatGenerationChunk(message=chunk)


def _rounds(messages: Sequence[BaseMessage]) -> int:
    """How often tools have answered since the caller's last words."""
    said = max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=0)
    return sum(isinstance(m, ToolMessage) for m in messages[said:])


async def _answer(dice: random.Random, *, tools: bool) -> AsyncIterator[AIMessageChunk]:
    message_id = uuid.UUID(int=dice.getrandbits(128)).hex
    for _ in range(dice.randint(0 if tools else 1, 3)):
        for word in _sentence(dice):
            yield AIMessageChunk(content=f"{word} ", id=message_id)
    for index in range(dice.randint(1, MOST_CALLS) if tools else 0):
        name, arguments = dice.choice(TOOLS)
        call_id = f"call_{dice.getrandbits(64):x}"
        chunk = tool_call_chunk(name=name, args=json.dumps(arguments), id=call_id, index=index)
        yield AIMessageChunk(content="", id=message_id, tool_call_chunks=[chunk])


def _sentence(dice: random.Random) -> list[str]:
    """No two alike, so that words heard can be told from words written elsewhere."""
    words = [f"w{dice.getrandbits(32):x}" for _ in range(dice.randint(3, 6))]
    return [words[0].capitalize(), *words[1:-1], f"{words[-1]}."]
