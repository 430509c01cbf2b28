"""The tool that docs/extending.md writes from nothing works as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from convonet_ari.agent.offline import intents_work, phrasings_work
from convonet_ari.agent.offline.heard import Answer, Heard
from convonet_ari.tools import registry as registries
from convonet_ari.tools.catalogue import catalogue
from convonet_ari.tools.registry import Registry
from tests.db.desk import open_desk
from tests.db.house import House
from tests.guides import example, run

pytestmark = pytest.mark.db

PAGE = "extending.md"


@pytest.fixture
def extended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Registry:
    """All tools and the guide's."""
    registry = Registry()
    for spec in catalogue():
        given = {name: getattr(spec, name) for name in ("needs", "in_team", "says", "writes", "confirms")}
        registry.tool(spec.name, **given, deadline_s=spec.deadline_s)(spec.body)
    monkeypatch.setattr(registries, "tool", registry.tool)
    run(example(PAGE, '@tool("postpone_overdue"'), tmp_path)
    return registry


async def test_the_guides_tool_passes_the_guides_test(
    house: House, extended: Registry, tmp_path: Path
) -> None:
    test = run(example(PAGE, "async def test_what_is_overdue"), tmp_path)
    await test["test_what_is_overdue_moves_and_can_be_taken_back"](await open_desk(house, extended))


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("move everything overdue to Friday", "Friday"),
        ("can you put off all my overdue todos until next week", "next week"),
        ("postpone everything that is overdue", None),
    ],
)
def test_the_guides_phrasing_is_understood(said: str, due: str | None, tmp_path: Path) -> None:
    phrasing = run(f"entry = {example(PAGE, 'LEAD + rf')}", tmp_path, vars(phrasings_work))
    intent, patterns = phrasing["entry"]
    actions = run(example(PAGE, "def overdue("), tmp_path, vars(intents_work))
    match = next(filter(None, (re.search(pattern, said, re.I) for pattern in patterns)))
    expected = Answer(tool="postpone_overdue", arguments={"due": due} if due else {})
    assert actions[intent](match, Heard(said)) == expected
