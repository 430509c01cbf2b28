"""What an agent's phone is told: one short line of plain text, and only names that were verified."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.call.effects import EnterQueue
from convonet_ari.call.shown import header_text
from convonet_ari.stasis.handoff import variables

pytestmark = pytest.mark.core

HEADER = "HASH(__SIPHEADERS,X-Convonet-{})"


@given(st.text())
def test_a_header_is_one_short_line_that_dialplan_does_not_expand(text: str) -> None:
    line = header_text(text, 120)
    assert len(line) <= 120
    assert line.isprintable() or not line
    assert line.isascii()
    assert not set(line) & set('${}[]\\;,"<>=&|')


def test_a_reason_with_line_breaks_and_variables_becomes_plain() -> None:
    order = EnterQueue("2000", "", "wants\r\nX-Evil: 1 ${SHELL(id)}\n" + "é" * 200, "Ann Lee")
    reason = variables(order, "c")[HEADER.format("Reason")]
    assert reason.startswith("wants X-Evil: 1 SHELL(id)")
    assert len(reason) == 120


def test_nobody_verified_has_no_name() -> None:
    told = variables(EnterQueue("2000", "", ""), "c")
    assert told[HEADER.format("Caller")] == "not verified"
    assert told["CALLERID(name)"] == ""
    assert told[HEADER.format("Reason")] == "asked for a person"
