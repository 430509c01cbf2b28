"""Where the time of each turn went, from a stored call: the line that explains a slow answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from convonet_ari.call import events as ev
from convonet_ari.store.history import CallStory

PARTS = ("endpoint", "recognition", "first_token", "model", "first_audio", "total")
HEAD = ("turn", *(part.replace("_", " ") for part in PARTS), "tools", "end", "the caller's words")
SHOWN = 40


@dataclass(slots=True)
class TurnLine:
    """Milliseconds by part; a part that is missing did not happen, or nobody could measure it."""

    number: int
    words: str = ""
    parts: dict[str, int] = field(default_factory=dict)
    tools: list[str] = field(default_factory=list)
    outcome: str = "cut"
    interrupted: bool = False

    def cells(self) -> tuple[str, ...]:
        parts = [str(self.parts.get(part, "")) for part in PARTS]
        end = f"{self.outcome}, interrupted" if self.interrupted else self.outcome
        words = self.words if len(self.words) <= SHOWN else f"{self.words[:SHOWN]}…"
        return str(self.number), *parts, ", ".join(self.tools), end, words


def turns(story: CallStory) -> list[TurnLine]:
    """The caller's turns in their order."""
    found: dict[int, TurnLine] = {}
    for row in story.utterances:
        line = found.setdefault(row["turn"], TurnLine(row["turn"]))
        if row["who"] == "caller":
            line.words = f"{line.words} {row['text']}".strip()
            continue
        line.interrupted |= row["heard"] not in (None, row["text"])
        for name, value in row["timings"].items():
            line.parts.setdefault(name.removesuffix("_ms"), value)
    for turn, outcome in _outcomes(story):
        if turn in found:
            found[turn].outcome = outcome
    for turn, tool in _tools(story):
        if turn in found:
            found[turn].tools.append(tool)
    return [line for number, line in sorted(found.items()) if line.words]


def _outcomes(story: CallStory) -> Iterator[tuple[int, str]]:
    for stored in story.events:
        match stored.event:
            case ev.ThinkingFinished(turn, outcome):
                yield turn, outcome
            case ev.TransferAsked(turn):
                yield turn, "transfer"


def _tools(story: CallStory) -> Iterator[tuple[int, str]]:
    began: dict[str, int] = {}
    for stored in story.events:
        match stored.event:
            case ev.ToolStarted(id=id_):
                began[id_] = stored.at_ms
            case ev.ToolFinished(turn, tool, id_, ok) if id_ in began:
                yield turn, f"{tool} {stored.at_ms - began.pop(id_)}{'' if ok else ' failed'}"
