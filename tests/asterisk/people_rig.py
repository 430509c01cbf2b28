"""Callers on their way to people and back, and whether `queue_log` and our records tell the same of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg

from convonet_ari.demo.plan import DATABASE
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.store.text import from_json
from tests.asterisk.call_rig import waits_at_most
from tests.asterisk.system_rig import Caller, eventually, query

PATIENCE_S = 100
# `queue_log` knows whole seconds, and a machine may be busy.
EARLY_S, LATE_S = 1.0, 3.0
LEGS = "SELECT answered_at, ended_at FROM agent_calls WHERE call_id = $1 ORDER BY answered_at"
MISSED = "SELECT at, reason FROM agent_activity WHERE call_id = $1 AND kind = 'missed' ORDER BY at"
SPOKE = """
SELECT timings->>'entry_ms' AS ms FROM utterances WHERE call_id = $1 AND timings ? 'entry_ms' ORDER BY at
"""
HELD_UP = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
RANG = {"ended": "RINGNOANSWER", "abandoned": "RINGCANCELED"}
# What a queue writes down of a caller who comes back, and what their call is told then.
BACK = {"EXITWITHTIMEOUT": "TIMEOUT", "EXITWITHKEY": "PRESSED"}


async def asks_for_a_person(caller: Caller) -> None:
    """The star into the greeting: announced, on the way to the queue, and not verified."""
    await caller.call.answered(20)
    await caller.call.press("*")
    await caller.in_phase("handoff", 20)


async def waits(caller: Caller) -> None:
    """In the queue, and longer than any test."""
    await asks_for_a_person(caller)
    await waits_at_most(caller, PATIENCE_S)
    await happened(caller, "QueueEntered")


async def happened(caller: Caller, kind: str, times: int = 1) -> None:
    """Until this event stands so often in the call's record."""

    async def found() -> bool:
        return [event["kind"] for event in await caller.events()].count(kind) >= times

    await eventually(found, 20, f"{caller.number} never had {kind} {times} times")


@asynccontextmanager
async def held_up(caller: Caller) -> AsyncIterator[None]:
    """Entered when nothing more is written down of the call because its row is locked."""
    row = await caller.row()
    connection = await asyncpg.connect(caller.system.postgres.admin_dsn(DATABASE))
    try:
        async with connection.transaction():
            await connection.execute("SELECT 1 FROM convonet.calls WHERE id = $1 FOR UPDATE", row["id"])

            async def waiting() -> bool:
                return bool(await query(caller.system, HELD_UP))

            await eventually(waiting, 20, "the record was not held up")
            yield
    finally:
        await connection.close()


async def spoke_after_ms(caller: Caller) -> list[int]:
    """How long after each StasisStart of the ended call its caller heard the assistant."""
    found = await query(caller.system, SPOKE, (await caller.row())["id"])
    return [int(row["ms"]) for row in found]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of `queue_log` about one caller's channel."""

    at: datetime
    verb: str


def queue_log(system: EmbeddedSystem, channel_id: str) -> list[Entry]:
    lines = (system.asterisk.log_dir / "queue_log").read_text(encoding="utf-8").splitlines()
    fields = [line.split("|") for line in lines if f"|{channel_id}|" in line]
    return [Entry(datetime.fromtimestamp(float(found[0]), UTC), found[4]) for found in fields]


async def agreed(caller: Caller) -> list[str]:
    """The ended call's verbs in `queue_log`; each of them is a fact of ours, at the same second."""
    row = await caller.row()
    log = queue_log(caller.system, row["channel_id"])
    legs = await query(caller.system, LEGS, row["id"])
    facts: list[tuple[str, datetime]] = [("CONNECT", leg["answered_at"]) for leg in legs]
    facts += [("COMPLETE", leg["ended_at"]) for leg in legs]
    facts += [(RANG[rang["reason"]], rang["at"]) for rang in await query(caller.system, MISSED, row["id"])]
    facts += [("ABANDON", row["ended_at"]) for entry in log if entry.verb == "ABANDON"]
    for event in await caller.events():
        at = row["started_at"] + timedelta(milliseconds=event["at_ms"])
        if event["kind"] == "QueueEntered":
            facts.append(("ENTERQUEUE", at))
        if event["kind"] == "CallReturned":
            status = from_json(event["data"])["status"]
            facts += [(verb, at) for verb, told in BACK.items() if told == status]
    _compare(log, facts)
    return [entry.verb for entry in log]


def _compare(log: list[Entry], facts: list[tuple[str, datetime]]) -> None:
    for verb in {verb for verb, _ in facts}:
        theirs = [entry.at for entry in log if entry.verb.startswith(verb)]
        ours = sorted(at for fact, at in facts if fact == verb)
        assert len(theirs) == len(ours), f"{verb}: {theirs} in queue_log, {ours} with us"
        late = [(mine - their).total_seconds() for mine, their in zip(ours, theirs, strict=True)]
        assert all(-EARLY_S < seconds < LATE_S for seconds in late), f"{verb}: {late} s after queue_log"
