"""The views that free questions may read."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    run_beside(__file__)
