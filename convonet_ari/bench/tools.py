"""How long each tool takes in a company of a thousand people with a hundred thousand todos."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import asyncpg

from convonet_ari.agent.turn import TurnTransfers
from convonet_ari.bench.figures import Figure
from convonet_ari.bench.many import Large, seed_many
from convonet_ari.bench.tool_words import ASKED, Asked, Words, said
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
BY_TOOL = {asked.tool: asked for asked in reversed(ASKED)}


class Desk:
    """One user of the large company at the tools."""

    def __init__(self, store: Store, caller: Caller, lease: Lease) -> None:
        self._records = StoredRecords(store)
        self._caller = caller
        self._lease = lease
        self._turn = 0

    async def call(self, asked: Asked) -> float:
        """The milliseconds of one call; a tool that asks first is measured up to its question."""
        self._turn += 1
        if asked.before:
            await self._run(asked.before, said(BY_TOOL[asked.before].words, self._turn))
        words = said(asked.words, self._turn)
        started = time.perf_counter()
        await self._run(asked.tool, words)
        took = (time.perf_counter() - started) * 1000
        if asked.taken_back:
            await self._run("undo_last_change", {"changes": asked.taken_back})
        return took

    async def _run(self, tool: str, words: Words) -> str:
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
        try:
            return await catalogue().run(tool, ctx, words)
        except ToolError as refused:
            return str(refused)


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
        figures = [await _figure(desk, asked, rounds) for asked in ASKED]
    finally:
        await store.close()
    return sorted(figures, key=lambda figure: -figure.p95)


async def _figure(desk: Desk, asked: Asked, rounds: int) -> Figure:
    await desk.call(asked)
    return Figure(asked.key, [await desk.call(asked) for _ in range(rounds)])


async def settle(owner_dsn: str) -> None:
    """What PostgreSQL's own cleaning does within a minute of so many new rows."""
    connection = await asyncpg.connect(owner_dsn)
    try:
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()


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
        await settle(server.owner_dsn(NAME))
        figures = await measure(server.app_dsn(NAME), large, rounds)
    server.remove()
    return table(figures)
