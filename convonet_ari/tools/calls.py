"""Earlier calls: when they were, what was said, and their recordings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import Field

from convonet_ari.errors import ToolDenied, ToolError
from convonet_ari.store import call_book
from convonet_ari.store.call_book import PastCall
from convonet_ari.tools import dates
from convonet_ari.tools.confirming import Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.past import parse_past
from convonet_ari.tools.permissions import DENIED, Perm, leads_all_teams
from convonet_ari.tools.registry import tool
from convonet_ari.tools.wording import counted, listed, one_line

SPOKEN_CALLS = 4
SPOKEN_LINES = 12
LONGEST_LINE = 160
FIRST = datetime(2000, 1, 1, tzinfo=UTC)
NEAR = timedelta(hours=1)

Which = Annotated[
    str | None,
    Field(
        max_length=60, description="When that call was: 'yesterday at 3 pm'; leave it out for the last one."
    ),
]


@tool("get_call_history", needs=Perm.CALL_READ, says="Looking up the calls…")
async def get_call_history(
    ctx: ToolContext, work: Work, when: Which = None, whose: Literal["mine", "everyone"] = "mine"
) -> str:
    """Tell the caller's earlier calls; `everyone` is for the organisation's owners and admins."""
    if whose == "everyone" and not leads_all_teams(work.caller):
        raise ToolDenied(DENIED)
    user = work.caller.user_id if whose == "mine" else None
    found = await _during(ctx, work, when, user is None, 50)
    kind = "earlier call"
    if not found:
        return f"There {'was' if when else 'is'} no such call." if when else f"There is no {kind}."
    told = [_spoken(call, ctx.now, named=user is None) for call in found[:SPOKEN_CALLS]]
    more = [f"{len(found) - SPOKEN_CALLS} more"] if len(found) > SPOKEN_CALLS else []
    verb = "is" if len(found) == 1 else "are"
    about = next((f" The last one: {call.summary}" for call in found[:1] if call.summary), "")
    return f"There {verb} {counted(len(found), kind)}: {'; '.join(told + more)}.{about}"


@tool("get_call_transcript", needs=Perm.CALL_READ, says="Looking up what was said…")
async def get_call_transcript(ctx: ToolContext, work: Work, call: Which = None) -> str:
    """Tell what was said in one of the caller's own earlier calls. Sum it up; do not read it out."""
    meant = await _one(ctx, work, call)
    lines = await call_book.transcript(work.tx, meant.id)
    if not lines:
        return f"Nothing was written down of the call {_at(meant, ctx.now)}."
    told = [
        f"{'you' if who == 'caller' else 'I'} said “{one_line(text, LONGEST_LINE)}”"
        for who, text in lines[-SPOKEN_LINES:]
    ]
    left = " At the end:" if len(lines) > SPOKEN_LINES else ""
    return f"In the call {_at(meant, ctx.now)}:{left} {'; '.join(told)}."


@tool("get_call_recordings", needs=Perm.CALL_READ, says="Looking for recordings…")
async def get_call_recordings(ctx: ToolContext, work: Work, when: Which = None) -> str:
    """Tell of which of the caller's earlier calls there are recordings."""
    found = [call for call in await _during(ctx, work, when, False, 50) if call.recorded_s]
    if not found:
        return "There is no recording of your calls."
    told = [f"{_at(call, ctx.now)}, {_length(call.recorded_s)}" for call in found[:SPOKEN_CALLS]]
    more = [f"{len(found) - SPOKEN_CALLS} more"] if len(found) > SPOKEN_CALLS else []
    return f"You have {counted(len(found), 'recorded call')}: {'; '.join(told + more)}."


async def _ask_deletion(ctx: ToolContext, work: Work, call: str | None = None) -> Intent:
    meant = await _recorded(ctx, work, call)
    return Intent(str(meant.id), f"Shall I delete the recording of your call {_at(meant, ctx.now)}?")


@tool("delete_call_recording", needs=Perm.CALL_DELETE, says="Deleting the recording…", confirms=_ask_deletion)
async def delete_call_recording(ctx: ToolContext, work: Work, call: Which = None) -> str:
    """Delete the recording of one of the caller's own earlier calls."""
    meant = await _recorded(ctx, work, call)
    await call_book.delete_recordings(work.tx, meant.id)
    return f"I deleted the recording of your call {_at(meant, ctx.now)}."


async def _during(
    ctx: ToolContext, work: Work, when: str | None, everybodys: bool, limit: int
) -> Sequence[PastCall]:
    """The calls of the day that was named, near the hour that was named."""
    since, until = _span(when, ctx.now)
    user = None if everybodys else work.caller.user_id
    return await call_book.past_calls(work.tx, user, ctx.call_id, since, until, limit)


async def _one(ctx: ToolContext, work: Work, when: str | None) -> PastCall:
    found = await _during(ctx, work, when, False, SPOKEN_CALLS + 1)
    return _clear(found, when, ctx.now)


async def _recorded(ctx: ToolContext, work: Work, when: str | None) -> PastCall:
    found = [call for call in await _during(ctx, work, when, False, 50) if call.recorded_s]
    if not found:
        raise ToolError("There is no recording of such a call.")
    return _clear(found, when, ctx.now)


def _clear(found: Sequence[PastCall], when: str | None, now: datetime) -> PastCall:
    """The newest when no time was named; else the only one of that time. Raises ToolError."""
    if not found:
        raise ToolError("I know of no such call of yours.")
    if when and len(found) > 1:
        choices = listed([_at(call, now) for call in found[:SPOKEN_CALLS]], "or")
        raise ToolError(f"Which call do you mean: the one {choices}?")
    return found[0]


def _span(when: str | None, now: datetime) -> tuple[datetime, datetime]:
    if not when or when.strip().lower() in ("last", "the last", "the last one", "last call", "latest"):
        return FIRST, now
    parsed = parse_past(when, now)
    if parsed is None:
        raise ToolError(f"I did not understand the day “{one_line(when, 60)}”. Which day do you mean?")
    start = datetime.combine(parsed.day, parsed.at or time(), now.tzinfo)
    if parsed.at is None:
        return start, start + timedelta(days=1)
    return start - NEAR, start + NEAR


def _spoken(call: PastCall, now: datetime, *, named: bool) -> str:
    who = f"{call.caller or 'somebody'} " if named else ""
    length = ""
    if call.ended_at:
        length = f", {_length((call.ended_at - call.answered_at).total_seconds())}"
    people = ", put through to people" if call.queue else ""
    return f"{who}{_at(call, now)}{length}{people}"


def _at(call: PastCall, now: datetime) -> str:
    at = call.started_at.astimezone(now.tzinfo)
    day = dates.spoken(at.date(), now.date(), at.time().replace(second=0, microsecond=0))
    return f"of {day}" if now.date() - at.date() <= timedelta(days=1) else f"on {day}"


def _length(seconds: float) -> str:
    if seconds < 90:
        return f"{round(seconds)} seconds"
    return counted(round(seconds / 60), "minute")
