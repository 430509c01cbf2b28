"""A chat model made of two: when the first fails, the second answers within the same turn and says so."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import Any, cast

import structlog
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable, RunnableBinding
from langchain_core.tools import BaseTool
from pydantic import PrivateAttr

from convonet_ari.agent.llm import ThreadRefused, close, reach, warm
from convonet_ari.agent.prompt import tongue
from convonet_ari.agent.streamed_model import Chunks, StreamedModel
from convonet_ari.call.languages import ENGLISH
from convonet_ari.clock import Clock, SystemClock
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.obs import metrics
from convonet_ari.speech.breaker import Breaker

log = structlog.get_logger(__name__)

NOTICE = "I am on my backup for the moment, so I can do less than usual."
BROKEN_OFF = "… "


class FallbackModel(StreamedModel):
    """Words are passed on as they come; tool calls only when they are whole, so that none is made twice."""

    first: BaseChatModel
    then: BaseChatModel
    _breaker: Breaker = PrivateAttr(default_factory=Breaker)
    _clock: Clock = PrivateAttr(default_factory=SystemClock)

    @property
    def _llm_type(self) -> str:
        return "convonet-fallback"

    @property
    def model_name(self) -> str:
        return str(getattr(self.first, "model_name", ""))

    async def awarm(self) -> None:
        await warm(self.first)

    async def areach(self) -> None:
        await reach(self.first)

    async def aclose(self) -> None:
        """Give up what the first model keeps."""
        await close(self.first)

    def keep_time_by(self, clock: Clock) -> FallbackModel:
        self._clock = clock
        return self

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        bound = self.first.bind_tools(tools, tool_choice=tool_choice, **kwargs)
        return self.bind(**bound.kwargs) if isinstance(bound, RunnableBinding) else self

    async def chunks(
        self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]
    ) -> Chunks:
        said = False
        if self._breaker.allows(self._clock.monotonic()):
            try:
                async with aclosing(whole(self.first, messages, stop, options)) as chunks:
                    async for chunk in chunks:
                        said = said or bool(chunk.message.text.strip())
                        yield chunk
            except ProviderError as error:
                if isinstance(error, ThreadRefused) and not fresh(messages):
                    raise
                self._failed(error)
            else:
                self._breaker.succeeded()
                return
        yield _words((BROKEN_OFF if said else "") + notice(messages))
        async with aclosing(_stream(self.then, unnoticed(messages), stop, {})) as chunks:
            async for chunk in chunks:
                yield chunk

    def _failed(self, error: ProviderError) -> None:
        now = self._clock.monotonic()
        if error.retryable:
            self._breaker.failed(now)
        else:
            self._breaker.refused(now)
        metrics.provider_failed("chat", error.code)
        log.warning("provider_failed", provider="chat", code=error.code, reason=str(error))


async def whole(
    model: BaseChatModel, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]
) -> Chunks:
    """The answer, its tool calls held back to the end. Raises ProviderUnavailable for one that is none."""
    held: list[ChatGenerationChunk] = []
    said = False
    async with aclosing(_stream(model, messages, stop, kwargs)) as chunks:
        async for chunk in chunks:
            if held or _calls(chunk):
                held.append(chunk)
            else:
                said = said or bool(chunk.message.text.strip())
                yield chunk
    if held:
        check(held)
    elif not said:
        raise ProviderUnavailable("the answer is empty")
    for chunk in held:
        yield chunk


def check(held: Sequence[ChatGenerationChunk]) -> None:
    """Raises ProviderUnavailable for tool calls nobody can carry out."""
    arguments: dict[Any, str] = {}
    for chunk in held:
        for call in _calls(chunk):
            arguments[call["index"]] = arguments.get(call["index"], "") + (call["args"] or "")
    for text in arguments.values():
        try:
            given = json.loads(text or "{}")
        except ValueError as error:
            raise ProviderUnavailable("the arguments of a tool call are garbled") from error
        if not isinstance(given, dict):
            raise ProviderUnavailable("the arguments of a tool call are no mapping")


def notice(messages: Sequence[BaseMessage]) -> str:
    """What the caller hears of the change, once."""
    if tongue(messages) != ENGLISH:
        # Whoever stands in says what there is to say, in the caller's language.
        return ""
    told = any(isinstance(message, AIMessage) and NOTICE in str(message.text) for message in messages)
    return "" if told else f"{NOTICE} "


def unnoticed(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """The rules recognise their own last words."""
    return [
        message.model_copy(update={"content": str(message.text).partition(NOTICE)[2].strip()})
        if isinstance(message, AIMessage) and NOTICE in str(message.text)
        else message
        for message in messages
    ]


def fresh(messages: Sequence[BaseMessage]) -> bool:
    """A thread that begins with this turn cannot be what the server objects to."""
    return sum(isinstance(message, HumanMessage) for message in messages) == 1


def _stream(
    model: BaseChatModel, messages: list[BaseMessage], stop: list[str] | None, kwargs: dict[str, Any]
) -> Chunks:
    return cast(Chunks, model._astream(messages, stop, **kwargs))


def _calls(chunk: ChatGenerationChunk) -> Sequence[Any]:
    return chunk.message.tool_call_chunks if isinstance(chunk.message, AIMessageChunk) else ()


def _words(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))
