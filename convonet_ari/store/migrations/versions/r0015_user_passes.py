"""Links with which users reach the page of their own changes, and the sessions they open."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    run_beside(__file__)
