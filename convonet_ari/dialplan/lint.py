"""Reads a dialplan for what would fail at a call: lost targets, gaps, and callers' text that is obeyed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from convonet_ari.dialplan.conf import Config, Place
from convonet_ari.dialplan.plan import Context, Dialplan, Step, dialplan
from convonet_ari.dialplan.taint import dangers
from convonet_ari.dialplan.words import branches, split

# What FreePBX writes is its own to answer for; it is read so that targets in it are found.
GENERATED = re.compile(r"(.*_additional|extensions|extensions_override_freepbx)\.conf")
JUMPS = frozenset({"goto", "gosub"})
BRANCHES = frozenset({"gotoif", "gosubif"})


@dataclass(frozen=True, slots=True)
class Complaint:
    place: Place
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a step leads; an empty part is the step's own."""

    context: str
    extension: str
    priority: str


def lint(config: Config, *, all_files: bool = False) -> list[Complaint]:
    """What is wrong, in the order of its place; of files that FreePBX writes only if asked."""
    plan = dialplan(config)
    found = [Complaint(place, f"includes {name}, which is not there") for name, place in config.absent]
    found += [Complaint(line.place, f"cannot be read: {line.text}") for line in plan.unreadable]
    for context in plan.contexts.values():
        found += _contexts(plan, context)
    for context, extension, step in plan.steps():
        found += _lost(plan, context, extension, step)
    found += [
        Complaint(
            step.place, f"{step.application}() is given ${{{name}}}, which a caller chooses, unfiltered"
        )
        for step, name in dangers(plan)
    ]
    kept = (each for each in found if all_files or not GENERATED.fullmatch(each.place.file))
    return sorted(dict.fromkeys(kept), key=lambda each: (each.place.file, each.place.line))


def _contexts(plan: Dialplan, context: Context) -> Iterator[Complaint]:
    for name, place in context.includes:
        if name not in plan.contexts:
            yield Complaint(place, f"includes the context {name}, which does not exist")
    for extension, steps in context.extensions.items():
        numbers = sorted(step.priority for step in steps)
        first = min(steps, key=lambda step: step.priority)
        if numbers[0] != 1:
            yield Complaint(first.place, f"{context.name},{extension} has no priority 1")
        for step in steps:
            if step.priority > 1 and step.priority - 1 not in numbers and step is not first:
                gap = f"{context.name},{extension} has no priority {step.priority - 1}"
                yield Complaint(step.place, f"{gap}: a call ends before this step")
            if numbers.count(step.priority) > 1 and step is not _first(steps, step.priority):
                yield Complaint(step.place, f"{context.name},{extension},{step.priority} exists already")


def _first(steps: list[Step], priority: int) -> Step:
    return next(step for step in steps if step.priority == priority)


def _lost(plan: Dialplan, context: Context, extension: str, step: Step) -> Iterator[Complaint]:
    for text in _destinations(step):
        target = _target(text, context.name, extension)
        if target is None or _asked_first(step, target):
            continue
        steps = plan.find(target.context, target.extension)
        label = target.priority
        if target.context not in plan.contexts:
            yield Complaint(step.place, f"leads to the context {target.context}, which does not exist")
        elif not steps:
            yield Complaint(step.place, f"leads to {target.context},{target.extension}, which does not exist")
        elif not any(label in (each.label, str(each.priority)) for each in steps):
            what = f"leads to {target.context},{target.extension},{label}, which does not exist"
            yield Complaint(step.place, what)


def _destinations(step: Step) -> list[str]:
    application = step.application.lower()
    if application in JUMPS:
        return [step.data]
    if application in BRANCHES:
        return [branch for branch in branches(step.data) if branch.strip()]
    if application == "execif":
        inner = (re.fullmatch(r"\s*(Goto|Gosub)\((.*)\)\s*", part, re.I) for part in branches(step.data))
        return [found[2] for found in inner if found]
    if application == "dial":
        return [f"{found[2]},{found[1]},1" for found in re.finditer(r"Local/([^@&,/]+)@([^/&,]+)", step.data)]
    return []


def _target(text: str, context: str, extension: str) -> Target | None:
    """None for one that is only known when a call is there."""
    parts = [part.strip() for part in split(text, ",")]
    *before, priority = parts
    priority = priority.partition("(")[0]
    if "${" in text.partition("(")[0] or "$[" in text or len(parts) > 3:
        return None
    inside = [context, extension]
    inside[2 - len(before) :] = before
    return None if "${" in "".join(inside) else Target(inside[0], inside[1], priority)


def _asked_first(step: Step, target: Target) -> bool:
    """The step itself asks whether the target exists."""
    return f"DIALPLAN_EXISTS({target.context},{target.extension}" in step.data
