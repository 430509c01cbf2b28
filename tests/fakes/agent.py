"""A brain on a clock that stands still, with everything around it in memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage
from langgraph.checkpoint.memory import InMemorySaver

from convonet_ari.agent.brain import Brain
from convonet_ari.agent.conversation import Conversation
from convonet_ari.call import events as ev
from convonet_ari.config import Database, Limits, Settings
from convonet_ari.ids import row_id
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Store
from tests.fakes.records import ANN, FakeRecords
from tests.fakes.strict import StrictModel

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class StoppedClock:
    def __init__(self, now: datetime = SUNDAY) -> None:
        self.now = now

    def utc(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return 0.0


class FakeRecord:
    """Tells always the same."""

    async def recall(self, org_id: UUID, call_id: UUID) -> str:
        return "The caller had thanked."


class Rig:
    """A brain, the records it writes to, and one call's conversation."""

    def __init__(self, brain: Brain, records: FakeRecords, conversation: Conversation) -> None:
        self.brain = brain
        self.records = records
        self.conversation = conversation

    async def say(self, turn: int, text: str, *, resume: bool = False) -> list[ev.Event]:
        return [event async for event in self.conversation.turn(turn, text, resume=resume)]

    async def thread(self) -> list[AnyMessage]:
        return await thread_of(self.conversation)


@asynccontextmanager
async def rig(
    *,
    model: BaseChatModel | None = None,
    limits: Limits | None = None,
    caller: Caller = ANN,
    saver: Any = None,
) -> AsyncIterator[Rig]:
    records = FakeRecords()
    settings = Settings(limits=limits or Limits())
    brain = Brain(
        settings,
        Store("", Database()),
        StoppedClock(),
        model=model or StrictModel(),
        saver=saver or InMemorySaver(),
        records=records,
        record=FakeRecord(),
    )
    await brain.open()
    conversation = brain.conversation(call_id=row_id(), fence=1, caller=caller)
    try:
        yield Rig(brain, records, conversation)
    finally:
        records.gate.set()
        await brain.close()


async def thread_of(conversation: Conversation) -> list[AnyMessage]:
    await conversation.thread.begin()
    messages: list[AnyMessage] = (await conversation.thread.state()).values.get("messages", [])
    return messages


def words(events: list[ev.Event]) -> str:
    return " ".join(event.text for event in events if isinstance(event, ev.ReplyWritten))


def outcome(events: list[ev.Event]) -> str:
    assert isinstance(events[-1], ev.ThinkingFinished)
    return events[-1].outcome
