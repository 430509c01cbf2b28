"""Who is to be called because of a reminder, found across tenants and claimed once."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    run_beside(__file__)
