"""The real servers that whole tiers share: one Asterisk tree, one PostgreSQL for a session of tests."""

from __future__ import annotations

import asyncio
import gc
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.packages import ensure_asterisk
from convonet_ari.embedded.postgres import EmbeddedPostgres

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
    server = EmbeddedPostgres(Path(tmp_path_factory.mktemp("postgres")), durable=False)
    asyncio.run(server.start())
    yield server
    asyncio.run(server.stop())
    server.remove()


@pytest.fixture
def database(postgres: EmbeddedPostgres) -> Iterator[str]:
    """The name of an empty database that exists for one test."""
    name = f"test_{next(_numbers)}"
    asyncio.run(postgres.create_database(name))
    yield name
    asyncio.run(postgres.drop_database(name))


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
