"""A run of the graph that is cut off: it ends, or is given up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from types import SimpleNamespace
from typing import Any, cast

import pytest

from convonet_ari.agent import run as running
from convonet_ari.agent.graph import Graph
from convonet_ari.agent.turn import Turn
from convonet_ari.call import events as ev

pytestmark = pytest.mark.shell

TURN = cast(Turn, SimpleNamespace(number=7, sure=None))
STARTED = ev.ToolStarted(7, "create_todo", "t1", "")


class Deaf:
    """A graph that takes this many cancellations for itself before it ends."""

    def __init__(self, cancellations: int) -> None:
        self.left = cancellations
        self.ended = asyncio.Event()
        self.go_on = asyncio.Event()

    async def astream(self, *_: Any, **__: Any) -> AsyncGenerator[tuple[str, Any], None]:
        yield "custom", STARTED
        try:
            while not self.go_on.is_set():
                await self._wait()
        finally:
            self.ended.set()

    async def _wait(self) -> None:
        try:
            await self.go_on.wait()
        except asyncio.CancelledError:
            if not self.left:
                raise
            self.left -= 1


async def cut_off(graph: Deaf) -> None:
    """What a caller does who speaks while the graph is at work."""
    deadline = asyncio.get_running_loop().time() + 10
    events = running.run(cast(Graph, graph), {}, None, TURN, deadline)
    begun = asyncio.Event()

    async def turn() -> None:
        async with aclosing(events):
            async for event in events:
                assert event == STARTED
                begun.set()

    task = asyncio.create_task(turn())
    await begun.wait()
    task.cancel()
    done, _ = await asyncio.wait({task}, timeout=5)
    assert done
    assert task.cancelled()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AGAIN_S", 0.01)


async def test_a_cancellation_that_a_library_took_for_itself_is_repeated() -> None:
    graph = Deaf(running.TRIES - 1)
    await cut_off(graph)
    assert graph.ended.is_set()


async def test_a_graph_that_never_ends_is_left_to_itself(capsys: pytest.CaptureFixture[str]) -> None:
    graph = Deaf(1000)
    await cut_off(graph)
    assert not graph.ended.is_set()
    assert 1000 - graph.left == running.TRIES
    assert "left to itself" in "".join(capsys.readouterr())
    graph.go_on.set()
    await asyncio.wait_for(graph.ended.wait(), 5)
