"""One embedded system for the tests of whole calls, and one for each test that breaks it for good."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from _pytest.runner import runtestprotocol

from convonet_ari.demo.plan import Plan, Ports, Secrets
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.installation import Installation
from tests.asterisk.system_rig import Scribe, asterisk_is_empty, eventually, query

HOST = "127.0.0.1"

crashes: list[str] = []
again: list[str] = []


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test that failed once more, and say so at the end; a second failure stands.

    Whole calls in real time meet starved machines, and crashes of Asterisk itself: ADR 1 tells of that fault.
    """
    if not isinstance(item, pytest.Function):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if any(report.failed for report in reports):
        again.append(item.nodeid)
        item._initrequest()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for nodeid in again:
        terminalreporter.write_line(f"run a second time: {nodeid}", yellow=True)
    if crashes:
        terminalreporter.write_line(
            f"Asterisk {crashes[0]} crashed {len(crashes)} times under a test", yellow=True
        )


def make_system(installation: Installation, home: Path, **options: Any) -> EmbeddedSystem:
    plan = Plan(HOST, Ports.free(HOST), Secrets.fresh(), **{"queue_wait_s": 6, **options})
    return EmbeddedSystem(home, plan, installation, durable=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_system(
    asterisk_installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[EmbeddedSystem]:
    async with make_system(asterisk_installation, tmp_path_factory.mktemp("system")) as system:
        yield system


@pytest_asyncio.fixture(loop_scope="session")
async def system(shared_system: EmbeddedSystem) -> AsyncIterator[EmbeddedSystem]:
    """The shared system; each test must leave it without calls, and begins without what others left in it."""
    await query(shared_system, "DELETE FROM pin_failures")
    await query(shared_system, "DELETE FROM todos WHERE created_call IS NOT NULL")
    await query(shared_system, "UPDATE todos SET done_at = NULL")
    yield shared_system
    if shared_system.asterisk.crashed:
        crashes.append(shared_system.asterisk.version)
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
            return await stack.enter_async_context(make_system(asterisk_installation, tmp_path, **options))

        yield start


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def scribe() -> AsyncIterator[Scribe]:
    writer = Scribe()
    await writer.open()
    yield writer
    await writer.close()
