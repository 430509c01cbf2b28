"""Agents who sign in: passwords, sessions, departments, the calls they answered, and how they stood."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    run_beside(__file__)
