"""The embedded PostgreSQL keeps its promises about roles, restarts and crashes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import asyncpg
import pytest

from convonet_ari.embedded.postgres import EmbeddedPostgres

pytestmark = pytest.mark.db


async def fetch(dsn: str, query: str) -> asyncpg.Record:
    connection = await asyncpg.connect(dsn)
    try:
        row = await connection.fetchrow(query)
    finally:
        await connection.close()
    assert row is not None
    return row


async def run(dsn: str, statement: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def test_application_is_neither_superuser_nor_owner(postgres: EmbeddedPostgres, database: str) -> None:
    row = await fetch(
        postgres.app_dsn(database),
        "SELECT rolsuper, rolbypassrls, rolcreaterole, datdba = pg_roles.oid AS owns"
        " FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()",
    )
    assert tuple(row) == (False, False, False, False)


async def test_application_role_may_not_create_tables(postgres: EmbeddedPostgres, database: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await run(postgres.app_dsn(database), "CREATE TABLE sneaky (x int)")


async def test_owner_migrates_without_being_superuser(postgres: EmbeddedPostgres, database: str) -> None:
    await run(postgres.owner_dsn(database), "CREATE EXTENSION citext; CREATE TABLE people (name citext)")
    row = await fetch(
        postgres.owner_dsn(database),
        "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user",
    )
    assert tuple(row) == (False, False)


async def test_wrong_password_is_refused_even_on_loopback(postgres: EmbeddedPostgres, database: str) -> None:
    dsn = postgres.app_dsn(database).split("@")[1]
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://convonet_app:guess@{dsn}")


async def test_rows_survive_a_restart_and_a_crash_on_the_same_port(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "pg")
    try:
        await server.start()
        port = server.port
        await server.create_database("kept")
        await run(server.owner_dsn("kept"), "CREATE TABLE t AS SELECT 42 AS x")
        await server.restart()
        await server.stop("immediate")
        await server.start()
        assert server.port == port
        assert (await fetch(server.owner_dsn("kept"), "SELECT x FROM t"))["x"] == 42
    finally:
        await server.stop()
        server.remove()


async def test_passwords_are_readable_by_their_owner_alone(postgres: EmbeddedPostgres) -> None:
    kept = postgres.home / "passwords.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert not any(password in repr(postgres) for password in kept.read_text().split('"')[3::4])


@pytest.mark.skipif(os.geteuid() != 0, reason="a plain user's data always stay at home")
async def test_home_that_was_deleted_starts_afresh_although_its_data_lay_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(closed / "pg", durable=False)
    try:
        await server.start()
        assert server.place != server.home
        await server.create_database("old")
        await server.stop()
        shutil.rmtree(server.home)
        await server.start()
        row = await fetch(server.admin_dsn(), "SELECT count(*) AS n FROM pg_database WHERE datname = 'old'")
        assert row["n"] == 0
    finally:
        await server.stop()
        server.remove()
    assert not server.place.exists()
