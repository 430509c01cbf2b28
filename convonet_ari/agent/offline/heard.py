"""What the offline assistant goes by: the caller's words, what was said and done before, and what follows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

KINDS = ("todo", "reminder", "calendar_event")
READS = ("get_", "find_", "search_", "query_", "recall")


@dataclass(frozen=True, slots=True)
class Past:
    """A tool that was called earlier in the conversation."""

    tool: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What kind of thing it was about; empty when it was about none of them."""
        return next((kind for kind in KINDS if kind in self.tool), "")


@dataclass(frozen=True, slots=True)
class Heard:
    """The caller's words, put right; `last` is what the assistant said before, `now` the date it was told.

    `done` is what this call changed, in a sentence; `said` are the words with the small ones around the wish.
    """

    text: str
    last: str = ""
    now: str = ""
    name: str = ""
    past: tuple[Past, ...] = ()
    done: str = ""
    said: str = ""

    @property
    def topic(self) -> str:
        """What kind of thing was spoken of last."""
        return next((past.kind for past in reversed(self.past) if past.kind), "")

    @property
    def change(self) -> Past | None:
        """The tool used last, if it writes."""
        last = self.past[-1] if self.past else None
        return None if last is None or last.tool.startswith(READS) else last


@dataclass(frozen=True, slots=True)
class Answer:
    """Words to say, or a tool to call; `more` is called with it, `then` when it is done.

    `guessed`: no rule told it, but what the words are most like.
    """

    text: str = ""
    tool: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    more: tuple[Answer, ...] = ()
    then: Answer | None = None
    guessed: bool = False


Action = Callable[[re.Match[str], Heard], Answer | None]


def given(**arguments: Any) -> dict[str, Any]:
    """The arguments that the caller did name."""
    return {name: value for name, value in arguments.items() if value}
