"""A migrated database for each test, or a house: each is cloned from a template."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterator

import pytest

from convonet_ari.embedded.postgres import APP, EmbeddedPostgres
from convonet_ari.store.migrate import migrate
from convonet_ari.store.seed import Demo
from tests.conftest import Databases
from tests.db.house import Furnished, House, make_house

TEMPLATE, FURNISHED = "store_template", "house_template"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def template(postgres: EmbeddedPostgres) -> str:
    """A database migrated once for the whole session."""
    asyncio.run(postgres.create_database(TEMPLATE))
    migrate(postgres.owner_dsn(TEMPLATE), APP)
    return TEMPLATE


@pytest.fixture
def migrated(databases: Databases, template: str) -> Iterator[str]:
    """The name of a migrated database that exists for one test."""
    name = f"store_{next(_numbers)}"
    databases.create(name, template)
    yield name
    databases.drop(name)


@pytest.fixture(scope="session")
def furnished_template(postgres: EmbeddedPostgres, template: str) -> Demo:
    """The demonstration's organisation, seeded once for the whole session."""

    async def furnish() -> Demo:
        await postgres.create_database(FURNISHED, template)
        made = await make_house(postgres, FURNISHED)
        await made.close()
        return made.demo

    return asyncio.run(furnish())


@pytest.fixture
def furnished(
    postgres: EmbeddedPostgres, databases: Databases, furnished_template: Demo
) -> Iterator[Furnished]:
    """A database that exists for one test, with the demonstration's organisation in it."""
    name = f"house_{next(_numbers)}"
    databases.create(name, FURNISHED)
    yield Furnished(postgres, name, furnished_template)
    databases.drop(name)


@pytest.fixture
async def house(furnished: Furnished) -> AsyncIterator[House]:
    async with asyncio.timeout(30):
        made = await furnished.open()
    yield made
    await made.close()
