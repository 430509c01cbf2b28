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


async def make_house(
    server: EmbeddedPostgres, name: str, pin: Pin | None = None, database: Database | None = None
) -> House:
    store = Store(server.app_dsn(name), database or Database())
    owner = Store(server.owner_dsn(name), database or Database())
    await store.open()
    await owner.open()
    people = People(store, pin or Pin(key=PIN_KEY))
    demo = await seed_demo(owner, people)
    return House(server, name, store, owner, people, CallLog(store), demo)
