"""A recording that could not be written to its end says so."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    run_beside(__file__)
