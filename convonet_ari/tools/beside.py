"""A time told by an appointment or by another time: "ten minutes before the review", "an hour before it"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from convonet_ari.errors import ToolError
from convonet_ari.store import calendar as store
from convonet_ari.store.calendar import Appointment
from convonet_ari.tools import dates
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.matching import matches
from convonet_ari.tools.meaning import is_it, meant
from convonet_ari.tools.moving import SPANS, in_clock_words, new_moment, not_past
from convonet_ari.tools.numerals import NUMBER, number
from convonet_ari.tools.wording import one_line

AHEAD = timedelta(days=60)
SOON = timedelta(minutes=10)
LEAD = (
    rf"(?:(?P<n>half an|(?:a )?quarter of an|{NUMBER})(?P<half> and a half)? (?P<unit>minute|hour|day|week)s?"
    r"(?P<tail> and a half)?|(?:right|just|shortly|briefly|a (?:little|bit)))"
)
BESIDE = re.compile(
    rf"(?:about |at least )?(?:{LEAD} )?(?P<side>before|ahead of|prior to|after|when|as soon as)"
    r" (?P<what>.+?)(?P<begins> (?:starts|begins|is))?"
)
PARTS = {"half an": 0.5, "quarter of an": 0.25, "a quarter of an": 0.25}


async def beside(ctx: ToolContext, work: Work, when: str) -> datetime | None:
    """The time that `when` tells by another; None when it tells one by itself. Raises ToolError."""
    match = BESIDE.fullmatch(dates.plain(when).strip())
    if match is None:
        return None
    meanwhile = match["side"] in ("when", "as soon as")
    if meanwhile and not match["begins"]:
        return None
    start, end = await _of(ctx, work, match["what"])
    lead = _lead(match)
    if meanwhile:
        return not_past(start, ctx.now)
    return not_past(end + lead if match["side"] == "after" else start - lead, ctx.now)


def _lead(match: re.Match[str]) -> timedelta:
    if match["n"] is None:
        return SOON
    n = PARTS.get(match["n"]) or number(match["n"])
    return (n + (0.5 if match["half"] or match["tail"] else 0)) * SPANS[match["unit"]]


async def _of(ctx: ToolContext, work: Work, what: str) -> tuple[datetime, datetime]:
    """When what is spoken of begins and ends: an appointment, or a time alone."""
    clock = dates.find(in_clock_words(what))
    if clock is not None and not clock.rest.strip():
        at = new_moment(what, ctx.now)
        return at, at
    found = dates.find(what)
    coming = await store.events_between(work.tx, ctx.caller, ctx.now, ctx.now + AHEAD)
    if is_it(what):
        event = await meant(ctx, work, what, coming, "calendar_events", "appointment")
    else:
        event = _named(
            found.rest if found else what, coming, dates.parse(what, ctx.now) if found else None, ctx
        )
    zone = ctx.now.tzinfo
    return event.starts_at.astimezone(zone), event.ends_at.astimezone(zone)


def _named(title: str, coming: list[Appointment], on: dates.When | None, ctx: ToolContext) -> Appointment:
    """The next of that name, on that day. Raises ToolError."""
    zone = ctx.now.tzinfo
    there = [event for event in coming if on is None or event.starts_at.astimezone(zone).date() == on.day]
    name = re.sub(r"^(?:the|my|our|a|an) ", "", title.strip())
    found = matches(name, there, lambda event: event.title)
    if not found:
        raise ToolError(f"I found no appointment called “{one_line(name, 60)}”. When shall it be?")
    return min(found, key=lambda event: event.starts_at)
