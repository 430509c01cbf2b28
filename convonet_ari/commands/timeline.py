"""A stored call as moments in the order in which they happened, ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine
from convonet_ari.call.narrative import told
from convonet_ari.call.policy import Policy
from convonet_ari.store.history import CallStory, StoredEvent

SILENCES = {
    "Hush": "the caller speaks: the assistant stops",
    "Pause": "the caller makes a sound: the assistant waits",
    "Resume": "it was nothing: the assistant goes on",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """`unheard` is what of an answer did not reach the caller; `note` is a figure or a remark."""

    at_ms: int
    who: str
    text: str
    unheard: str = ""
    note: str = ""


def moments(story: CallStory, policy: Policy) -> list[Moment]:
    """Utterances are written when they end, so an assistant's stands where it was heard to its end."""
    started = story.call["started_at"]
    found = [
        *_machine(story.events, policy),
        *_events(story.events),
        *_utterances(story.utterances, started),
        *_recordings(story.recordings, started),
        *_end(story.call),
    ]
    return sorted(found, key=lambda moment: moment.at_ms)


def _machine(events: Sequence[StoredEvent], policy: Policy) -> Iterator[Moment]:
    """What the machine makes of these events: its phases, and where it fell silent for the caller."""
    machine = Machine(policy)
    for stored in events:
        before = machine.phase
        effects = machine.on(stored.event, stored.at_ms / 1000)
        if machine.phase is not before:
            text = f"{before.value} → {machine.phase.value}"
            yield Moment(stored.at_ms, "phase", text, note=type(stored.event).__name__)
        for effect in effects:
            if words := SILENCES.get(type(effect).__name__):
                yield Moment(stored.at_ms, "barge-in", words)


def _events(events: Sequence[StoredEvent]) -> Iterator[Moment]:
    """Words are told from their rows, which know how much of them was heard."""
    running: dict[str, int] = {}
    for stored in events:
        note = ""
        match stored.event:
            case ev.SpeechRecognized(text) if text:
                continue
            case ev.ToolStarted(id=id_):
                running[id_] = stored.at_ms
                continue
            case ev.ToolFinished(id=id_):
                note = f"{stored.at_ms - running.pop(id_, stored.at_ms)} ms"
        if line := told(stored.event):
            yield Moment(stored.at_ms, *line, note=note)


def _utterances(rows: Sequence[Mapping[str, Any]], started: datetime) -> Iterator[Moment]:
    for row in rows:
        said, unheard = _heard_part(row["text"], row["heard"])
        yield Moment(_since(started, row["at"]), row["who"], said, unheard, _figures(row["timings"]))


def _heard_part(text: str, heard: str | None) -> tuple[str, str]:
    """The words that reached the caller, and those that did not; None where nobody counts."""
    return (text, "") if heard is None else (heard, text.removeprefix(heard))


def _recordings(rows: Sequence[Mapping[str, Any]], started: datetime) -> Iterator[Moment]:
    for row in rows:
        broken = ", broken off: it could not be written on" if row["broken_off"] else ""
        text = f"{row['path']}, {row['duration']:.1f} s in two channels{broken}"
        yield Moment(_since(started, row["at"]), "recording", text)


def _end(call: Mapping[str, Any]) -> Iterator[Moment]:
    if call["ended_at"]:
        at = _since(call["started_at"], call["ended_at"])
        yield Moment(at, "end", call["end_reason"] or "ended")


def _figures(timings: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.removesuffix('_ms')} {value} ms" for name, value in timings.items())


def _since(started: datetime, at: datetime) -> int:
    return round((at - started).total_seconds() * 1000)
