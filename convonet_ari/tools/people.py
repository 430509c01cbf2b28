"""The people of the organisation, and what the caller wants to be known about themselves."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Annotated, Literal

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import directory, profiles
from convonet_ari.store.profiles import Profile
from convonet_ari.tools import dates
from convonet_ari.tools.addresses import aloud, heard_address
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.naming import find, split_person
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.who import PersonName
from convonet_ari.tools.wording import listed, one_line
from convonet_ari.tools.zones import zone_named

SPOKEN_PEOPLE = 5
RANGE = re.compile(
    r"^\s*(?:from |between )?(?P<start>.+?)\s*(?:\bto\b|\buntil\b|\btill\b|\band\b|-|–)\s*(?P<end>.+)$", re.I
)
OFF = re.compile(r"^\W*(?:off|none|no|never|no quiet hours)\W*$", re.I)

Zone = Annotated[
    str | None, Field(max_length=60, description="A city such as Berlin, or a zone such as Europe/Berlin.")
]
Quiet = Annotated[
    str | None,
    Field(max_length=60, description="When never to call: '10 pm to 7 am', or 'off' for no quiet hours."),
]
Email = Annotated[
    str | None,
    Field(
        max_length=200,
        description="Where receipts go, word for word as it was said or spelled: 'a n n at example dot com'.",
    ),
]


@tool("search_users", needs=Perm.PEOPLE_READ, says="Looking for them…")
async def search_users(ctx: ToolContext, work: Work, name: PersonName) -> str:
    """Find people of the organisation by a name said roughly, and tell their teams."""
    found = find(split_person(name)[0], await directory.people(work.tx), lambda person: person.name)
    shown = found.meant or found.near
    if not shown:
        return f"I found nobody called {one_line(name, 60)}."
    spoken = shown[:SPOKEN_PEOPLE]
    teams = await directory.team_names(work.tx, [person.user_id for person in spoken])
    told = [_placed(person, teams[person.user_id]) for person in spoken]
    more = f" And {len(shown) - SPOKEN_PEOPLE} more." if len(shown) > SPOKEN_PEOPLE else ""
    lead = "I found" if found.meant else f"I found nobody called {one_line(name, 60)}, but"
    return f"{lead} {listed(told)}.{more}"


@tool("get_my_profile", needs=Perm.PROFILE_READ, says="Looking up your profile…")
async def get_my_profile(ctx: ToolContext, work: Work) -> str:
    """Tell what is known about the caller: name, role, teams, time zone, quiet hours, reminders, receipts."""
    mine = await profiles.read_profile(work.tx, work.caller.user_id)
    roles = [f"{mine.role} of the organisation"] if mine.role else []
    roles += [f"{team.role} of the team {team.name}" for team in work.caller.teams]
    who = f"You are {mine.name}{', ' if roles else ''}{listed(roles)}."
    number = f" Your number ends in {mine.number[-4:]}." if mine.number else ""
    return f"{who}{number} Your time zone is {_city(mine.timezone)}. {_wishes(mine)}"


async def _ask_address(ctx: ToolContext, work: Work, email: Email = None, **rest: object) -> Intent | None:
    """An address is easily misheard, and what is sent there is the caller's own business."""
    if email is None:
        return None
    address = _address(email)
    if (await profiles.read_profile(work.tx, work.caller.user_id)).email == address:
        return None
    return Intent(address, f"I heard {aloud(address)}. Shall I send your receipts there?")


@tool("update_my_preferences", needs=Perm.PROFILE_WRITE, says="Noting that…", confirms=_ask_address)
async def update_my_preferences(
    ctx: ToolContext,
    work: Work,
    timezone: Zone = None,
    quiet_hours: Quiet = None,
    reminders: Literal["call", "next_call"] | None = None,
    receipts: Literal["none", "email"] | None = None,
    email: Email = None,
    remember: bool | None = None,
) -> str:
    """Change how the caller is treated; give only what they named. `reminders`: call them when one is due,
    or tell it in their next call. `remember`: whether to keep what was talked about.
    """
    if all(each is None for each in (timezone, quiet_hours, reminders, receipts, email, remember)):
        raise ToolError("What would you like to change: time zone, quiet hours, reminders or receipts?")
    user = work.caller.user_id
    old = await profiles.read_profile(work.tx, user)
    new = old if timezone is None else replace(old, timezone=_zone(timezone))
    if quiet_hours is not None:
        start, end = _quiet(quiet_hours, ctx.now)
        new = replace(new, quiet_from=start, quiet_until=end)
    new = replace(
        new,
        reminder_delivery=reminders or new.reminder_delivery,
        receipts=receipts or (new.receipts if email is None else "email"),
        email=new.email if email is None else _address(email),
        remember=new.remember if remember is None else remember,
    )
    if new.receipts == "email" and not new.email:
        raise ToolError("Where shall the receipts go? I need an e-mail address.")
    if new.timezone != old.timezone:
        await profiles.set_timezone(work.tx, user, new.timezone)
    await profiles.save_preferences(work.tx, work.caller.org_id, user, new)
    return f"Noted. Your time zone is {_city(new.timezone)}. {_wishes(new)}"


def _placed(person: directory.Person, teams: Sequence[str]) -> str:
    return f"{person.name} of {listed(teams)}" if teams else person.name


def _zone(said: str) -> str:
    zone = zone_named(said)
    if zone is None:
        raise ToolError(f"I know no time zone {one_line(said, 40)}. Which large city is near you?")
    return zone


def _quiet(said: str, now: datetime) -> tuple[time | None, time | None]:
    if OFF.match(said):
        return None, None
    match = RANGE.match(said)
    start, end = (_clock(match[name], now) if match else None for name in ("start", "end"))
    if start is None or end is None or start == end:
        raise ToolError("From when until when shall I not call you?")
    return start, end


def _clock(said: str, now: datetime) -> time | None:
    when = dates.parse(said, now) or dates.parse(f"at {said}", now)
    return when.at if when else None


def _address(said: str) -> str:
    address = heard_address(said)
    if address is None:
        raise ToolError("I did not get that e-mail address. Please spell it, with at and dot.")
    return address


def _city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _wishes(mine: Profile) -> str:
    calls = "I call you when a reminder is due"
    if mine.reminder_delivery == "next_call":
        calls = "I tell you reminders in your next call"
    quiet = "at any hour"
    if mine.quiet_from and mine.quiet_until:
        hours = f"{dates.spoken_time(mine.quiet_from)} and {dates.spoken_time(mine.quiet_until)}"
        quiet = f"but not between {hours}"
    receipts = (
        f"receipts go to {aloud(mine.email)}"
        if mine.receipts == "email" and mine.email
        else "you get no receipts"
    )
    memory = "" if mine.remember else ", and I forget what we talk about"
    return f"{calls}, {quiet}; {receipts}{memory}."
