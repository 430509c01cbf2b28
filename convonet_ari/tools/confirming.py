"""Asking before acting: a tool that confirms acts only in a later turn than the one in which it asked.

Such a tool declares `confirms=intent`, where `async def intent(ctx, work, **arguments) -> Intent | None`
finds what is meant and words the question, or sees that nothing has to be asked. The registry asks it first
and carries the tool out only when the caller was asked about the same thing one or two turns ago and does not
refuse now.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from convonet_ari.tools.context import ToolContext, Work

LEFT = "All right, I leave it as it is."
REFUSAL = re.compile(
    r"^\W*(?:(?:um+|uh+|oh|well|please|sorry)\W+)*"
    r"(?:no|nope|nah|don't|do not|stop|wait|cancel|never ?mind|not)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Intent:
    """`about` names the thing meant by its id, so that the answer to another question is no consent."""

    about: str
    question: str


Confirms = Callable[..., Awaitable[Intent | None]]


async def unconfirmed(ctx: ToolContext, work: Work, tool: str, intent: Intent | None) -> str | None:
    """What to say in place of acting; None when the caller has agreed, or need not."""
    if intent is None:
        return None
    if not await work.was_asked(tool, intent.about, ctx.turn):
        return intent.question
    return LEFT if REFUSAL.search(ctx.said) else None
