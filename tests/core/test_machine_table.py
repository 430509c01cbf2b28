"""The tables in docs/calls.md; `UPDATE_DOCS=1` writes them anew after a change of the machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import get_args

import pytest

from convonet_ari.call import events as ev
from convonet_ari.call import table
from convonet_ari.call.machine import Machine

pytestmark = pytest.mark.core

DOCUMENT = Path(__file__).parents[2] / "docs" / "calls.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"


def test_the_documented_transitions_are_the_machines() -> None:
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    documented, _, after = rest.partition(END)
    if os.environ.get("UPDATE_DOCS"):
        DOCUMENT.write_text(before + BEGIN + table.render() + END + after, encoding="utf-8")
        return
    assert documented == table.render()


def test_every_kind_of_event_is_told() -> None:
    machine = Machine()
    machine.on(ev.CallArrived("Demo Company", recorded=False), 0.0)
    assert {type(event) for _, event in table.events(machine)} == set(get_args(ev.Event))
