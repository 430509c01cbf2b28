"""The result as a table: every figure with its aim and its peers, and what got worse since another run."""

from __future__ import annotations

import math

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from convonet_ari.bench.aims import AIMS, aim_of
from convonet_ari.bench.compare import Change
from convonet_ari.bench.figures import Aim, Figure
from convonet_ari.bench.result import STAGES, Result, Step

MET = {True: ("met", "green"), False: ("not met", "red"), None: ("", "dim")}


def report(result: Result) -> RenderableType:
    """All of it, for a terminal or a picture."""
    parts: list[RenderableType] = [figures_table(result)]
    if result.stages:
        parts.append(stages_table(result))
    if result.steps:
        parts.append(steps_table(result.steps))
    notes = [f"{aim_of(key).title}: {note}" for key, one in result.figures.items() for note in one.notes]
    return Group(*parts, *(Text(note, "dim") for note in [*notes, _machine(result)]))


def figures_table(result: Result) -> Table:
    table = Table(title="At the caller's ear", title_justify="left", header_style="bold", expand=False)
    table.add_column("figure", max_width=44)
    for name in ("n", "p50", "p95", "worst"):
        table.add_column(name, justify="right")
    for name in ("aim", "", "path", "peers"):
        table.add_column(name, max_width=34)
    for aim in AIMS:
        if (figure := result.figures.get(aim.key)) and figure.n:
            table.add_row(*_row(aim, figure))
    return table


def stages_table(result: Result) -> Table:
    """Where a gap's time goes: medians."""
    table = Table(title="A gap by stage, ms (p50)", title_justify="left", header_style="bold")
    table.add_column("figure")
    for stage in STAGES:
        table.add_column(stage.replace("_", " "), justify="right")
    for key, stages in result.stages.items():
        table.add_row(aim_of(key).title, *(_number(stages.get(stage, math.nan), 0) for stage in STAGES))
    return table


def steps_table(steps: list[Step]) -> Table:
    table = Table(title="Calls at once, gap in ms", title_justify="left", header_style="bold")
    stages = [stage.replace("_", " ") for stage in STAGES]
    for name in ("calls", "turns", "p50", "p95", "unanswered", "underruns", *stages):
        table.add_column(name, justify="right")
    for step in steps:
        gaps = [_number(value, 0) for value in (step.p50, step.p95)]
        parts = [_number(step.stages.get(stage, math.nan), 0) for stage in STAGES]
        counts = (str(step.unanswered), str(step.underruns))
        style = "" if step.holds(steps[0].p95) else "red"
        table.add_row(str(step.calls), str(len(step.gaps)), *gaps, *counts, *parts, style=style)
    return table


def comparison(changes: list[Change], reasons: list[str]) -> RenderableType:
    """What changed beyond noise; `reasons` are why that may mean less."""
    lines = [Text(f"not the same machine — {reason}", "yellow") for reason in reasons]
    marks = {"worse": ("✗ worse   ", "red"), "better": ("✓ better  ", "green")}
    for change in sorted(changes, key=lambda one: one.verdict, reverse=True):
        lines.append(Text.assemble(marks[change.verdict], change.text))
    if not changes:
        lines.append(Text("Nothing changed beyond noise.", "green"))
    return Group(*lines)


def _row(aim: Aim, figure: Figure) -> tuple[RenderableType, ...]:
    met, style = MET[figure.reaches(aim)]
    title = f"{aim.title}, {aim.unit}"
    tries = f"{figure.n}" if not figure.failed else f"{figure.n} ({figure.failed} failed)"
    cells = [_number(value, aim.digits) for value in _shares(aim, figure)]
    return title, tries, *[*cells, "", ""][:3], aim.text, Text(met, style), aim.floor, aim.peers


def _shares(aim: Aim, figure: Figure) -> tuple[float, ...]:
    if aim.bounds[0].share == "share":
        return (figure.of("share"),)
    return (figure.p50,) if figure.n == 1 else (figure.p50, figure.p95, figure.worst)


def _number(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"


def _machine(result: Result) -> str:
    machine = result.machine
    return (
        f"{machine['at']}, {result.mode}: {machine['cores']} cores, {machine['memory']}, Python"
        f" {machine['python']}, Asterisk {machine['asterisk']}, caller and Asterisk on the same machine"
    )
