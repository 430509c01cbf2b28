"""A migrated database for each test, cloned from a template, and a house on it."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator

import pytest

from convonet_ari.embedded.postgres import APP, EmbeddedPostgres
from convonet_ari.store.migrate import migrate
from tests.db.house import House, make_house

TEMPLATE = "store_template"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def template(postgres: EmbeddedPostgres) -> str:
    """A database migrated once for the whole session."""
    asyncio.run(postgres.create_database(TEMPLATE))
    migrate(postgres.owner_dsn(TEMPLATE), APP)
    return TEMPLATE


@pytest.fixture
def migrated(postgres: EmbeddedPostgres, template: str) -> Iterator[str]:
    """The name of a migrated database that exists for one test."""
    name = f"store_{next(_numbers)}"
    asyncio.run(postgres.create_database(name, template))
    yield name
    asyncio.run(postgres.drop_database(name))


@pytest.fixture
async def house(postgres: EmbeddedPostgres, migrated: str) -> AsyncIterator[House]:
    async with asyncio.timeout(30):
        made = await make_house(postgres, migrated)
    yield made
    await made.close()
