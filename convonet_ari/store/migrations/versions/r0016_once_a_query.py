"""The tenant is looked up once a query, not for each row; open todos come in the order of their days."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    run_beside(__file__)
