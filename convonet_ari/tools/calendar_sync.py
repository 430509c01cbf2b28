"""What is true about the caller's Google Calendar."""

from __future__ import annotations

from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool

NOT_CONNECTED = "Your Google Calendar is not connected. Your calendar here works without it."


@tool("get_calendar_sync_status", needs=Perm.CALENDAR_READ, says="Looking at the connection…")
async def get_calendar_sync_status(ctx: ToolContext, work: Work) -> str:
    """Tell whether the caller's Google Calendar is connected, and when it was last compared."""
    return NOT_CONNECTED


@tool("sync_google_calendar_events", needs=Perm.CALENDAR_WRITE, says="Looking at the connection…")
async def sync_google_calendar_events(ctx: ToolContext, work: Work) -> str:
    """Compare the caller's calendar with Google's now, if it is connected."""
    return NOT_CONNECTED
