"""Every command, option, file, setting, variable and target that the documentation names exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml
from typer.core import TyperGroup

from convonet_ari.cli import app
from convonet_ari.config import Settings
from convonet_ari.config.settings import SECRETS, parse

pytestmark = pytest.mark.shell

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
FENCED = re.compile(r"^ *```(\w*)[^\n]*\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
COMMAND = re.compile(r"^(?:sudo +)?(?:[\w./-]*/)?convonet +(?=[a-z-])")
FILE = re.compile(
    r"(?:(?:convonet_ari|docs|freepbx|scripts|terraform|tests)/[\w./-]+|[\w/-]+\.(?:py|tf|md|lock))"
)
SETTING = re.compile(r"[a-z]+(?:\.[a-z_]+)+")
VARIABLE = re.compile(r"\bCONVONET_[A-Z_]+[A-Z]\b")
TARGET = re.compile(r"(?:^|`)make ([a-z-]+)", re.MULTILINE)
IN_THE_DIALPLAN = {"CONVONET_ROUTE", "CONVONET_VIP", "CONVONET_LANGUAGE", "CONVONET_TENANT"}

pages = pytest.mark.parametrize("page", [pytest.param(page, id=page.stem) for page in PAGES])


def blocks(page: Path, *languages: str) -> Iterator[str]:
    found = FENCED.findall(page.read_text(encoding="utf-8"))
    return (text for language, text in found if language in languages)


def quoted(page: Path) -> list[str]:
    return INLINE.findall(FENCED.sub("", page.read_text(encoding="utf-8")))


def arguments(text: str) -> list[str] | None:
    """What follows `convonet`, or nothing where another command stands."""
    found = COMMAND.match(text)
    return shlex.split(text[found.end() :].partition(" | ")[0], comments=True) if found else None


def options_of(command: Any) -> set[str]:
    both = ((*one.opts, *one.secondary_opts) for one in command.params)
    return {"--help", *(option for options in both for option in options)}


@cache
def commands() -> Any:
    """The whole tree, which takes a while to make."""
    return typer.main.get_command(app)


def parse_command(words: list[str], *, whole: bool) -> None:
    """Refuses unknown commands and options; a `whole` one must lack no argument either."""
    command = commands()
    while isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        assert words[0] in command.commands, f"no such command: {words[0]}"
        command, words = command.commands[words[0]], words[1:]
    named = {word.partition("=")[0] for word in words if word.startswith("-")}
    assert named <= options_of(command), f"no such option: {named - options_of(command)}"
    if whole and not isinstance(command, TyperGroup):
        command.make_context(command.name, list(words))


@pages
def test_every_command_to_type_is_whole(page: Path) -> None:
    for block in blocks(page, "sh", "bash", ""):
        for line in block.splitlines():
            if words := arguments(line.strip()):
                parse_command(words, whole=True)


@pages
def test_every_command_in_a_sentence_exists(page: Path) -> None:
    for text in quoted(page):
        if words := arguments(text):
            parse_command(words, whole=False)


@pages
def test_every_file_of_the_repository_exists(page: Path) -> None:
    for text in filter(FILE.fullmatch, quoted(page)):
        ours = (ROOT / text).exists() or any((ROOT / "convonet_ari").glob(f"**/{text}"))
        assert ours or any(ROOT.glob(f"terraform/**/{text}")), text


@pages
def test_every_setting_exists(page: Path) -> None:
    for text in filter(SETTING.fullmatch, quoted(page)):
        section: Any = Settings
        for key in text.split(".") if text.partition(".")[0] in Settings.model_fields else ():
            assert key in section.model_fields, text
            section = section.model_fields[key].annotation


@pages
def test_every_variable_is_read_somewhere(page: Path) -> None:
    for name in VARIABLE.findall(page.read_text(encoding="utf-8")):
        assert name in {*SECRETS, *IN_THE_DIALPLAN, "CONVONET_CONFIG", "CONVONET_CACHE"}, name


@pages
def test_every_settings_file_is_valid(page: Path) -> None:
    for block in blocks(page, "yaml"):
        settings = yaml.safe_load(block)
        if settings.keys() & Settings.model_fields.keys():
            parse(settings)


@pages
def test_every_make_target_exists(page: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in TARGET.findall(page.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_option_and_command_says_what_it_is_for() -> None:
    waiting: list[tuple[str, Any]] = [("convonet", commands())]
    while waiting:
        name, command = waiting.pop()
        assert command.help, name
        waiting += [(f"{name} {key}", sub) for key, sub in getattr(command, "commands", {}).items()]
        assert [one.name for one in command.params if not getattr(one, "help", None)] == [], name
