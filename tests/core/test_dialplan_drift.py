"""Installed files against rendered ones."""

from __future__ import annotations

import pytest

from convonet_ari.dialplan.drift import differences
from convonet_ari.dialplan.render import DialplanOptions, render

pytestmark = pytest.mark.core

FILE = "websocket_client.conf"


def test_comments_blanks_and_an_administrators_own_lines_are_no_difference() -> None:
    wanted = render()[FILE]
    installed = f"; my notes\n[other]\ntype = websocket_client\n\n{wanted}\n\n[more]\nuri = ws://x\n"
    assert differences(FILE, installed, wanted) == []


def test_a_changed_line_is_shown_as_it_is_and_as_it_should_be() -> None:
    wanted = render()[FILE]
    installed = wanted.replace("reconnect_attempts = 60", "reconnect_attempts = 2")
    assert differences(FILE, installed, wanted) == [
        f"{FILE}: installed, not wanted: reconnect_attempts = 2",
        f"{FILE}: missing: reconnect_attempts = 60",
    ]


def test_another_secret_is_told_without_showing_either() -> None:
    installed = render(DialplanOptions(worker_password="the-old-one"))[FILE]
    found = "\n".join(differences(FILE, installed, render(DialplanOptions(worker_password="the-new"))[FILE]))
    assert "(another secret)" in found
    assert "the-old-one" not in found
    assert "the-new" not in found
