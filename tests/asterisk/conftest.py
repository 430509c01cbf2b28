"""One embedded system for the tests of whole calls, and one for each test that breaks it for good."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from convonet_ari.demo.plan import Plan, Ports, Secrets
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.installation import Installation
from tests.asterisk.system_rig import Scribe, asterisk_is_empty, eventually, query

HOST = "127.0.0.1"


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
    """The shared system; each test must leave it without calls, and begins without counted failures."""
    await query(shared_system, "DELETE FROM pin_failures")
    yield shared_system

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
