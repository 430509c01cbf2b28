"""What was told of a user's reminders is found without reading everybody's."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    run_beside(__file__)
