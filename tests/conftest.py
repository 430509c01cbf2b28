"""The real servers that whole tiers share: one Asterisk tree, one PostgreSQL for a session of tests."""

from __future__ import annotations

import asyncio
import gc
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import LiteralString

import psutil
import psycopg
import pytest
import structlog
from psycopg import sql

from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.packages import ensure_asterisk
from convonet_ari.embedded.postgres import OWNER, SUPERUSER, EmbeddedPostgres

MEMORY = Path("/dev/shm")
OURS = f"convonet-tests-{os.geteuid()}-"
ROOM = 2**31
_numbers = itertools.count(1)

# What is imported and collected stays: to look for garbage among it takes a third of the processors' time.
gc.disable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """From here on only what tests leave behind is looked at."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def asterisk_installation() -> Installation:
    """The Asterisk that `make demo` would run; fetched first if it is not there."""
    return ensure_asterisk(lambda line: None)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """One running PostgreSQL; its tests make databases of their own."""
    server = EmbeddedPostgres(_in_memory() or tmp_path_factory.mktemp("postgres"), durable=False)
    asyncio.run(server.start())
    _as_nice_as_we_are(server.pid)
    yield server
    asyncio.run(server.stop())
    server.remove()


def _in_memory() -> Path | None:
    """ext4 looks long for a file's place among those just deleted: half of what these tests cost."""
    for left in MEMORY.glob(f"{OURS}*"):
        if not psutil.pid_exists(int(left.name.removeprefix(OURS))):
            shutil.rmtree(left, ignore_errors=True)
    try:
        roomy = min(shutil.disk_usage(MEMORY).free, psutil.virtual_memory().available) > ROOM
        return MEMORY / f"{OURS}{os.getpid()}" if roomy and os.access(MEMORY, os.W_OK) else None
    except OSError:
        return None


def _as_nice_as_we_are(pid: int) -> None:
    """A server has a session of its own, which Linux would weigh as much as those of whole calls."""
    if nice := os.nice(0):
        with suppress(OSError):
            Path(f"/proc/{pid}/autogroup").write_text(str(nice))


class Databases:
    """Makes and drops what single tests work in, over one connection: a new one costs as much as the work."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection

    def create(self, name: str, template: str = "template1") -> None:
        self._do("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY", name, OWNER, template)
        self._do("ALTER ROLE {} IN DATABASE {} SET search_path = convonet, public", SUPERUSER, name)

    def drop(self, name: str) -> None:
        self._do("DROP DATABASE {} WITH (FORCE)", name)

    def _do(self, statement: LiteralString, *names: str) -> None:
        self._connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@pytest.fixture(scope="session")
def databases(postgres: EmbeddedPostgres) -> Iterator[Databases]:
    with psycopg.connect(postgres.admin_dsn(), autocommit=True) as connection:
        yield Databases(connection)


@pytest.fixture
def database(databases: Databases) -> Iterator[str]:
    """The name of an empty database that exists for one test."""
    name = f"test_{next(_numbers)}"
    databases.create(name)
    yield name
    databases.drop(name)


def pytest_configure(config: pytest.Config) -> None:
    """A traceback with local variables takes seconds to print, and what it is printed in counts on time."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ]
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cancels", type=int, default=0, help="turns of the agent to cut; else seconds end it")


@pytest.fixture
def cancels(pytestconfig: pytest.Config) -> int:
    count: int = pytestconfig.getoption("--cancels")
    return count
