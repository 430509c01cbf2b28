"""The model asked before a turn is decided: its words wait in memory until the turn asks the very same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, SystemMessage
from langchain_core.outputs import ChatGenerationChunk
from langchain_core.tools import BaseTool
from pydantic import PrivateAttr

from convonet_ari.agent.llm import ThreadRefused
from convonet_ari.agent.streamed_model import Chunks, StreamedModel
from convonet_ari.errors import ProviderUnavailable

GO_ON = (
    "The caller made a sound of listening while you wrote this. Go on exactly where you broke off, with the"
    " next word, and repeat nothing."
)


class Ahead:
    """One call of `model` under way. It runs no tool and writes nothing; `cancel` leaves nothing behind."""

    def __init__(
        self, model: BaseChatModel, tools: Sequence[BaseTool], messages: Sequence[BaseMessage]
    ) -> None:
        self._asked = _essence(messages)
        self._messages = list(messages)
        self._words: list[AIMessageChunk] = []
        self._news = asyncio.Event()
        self._taken = 0
        self.answering: bool | None = None
        self._listener: Callable[[], None] | None = None
        self._model = model.bind_tools(list(tools)) if tools else model
        self._held = False
        self._free = asyncio.Event()
        self._free.set()
        self._task = self._begin(self._messages, Rest(""))

    def fits(self, messages: Sequence[BaseMessage]) -> bool:
        """Whether these messages are what was asked, and an answer is to be expected."""
        return not self._failed and _essence(messages) == self._asked

    @property
    def heard(self) -> bool:
        """Whether words of it were taken to be told."""
        return any(str(word.text) for word in self._words[: self._taken])

    def answers(self, messages: Sequence[BaseMessage]) -> bool:
        """Whether it is to answer this; what was told is the answer, what does not fit is void."""
        self.answering = self.heard or self.fits(messages)
        return self.answering

    def take(self) -> list[AIMessageChunk]:
        """The words that came since they were taken last; none of an answer that is void."""
        if self.answering is False:
            return []
        words = self._words[self._taken :]
        self._taken = len(self._words)
        return words

    def listen(self, listener: Callable[[], None] | None) -> None:
        """Who is told when more came; at once, too, for what is there already."""
        self._listener = listener
        if listener is not None:
            listener()

    async def words(self) -> AsyncIterator[AIMessageChunk]:
        """What came so far, then what comes. Raises what the model raises."""
        told = 0
        while told < len(self._words) or self._held or not self._task.done():
            if told == len(self._words):
                self._news.clear()
                await self._news.wait()
                continue
            yield self._words[told]
            told += 1
        if self._task.cancelled():
            # Not the consumer was: to him this is a model that broke off.
            raise ProviderUnavailable("the model was stopped")
        await self._task

    def hold(self) -> None:
        """The caller speaks: stop the model, unless its answer is whole but for its end."""
        self._free.clear()
        whole = any(
            word.tool_call_chunks or "finish_reason" in word.response_metadata for word in self._words
        )
        if not self._task.done() and not whole:
            self._held = True
            self._task.cancel()

    def go_on(self) -> None:
        """It was nothing: ask for what was not written yet."""
        self._free.set()
        if not self._held:
            return
        self._held = False
        written = "".join(str(word.text) for word in self._words)
        more = [AIMessage(written), SystemMessage(GO_ON)] if written.strip() else []
        self._task = self._begin([*self._messages, *more], Rest(written))

    async def free(self) -> None:
        """Until nobody holds it."""
        await self._free.wait()

    def cancel(self) -> None:
        self._held = False
        self._free.set()
        self._task.cancel()

    def _begin(self, messages: list[BaseMessage], rest: Rest) -> asyncio.Task[None]:
        task = asyncio.create_task(self._run(messages, rest), name="model ahead")
        task.add_done_callback(self._ended)
        return task

    async def _run(self, messages: list[BaseMessage], rest: Rest) -> None:
        async for chunk in self._model.astream(messages):
            if isinstance(chunk, AIMessageChunk):
                self._words.append(rest.of(chunk))
                self._tell()

    @property
    def _failed(self) -> bool:
        task = self._task
        if self._held or not task.done():
            return False
        # A refused thread is an answer: it would be refused again.
        return task.cancelled() or not isinstance(task.exception(), ThreadRefused | type(None))

    def _tell(self) -> None:
        self._news.set()
        if self._listener is not None:
            self._listener()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Also looks at an exception that nobody may ask for any more."""
        self._news.set()
        if not task.cancelled():
            task.exception()


class Rest:
    """What a model that was asked to go on adds to the words `written`; some begin from the start again."""

    def __init__(self, written: str) -> None:
        self._written = written.strip()
        self._apart = written == written.rstrip()
        self._again = ""
        self._comparing = bool(self._written)

    def of(self, chunk: AIMessageChunk) -> AIMessageChunk:
        text = str(chunk.text)
        if not self._comparing or not text:
            return chunk
        self._again += text
        if self._written.startswith(again := self._again.lstrip()):
            return chunk.model_copy(update={"content": ""})
        self._comparing = False
        more = again.removeprefix(self._written) if again.startswith(self._written) else self._again
        return chunk.model_copy(update={"content": self._joined(more)})

    def _joined(self, more: str) -> str:
        if not self._apart:
            return more.lstrip()
        return f" {more}" if more[:1].isalnum() else more


class AheadModel(StreamedModel):
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

    async def chunks(
        self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]
    ) -> Chunks:
        async for chunk in self._ahead.words():
            yield ChatGenerationChunk(message=chunk)


def _essence(messages: Sequence[BaseMessage]) -> list[tuple[str, Any, Any]]:
    """What a model is told; ids are none of its business."""
    return [(message.type, message.content, getattr(message, "tool_calls", None)) for message in messages]
