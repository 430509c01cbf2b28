"""People and teams named by voice: sounds, nicknames, parts of names, two alike, and none."""

from __future__ import annotations

import pytest

from convonet_ari.errors import ToolError
from convonet_ari.tools.naming import find, find_team, one, split_person
from convonet_ari.tools.sounds import sound

pytestmark = pytest.mark.core

PEOPLE = [
    "John Baker",
    "Ann Lee",
    "Robert Meyer",
    "Catherine Jones",
    "Sarah Connor",
    "José Álvarez",
    "Mohammed Al-Sayed",
    "Priya Natarajan",
]
TEAMS = ["Development", "Marketing", "Quality Assurance", "Human Resources", "Sales Team"]


def meant(said: str, people: list[str] = PEOPLE) -> tuple[str, ...]:
    return find(said, people, str).meant


@pytest.mark.parametrize(
    ("said", "name"),
    {
        "John": "John Baker",
        "jon": "John Baker",
        "Jon Baker": "John Baker",
        "Johnny": "John Baker",
        "mister Baker": "John Baker",
        "Anne": "Ann Lee",
        "ann lea": "Ann Lee",
        "Ann Leigh": "Ann Lee",
        "Bob": "Robert Meyer",
        "Bobby Mayer": "Robert Meyer",
        "Rob Maier": "Robert Meyer",
        "Kathryn": "Catherine Jones",
        "Kate": "Catherine Jones",
        "Sara": "Sarah Connor",
        "Sarah O'Connor": "Sarah Connor",
        "Jose": "José Álvarez",
        "Mohamed": "Mohammed Al-Sayed",
        "Muhammad": "Mohammed Al-Sayed",
        "Pria": "Priya Natarajan",
        "Ann's": "Ann Lee",
    }.items(),
)
def test_a_name_as_it_sounds_finds_its_person(said: str, name: str) -> None:
    assert meant(said) == (name,)


@pytest.mark.parametrize(
    "said", ["Zebulon", "Wolfgang", "the budget", "everybody", "", "'; DROP TABLE users"]
)
def test_a_stranger_finds_nobody(said: str) -> None:
    assert meant(said) == ()


def test_two_of_one_name_are_both_meant() -> None:
    people = [*PEOPLE, "John Miller", "Jon Snow"]
    assert set(meant("John", people)) == {"John Baker", "John Miller", "Jon Snow"}
    assert meant("John Miller", people) == ("John Miller",)
    with pytest.raises(ToolError, match="John Baker, John Miller or Jon Snow"):
        one(find("John", people, str), "John", str, "person")


def test_nobody_found_is_said_with_the_nearest() -> None:
    with pytest.raises(ToolError) as none:
        one(find("Joan Bakker", [*PEOPLE[1:], "Joe Barker-Smith"], str), "Joan Bakker", str, "person")
    assert none.value.spoken == "I found no person called Joan Bakker. Do you mean Joe Barker-Smith?"
    with pytest.raises(ToolError) as nobody:
        one(find("Zebulon", PEOPLE, str), "Zebulon", str, "person")
    assert nobody.value.spoken == "I found no person called Zebulon."


@pytest.mark.parametrize(
    ("said", "team"),
    {
        "development": "Development",
        "the dev team": "Development",
        "developement": "Development",
        "marketing people": "Marketing",
        "QA": "Quality Assurance",
        "quality": "Quality Assurance",
        "HR": "Human Resources",
        "sales": "Sales Team",
        "the sales team": "Sales Team",
    }.items(),
)
def test_a_team_is_found_by_what_people_call_it(said: str, team: str) -> None:
    assert find_team(said, TEAMS, str).meant == (team,)


def test_a_name_cut_short_may_be_two_teams() -> None:
    assert set(find_team("dev", [*TEAMS, "DevOps"], str).meant) == {"Development", "DevOps"}
    assert find_team("devops", [*TEAMS, "DevOps"], str).meant == ("DevOps",)


def test_a_person_may_be_named_with_the_team() -> None:
    assert split_person("John in the dev team") == ("John", "dev team")
    assert split_person("Ann from marketing") == ("Ann", "marketing")
    assert split_person("Ann Lee") == ("Ann Lee", None)


@pytest.mark.parametrize(
    ("one_name", "other"),
    [("Meier", "Mayer"), ("Stephen", "Steven"), ("Philip", "Filip"), ("Geoff", "Jeff"), ("Marc", "Mark")],
)
def test_names_of_one_sound_share_a_key(one_name: str, other: str) -> None:
    assert sound(one_name) == sound(other)
