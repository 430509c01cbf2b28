"""How long each tool takes in a company of a thousand people with a hundred thousand todos."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from convonet_ari.agent.turn import TurnTransfers
from convonet_ari.bench.figures import Figure
from convonet_ari.bench.many import Large, seed_many
from convonet_ari.config import Database
from convonet_ari.embedded.postgres import APP, EmbeddedPostgres
from convonet_ari.errors import ToolError
from convonet_ari.store.calls import CallLog
from convonet_ari.store.lease import Lease
from convonet_ari.store.migrate import migrate
from convonet_ari.store.people import Caller, find_caller
from convonet_ari.store.pool import Store
from convonet_ari.tools.catalogue import catalogue
from convonet_ari.tools.context import ToolContext
from convonet_ari.tools.records import StoredRecords

ROUNDS = 100
LIMIT_MS = 10.0
NAME = "bench_tools"
PATIENCE = Database(timeout_s=300)

# What callers say; a tool that asks first is measured up to its question.
WORDS: Mapping[str, Mapping[str, Any]] = {
    "create_todo": {"title": "Budget report", "due": "tomorrow"},
    "complete_todo": {"title": "Budget report 1000"},
    "update_todo": {"title": "Code review", "new_title": "Code reviews"},
    "delete_todo": {"title": "Order headsets"},
    "assign_todo": {"title": "Plan the offsite", "person": "Ann"},
    "create_team_todo": {"title": "Budget report"},
    "create_reminder": {"title": "call Sarah", "when": "in two hours"},
    "create_calendar_event": {"title": "Lunch", "when": "tomorrow at noon"},
    "search_everything": {"words": "budget report"},
    "change_organisation_role": {"person": "Ann", "role": "admin"},
    "remember": {"text": "I prefer mornings"},
    "search_users": {"name": "Jon"},
    "query_db": {
        "sql": "SELECT assignee, count(*) FROM todos WHERE NOT done GROUP BY 1 ORDER BY 2 DESC LIMIT 3"
    },
    "create_team": {"name": "Night shift"},
    "update_team": {"team": "team a", "new_name": "Night shift"},
    "add_team_member": {"person": "Robert", "team": "team e"},
    "remove_team_member": {"person": "Ann", "team": "team e"},
    "change_member_role": {"person": "Ann", "role": "admin", "team": "team e"},
}


class Desk:
    """One user of the large company at the tools."""

    def __init__(self, store: Store, caller: Caller, lease: Lease) -> None:
        self._records = StoredRecords(store)
        self._caller = caller
        self._lease = lease
        self._turn = 0

    async def call(self, tool: str) -> float:
        """The milliseconds of one call; a refusal in words takes its time, too."""
        self._turn += 1
        ctx = ToolContext(
            caller=self._caller,
            call_id=self._lease.call_id,
            fence=self._lease.fence,
            tool_call_id=str(uuid4()),
            now=datetime.now(UTC),
            records=self._records,
            transfers=TurnTransfers(None),
            turn=3 * self._turn,
        )
        started = time.perf_counter()
        with suppress(ToolError):
            await catalogue().run(tool, ctx, WORDS.get(tool, {}))
        return (time.perf_counter() - started) * 1000


async def measure(url: str, large: Large, rounds: int = ROUNDS) -> list[Figure]:
    """Every tool, `rounds` times, as the application's role; slowest first."""
    store = Store(url, Database())
    await store.open()
    try:
        async with store.tenant(large.org_id) as tx:
            caller = await find_caller(tx, large.user_id)
        assert caller is not None
        lease = await CallLog(store).open(large.org_id, large.did, "", "bench.1", "bench")
        desk = Desk(store, caller, lease)
        figures = [await _figure(desk, spec.name, rounds) for spec in catalogue()]
    finally:
        await store.close()
    return sorted(figures, key=lambda figure: -figure.p95)


async def _figure(desk: Desk, tool: str, rounds: int) -> Figure:
    await desk.call(tool)
    return Figure(tool, [await desk.call(tool) for _ in range(rounds)])


def table(figures: list[Figure]) -> str:
    """The figures as a page can show them."""
    lines = ["| tool | p50 ms | p95 ms | worst ms |", "|---|---|---|---|"]
    lines += [f"| {f.key} | {f.p50:.1f} | {f.p95:.1f} | {f.worst:.1f} |" for f in figures]
    late = [figure.key for figure in figures if figure.p95 > LIMIT_MS]
    lines.append("")
    lines.append(f"p95 over {LIMIT_MS:g} ms: {', '.join(late) or 'none'}.")
    return "\n".join(lines)


def run(todos: int, users: int, rounds: int) -> str:
    """Start a PostgreSQL, fill it, measure, and take everything away."""
    with TemporaryDirectory(prefix="convonet-bench-") as home:
        return asyncio.run(_run(Path(home) / "postgres", todos, users, rounds))


async def _run(home: Path, todos: int, users: int, rounds: int) -> str:
    async with EmbeddedPostgres(home) as server:
        await server.create_database(NAME)
        await asyncio.to_thread(migrate, server.owner_dsn(NAME), APP)
        owner = Store(server.owner_dsn(NAME), PATIENCE)
        await owner.open()
        try:
            large = await seed_many(owner, todos, users)
        finally:
            await owner.close()
        figures = await measure(server.app_dsn(NAME), large, rounds)
    server.remove()
    return table(figures)
