"""All that a caller has in the calendar in a stretch of days, for who wants to be rid of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from convonet_ari.errors import ToolError
from convonet_ari.store import calendar as store
from convonet_ari.store.calendar import Appointment
from convonet_ari.tools.agenda import spoken_event
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.spans import Span, span
from convonet_ari.tools.wording import counted, listed

MOST = 50
HOURS = {"morning": (0, 12), "afternoon": (12, 18), "evening": (17, 24)}
PART = re.compile(rf"\b(?:{'|'.join(HOURS)})\b", re.I)


@dataclass(frozen=True, slots=True)
class Cleared:
    """What is still to come of those days, and how they are told."""

    events: Sequence[Appointment]
    words: str
    one_day: bool


async def coming_on(ctx: ToolContext, work: Work, day: str) -> Cleared:
    """Raises ToolError for a time that has none."""
    days = span(day, ctx.now)
    part = PART.search(day.replace("tonight", "this evening"))
    found = await store.events_between(work.tx, ctx.caller, max(days.start, ctx.now), days.end, MOST)
    events = [event for event in found if part is None or _in(part[0].lower(), event, ctx.now)]
    words = f"{days.words} in the {part[0].lower()}" if part else days.words
    if not events:
        raise ToolError(f"You have no appointments {words}.")
    return Cleared(events, words, _one_day(days))


def intent(found: Cleared, now: datetime) -> Intent:
    """Whoever agrees agrees to these very appointments."""
    told = listed([spoken_event(event, now, day=not found.one_day) for event in found.events])
    every = "the one appointment" if len(found.events) == 1 else f"all {len(found.events)} appointments"
    about = " ".join(str(event.id) for event in found.events)
    return Intent(about, f"Shall I delete {every} {found.words}: {told}?")


async def clear(ctx: ToolContext, work: Work, found: Cleared) -> str:
    gone = [event for event in found.events if await store.delete_event(work.tx, ctx.caller, event.id)]
    return f"I deleted {counted(len(gone), 'appointment')} {found.words}."


def _in(part: str, event: Appointment, now: datetime) -> bool:
    begins, ends = HOURS[part]
    return not event.all_day and begins <= event.starts_at.astimezone(now.tzinfo).hour < ends


def _one_day(days: Span) -> bool:
    return days.end - days.start < timedelta(days=1, hours=2)
