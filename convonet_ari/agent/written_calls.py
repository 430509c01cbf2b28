"""Tool calls that a small model writes out as text, taken for the calls they are."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.messages import AIMessageChunk, ToolCallChunk
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk

# An answer that begins like this is no speech; a tag is a model's own and may follow words.
BEGINS = re.compile(r"\s*(?:[{`]|$)")
TAGS = ("<tool_call>", "<tools>")
TAGGED = re.compile(r"<(tool_call|tools)>\s*(?P<call>.+?)\s*(?:</\1>|\Z)\s*", re.DOTALL)
FENCED = re.compile(r"```(?:json)?\s*(?P<call>.+?)\s*```\s*", re.DOTALL)
JSON = json.JSONDecoder()

Tools = Sequence[Mapping[str, Any]]


class WrittenCalls:
    """One answer: speech passes at once, what may be a call waits for the answer's end."""

    def __init__(self, tools: Tools) -> None:
        self._reads = bool(tools)
        self._held = ""
        self._spoken = self._called = False

    def of(self, chunk: ChatGenerationChunk) -> ChatGenerationChunk:
        """The chunk with as much of the text as is speech for certain."""
        message = chunk.message
        assert isinstance(message, AIMessageChunk)
        self._called |= bool(message.tool_call_chunks)
        if not self._reads or not message.text:
            return chunk
        self._held += str(message.text)
        speech = self._held[: self._certain()]
        self._held = self._held[len(speech) :]
        self._spoken |= bool(speech)
        told = message.model_copy(update={"content": speech})
        return ChatGenerationChunk(message=told, generation_info=chunk.generation_info)

    def rest(self) -> ChatGenerationChunk:
        """At the answer's end: the calls, or the words that were none."""
        calls = [] if self._called else self._calls()
        return ChatGenerationChunk(
            message=AIMessageChunk(content="" if calls else self._held, tool_call_chunks=calls)
        )

    def _certain(self) -> int:
        if not self._spoken and BEGINS.match(self._held):
            return 0
        signs = (place for place, sign in enumerate(self._held) if sign == "<")
        return next((place for place in signs if _may_be_tag(self._held[place:])), len(self._held))

    def _calls(self) -> list[ToolCallChunk]:
        """All that is held is calls; or none of it is. The graph answers those of tools that do not exist."""
        told = [_object(part) for part in _parts(self._held.strip())]
        if not all(one.keys() == {"name", "arguments"} for one in told):
            return []
        if not all(isinstance(one["name"], str) and isinstance(one["arguments"], dict) for one in told):
            return []
        return [
            tool_call_chunk(
                name=one["name"], args=json.dumps(one["arguments"]), id=f"call_{uuid4().hex}", index=place
            )
            for place, one in enumerate(told)
        ]


def _may_be_tag(text: str) -> bool:
    return any(tag.startswith(text) or text.startswith(tag) for tag in TAGS)


def _parts(text: str) -> list[str]:
    """What each call is written in; the text itself when it is in nothing, nothing when there is more.

    Words after a tagged call are dropped: they pretend to know what it will bring.
    """
    if parts := [found["call"] for found in TAGGED.finditer(text)]:
        return parts
    if parts := [found["call"] for found in FENCED.finditer(text)]:
        return parts if not FENCED.sub("", text).strip() else []
    return [text] if text else []


def _object(text: str) -> dict[str, Any]:
    """Some models copy the doubled braces in which their template describes a call, and close too many."""
    for form in (text, text.removeprefix("{").lstrip()):
        try:
            told, end = JSON.raw_decode(form)
        except json.JSONDecodeError:
            continue
        return told if isinstance(told, dict) and not form[end:].strip("} \n") else {}
    return {}
