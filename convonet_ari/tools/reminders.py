"""The caller's reminders: told at their time, by a call or in the next one."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import reminders as store
from convonet_ari.store.reminders import Delivery, Reminder
from convonet_ari.tools import dates
from convonet_ari.tools.beside import beside
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.meaning import NewTitle, Which, is_it, meant
from convonet_ari.tools.moving import moved, new_moment
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.spans import span
from convonet_ari.tools.wording import counted, one_line

MORNING = time(9)
SPOKEN = 5
JUST_TOLD = timedelta(hours=1)
HOW: dict[Delivery, str] = {"call": "I will call you", "next_call": "I will tell you in your next call after"}

Title = Annotated[
    str, Field(min_length=1, max_length=200, description="What to be reminded of, in the caller's words.")
]
When = Annotated[
    str,
    Field(
        min_length=1,
        max_length=80,
        description="When, in the caller's own words: 'in two hours', 'Friday', 'an hour before the review'.",
    ),
]
NewWhen = Annotated[
    str | None,
    Field(
        max_length=80, description="A new day or time in the caller's own words: 'Thursday', 'three thirty'."
    ),
]
Day = Annotated[str | None, Field(max_length=60, description="A day or a week in the caller's own words.")]


@tool("create_reminder", needs=Perm.REMINDER_WRITE, says="Setting your reminder…", writes=True)
async def create_reminder(ctx: ToolContext, work: Work, title: Title, when: When) -> str:
    """Remind the caller of something at a time; a day without a time means nine in the morning."""
    due_at = await beside(ctx, work, when) or new_moment(when, ctx.now, MORNING)
    way = await store.delivery(work.tx, ctx.caller)
    made = await store.create_reminder(work.tx, ctx.caller, one_line(title, 200), due_at, way, ctx.call_id)
    return f"I set the reminder “{made.title}”: {HOW[made.delivery]} {spoken_time(made, ctx.now)}."


@tool("get_reminders", needs=Perm.REMINDER_READ, says="Looking up your reminders…")
async def get_reminders(ctx: ToolContext, work: Work, when: Day = None) -> str:
    """Tell the caller's reminders that are still to come."""
    days = span(when, ctx.now) if when and when.strip() else None
    start, end = (
        (days.start, days.end) if days else (ctx.now - timedelta(days=7), ctx.now + timedelta(days=3650))
    )
    found = await store.list_reminders(work.tx, ctx.caller, start, end)
    about = f"{counted(len(found), 'reminder')}{f' {days.words}' if days else ''}"
    told = [f"“{reminder.title}” {spoken_time(reminder, ctx.now)}" for reminder in found[:SPOKEN]]
    more = [f"{len(found) - SPOKEN} more"] if len(found) > SPOKEN else []
    return f"You have {about}: {'; '.join(told + more)}." if found else f"You have {about}."


@tool("update_reminder", needs=Perm.REMINDER_WRITE, says="Changing your reminder…", writes=True)
async def update_reminder(
    ctx: ToolContext, work: Work, title: Which = None, when: NewWhen = None, new_title: NewTitle = None
) -> str:
    """Move a reminder or change its words; a time alone keeps the day. Also for "no, Thursday"."""
    old = await _meant(ctx, work, title)
    due_at = old.due_at
    if when and when.strip():
        due_at = await beside(ctx, work, when) or moved(when, old.due_at, ctx.now)
    line = one_line(new_title or "", 200) or old.title
    if (due_at, line) == (old.due_at, old.title):
        raise ToolError(f"What shall I change about the reminder “{old.title}”?")
    new = await store.set_reminder(work.tx, ctx.caller, old.id, line, due_at)
    if new is None:
        raise ToolError(f"The reminder “{old.title}” is gone.")
    return f"I changed the reminder “{new.title}”: {HOW[new.delivery]} {spoken_time(new, ctx.now)}."


async def _intent(ctx: ToolContext, work: Work, title: str | None = None) -> Intent:
    reminder = await _meant(ctx, work, title)
    return Intent(str(reminder.id), f"Shall I delete the reminder “{reminder.title}”?")


@tool("delete_reminder", needs=Perm.REMINDER_WRITE, says="Deleting your reminder…", confirms=_intent)
async def delete_reminder(ctx: ToolContext, work: Work, title: Which = None) -> str:
    """Delete a reminder that is still to come."""
    reminder = await _meant(ctx, work, title)
    if not await store.delete_reminder(work.tx, ctx.caller, reminder.id):
        raise ToolError(f"The reminder “{reminder.title}” is gone already.")
    return f"I deleted the reminder “{reminder.title}”."


@tool("snooze_reminder", needs=Perm.REMINDER_WRITE, says="Snoozing…", writes=True)
async def snooze_reminder(
    ctx: ToolContext, work: Work, title: Which = None, until: When = "ten minutes"
) -> str:
    """Tell a reminder again later; without a title it is the one that the caller was just told."""
    told = await store.told_reminders(work.tx, ctx.caller, ctx.now - JUST_TOLD)
    old = told[0] if is_it(title) and told else await _meant(ctx, work, title, told)
    untold = old.due_at > ctx.now and not old.snoozed
    due_at = moved(_ahead(until, untold), max(old.due_at, ctx.now), ctx.now)
    new = await store.set_reminder(work.tx, ctx.caller, old.id, old.title, due_at, snoozed=True)
    if new is None:
        raise ToolError(f"The reminder “{old.title}” is gone.")
    return f"All right, “{new.title}” again {spoken_time(new, ctx.now)}."


def spoken_time(reminder: Reminder, now: datetime) -> str:
    at = reminder.due_at.astimezone(now.tzinfo)
    return dates.spoken(at.date(), now.date(), at.time().replace(second=0, microsecond=0))


def _ahead(words: str, untold: bool) -> str:
    """ "Ten minutes" and "for an hour" are so much ahead; of what is still to come, so much later."""
    plain = dates.plain(words).removeprefix("for ").removeprefix("another ")
    if not plain.endswith(("minute", "minutes", "hour", "hours")) or plain[:3] == "in ":
        return plain
    return f"{plain} later" if untold else f"in {plain}"


async def _meant(
    ctx: ToolContext, work: Work, title: str | None, also: list[Reminder] | None = None
) -> Reminder:
    waiting = await store.open_reminders(work.tx, ctx.caller)
    known = {reminder.id: reminder for reminder in [*waiting, *(also or [])]}
    return await meant(ctx, work, title, list(known.values()), "reminders", "reminder")
