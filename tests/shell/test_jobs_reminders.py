"""The desk calls users with their reminders: not too many at once, again later, and in the end not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from convonet_ari.config import Reminders
from convonet_ari.errors import AriError, StoreUnavailable
from convonet_ari.jobs.reminders import ReminderCaller
from convonet_ari.store.reminder_calls import ReminderCall
from tests.fakes.virtual_time import LoopClock, in_virtual_time

pytestmark = pytest.mark.shell

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
CALL = ReminderCall(uuid4(), uuid4(), "+15551234567", "+12344007818", tries=1, claimed_at=NOON)
SETTINGS = Reminders(tries=3, retry_s=300, calls_at_once=2)


@dataclass
class Claims:
    """`due` are handed out one after another; `away` is how often PostgreSQL cannot be reached before."""

    due: list[ReminderCall] = field(default_factory=list)
    away: int = 0
    later: list[tuple[int, float, bool]] = field(default_factory=list)
    given_up: list[int] = field(default_factory=list)

    async def claim(self, claimer: str, now: datetime) -> ReminderCall | None:
        if self.away:
            self.away -= 1
            raise StoreUnavailable("away")
        return self.due.pop(0) if self.due else None

    async def put_off(self, call: ReminderCall, until: datetime, *, counted: bool = True) -> None:
        seconds = (until - LoopClock().utc()).total_seconds()
        self.later.append((call.tries, round(seconds), counted))

    async def missed(self, call: ReminderCall) -> None:
        self.given_up.append(call.tries)


@dataclass
class Telephone:
    """Every call lasts `rings_s` seconds; `faults` is how many cannot be placed."""

    rings_s: float = 20.0
    faults: int = 0
    placed: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    most: int = 0
    _until: dict[str, float] = field(default_factory=dict)

    async def call(self, channel: str, endpoint: str, caller_id: str, variables: Mapping[str, str]) -> None:
        if self.faults:
            self.faults -= 1
            raise AriError(0, "away")
        if channel in self._until:
            raise AriError(409, "a channel of that name stands")
        self.placed.append((endpoint, caller_id, variables))
        self._until[channel] = LoopClock().monotonic() + self.rings_s
        self.most = max(self.most, sum(end > LoopClock().monotonic() for end in self._until.values()))

    async def stands(self, channel: str) -> bool:
        return LoopClock().monotonic() < self._until[channel]


@asynccontextmanager
async def calling(claims: Claims, telephone: Telephone) -> AsyncIterator[None]:
    caller = ReminderCaller(claims, telephone, LoopClock(), SETTINGS, "desk-1")
    task = asyncio.create_task(caller.run())
    yield
    task.cancel()
    await asyncio.wait([task])


@in_virtual_time
async def test_a_user_is_called_from_the_organisations_number_and_again_when_nobody_answers() -> None:
    claims, telephone = Claims([CALL]), Telephone()
    async with calling(claims, telephone):
        await asyncio.sleep(60)
    variables = {"FROM_DID": CALL.did, "CONVONET_REMINDER": CALL.reminder_id.hex}
    assert telephone.placed == [("Local/+15551234567@from-internal/n", CALL.did, variables)]
    assert claims.later == [(1, 300, True)]


@in_virtual_time
async def test_each_try_waits_longer_and_after_the_last_the_user_hears_it_when_they_call() -> None:
    claims = Claims([replace(CALL, tries=2), replace(CALL, tries=3, claimed_at=NOON + timedelta(minutes=10))])
    async with calling(claims, Telephone()):
        await asyncio.sleep(90)
    assert claims.later == [(2, 600, True)]
    assert claims.given_up == [3]


@in_virtual_time
async def test_an_asterisk_that_is_away_costs_no_try() -> None:
    claims = Claims([CALL])
    async with calling(claims, Telephone(faults=1)):
        await asyncio.sleep(5)
    assert claims.later == [(1, 60, False)]


@in_virtual_time
async def test_who_snoozed_is_called_again_while_the_channel_before_still_stands() -> None:
    claims = Claims([CALL, replace(CALL, claimed_at=NOON + timedelta(milliseconds=40))])
    telephone = Telephone()
    async with calling(claims, telephone):
        await asyncio.sleep(10)
    assert len(telephone.placed) == 2
    assert claims.later == []


@in_virtual_time
async def test_no_more_calls_at_once_than_allowed() -> None:
    claims, telephone = Claims([replace(CALL, reminder_id=uuid4()) for _ in range(7)]), Telephone()
    async with calling(claims, telephone):
        await asyncio.sleep(200)
    assert len(telephone.placed) == 7
    assert telephone.most == SETTINGS.calls_at_once


@in_virtual_time
async def test_a_database_that_comes_back_finds_the_desk_waiting() -> None:
    claims, telephone = Claims([CALL], away=5), Telephone()
    async with calling(claims, telephone):
        await asyncio.sleep(30)
    assert len(telephone.placed) == 1
