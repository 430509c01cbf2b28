"""What a connection's first statements cost."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from convonet_ari.store import call_sql, people_sql, reminder_calls, runs
from tests.db.house import House

pytestmark = pytest.mark.db

OF_A_CALL = (
    call_sql.APPEND,
    call_sql.USAGE,
    call_sql.ADOPT,
    people_sql.CALLER,
    reminder_calls.TOLD,
    runs.CLAIM,
)


async def types_asked_for(connection: asyncpg.Connection[asyncpg.Record], statement: str) -> bool:
    asked: list[str] = []
    with connection.query_logger(lambda record: asked.append(record.query)):
        await connection.prepare(statement)
        await asyncio.sleep(0)
    return any("pg_type" in query for query in asked)


async def test_the_statements_of_a_call_need_not_ask_what_their_types_are(house: House) -> None:
    connection = await asyncpg.connect(house.store.url, server_settings={"search_path": "convonet"})
    try:
        assert await types_asked_for(connection, "SELECT '{1}'::int[]")
        assert [text for text in OF_A_CALL if await types_asked_for(connection, text)] == []
    finally:
        await connection.close()
