"""An index that answers a search among a team's todos by itself."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    run_beside(__file__)
