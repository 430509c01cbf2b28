"""Tenants, people, work, calls and their row security."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0001"
down_revision = None


def upgrade() -> None:
    run_beside(__file__)
