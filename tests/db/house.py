"""A house for tests: a migrated database with the demonstration's organisation in it."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from convonet_ari.config import Database, Pin
from convonet_ari.embedded.postgres import EmbeddedPostgres
from convonet_ari.store.calls import CallLog
from convonet_ari.store.people import People
from convonet_ari.store.pool import Store
from convonet_ari.store.seed import Demo, seed_demo

PIN_KEY = SecretStr("a key for tests, nowhere else")
PIN = Pin(key=PIN_KEY)
# Most tests need few connections, and each is a process of the server.
DATABASE = Database(pool_min=1)


@dataclass(frozen=True)
class House:
    """One database with the demonstration's organisation in it; `owner` is the migrations' role."""

    server: EmbeddedPostgres
    name: str
    store: Store
    owner: Store
    people: People
    calls: CallLog
    demo: Demo

    async def close(self) -> None:
        self.people.close()
        await self.store.close()
        await self.owner.close()


@dataclass(frozen=True)
class Furnished:
    """A database of one test in which the demonstration's organisation lives already."""

    server: EmbeddedPostgres
    name: str
    demo: Demo

    async def open(self, pin: Pin = PIN, database: Database = DATABASE) -> House:
        return await make_house(self.server, self.name, pin, database, self.demo)


async def make_house(
    server: EmbeddedPostgres,
    name: str,
    pin: Pin = PIN,
    database: Database = DATABASE,
    demo: Demo | None = None,
) -> House:
    """A house on a migrated database, which is seeded unless `demo` is in it."""
    store, owner = Store(server.app_dsn(name), database), Store(server.owner_dsn(name), database)
    await store.open()
    await owner.open()
    people = People(store, pin)
    demo = demo or await seed_demo(owner, people)
    return House(server, name, store, owner, people, CallLog(store), demo)
