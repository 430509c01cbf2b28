"""demo.json, the lock of a checkout, the address to listen at, and the picture of a run."""

from __future__ import annotations

import asyncio
import json
import os
import pty
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from convonet_ari.demo.interface import NAME, only_one, published
from convonet_ari.demo.places import checked_address, kept_ports
from convonet_ari.demo.plan import Secrets
from convonet_ari.demo.run import chosen_speech, until_closed
from convonet_ari.demo.running import settings_for
from convonet_ari.demo.screen import self_contained
from convonet_ari.errors import MissingPart

pytestmark = pytest.mark.shell

HOLDER = """
import sys, time
from pathlib import Path
from convonet_ari.demo.interface import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_the_interface_exists_only_while_it_is_true(tmp_path: Path) -> None:
    with published(tmp_path, {"pin": "123456"}) as file:
        assert json.loads(file.read_text()) == {"pin": "123456"}
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_demo_left_is_withdrawn_by_the_next(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{}")
    with only_one(tmp_path):
        assert not (tmp_path / NAME).exists()


def test_a_second_demo_is_refused_with_the_first_ones_process(tmp_path: Path) -> None:
    argv = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        (tmp_path / NAME).write_text("{}")
        with pytest.raises(MissingPart, match=f"running already.*{holder.pid}"), only_one(tmp_path):
            pass
        assert (tmp_path / NAME).exists()
        holder.kill()
    with only_one(tmp_path):
        pass


@pytest.mark.parametrize("text", ["everywhere", "0.0.0.0", "203.0.113.77"])
def test_an_address_that_is_not_ours_is_refused_with_those_that_are(text: str) -> None:
    with pytest.raises(MissingPart, match=r"This machine has .*127\.0\.0\.1"):
        checked_address(text)


def test_a_phone_finds_the_next_demo_at_the_same_port(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    assert kept_ports(file, "127.0.0.1").sip == kept_ports(file, "127.0.0.1").sip


def test_a_port_taken_meanwhile_is_given_up(tmp_path: Path) -> None:
    file = tmp_path / "ports.json"
    before = kept_ports(file, "127.0.0.1").sip
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", before))
        assert kept_ports(file, "127.0.0.1").sip != before


def test_the_picture_asks_nobody_for_fonts() -> None:
    svg = (
        '<style>\n@font-face {\n src: url("elsewhere");\n}\n.a { font-family: Fira Code, monospace; }</style>'
    )
    assert "elsewhere" not in self_contained(svg)
    assert "Menlo" in self_contained(svg)


def test_a_file_of_settings_chooses_the_models_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "a key")
    file = tmp_path / "mine.yaml"
    file.write_text("workers: 9\nspeech: {llm: openai, openai: {base_url: http://127.0.0.1:1/v1}}\n")
    speech = {"llm": "openai", "openai": {"base_url": "http://127.0.0.1:1/v1"}}
    assert chosen_speech(file) == {"speech": speech}
    assert chosen_speech(None) == {}


async def test_a_terminal_that_was_closed_is_noticed() -> None:
    keyboard, terminal = pty.openpty()
    watch = asyncio.create_task(until_closed(terminal, every_s=0.01))
    await asyncio.sleep(0)
    assert not watch.done()
    os.close(keyboard)
    async with asyncio.timeout(5):
        await watch
    os.close(terminal)


def test_a_file_beside_a_running_demo_is_read_itself(tmp_path: Path) -> None:
    """And not the demo's own file in its place."""
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "passwords.json").write_text('{"convonet_app": "a", "convonet_owner": "b"}')
    Secrets.of(tmp_path / "secrets.json")
    (tmp_path / "convonet.yaml").write_text("workers: 2")
    mine = tmp_path / "mine.yaml"
    mine.write_text("workers: 3")
    with published(
        tmp_path, {"database_url": "postgresql://p:q@127.0.0.1:5432/convonet", "sip": {"did": "+1"}}
    ):
        settings, number = settings_for(mine)
        assert (settings.workers, number) == (3, "+1")
        assert settings_for(mine, demo=True)[0].workers == 2
