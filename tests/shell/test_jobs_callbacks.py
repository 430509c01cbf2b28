"""The desk has people call back: a place in the queue, an outcome, again later, and in the end not at all."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import uuid4

import pytest

from convonet_ari.config import Callbacks
from convonet_ari.errors import AriError, StoreUnavailable
from convonet_ari.jobs.callbacks import CallbackCaller, name_of
from convonet_ari.store.callback_calls import CallbackCall
from tests.fakes.virtual_time import LoopClock, in_virtual_time

pytestmark = pytest.mark.shell

CALL = CallbackCall(
    org_id=uuid4(),
    callback_id=uuid4(),
    number="+1 (555) 123-4567",
    did="+12344007818",
    queue="2000",
    name="Ann Lee",
    reason="my ${SHELL(id)} invoice",
    call_id=None,
    since=datetime.fromisoformat("2026-11-22T12:00:00Z"),
    tries=0,
    attempt=1,
    lost=False,
)
SETTINGS = Callbacks(tries=3, retry_s=600, calls_at_once=2)


@dataclass
class Claims:
    """`due` are handed out one after another; a claim that is not `held` was cancelled."""

    due: list[CallbackCall] = field(default_factory=list)
    held: bool = True
    away: int = 0
    told: list[tuple[str, float, str, bool]] = field(default_factory=list)

    async def claim(self, claimer: str, now: datetime) -> CallbackCall | None:
        if self.away:
            self.away -= 1
            raise StoreUnavailable("away")
        return self.due.pop(0) if self.due else None

    async def hold(self, call: CallbackCall, claimer: str, now: datetime) -> bool:
        return self.held

    async def over(
        self, call: CallbackCall, state: str, not_before: datetime, outcome: str, *, rang: bool
    ) -> None:
        seconds = (not_before - LoopClock().utc()).total_seconds()
        self.told.append((state, round(seconds), outcome, rang))


@dataclass
class Telephone:
    """Every place lasts `lasts_s` seconds, and leaves `outcome` behind."""

    outcome: str = "DONE"
    lasts_s: float = 20.0
    faults: int = 0
    placed: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    most: int = 0
    _until: dict[str, float] = field(default_factory=dict)

    async def call(self, channel: str, endpoint: str, caller_id: str, variables: Mapping[str, str]) -> None:
        if self.faults:
            self.faults -= 1
            raise AriError(0, "away")
        self.placed.append((caller_id, variables))
        self._until[channel] = LoopClock().monotonic() + self.lasts_s
        self.most = max(self.most, sum(end > LoopClock().monotonic() for end in self._until.values()))

    async def stands(self, channel: str) -> bool:
        return LoopClock().monotonic() < self._until.get(channel, 0.0)

    async def hangup(self, channel: str) -> None:
        self.left.append(channel)

    async def recall(self, variable: str) -> str:
        return f"{name_of(CALL)}:{self.outcome}" if self.outcome else ""


@asynccontextmanager
async def calling(claims: Claims, telephone: Telephone, ahead: int = 0) -> AsyncIterator[None]:
    caller = CallbackCaller(claims, telephone, lambda queue, s: ahead, LoopClock(), SETTINGS, "desk-1")
    task = asyncio.create_task(caller.run())
    yield
    task.cancel()
    await asyncio.wait([task])


@in_virtual_time
async def test_a_place_is_taken_behind_those_who_waited_longer() -> None:
    claims, telephone = Claims([CALL]), Telephone()
    async with calling(claims, telephone, ahead=2):
        await asyncio.sleep(60)
    ((shown, told),) = telephone.placed
    assert shown == '"Call back Ann Lee" <+15551234567>'
    assert told["CONVONET_POSITION"] == "3"
    assert told["CONVONET_ENDPOINT"] == "Local/+15551234567@from-internal/n"
    assert told["CONVONET_REASON"] == "call back: my SHELL(id) invoice"
    assert claims.told == [("done", 0, "DONE", True)]


@in_virtual_time
@pytest.mark.parametrize(
    ("outcome", "tries", "told"),
    [
        ("BUSY", 0, ("waiting", 600, "BUSY", True)),
        ("MACHINE", 1, ("waiting", 1200, "MACHINE", True)),
        ("NOANSWER", 2, ("missed", 0, "NOANSWER", True)),
        ("NOBODY", 2, ("waiting", 60, "NOBODY", False)),
        ("", 2, ("missed", 0, "", True)),
    ],
)
async def test_what_came_of_it_decides_whether_it_is_tried_again(
    outcome: str, tries: int, told: tuple[str, float, str, bool]
) -> None:
    claims = Claims([replace(CALL, tries=tries)])
    async with calling(claims, Telephone(outcome)):
        await asyncio.sleep(60)
    assert claims.told == [told]


@in_virtual_time
async def test_what_a_lost_desk_left_is_not_placed_again() -> None:
    claims, telephone = Claims([replace(CALL, lost=True)]), Telephone("DONE")
    async with calling(claims, telephone):
        await asyncio.sleep(5)
    assert telephone.placed == []
    assert claims.told == [("done", 0, "DONE", True)]


@in_virtual_time
async def test_a_cancelled_call_back_gives_its_place_up_unless_it_rings() -> None:
    for outcome, left in (("", 1), ("RUNG", 0)):
        claims, telephone = Claims([CALL], held=False), Telephone(outcome)
        async with calling(claims, telephone):
            await asyncio.sleep(10)
        assert len(telephone.left) == left
        assert claims.told == []


@in_virtual_time
async def test_no_more_places_are_held_than_the_settings_allow() -> None:
    claims = Claims([replace(CALL, attempt=number) for number in range(5)])
    telephone = Telephone()
    async with calling(claims, telephone):
        await asyncio.sleep(120)
    assert (len(telephone.placed), telephone.most) == (5, 2)


@in_virtual_time
async def test_an_outage_is_waited_for() -> None:
    claims, telephone = Claims([CALL], away=2), Telephone(faults=1)
    async with calling(claims, telephone):
        await asyncio.sleep(30)
    assert claims.told == [("waiting", 60, "", False)]
