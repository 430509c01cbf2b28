"""A stored call as moments in the order in which they happened, ready to be printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine
from convonet_ari.call.policy import Policy
from convonet_ari.store.history import CallStory, StoredEvent


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
        *_phases(story.events, policy),
        *_events(story.events),
        *_utterances(story.utterances, started),
        *_recordings(story.recordings, started),
        *_end(story.call),
    ]
    return sorted(found, key=lambda moment: moment.at_ms)


def _phases(events: Sequence[StoredEvent], policy: Policy) -> Iterator[Moment]:
    """The transitions, as the machine makes them from these events."""
    machine = Machine(policy)
    for stored in events:
        before = machine.phase
        machine.on(stored.event, stored.at_ms / 1000)
        if machine.phase is not before:
            text = f"{before.value} → {machine.phase.value}"
            yield Moment(stored.at_ms, "phase", text, note=type(stored.event).__name__)


def _events(events: Sequence[StoredEvent]) -> Iterator[Moment]:
    running: dict[str, int] = {}
    asked: int | None = None
    for stored in events:
        match stored.event:
            case ev.SpeechRecognized(text) if text:
                asked = stored.at_ms
            case ev.ReplyWritten() if asked is not None:
                yield Moment(stored.at_ms, "agent", "first words", note=f"{stored.at_ms - asked} ms")
                asked = None
            case ev.ToolStarted(id=id_):
                running[id_] = stored.at_ms
            case ev.ToolFinished(_, tool, id_, ok):
                took = stored.at_ms - running.pop(id_, stored.at_ms)
                yield Moment(stored.at_ms, "tool", f"{tool} {'done' if ok else 'failed'}", note=f"{took} ms")
            case event:
                if told := _told(event):
                    yield Moment(stored.at_ms, *told)


def _told(event: ev.Event) -> tuple[str, str] | None:
    match event:
        case ev.PinChecked(_, outcome, name):
            return "pin", f"{outcome} {name}".strip()
        case ev.PersonKeyPressed():
            return "caller", "pressed the key for a person"
        case ev.TransferAsked(_, department, queue, reason):
            return "agent", f"wants {department or 'people'}, queue {queue}: {reason}"
        case ev.QueueEntered(queue):
            return "queue", f"the caller entered {queue}"
        case ev.QueueMissing(queue):
            return "fault", f"there is no queue {queue}"
        case ev.CallReturned(status):
            return "queue", f"came back: {status or 'no reason given'}"
        case ev.CallAdopted():
            return "worker", "another one took the call over"
        case ev.StoreLost():
            return "fault", "PostgreSQL could not be reached"
        case ev.EffectFailed(effect, error):
            return "fault", f"{effect} failed: {error}"
        case ev.ThinkingFinished(_, outcome) if outcome != "done":
            return "fault", f"the agent's turn ended: {outcome}"
    return None


def _utterances(rows: Sequence[Mapping[str, Any]], started: datetime) -> Iterator[Moment]:
    for row in rows:
        said, unheard = _heard_part(row["text"], row["heard"])
        yield Moment(_since(started, row["at"]), row["who"], said, unheard, _figures(row["timings"]))


def _heard_part(text: str, heard: str | None) -> tuple[str, str]:
    """The words that reached the caller, and those that did not; None where nobody counts."""
    return (text, "") if heard is None else (heard, text.removeprefix(heard))


def _recordings(rows: Sequence[Mapping[str, Any]], started: datetime) -> Iterator[Moment]:
    for row in rows:
        text = f"{row['path']}, {row['duration']:.1f} s in two channels"
        yield Moment(_since(started, row["at"]), "recording", text)


def _end(call: Mapping[str, Any]) -> Iterator[Moment]:
    if call["ended_at"]:
        at = _since(call["started_at"], call["ended_at"])
        yield Moment(at, "end", call["end_reason"] or "ended")


def _figures(timings: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.removesuffix('_ms')} {value} ms" for name, value in timings.items())


def _since(started: datetime, at: datetime) -> int:
    return round((at - started).total_seconds() * 1000)
