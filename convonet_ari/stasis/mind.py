"""The agent's side of one call: one turn at a time, each cancelled turn settled before the next begins."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import Protocol

import structlog

from convonet_ari.call import events as ev

log = structlog.get_logger(__name__)

Tell = Callable[[ev.Event], None]


class Conversation(Protocol):
    """What the agent room offers one call."""

    def turn(self, turn: int, text: str, *, resume: bool = False) -> AsyncIterator[ev.Event]:
        """Yield what the agent says and does, ending with ThinkingFinished."""
        ...

    async def get_ready(self) -> None:
        """Have at hand what the first turn needs."""
        ...

    async def prepare(self, turn: int, text: str) -> None:
        """Think ahead about words that may become `turn`, without a trace."""
        ...

    def discard(self) -> None:
        """Forget what was prepared."""
        ...

    def makes_sense(self, text: str) -> bool:
        """Whether it knows what to do with these words; true where it cannot tell."""
        ...

    def speak(self, language: str) -> None:
        """Answer in this language from now on."""
        ...

    def hold(self) -> None:
        """Stop the model; what it wrote is kept."""
        ...

    def go_on(self) -> None:
        """Have the model write the rest."""
        ...

    async def settle(self, turn: int, heard: str) -> None:
        """Mend the thread after a cancelled or half-heard turn."""
        ...

    async def withdraw(self, turn: int) -> None:
        """Take a cancelled turn out of the thread, words and all, unless something came of it."""
        ...

    async def remember(self, text: str) -> None:
        """Note what the caller learned outside a turn."""
        ...


class Mind:
    """Runs orders to the agent strictly one after another; cancelling reaches a running turn at once."""

    def __init__(self, conversation: Conversation, tell: Tell) -> None:
        self._conversation = conversation
        self._tell = tell
        self._orders: deque[tuple[str, int, str, bool]] = deque()
        self._ordered = asyncio.Event()
        self._turn: asyncio.Task[None] | None = None
        self._free = asyncio.Event()
        self._free.set()

    def get_ready(self) -> None:
        """While the caller is greeted."""
        self._order("get_ready", 0, "")

    def prepare(self, turn: int, text: str) -> None:
        """Think ahead, unless there is work to do."""
        if self._turn is None and not self._orders:
            self._order("prepare", turn, text)

    def makes_sense(self, text: str) -> bool:
        return self._conversation.makes_sense(text)

    def discard(self) -> None:
        """The words that were thought ahead about are not the caller's."""
        self._orders = deque(order for order in self._orders if order[0] != "prepare")
        # What a turn under way has taken up is that turn's.
        if self._turn is None:
            self._conversation.discard()

    def speak(self, language: str) -> None:
        self._conversation.speak(language)

    def think(self, turn: int, text: str, *, resume: bool = False) -> None:
        self._order("think", turn, text, resume)

    def hold(self) -> None:
        """The turn takes no further step: what is not fetched from the agent, it does not go beyond."""
        self._free.clear()
        self._conversation.hold()

    def go_on(self) -> None:
        self._free.set()
        self._conversation.go_on()

    def withdraw(self, turn: int) -> None:
        self._stop()
        self._order("withdraw", turn, "")

    def cancel(self, turn: int, heard: str) -> None:
        self._stop()
        self._order("settle", turn, heard)

    def remember(self, text: str) -> None:
        self._order("remember", 0, text)

    async def run(self) -> None:
        """Until cancelled; what the agent cannot do becomes ThinkingFinished(failed), never an exception."""
        async with asyncio.TaskGroup() as group:
            while not _told_to_end():
                kind, turn, text, resume = await self._next()
                if kind == "think":
                    await self._think(group, turn, text, resume)
                else:
                    await self._mend(kind, turn, text)

    def _stop(self) -> None:
        self._free.set()
        if self._turn is not None:
            self._turn.cancel()

    async def _think(self, group: asyncio.TaskGroup, turn: int, text: str, resume: bool) -> None:
        if self._cancelled_ahead(turn):
            return
        self._turn = group.create_task(self._one_turn(turn, text, resume))
        await asyncio.wait([self._turn])
        self._turn = None

    def _cancelled_ahead(self, turn: int) -> bool:
        """The machine cancelled this turn before it could begin."""
        stops = ("settle", "withdraw")
        return any(kind in stops and number == turn for kind, number, _, _ in self._orders)

    def _order(self, kind: str, turn: int, text: str, resume: bool = False) -> None:
        self._orders.append((kind, turn, text, resume))
        self._ordered.set()

    async def _next(self) -> tuple[str, int, str, bool]:
        while not self._orders:
            self._ordered.clear()
            await self._ordered.wait()
        return self._orders.popleft()

    async def _one_turn(self, turn: int, text: str, resume: bool) -> None:
        try:
            async for event in self._conversation.turn(turn, text, resume=resume):
                self._tell(event)
                await self._free.wait()
        except Exception as error:
            log.warning("the agent failed", turn=turn, code=getattr(error, "code", "bug"), exc_info=True)
            self._tell(ev.ThinkingFinished(turn, "failed"))

    async def _mend(self, kind: str, turn: int, text: str) -> None:
        try:
            await self._carry_out(kind, turn, text)
        except Exception as error:
            code = getattr(error, "code", "bug")
            log.warning("the agent's thread could not be mended", turn=turn, code=code, exc_info=True)

    async def _carry_out(self, kind: str, turn: int, text: str) -> None:
        match kind:
            case "settle":
                await self._conversation.settle(turn, text)
            case "prepare":
                await self._conversation.prepare(turn, text)
            case "withdraw":
                await self._conversation.withdraw(turn)
            case "remember":
                await self._conversation.remember(text)
            case "get_ready" if not self._orders:
                await self._conversation.get_ready()


def _told_to_end() -> bool:
    """Whether this task was cancelled, even where a library took the cancellation for itself.

    asyncio.wait_for before Python 3.12 does, when what it waits for comes at that moment; psycopg's pool
    waits so.
    """
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
