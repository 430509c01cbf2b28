"""The administrator's files agree with the settings of the processes they point at."""

from __future__ import annotations

import pytest

from convonet_ari.config import parse
from convonet_ari.dialplan.render import DialplanOptions, render, unfilled
from convonet_ari.dialplan.settings import from_settings

pytestmark = pytest.mark.core


def test_the_settings_defaults_are_the_published_files() -> None:
    assert from_settings(parse({})) == DialplanOptions()


def test_a_worker_that_listens_everywhere_is_reached_on_loopback() -> None:
    assert from_settings(parse({"listen": {"host": "0.0.0.0", "port": 9000}})).worker_uri == (
        "ws://127.0.0.1:9000/ari"
    )


def test_names_addresses_and_secrets_come_from_the_settings() -> None:
    settings = parse(
        {
            "listen": {"ari_password": "one"},
            "asterisk": {
                "application": "desk",
                "http_url": "http://10.0.0.5:8090",
                "ari_password": "two",
                "ami_secret": "three",
            },
            "handoff": {"queue": "2010"},
        }
    )
    files = render(from_settings(settings))
    assert unfilled(files) == []
    assert "bindaddr = 10.0.0.5\nbindport = 8090\n" in files["http_custom.conf"]
    assert "?ext-queues,2010,1)" in files["extensions_custom.conf"]
    assert "password = one\n" in files["websocket_client.conf"]
