"""What a caller gets instead of a person: called back, given back with a note, another department."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0011"
down_revision = "0012"


def upgrade() -> None:
    run_beside(__file__)
