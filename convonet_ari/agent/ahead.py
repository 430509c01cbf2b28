"""The model asked before a turn is decided: its words wait in memory until the turn asks the very same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import PrivateAttr

from convonet_ari.agent.llm import ThreadRefused


class Ahead:
    """One call of `model` under way. It runs no tool and writes nothing; `cancel` leaves nothing behind."""

    def __init__(
        self, model: BaseChatModel, tools: Sequence[BaseTool], messages: Sequence[BaseMessage]
    ) -> None:
        self._asked = _essence(messages)
        self._words: list[AIMessageChunk] = []
        self._news = asyncio.Event()
        bound = model.bind_tools(list(tools)) if tools else model
        self._task = asyncio.create_task(self._run(bound, list(messages)), name="model ahead")
        self._task.add_done_callback(self._ended)

    def fits(self, messages: Sequence[BaseMessage]) -> bool:
        """Whether these messages are what was asked, and an answer is to be expected."""
        return not self._failed and _essence(messages) == self._asked

    async def words(self) -> AsyncIterator[AIMessageChunk]:
        """What came so far, then what comes. Raises what the model raises."""
        told = 0
        while told < len(self._words) or not self._task.done():
            if told == len(self._words):
                self._news.clear()
                await self._news.wait()
                continue
            yield self._words[told]
            told += 1
        await self._task

    def cancel(self) -> None:
        self._task.cancel()

    async def _run(self, model: Runnable[LanguageModelInput, AIMessage], messages: list[BaseMessage]) -> None:
        async for chunk in model.astream(messages):
            if isinstance(chunk, AIMessageChunk):
                self._words.append(chunk)
                self._news.set()

    @property
    def _failed(self) -> bool:
        task = self._task
        if not task.done():
            return False
        # A refused thread is an answer: it would be refused again.
        return task.cancelled() or not isinstance(task.exception(), ThreadRefused | type(None))

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Also looks at an exception that nobody may ask for any more."""
        self._news.set()
        if not task.cancelled():
            task.exception()


class AheadModel(BaseChatModel):
    """Stands in for the model in the one call whose answer is under way already."""

    _ahead: Ahead = PrivateAttr()
    _name: str = PrivateAttr(default="")

    def of(self, ahead: Ahead, name: str) -> AheadModel:
        self._ahead, self._name = ahead, name
        return self

    @property
    def _llm_type(self) -> str:
        return "convonet-ahead"

    @property
    def model_name(self) -> str:
        return self._name

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The call was made with its tools."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        raise NotImplementedError("calls are streamed")

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        async for chunk in self._ahead.words():
            yield ChatGenerationChunk(message=chunk)


def _essence(messages: Sequence[BaseMessage]) -> list[tuple[str, Any, Any]]:
    """What a model is told; ids are none of its business."""
    return [(message.type, message.content, getattr(message, "tool_calls", None)) for message in messages]
