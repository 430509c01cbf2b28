"""Forgets calls when their organisation's days are over, and threads when their call is."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    run_beside(__file__)
