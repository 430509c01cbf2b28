"""Runs the SQL files that lie beside a revision, as written."""

from __future__ import annotations

from pathlib import Path

from alembic import op


def run_beside(revision_file: str) -> None:
    """Execute every `.sql` file named like the revision, in the order of their names."""
    here = Path(revision_file)
    for source in sorted(here.parent.glob(f"{here.stem}*.sql")):
        op.get_bind().connection.cursor().execute(source.read_text(encoding="utf-8"))
