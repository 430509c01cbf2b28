"""What agents did is forgotten with their organisation's days, as its calls are."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0013"
down_revision = "0011"


def upgrade() -> None:
    run_beside(__file__)
