"""Which of the caller's things is meant: by its title, or "it" for the one that this call touched last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Protocol, TypeVar
from uuid import UUID

from pydantic import Field

from convonet_ari.errors import ToolError
from convonet_ari.store import journal
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.matching import matches
from convonet_ari.tools.wording import listed, one_line

SPOKEN_CHOICES = 3
IT = re.compile(
    r"\W*(?:it|that|this|them|the last|(?:that|this|the|the last|my last) "
    r"(?:one|todo|task|reminder|appointment|meeting|event))?\W*",
    re.IGNORECASE,
)

Which = Annotated[
    str | None,
    Field(
        max_length=200,
        description="Its title in the caller's words, or a part of it; leave it out for 'it', the last one.",
    ),
]
NewTitle = Annotated[str | None, Field(max_length=200, description="A new title, if it gets one.")]


class Thing(Protocol):
    @property
    def id(self) -> UUID: ...

    @property
    def title(self) -> str: ...


T = TypeVar("T", bound=Thing)


async def meant(
    ctx: ToolContext, work: Work, said: str | None, items: Sequence[T], table: str, kind: str
) -> T:
    """The one of `items`, rows of `table`, that the caller means. Raises ToolError, which asks which one."""
    if is_it(said):
        return await _last(ctx, work, items, table, kind)
    return chosen(said or "", items, kind)


def is_it(said: str | None) -> bool:
    return said is None or IT.fullmatch(said) is not None


def chosen(said: str, items: Sequence[T], kind: str) -> T:
    """The one of that title. Raises ToolError."""
    found = matches(said, items, lambda item: item.title)
    if not found:
        raise ToolError(f"I found no {kind} called “{one_line(said, 80)}”.")
    if len(found) > 1:
        raise ToolError(
            f"Which one do you mean: {listed([f'“{i.title}”' for i in found[:SPOKEN_CHOICES]], 'or')}?"
        )
    return found[0]


async def _last(ctx: ToolContext, work: Work, items: Sequence[T], table: str, kind: str) -> T:
    touched = await journal.touched(work.tx, ctx.caller.user_id, ctx.call_id, [table])
    last = next((item for item in items if touched and item.id == touched.id), None)
    if last is not None:
        return last
    if len(items) == 1:
        return items[0]
    raise ToolError(f"Which {kind} do you mean?")
