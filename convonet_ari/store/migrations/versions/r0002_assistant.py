"""Reminders, calendars, preferences, memories and callbacks, and the journal that can take changes back."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    run_beside(__file__)
