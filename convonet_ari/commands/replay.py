"""Runs a call's stored events through the pure machine again, and keeps them as a case that tests repeat."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from convonet_ari.call import effects as fx
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.call.policy import Policy
from convonet_ari.store.event_codec import decode, encode
from convonet_ari.store.history import CallStory, StoredEvent


@dataclass(frozen=True, slots=True)
class Step:
    """One event, what the machine ordered upon it, and the phase after it."""

    stored: StoredEvent
    effects: tuple[fx.Effect, ...]
    phase: Phase


def replay(events: Iterable[StoredEvent], policy: Policy) -> Iterator[Step]:
    machine = Machine(policy)
    for stored in events:
        effects = machine.on(stored.event, stored.at_ms / 1000)
        yield Step(stored, tuple(effects), machine.phase)


def mismatches(story: CallStory, steps: Iterable[Step]) -> list[str]:
    """Where the machine's end differs from what was stored; empty when all of it fits."""
    taken = list(steps)
    phase = taken[-1].phase if taken else Phase.RINGING
    found = (
        [] if fits(phase, story.call) else [f"the machine ends in {phase}, the row in {story.call['phase']}"]
    )
    said = [effect.text for step in taken for effect in step.effects if isinstance(effect, fx.Say)]
    strange = [
        row["text"] for row in story.utterances if row["who"] == "assistant" and row["text"] not in said
    ]
    return found + [f"stored as said, but not ordered: {text!r}" for text in strange]


def fits(phase: Phase, call: Mapping[str, Any]) -> bool:
    """A call that ended away from its session, with people or with a lost worker, is closed by the desk."""
    if call["phase"] == "ended" and call["end_reason"] in ("lost", "hung up with people"):
        return True
    return bool(phase.value == call["phase"])


def to_case(steps: Iterable[Step], policy: Policy) -> str:
    """JSON without any digit of a PIN; what people said and their names stay in it."""
    case = {"policy": dataclasses.asdict(policy), "steps": told(steps)}
    return json.dumps(case, indent=1, ensure_ascii=False) + "\n"


def from_case(text: str) -> tuple[Policy, list[StoredEvent], list[dict[str, Any]]]:
    """The policy, the events, and the steps as they were recorded."""
    case = json.loads(text)
    steps: list[dict[str, Any]] = case["steps"]
    events = [
        StoredEvent(seq, step["at_ms"], decode(step["event"], json.dumps(step["data"])))
        for seq, step in enumerate(steps, start=1)
    ]
    return Policy(**case["policy"]), events, steps


def told(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Steps as a case holds them."""
    return [_told(step) for step in steps]


def _told(step: Step) -> dict[str, Any]:
    kind, data = encode(step.stored.event)
    return {
        "at_ms": step.stored.at_ms,
        "event": kind,
        "data": json.loads(data),
        "effects": [_effect(effect) for effect in step.effects],
        "phase": step.phase.value,
    }


def _effect(effect: fx.Effect) -> dict[str, Any]:
    """Fields kept out of an effect's repr are secrets and kept out here too."""
    shown = {field.name: getattr(effect, field.name) for field in dataclasses.fields(effect) if field.repr}
    return {"order": type(effect).__name__, **shown}
