"""The role that free questions are asked as: made by the migration, granted the reports and nothing else."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from convonet_ari.errors import MissingPart

GRANTS = Path(__file__).with_name("migrations") / "grants_reader.sql"

KNOWN = "SELECT rolsuper OR rolbypassrls OR rolcanlogin FROM pg_roles WHERE rolname = %s"
MEMBER = "SELECT pg_has_role(%s, %s, 'MEMBER')"


def reader_of(app_role: str) -> str:
    """The name of the role beside the application's."""
    return f"{app_role}_reader"


def grant_reports(raw: psycopg.Connection[tuple[Any, ...]], app_role: str) -> None:
    """Make the role if need be, let the application's role become it, and write out what it may read.

    Raises MissingPart when the role is absent and the owner may not make it, or when it may do more.
    """
    reader = reader_of(app_role)
    found = raw.execute(KNOWN, (reader,)).fetchone()
    if found and found[0]:
        raise MissingPart(
            f"The database role {reader!r} may do more than read", "Take LOGIN and BYPASSRLS from it"
        )
    names = {"app": sql.Identifier(app_role), "reader": sql.Identifier(reader)}
    try:
        if found is None:
            _once(raw, sql.SQL("CREATE ROLE {reader} NOLOGIN").format(**names))
        if raw.execute(MEMBER, (app_role, reader)).fetchone() != (True,):
            _once(raw, sql.SQL("GRANT {reader} TO {app}").format(**names))
    except psycopg.errors.InsufficientPrivilege:
        raise MissingPart(
            f"The database role {reader!r}, which free questions are asked as, does not serve {app_role!r}",
            f'Run as an administrator: CREATE ROLE "{reader}" NOLOGIN; GRANT "{reader}" TO "{app_role}"',
        ) from None
    raw.execute(sql.SQL(GRANTS.read_text(encoding="utf-8")).format(**names))


def _once(raw: psycopg.Connection[tuple[Any, ...]], statement: sql.Composed) -> None:
    """Roles are the server's: another database's migration may make the same one at this moment."""
    with (
        suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation),
        raw.transaction(),
    ):
        raw.execute(statement)
