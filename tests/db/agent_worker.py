"""A worker in a process of its own, which runs one turn of a conversation and may be killed in it."""

from __future__ import annotations

import asyncio
import sys
from uuid import UUID

from convonet_ari.agent.brain import Brain
from convonet_ari.clock import SystemClock
from convonet_ari.config import Database, Settings
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Store


def caller(org_id: UUID, user_id: UUID) -> Caller:
    return Caller(org_id, user_id, "Ann Lee", "member", "Europe/Berlin", "en")


async def main(url: str, org: str, user: str, call: str, text: str) -> None:
    store = Store(url, Database())
    await store.open()
    brain = Brain(Settings(), store, SystemClock())
    await brain.open()
    talk = brain.conversation(call_id=UUID(call), fence=1, caller=caller(UUID(org), UUID(user)))
    async for event in talk.turn(1, text):
        print(event, flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
