"""Migrations: told what is missing, applied once, for a role that stays below row security."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from convonet_ari.embedded.ports import free_ports
from convonet_ari.embedded.postgres import APP, OWNER, SUPERUSER, EmbeddedPostgres
from convonet_ari.errors import MissingPart, StoreUnavailable
from convonet_ari.store.migrate import migrate, pending
from convonet_ari.store.threads import thread_conninfo

pytestmark = pytest.mark.db


def test_pending_is_everything_before_and_nothing_after(postgres: EmbeddedPostgres, database: str) -> None:
    for dsn in (postgres.owner_dsn(database), postgres.app_dsn(database)):
        assert pending(dsn)[0] == "0001"
    migrate(postgres.owner_dsn(database), APP)
    for dsn in (postgres.owner_dsn(database), postgres.app_dsn(database)):
        assert pending(dsn) == []


def test_a_database_of_a_newer_release_is_told_and_left_alone(
    postgres: EmbeddedPostgres, migrated: str
) -> None:
    with psycopg.connect(postgres.owner_dsn(migrated)) as owner:
        owner.execute("UPDATE convonet.alembic_version SET version_num = '9999'")
    with pytest.raises(MissingPart, match=r"a newer release's \(9999\)"):
        migrate(postgres.owner_dsn(migrated), APP)
    with pytest.raises(MissingPart, match="newer release"):
        pending(postgres.app_dsn(migrated))


async def test_migrators_at_once_wait_for_each_other(postgres: EmbeddedPostgres, database: str) -> None:
    await asyncio.gather(*(asyncio.to_thread(migrate, postgres.owner_dsn(database), APP) for _ in range(3)))
    assert pending(postgres.app_dsn(database)) == []


@pytest.mark.parametrize("role", ["nobody_there", OWNER, SUPERUSER])
def test_role_that_is_absent_or_above_row_security_is_refused(
    postgres: EmbeddedPostgres, database: str, role: str
) -> None:
    with pytest.raises(MissingPart, match=role):
        migrate(postgres.owner_dsn(database), role)
    assert pending(postgres.owner_dsn(database)) != []


def test_absent_server_is_unavailable() -> None:
    url = f"postgresql://nobody:secret@127.0.0.1:{free_ports(1)[0]}/none"
    for ask in (lambda: pending(url), lambda: migrate(url, APP)):
        with pytest.raises(StoreUnavailable) as raised:
            ask()
        assert "secret" not in str(raised.value)


def test_checkpointer_finds_its_tables_and_no_other_statement_does(
    postgres: EmbeddedPostgres, migrated: str
) -> None:
    with psycopg.connect(thread_conninfo(postgres.app_dsn(migrated))) as connection:
        assert connection.execute("SELECT count(*) FROM checkpoints").fetchone() == (0,)
    with (
        psycopg.connect(postgres.app_dsn(migrated)) as connection,
        pytest.raises(psycopg.errors.UndefinedTable),
    ):
        connection.execute("SELECT count(*) FROM checkpoints")
