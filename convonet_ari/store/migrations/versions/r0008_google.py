"""Users' Google calendars: sealed tokens, where the sync stands, and consents under way."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    run_beside(__file__)
