"""A realtime model as the call's chat model: it writes what it says, and another one stands in."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from typing import Any, cast

import structlog
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.runnables import Runnable, RunnableBinding
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from convonet_ari.agent.fallback_model import BROKEN_OFF, check
from convonet_ari.agent.prompt import tongue
from convonet_ari.agent.streamed_model import Chunks, StreamedModel
from convonet_ari.agent.talks import Talks, Tools
from convonet_ari.call import phrases
from convonet_ari.call.languages import told
from convonet_ari.errors import ProviderError, ProviderUnavailable
from convonet_ari.speech.realtime.ledger import Called, Entry, Returned, Said

log = structlog.get_logger(__name__)

MAX_CHARACTERS = 2500
ALOUD = "You speak yourself, in a calm and friendly voice, at the pace of a conversation."


def talk_tools(tools: Sequence[BaseTool]) -> Tools:
    """As a realtime session takes them; to be made once."""
    return [{"type": "function", **convert_to_openai_tool(tool)["function"]} for tool in tools]


class TalkModel(StreamedModel):
    """One call's. When the session fails, `then` answers in the same turn, and the caller is told."""

    then: BaseChatModel
    _talk: Talks = PrivateAttr()
    _tools: Tools = PrivateAttr(default=())
    _moved: bool = PrivateAttr(default=False)

    def of(self, talk: Talks, tools: Tools) -> TalkModel:
        self._talk, self._tools = talk, tools
        return self

    @property
    def _llm_type(self) -> str:
        return "convonet-realtime"

    @property
    def model_name(self) -> str:
        return "realtime"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        bound = self.then.bind_tools(tools, tool_choice=tool_choice, **kwargs)
        given = dict(bound.kwargs) if isinstance(bound, RunnableBinding) else {}
        return self.bind(may_call=bool(tools), **given)

    async def chunks(
        self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]
    ) -> Chunks:
        may_call = bool(options.pop("may_call", False))
        said = False
        try:
            async with aclosing(self._spoken(messages, may_call)) as chunks:
                async for chunk in chunks:
                    said = said or bool(chunk.message.text.strip())
                    yield chunk
            self._moved = False
            return
        except ProviderError as error:
            log.info("the realtime model does not answer", code=error.code)
        yield _words((BROKEN_OFF if said else "") + self._notice(messages))
        async with aclosing(cast(Chunks, self.then._astream(messages, stop, **options))) as chunks:
            async for chunk in chunks:
                yield chunk

    async def _spoken(
        self, messages: Sequence[BaseMessage], may_call: bool
    ) -> AsyncGenerator[ChatGenerationChunk, None]:
        """Words as they come; tool calls at the end, when the answer is known to be whole."""
        held: list[ChatGenerationChunk] = []
        written = 0
        given = {"instructions": instructions(messages), "tool_choice": "auto" if may_call else "none"}
        async with aclosing(self._talk.answer(list(entries(messages)), given, self._tools)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Called):
                    held.append(_call(piece, len(held)))
                    continue
                written += len(piece)
                yield _words(piece)
                if written > MAX_CHARACTERS:
                    break
        if not written and not held:
            raise ProviderUnavailable("the answer is empty")
        check(held)
        for chunk in held:
            yield chunk

    def _notice(self, messages: Sequence[BaseMessage]) -> str:
        """Said once, until the session works again."""
        known, self._moved = self._moved, True
        return "" if known else f"{told(phrases.ADOPTED, tongue(messages))} "


def instructions(messages: Sequence[BaseMessage]) -> str:
    first = messages[0] if messages else None
    prompt = str(first.text) if isinstance(first, SystemMessage) else ""
    return f"{prompt}\n\n{ALOUD}"


def entries(messages: Sequence[BaseMessage]) -> Iterator[Entry]:
    """The thread as a session holds it, without the prompt it begins with."""
    for at, message in enumerate(messages):
        match message:
            case SystemMessage() if at == 0:
                continue
            case SystemMessage():
                yield Said("system", str(message.text))
            case HumanMessage():
                yield Said("user", str(message.text))
            case ToolMessage():
                yield Returned(message.tool_call_id, str(message.text))
            case AIMessage():
                if text := str(message.text):
                    yield Said("assistant", text)
                for call in message.tool_calls:
                    yield Called(str(call["id"]), call["name"], _json(call["args"]))


def _call(called: Called, index: int) -> ChatGenerationChunk:
    chunk = tool_call_chunk(name=called.name, args=called.arguments, id=called.id, index=index)
    return ChatGenerationChunk(message=AIMessageChunk(content="", tool_call_chunks=[chunk]))


def _words(text: str) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text))


def _json(arguments: Mapping[str, Any]) -> str:
    return json.dumps(arguments, sort_keys=True)
