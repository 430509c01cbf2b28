"""What is known of a caller and of the hour before anybody answers."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    run_beside(__file__)
