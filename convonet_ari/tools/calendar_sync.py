"""What is true about the caller's Google Calendar."""

from __future__ import annotations

from datetime import datetime

from convonet_ari.store import google
from convonet_ari.store.google import GoogleStatus
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.wording import counted

NOT_CONNECTED = "Your Google Calendar is not connected. Your calendar here works without it."
REVOKED = "Google no longer lets me see your calendar. Ask your administrator for a new link to connect it."


@tool("get_calendar_sync_status", needs=Perm.CALENDAR_READ, says="Looking at the connection…")
async def get_calendar_sync_status(ctx: ToolContext, work: Work) -> str:
    """Tell whether the caller's Google Calendar is connected, and when it was last compared."""
    found = await google.status(work.tx, work.caller.user_id)
    if found is None or found.state == "revoked":
        return NOT_CONNECTED if found is None else REVOKED
    trouble = "Google could not be reached at the last try. " if found.last_error else ""
    return f"{trouble}Your Google Calendar is connected. {_compared(found, ctx.now)}"


@tool("sync_google_calendar_events", needs=Perm.CALENDAR_WRITE, says="Looking at the connection…")
async def sync_google_calendar_events(ctx: ToolContext, work: Work) -> str:
    """Compare the caller's calendar with Google's now, if it is connected."""
    found = await google.status(work.tx, work.caller.user_id)
    if found is None or found.state == "revoked":
        return NOT_CONNECTED if found is None else REVOKED
    await google.hurry(work.tx, work.caller.user_id, ctx.now)
    return "I am comparing the two calendars now. It takes a few seconds and goes on without us."


def _compared(found: GoogleStatus, now: datetime) -> str:
    waiting = {0: "nothing is waiting", 1: "one change has yet to reach it"}
    waits = waiting.get(found.waiting, f"{found.waiting} changes have yet to reach it")
    if found.last_synced_at is None:
        return f"The two were not compared yet, and {waits}."
    return f"The two were compared {_ago(found.last_synced_at, now)}, and {waits}."


def _ago(then: datetime, now: datetime) -> str:
    minutes = max(0, round((now - then).total_seconds() / 60))
    if minutes < 2:
        return "just now"
    if minutes < 120:
        return f"{minutes} minutes ago"
    hours = minutes // 60
    return f"{counted(hours, 'hour')} ago" if hours < 48 else f"{counted(hours // 24, 'day')} ago"
