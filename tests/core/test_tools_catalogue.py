"""The catalogue of tools: who may use which, and the page that tells it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from convonet_ari.store.people import Caller, TeamRole
from convonet_ari.tools.catalogue import catalogue, document
from convonet_ari.tools.matching import matches
from convonet_ari.tools.permissions import ORGANISATION, ROLE_ORDER, TEAM, Perm, allowed, allowed_in, role_in
from convonet_ari.tools.registry import Registry
from convonet_ari.tools.server import schema
from tests.fakes.records import ANN

pytestmark = pytest.mark.core

DEVELOPMENT, ELSEWHERE = UUID(int=3), UUID(int=4)
PAGE = Path(__file__).parents[2] / "docs/tools.md"


def test_the_page_about_tools_tells_the_truth() -> None:
    """`UPDATE_DOCS=1` writes it anew after a change of the tools."""
    if os.environ.get("UPDATE_DOCS"):
        PAGE.write_text(document(catalogue()), encoding="utf-8")
        return
    assert PAGE.read_text(encoding="utf-8") == document(catalogue())


def test_the_model_can_name_neither_caller_nor_tenant() -> None:
    for spec in catalogue():
        names = set(schema(spec).get("properties", {}))
        assert not names & {"ctx", "work", "caller", "user_id", "org_id", "call_id", "tenant"}


def test_every_text_a_model_gives_has_a_limit() -> None:
    for spec in catalogue():
        for about in schema(spec).get("properties", {}).values():
            kinds = about.get("anyOf", [about])
            assert all("maxLength" in k or "enum" in k for k in kinds if k.get("type") == "string"), spec.name


def with_roles(organisation: str | None, team: str | None) -> Caller:
    teams = (TeamRole(DEVELOPMENT, "Development", team),) if team else ()
    return replace(ANN, role=organisation, teams=teams)


def test_a_viewer_may_look_but_not_write() -> None:
    viewer = with_roles("viewer", None)
    assert allowed(viewer, Perm.TODO_READ)
    assert not allowed(viewer, Perm.TODO_WRITE)


def test_a_role_in_a_team_gives_nothing_outside_it() -> None:
    owner_of_a_team = with_roles("viewer", "owner")
    assert allowed_in(owner_of_a_team, Perm.ROLE_WRITE, DEVELOPMENT)
    assert not allowed_in(owner_of_a_team, Perm.ROLE_WRITE, ELSEWHERE)
    assert not allowed(owner_of_a_team, Perm.TODO_WRITE)
    assert not allowed(owner_of_a_team, Perm.RECORDS_QUERY)


def test_a_role_in_the_organisation_gives_nothing_in_a_team_below_admin() -> None:
    assert not allowed_in(with_roles("member", None), Perm.TEAM_TODO_READ, DEVELOPMENT)
    assert allowed_in(with_roles("admin", None), Perm.MEMBER_WRITE, DEVELOPMENT)
    assert role_in(with_roles("owner", "viewer"), DEVELOPMENT) == "owner"
    assert role_in(with_roles("admin", "owner"), DEVELOPMENT) == "owner"


def test_each_permission_is_governed_by_one_of_the_two_tables() -> None:
    by_organisation = frozenset().union(*ORGANISATION.values())
    by_team = frozenset().union(*TEAM.values())
    assert not by_organisation & by_team
    assert by_organisation | by_team == frozenset(Perm)


@pytest.mark.parametrize("table", [ORGANISATION, TEAM])
def test_a_higher_role_may_do_all_that_a_lower_one_may(table: Mapping[str, frozenset[Perm]]) -> None:
    steps = [table[role] for role in ROLE_ORDER]
    assert all(lower <= higher for lower, higher in pairwise(steps))


@pytest.mark.parametrize("role", [None, "stranger", *ORGANISATION])
def test_anybody_may_ask_for_a_person(role: str | None) -> None:
    assert allowed(with_roles(role, None), Perm.TRANSFER)


def test_two_tools_of_one_name_are_a_mistake() -> None:
    registry = Registry()

    async def body() -> str:
        return ""

    declare = registry.tool("same", needs=Perm.TODO_READ, says="…")
    declare(body)
    with pytest.raises(ValueError, match="twice"):
        declare(body)


def test_a_name_said_roughly_finds_its_todo() -> None:
    titles = ["team meeting", "budget report", "call the landlord", "order new headsets"]
    for said, meant in {
        "the meeting": 0,
        "budged report": 1,
        "landlord": 2,
        "teammeeting": 0,
        "headset": 3,
    }.items():
        assert matches(said, titles, str) == [titles[meant]]


def test_names_too_alike_are_all_offered() -> None:
    titles = ["budget report", "sales report", "buy milk"]
    assert set(matches("report", titles, str)) == {"budget report", "sales report"}
    assert matches("budget report", [*titles, "budget report draft"], str) == ["budget report"]
    assert matches("holiday", titles, str) == []
