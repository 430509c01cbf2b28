"""Tool calls that write: each finishes in a task of its own, whatever becomes of its turn."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from convonet_ari.errors import ToolError

FINISH_S = 5.0
KEPT = 64


@dataclass(frozen=True, slots=True)
class Late:
    """What became of a tool call after its turn had gone on without it."""

    tool_call_id: str
    tool: str
    ok: bool
    text: str

    @property
    def report(self) -> str:
        """What the caller is to hear about it."""
        return self.text if self.ok else f"What I tried before did not work: {self.text}"


class Background:
    """All calls of a worker; `answer` and `late` are asked by call."""

    def __init__(self) -> None:
        self._tasks: dict[tuple[UUID, str], tuple[str, asyncio.Task[str]]] = {}

    def start(
        self, call_id: UUID, tool_call_id: str, tool: str, work: Coroutine[Any, Any, str]
    ) -> asyncio.Task[str]:
        self._drop_old()
        task = asyncio.create_task(work, name=f"{tool} {tool_call_id}")
        self._tasks[call_id, tool_call_id] = (tool, task)
        task.add_done_callback(_seen)
        return task

    def _drop_old(self) -> None:
        """Calls end without asking for what came late."""
        done = [key for key, (_, task) in self._tasks.items() if task.done()]
        for key in done[: max(0, len(done) - KEPT)]:
            del self._tasks[key]

    def settled(self, call_id: UUID, tool_call_id: str) -> None:
        """The thread knows the outcome of this tool call; nothing is left to report."""
        self._tasks.pop((call_id, tool_call_id), None)

    async def answer(self, call_id: UUID, tool_call_id: str, within_s: float) -> Late | None:
        """The outcome of a tool call under way, if it comes within `within_s`."""
        tool, task = self._tasks.get((call_id, tool_call_id), ("", None))
        if task is None:
            return None
        await asyncio.wait([task], timeout=within_s)
        return _outcome(tool_call_id, tool, task) if task.done() else None

    def late(self, call_id: UUID) -> list[Late]:
        """Outcomes that came in since; each is told once."""
        done = [key for key, (_, task) in self._tasks.items() if key[0] == call_id and task.done()]
        return [_outcome(key[1], *self._tasks.pop(key)) for key in done]

    async def finished(self, within_s: float = FINISH_S) -> bool:
        """Wait for what is under way; False when something still is after `within_s`."""
        tasks = [task for _, task in self._tasks.values() if not task.done()]
        unfinished = (await asyncio.wait(tasks, timeout=within_s))[1] if tasks else set()
        return not unfinished

    async def close(self) -> None:
        """Give what is under way a moment to finish, then cancel it."""
        await self.finished()
        tasks = [task for _, task in self._tasks.values()]
        self._tasks.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def _outcome(tool_call_id: str, tool: str, task: asyncio.Task[str]) -> Late:
    if task.cancelled():
        return Late(tool_call_id, tool, False, "It was stopped.")
    error = task.exception()
    if error is None:
        return Late(tool_call_id, tool, True, task.result())
    return Late(
        tool_call_id, tool, False, error.spoken if isinstance(error, ToolError) else "There was an error."
    )


def _seen(task: asyncio.Task[str]) -> None:
    """An exception nobody waits for any more was looked at."""
    if not task.cancelled():
        task.exception()
