"""`convonet caller` and `convonet hours` as an operator types them, on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from convonet_ari.cli import app
from convonet_ari.store.seed import DID
from tests.db.house import House

pytestmark = pytest.mark.db

Run = Callable[..., Awaitable[str]]


@pytest.fixture
def run(house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command in an empty folder; what it printed."""
    monkeypatch.chdir(tmp_path)
    for name in ("CONVONET_DATABASE_OWNER_URL", "CONVONET_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONVONET_DATABASE_URL", house.server.app_dsn(house.name))

    async def typed(*words: str) -> str:
        done = await asyncio.to_thread(CliRunner().invoke, app, [*words, "--did", DID])
        return done.stdout if done.exit_code == 0 else str(done.exception)

    return typed


async def test_callers_are_blocked_preferred_listed_and_forgotten(run: Run) -> None:
    assert await run("caller", "list") == "Nobody.\n"
    await run("caller", "block", "+1 555 000 1111", "--reason", "spam")
    await run("caller", "vip", "+15550002222", "--straight")
    listed = [line.split() for line in (await run("caller", "list")).splitlines()]
    assert listed == [
        ["+1", "555", "000", "1111", "blocked", "spam"],
        ["+15550002222", "comes", "first", "straight", "to", "people"],
    ]
    await run("caller", "forget", "15550001111")
    assert len((await run("caller", "list")).splitlines()) == 1
    assert "no number" in await run("caller", "block", "anonymous")


async def test_hours_are_set_anew_shown_and_taken_away(run: Run) -> None:
    await run("hours", "mon=08:00-10:00")
    assert await run("hours", "mon-tue=09:00-17:30") == "mon  09:00-17:30\ntue  09:00-17:30\n"
    assert "no span" in await run("hours", "whenever")
    assert await run("hours") == "mon  09:00-17:30\ntue  09:00-17:30\n"
    assert await run("hours", "--always") == ""
