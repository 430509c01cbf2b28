"""Asks the cases as text: the production graph and tools on a real PostgreSQL, with any chat model."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex

from langchain_core.language_models import BaseChatModel
from pydantic import SecretStr

from convonet_ari.agent.brain import Brain
from convonet_ari.agent.conversation import Conversation
from convonet_ari.bench.understand.cases import Case
from convonet_ari.bench.understand.grade import Graded, Heard, Judge, judging
from convonet_ari.call import events as ev
from convonet_ari.clock import SystemClock
from convonet_ari.config import Pin, Settings
from convonet_ari.embedded.postgres import APP, EmbeddedPostgres
from convonet_ari.ids import row_id
from convonet_ari.store.calls import CallLog
from convonet_ari.store.migrate import migrate
from convonet_ari.store.people import Caller, People
from convonet_ari.store.pool import Store
from convonet_ari.store.seed import DID, Demo, seed_demo

DATABASE = "understand"
NUMBER = "+15551234567"


async def ask_in_writing(
    home: Path, settings: Settings, wanted: Sequence[Case], report: Callable[[Graded], None]
) -> list[Graded]:
    """`settings.speech` names the model; each case is a call of its own."""
    async with _database(home, settings) as (store, demo, people, admin), judging(admin) as judge:
        brain = Brain(settings, store, SystemClock(), model=_alone(settings))
        await brain.open()
        try:
            return [await _asked(brain, judge, store, demo, people, case, report) for case in wanted]
        finally:
            await brain.close()


def _alone(settings: Settings) -> BaseChatModel | None:
    """A server's model without its fallback, whose answers would be no score of its own."""
    if settings.speech.llm == "local":
        return None
    from convonet_ari.agent.openai_model import make_openai_model

    return make_openai_model(settings.speech.openai)


async def _asked(
    brain: Brain,
    judge: Judge,
    store: Store,
    demo: Demo,
    people: People,
    case: Case,
    report: Callable[[Graded], None],
) -> Graded:
    await judge.prepare()
    calls = CallLog(store)
    lease = await calls.open(demo.org_id, DID, NUMBER, str(row_id()), "bench")
    await calls.identify(lease, demo.user_id)
    caller = await people.caller(demo.org_id, demo.user_id)
    assert isinstance(caller, Caller)
    conversation = brain.conversation(call_id=lease.call_id, fence=lease.fence, caller=caller)
    graded = await judge.grade(case, await _heard(conversation, case))
    await calls.finish(lease, "over")
    report(graded)
    return graded


async def _heard(conversation: Conversation, case: Case) -> Heard:
    answers, queue = [], ""
    for number, text in enumerate(case.say, 1):
        words = []
        async for event in conversation.turn(number, text):
            match event:
                case ev.ReplyWritten(_, sentence):
                    words.append(sentence)
                case ev.TransferAsked(queue=wanted):
                    queue = wanted
        answers.append(" ".join(words))
    return Heard(case.say, tuple(answers), queue)


@asynccontextmanager
async def _database(home: Path, settings: Settings) -> AsyncIterator[tuple[Store, Demo, People, str]]:
    server = EmbeddedPostgres(home / "postgres", durable=False)
    await server.start()
    try:
        await server.drop_database(DATABASE)
        await server.create_database(DATABASE)
        migrate(server.owner_dsn(DATABASE), APP)
        store = Store(server.app_dsn(DATABASE), settings.database)
        owner = Store(server.owner_dsn(DATABASE), settings.database)
        await store.open()
        await owner.open()
        pin = Pin(key=SecretStr(token_hex()))
        seeding, people = People(owner, pin), People(store, pin)
        demo = await seed_demo(owner, seeding)
        try:
            yield store, demo, people, server.admin_dsn(DATABASE)
        finally:
            people.close()
            seeding.close()
            await store.close()
            await owner.close()
    finally:
        await server.stop()
