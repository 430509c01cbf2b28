"""Streams `/chat/completions` for ChatOpenAI in the SDK's place, with chunks as plain mappings."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import aiohttp

from convonet_ari.agent.llm import ThreadRefused
from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.openai.client import of_status
from convonet_ari.speech.openai.post import PostClient

# What a server says to a conversation that it finds at fault.
REFUSED = (400, 413, 422)
MARK, END = b"data:", b"[DONE]"

Chunk = dict[str, Any]
Stream = AbstractAsyncContextManager[AsyncIterator[Chunk]]


class Completions:
    """What ChatOpenAI needs of `client.chat.completions` when it streams."""

    def __init__(self, settings: OpenAI) -> None:
        self._client = PostClient(settings)

    async def create(self, **payload: Any) -> Stream:
        """Entered, it yields chunks. Raises ProviderError for a refusal, aiohttp's errors for an outage."""
        payload |= payload.pop("extra_body", None) or {}
        return self._opened(json.dumps(payload).encode())

    async def warm(self) -> None:
        await self._client.warm()

    async def reach(self) -> None:
        await self._client.reach()

    async def close(self) -> None:
        await self._client.close()

    @asynccontextmanager
    async def _opened(self, body: bytes) -> AsyncIterator[AsyncIterator[Chunk]]:
        async with self._client.post("chat/completions", body, "application/json", refusal) as response:
            yield chunks(response.content)


def refusal(status: int) -> ProviderError:
    return ThreadRefused(f"the server answers {status}") if status in REFUSED else of_status(status)


async def chunks(lines: aiohttp.StreamReader) -> AsyncIterator[Chunk]:
    """The data of server-sent events, to the one that says it is the last. Raises ProviderUnavailable."""
    async for line in lines:
        if not line.startswith(MARK):
            continue
        data = line[len(MARK) :].strip()
        if data == END:
            return
        chunk = json.loads(data)
        if not isinstance(chunk, dict) or chunk.get("error"):
            raise ProviderUnavailable("the stream tells of an error, or is none")
        yield chunk
