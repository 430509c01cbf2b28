"""OpenAI's chat protocol with this house's errors, deadlines and bookkeeping."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import aclosing, contextmanager
from typing import Any, cast

import aiohttp
from langchain_core.language_models import LanguageModelInput
from langchain_core.language_models.chat_models import agenerate_from_stream
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_openai import ChatOpenAI
from pydantic import Field, PrivateAttr, SecretStr

from convonet_ari import usage
from convonet_ari.agent.openai_stream import Completions
from convonet_ari.agent.prompt import facts_last
from convonet_ari.agent.streamed_model import Chunks
from convonet_ari.agent.written_calls import WrittenCalls
from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderUnavailable

# Models that reason spend tokens before they speak; the prompt keeps answers short.
MAX_TOKENS = 1500
# Three minutes of speech: a server that does not keep to MAX_TOKENS is cut off here.
MAX_CHARACTERS = 2500
CHARACTERS_PER_TOKEN = 4
# What langchain raises for chunks that are JSON, but none of the protocol's.
GARBLED = (json.JSONDecodeError, AttributeError, KeyError, TypeError, ValueError)


class OpenAIModel(ChatOpenAI):
    """Raises ProviderUnavailable, ProviderRefused or ThreadRefused, and streams whatever it is asked for."""

    given: OpenAI = Field(default_factory=OpenAI, exclude=True, repr=False)
    _bound: tuple[list[Any], Runnable[LanguageModelInput, AIMessage]] | None = PrivateAttr(default=None)

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: dict[str, Any] | str | bool | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The schemas of some forty tools take 2 ms to write: those of the last time are kept."""
        if tool_choice is not None or any(value is not None for value in kwargs.values()):
            return super().bind_tools(tools, tool_choice=tool_choice, **kwargs)
        if self._bound is None or not _same(self._bound[0], tools):
            self._bound = list(tools), super().bind_tools(tools)
        return self._bound[1]

    async def _astream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        answer = Answer(messages, self.given)
        written = WrittenCalls(kwargs.get("tools", ()) if self.given.reads_written_calls else ())
        try:
            with translated():
                stream = cast(Chunks, super()._astream(facts_last(messages), *args, **kwargs))
                async with aclosing(stream) as chunks:
                    while (chunk := await answer.next(chunks)) is not None:
                        yield written.of(chunk)
                    yield written.rest()
        finally:
            answer.count()

    async def _agenerate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        return await agenerate_from_stream(self._astream(messages, *args, **kwargs))

    async def awarm(self) -> None:
        if isinstance(self.async_client, Completions):
            await self.async_client.warm()

    async def areach(self) -> None:
        if isinstance(self.async_client, Completions):
            await self.async_client.reach()

    async def aclose(self) -> None:
        """Give up the connections that are kept."""
        if isinstance(self.async_client, Completions):
            await self.async_client.close()


class Answer:
    """One answer as it comes in: its deadlines, its limit, and what it cost."""

    def __init__(self, messages: Sequence[BaseMessage], settings: OpenAI) -> None:
        self._settings = settings
        self._question = sum(len(str(message.content)) for message in messages)
        self._deadline = asyncio.get_running_loop().time() + settings.first_token_timeout_s
        self._written = 0
        self._chunks = 0
        self._usage: dict[str, Any] = {}

    async def next(self, chunks: AsyncIterator[ChatGenerationChunk]) -> ChatGenerationChunk | None:
        """The first word and every further chunk come in time, or TimeoutError is raised."""
        if self._written > MAX_CHARACTERS:
            return None
        loop = asyncio.get_running_loop()
        gap = loop.time() + self._settings.token_timeout_s
        async with asyncio.timeout_at(gap if self._written else self._deadline):
            chunk = await anext(chunks, None)
        if chunk is not None:
            self._take(chunk)
        return chunk

    def count(self) -> None:
        """An answer that was cut off is billed too; its tokens are estimated."""
        details = self._usage.get("input_token_details") or {}
        model = self._settings.chat_model
        spent = usage.Used(
            "thinking",
            model,
            text_in=int(self._usage.get("input_tokens") or self._question // CHARACTERS_PER_TOKEN),
            cached=int(details.get("cache_read") or 0),
            text_out=int(self._usage.get("output_tokens") or self._chunks),
        )
        if self._chunks:
            usage.note(spent, self._settings.price(model))

    def _take(self, chunk: ChatGenerationChunk) -> None:
        message = chunk.message
        assert isinstance(message, AIMessageChunk)
        self._usage = dict(message.usage_metadata or self._usage)
        self._chunks += 1
        self._written += len(str(message.text))
        self._written += sum(len(call["args"] or "") + 1 for call in message.tool_call_chunks)


def make_openai_model(settings: OpenAI) -> OpenAIModel:
    """No retries: a caller is waiting, and whoever asked decides what to do instead."""
    return OpenAIModel(
        model=settings.chat_model,
        base_url=settings.base_url,
        # Local servers want no key, the SDK does.
        api_key=settings.api_key if settings.api_key.get_secret_value() else SecretStr("none"),
        timeout=settings.timeout_s,
        max_retries=0,
        max_completion_tokens=MAX_TOKENS,
        reasoning_effort=settings.reasoning,
        # Other servers speak this protocol alone; langchain would choose the other one by a model's name.
        use_responses_api=False,
        streaming=True,
        stream_usage=True,
        given=settings,
        async_client=Completions(settings),
        # Its asyncio.wait_for swallows a cancellation that comes with a chunk, before Python 3.12.
        stream_chunk_timeout=None,
    )


def _same(one: Sequence[object], other: Sequence[object]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


@contextmanager
def translated() -> Iterator[None]:
    """The message keeps the kind and the status, never the request."""
    try:
        yield
    except (aiohttp.ClientError, OSError, TimeoutError, *GARBLED) as error:
        raise ProviderUnavailable(type(error).__name__) from error
