"""What is done after a call: its notes, a receipt, and what its caller is offered in the next one."""

from __future__ import annotations

from convonet_ari.store.migrations.script import run_beside

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    run_beside(__file__)
