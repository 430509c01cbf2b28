"""The people a caller can be put through to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store.departments import Department
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.matching import matches
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.transfer import UNKNOWN, Line
from convonet_ari.tools.wording import listed, one_line

REASON_LENGTH = 120
CALL_BACK_LATER = "Shall I have somebody call you back when they are there?"
# Who names nobody in particular wants the default department.
ANYONE = re.compile(r"(?:an? |the )?(?:agent|human|person|operator|representative|someone|anyone|people)?s?")
# What callers call the people at the door, in companies that have no department of that name.
AT_THE_DOOR = re.compile(
    r"(?:the )?(?:(?:customer|client) (?:service|services|care|support)|service|services|reception"
    r"|receptionist|front desk"
    r"|switchboard|help ?desk|office|main line)"
)

Name = Annotated[
    str | None,
    Field(max_length=80, description="The department's name; leave it out when any person will do."),
]
Reason = Annotated[
    str,
    Field(max_length=300, description="One short line that tells the person what the caller wants."),
]


@tool("get_available_departments", needs=Perm.DEPARTMENT_READ, says="Looking who is there…")
async def get_available_departments(ctx: ToolContext, work: Work) -> str:
    """Tell which departments the caller can be put through to, and whether anybody is free there."""
    departments = await work.departments()
    if not departments:
        return "I can put you through to a person."
    names = listed([department.spoken for department in departments], "or")
    told = [*_availability(departments), *_strengths(departments, work.caller.language)]
    return " ".join([f"I can put you through to {names}.", *told])


@tool("transfer_to_agent", needs=Perm.TRANSFER, says="One moment, please…")
async def transfer_to_agent(
    ctx: ToolContext, work: Work, department: Name = None, reason: Reason = ""
) -> str:
    """Put the caller through to a person. Call it as soon as the caller asks for one; nothing follows it."""
    departments = await work.departments()
    chosen = open_one(choose(department, departments, work.caller.language), departments)
    line = one_line(reason, REASON_LENGTH) or "The caller asked for a person"
    await ctx.transfers.request(chosen.spoken, chosen.queue, line, standing(chosen))
    return f"The caller is being put through to {chosen.spoken}."


def choose(wanted: str | None, departments: Sequence[Department], language: str = "") -> Department:
    """The department that was named, by its name or by what it can help with; else one for everybody."""
    if not departments:
        raise ToolError("I am sorry, I know no department to put you through to.")
    if not wanted or ANYONE.fullmatch(wanted.strip().lower()):
        usual = next((d for d in departments if d.is_default), departments[0])
        return _speaking(language, [usual, *departments])
    for names in (lambda d: d.spoken, lambda d: d.name):
        if len(found := matches(wanted, departments, names)) == 1:
            return found[0]
    if skilled := [d for d in departments if matches(wanted, d.skills, str)]:
        return _speaking(language, skilled)
    if AT_THE_DOOR.fullmatch(wanted.strip().lower()):
        return choose(None, departments, language)
    choices = listed([department.spoken for department in departments], "or")
    raise ToolError(
        f"There is no department called {one_line(wanted, 40)}. I can put you through to {choices}."
    )


def open_one(chosen: Department, departments: Sequence[Department]) -> Department:
    """The department itself, or the one that takes over while it is closed."""
    if chosen.is_open:
        return chosen
    other = next((d for d in departments if d.id == chosen.fallback_id and d.is_open), None)
    if other is None:
        raise ToolError(f"{chosen.spoken} is closed now. {CALL_BACK_LATER}")
    return other


def standing(department: Department) -> Line:
    """How one more caller would stand in the queue, as the desk saw it last."""
    free, waiting = department.available, department.waiting
    if free is None or waiting is None:
        return UNKNOWN
    return Line(0 if free > waiting else waiting + 1, department.expected_s)


def _speaking(language: str, departments: Sequence[Department]) -> Department:
    """The first that is open to callers of this language; where nobody is, the first."""
    return next((d for d in departments if d.is_open and d.speaks(language)), departments[0])


def _strengths(departments: Sequence[Department], language: str) -> list[str]:
    skills = [f"{d.spoken} helps with {listed(d.skills)}." for d in departments if d.skills]
    foreign = [d.spoken for d in departments if not d.speaks(language)]
    return skills + ([f"Nobody speaks your language in {listed(foreign, 'or')}."] if foreign else [])


def _availability(departments: Sequence[Department]) -> list[str]:
    there = [d for d in departments if d.is_open]
    free = [d.spoken for d in there if d.available]
    nobody = [d.spoken for d in there if d.available == 0]
    sentences = [f"Somebody is free in {listed(free)}."] if free else []
    sentences += [f"Nobody is free in {listed(nobody, 'or')} right now."] if nobody else []
    sentences += [f"In {d.spoken} it takes {_wait(d.expected_s)}." for d in there if d.expected_s]
    closed = [d.spoken for d in departments if not d.is_open]
    return sentences + ([f"Closed now: {listed(closed)}."] if closed else [])


def _wait(seconds: int) -> str:
    minutes = round(seconds / 60)
    return "about a minute" if minutes <= 1 else f"about {minutes} minutes"
