"""Recordings that callers deleted: which files must go, and their rows with them."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    run_beside(__file__)
