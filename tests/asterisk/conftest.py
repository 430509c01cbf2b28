"""One embedded system for the tests of whole calls, and one for each test that breaks it for good."""

from __future__ import annotations

import fcntl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

import pytest
import pytest_asyncio

from convonet_ari.demo.plan import Plan, Ports, Secrets
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.installation import Installation
from tests.asterisk import sharing
from tests.asterisk.crash_notes import (
    CRASHED,
    pytest_runtest_logreport,
    pytest_terminal_summary,
)
from tests.asterisk.system_rig import Scribe, asterisk_is_empty, eventually, query
from tests.asterisk.warm import Warm, end, hold

__all__ = ["pytest_runtest_logreport", "pytest_terminal_summary"]

HOST = "127.0.0.1"
START_WITHIN_S = 240


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    sharing.begin_with_longest(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    return sharing.scheduler(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: object) -> None:
    """Before the processes that start systems are there; where there is but one, it has one system."""
    folder = TemporaryDirectory(prefix="convonet-warm-")
    config.add_cleanup(folder.cleanup)
    warm = hold(Path(folder.name) / "line")
    config.add_cleanup(lambda: end(warm))


def make_system(installation: Installation, home: Path, **options: Any) -> EmbeddedSystem:
    plan = Plan(HOST, Ports.free(HOST), Secrets.fresh(), **{"queue_wait_s": 6, **options})
    return EmbeddedSystem(home, plan, installation, durable=False, guard=Warm)


@asynccontextmanager
async def running(system: EmbeddedSystem) -> AsyncIterator[EmbeddedSystem]:
    """Systems start one after another: several at once starve whoever is on a call."""
    async with AsyncExitStack() as stack:
        with (system.home.parents[1] / "starting").open("w") as turn:
            await _locked(turn)
            await stack.enter_async_context(system)
        yield system


async def _locked(turn: IO[str]) -> None:
    """Ours until it is closed, or this process ends."""

    async def ours() -> bool:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    await eventually(ours, START_WITHIN_S, "no turn to start")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_system(
    asterisk_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EmbeddedSystem]:
    ways_back = {"handoff": {"key_back": True, "listen_while_waiting": 1}}
    home = tmp_path_factory.mktemp("system")
    async with running(make_system(asterisk_installation, home, settings=ways_back)) as system:
        yield system


@pytest_asyncio.fixture(loop_scope="session")
async def system(
    shared_system: EmbeddedSystem, request: pytest.FixtureRequest
) -> AsyncIterator[EmbeddedSystem]:
    """The shared system; each test must leave it without calls, and begins without what others left in it."""
    await query(shared_system, "DELETE FROM pin_failures")
    await query(shared_system, "DELETE FROM todos WHERE created_call IS NOT NULL")
    await query(shared_system, "UPDATE todos SET done_at = NULL")
    yield shared_system
    if shared_system.asterisk.crashed:
        told = f"{shared_system.asterisk.version} under {request.node.nodeid}"
        request.node.user_properties.append((CRASHED, told))
        await shared_system.asterisk.stop()
        await shared_system.asterisk.start()
        await query(shared_system, "UPDATE calls SET ended_at = now() WHERE ended_at IS NULL")

    async def quiet() -> bool:
        return await asterisk_is_empty(shared_system)

    await eventually(quiet, 15, "the test left channels or bridges behind")


@pytest_asyncio.fixture(loop_scope="session")
async def own_system(
    asterisk_installation: Installation, tmp_path: Path
) -> AsyncIterator[Callable[..., Awaitable[EmbeddedSystem]]]:
    """Starts a system of this test's own: `await own_system(workers=1, settings={...})`."""
    async with AsyncExitStack() as stack:

        async def start(**options: Any) -> EmbeddedSystem:
            made = make_system(asterisk_installation, tmp_path, **options)
            return await stack.enter_async_context(running(made))

        yield start


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def scribe() -> AsyncIterator[Scribe]:
    writer = Scribe()
    await writer.open()
    yield writer
    await writer.close()
