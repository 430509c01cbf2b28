"""Brings a database to this version's schema: one migrator at a time, privileges written out each time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from langgraph.checkpoint.postgres import PostgresSaver
from psycopg import sql
from psycopg.rows import DictRow, dict_row
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from convonet_ari.errors import MissingPart, StoreError, StoreUnavailable
from convonet_ari.store.reader import grant_reports

HOME = Path(__file__).with_name("migrations")
LOCK = 0x636F6E766F6E6574
LOCK_WITHIN_S = 60.0
SCHEMA = "convonet"
Raw = psycopg.Connection[tuple[Any, ...]]


def migrate(owner_url: str, app_role: str) -> None:
    """Apply what is pending as the owner, then grant `app_role` what it needs and nothing else.

    Raises MissingPart when the role is absent or stands above row security, or a newer release was here.
    """
    with _connected(owner_url) as raw:
        _check_role(raw, app_role)
        _lock(raw)
        _check_age(_heads(raw))
        raw.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(SCHEMA)))
        raw.commit()
        with _alchemy(raw) as connection:
            command.upgrade(_config(connection), "head")
            connection.commit()
        _create_thread_tables(owner_url)
        grants = (HOME / "grants.sql").read_text(encoding="utf-8")
        raw.execute(sql.SQL(grants).format(app=sql.Identifier(app_role)))
        grant_reports(raw, app_role)
        raw.commit()


def pending(url: str) -> list[str]:
    """The revisions this database lacks, oldest first; either role may ask.

    Raises MissingPart for one that a newer release made.
    """
    with _connected(url) as raw:
        done = _heads(raw)
    scripts = _check_age(done)
    applied = {step.revision for head in done for step in scripts.iterate_revisions(head, "base")}
    steps = reversed(list(scripts.walk_revisions()))
    return [step.revision for step in steps if step.revision not in applied]


def _check_age(done: tuple[str, ...]) -> ScriptDirectory:
    scripts = ScriptDirectory.from_config(_config(None))
    known = {step.revision for step in scripts.walk_revisions()}
    if newer := sorted(set(done) - known):
        raise MissingPart(
            f"The database is a newer release's ({', '.join(newer)})",
            "Install that release, or restore the back-up of before the upgrade.",
        )
    return scripts


def _heads(raw: Raw) -> tuple[str, ...]:
    if raw.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", (SCHEMA,)).fetchone() is None:
        return ()
    with _alchemy(raw) as connection:
        context = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA})
        return context.get_current_heads()


@contextmanager
def _connected(url: str) -> Iterator[Raw]:
    try:
        with psycopg.connect(url, connect_timeout=5, options="-c client_min_messages=warning") as raw:
            yield raw
    except psycopg.OperationalError as error:
        raise StoreUnavailable(f"PostgreSQL cannot be reached: {error}") from None
    except (psycopg.Error, DBAPIError) as error:
        raise StoreError(f"{type(error).__name__}: {error}") from error


@contextmanager
def _alchemy(raw: Raw) -> Iterator[Connection]:
    """Alembic speaks through SQLAlchemy; it borrows the connection and leaves it open."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: raw, poolclass=StaticPool)
    with engine.connect() as connection:
        yield connection


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HOME).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _lock(raw: Raw) -> None:
    """Be the only migrator. Asked again and again, for one waiting statement holds a snapshot, and the
    concurrent index builds of the checkpointer wait for every snapshot.
    """
    deadline = time.monotonic() + LOCK_WITHIN_S
    while raw.execute("SELECT pg_try_advisory_lock(%s)", (LOCK,)).fetchone() != (True,):
        raw.commit()
        if time.monotonic() > deadline:
            raise StoreUnavailable("another migration has been running for too long")
        time.sleep(0.1)
    raw.commit()


def _check_role(raw: Raw, role: str) -> None:
    found = raw.execute(
        "SELECT rolsuper OR rolbypassrls OR rolname = current_user FROM pg_roles WHERE rolname = %s", (role,)
    ).fetchone()
    if found is None:
        raise MissingPart(f"The database role {role!r} does not exist", f'Run: CREATE ROLE "{role}" LOGIN')
    if found[0]:
        raise MissingPart(
            f"The database role {role!r} stands above row security",
            "Give the application a role that is neither owner nor superuser and has no BYPASSRLS",
        )


def _create_thread_tables(owner_url: str) -> None:
    """The checkpointer keeps its own tables; some of its steps refuse to run inside a transaction."""
    options = "-c search_path=threads -c client_min_messages=warning"
    with psycopg.Connection[DictRow].connect(
        owner_url, autocommit=True, row_factory=dict_row, options=options
    ) as connection:
        PostgresSaver(connection).setup()
        connection.execute((HOME / "threads.sql").read_text(encoding="utf-8").encode())
