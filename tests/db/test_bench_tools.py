"""The bench of tools measures every tool in a company that it made itself."""

from __future__ import annotations

import pytest

from convonet_ari.bench.many import seed_many
from convonet_ari.bench.tool_words import ASKED
from convonet_ari.bench.tools import measure, table
from convonet_ari.tools.catalogue import catalogue
from tests.db.house import House

pytestmark = pytest.mark.db


async def test_every_tool_is_measured_in_the_large_company(house: House) -> None:
    large = await seed_many(house.owner, todos=200, users=40)
    async with house.store.tenant(large.org_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM todos") == 200
        assert await tx.fetchval("SELECT count(*) FROM memberships") == 40
    figures = await measure(house.server.app_dsn(house.name), large, 1)
    assert {figure.key for figure in figures} == {asked.key for asked in ASKED}
    assert {asked.tool for asked in ASKED} == {spec.name for spec in catalogue()}
    assert "p95 over 10 ms" in table(figures)
