"""Being called back by a person instead of waiting for one."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import callbacks, departments
from convonet_ari.store.callbacks import Callback
from convonet_ari.store.work import create_todo
from convonet_ari.tools import dates
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.departments import Name, Reason, choose
from convonet_ari.tools.matching import matches
from convonet_ari.tools.moving import part_of_day
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool
from convonet_ari.tools.wording import listed, one_line

MOST_WAITING = 3
MORNING = time(9)

When = Annotated[
    str | None,
    Field(max_length=60, description="Not before: 'tomorrow at 3 pm'; leave it out for as soon as possible."),
]
Message = Annotated[
    str | None, Field(max_length=200, description="What they are to do; leave it out to be called back.")
]


@tool("request_callback", needs=Perm.CALLBACK, says="Noting the callback…", writes=True)
async def request_callback(
    ctx: ToolContext, work: Work, department: Name = None, when: When = None, reason: Reason = ""
) -> str:
    """Have a person call the caller back, on the caller's own number, instead of waiting in the queue."""
    user = work.caller.user_id
    if len(await callbacks.waiting_callbacks(work.tx, user)) >= MOST_WAITING:
        raise ToolError("You are waiting for enough callbacks already. Shall I cancel one?")
    number = await callbacks.number_for(work.tx, user, ctx.call_id)
    if number is None:
        raise ToolError("I do not know your number, so nobody can call you back on it.")
    chosen = choose(department, await work.departments()) if department else None
    start = _start(when, ctx.now)
    line = one_line(reason, 300)
    org_id, place = work.caller.org_id, chosen.id if chosen else None
    await callbacks.request_callback(
        work.tx, org_id, user, number, start or ctx.now, place, line, ctx.call_id
    )
    who = chosen.spoken if chosen else "Somebody"
    at = "as soon as possible"
    if start is not None:
        at = f"not before {dates.spoken(start.date(), ctx.now.date(), start.time())}"
    return f"I noted it: {who} will call you back {at}, on the number ending in {number[-4:]}."


@tool("leave_department_todo", needs=Perm.CALLBACK, says="Leaving the todo…", writes=True)
async def leave_department_todo(
    ctx: ToolContext, work: Work, department: Name = None, title: Message = None, reason: Reason = ""
) -> str:
    """Leave a todo for a department that could not take the call; without a title it is to call back."""
    chosen = choose(department, await work.departments())
    name = work.caller.name
    words = one_line(title or "", 120) or f"call {name} back"
    about = f" ({one_line(reason, 80)})" if reason and not title else ""
    whose = await departments.whose_todo(work.tx, chosen.id)
    if whose is None:
        raise ToolError("I cannot leave them a todo. Shall I have somebody call you back instead?")
    todo = await create_todo(
        work.tx,
        work.caller,
        f"{chosen.spoken}: {words}{about}",
        assignee=whose.assignee,
        team_id=whose.team_id,
        call_id=ctx.call_id,
    )
    return f"I left the todo “{todo.title}”."


@tool("cancel_callback", needs=Perm.CALLBACK, says="Cancelling the callback…", writes=True)
async def cancel_callback(ctx: ToolContext, work: Work, department: Name = None) -> str:
    """Cancel a callback that the caller is waiting for."""
    waiting = await callbacks.waiting_callbacks(work.tx, work.caller.user_id)
    if department:
        waiting = matches(department, waiting, lambda callback: callback.department or "anybody")
    if not waiting:
        raise ToolError("You are not waiting for such a callback.")
    if len(waiting) > 1:
        choices = listed([_spoken(callback, ctx.now) for callback in waiting], "or")
        raise ToolError(f"Which callback do you mean: {choices}?")
    if not await callbacks.cancel_callback(work.tx, work.caller.user_id, waiting[0].id):
        raise ToolError("They have called you already.")
    return f"I cancelled the callback {_spoken(waiting[0], ctx.now)}."


def _start(when: str | None, now: datetime) -> datetime | None:
    if not when or not when.strip():
        return None
    parsed = dates.parse(when, now)
    if parsed is None:
        raise ToolError(f"I did not understand the time “{one_line(when, 60)}”. When shall they call?")
    start = datetime.combine(parsed.day, parsed.at or part_of_day(when, MORNING), now.tzinfo)
    if parsed.day < now.date() or (start < now and parsed.at):
        raise ToolError("That is in the past. When shall they call?")
    return max(start, now)


def _spoken(callback: Callback, now: datetime) -> str:
    at = callback.not_before.astimezone(now.tzinfo)
    who = f"from {callback.department}" if callback.department else "from anybody"
    return f"{who}, {dates.spoken(at.date(), now.date(), at.time().replace(second=0, microsecond=0))}"
