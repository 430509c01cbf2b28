"""The bench's table and pictures say what was measured, what was aimed at, and what got worse."""

from __future__ import annotations

import io
from xml.etree import ElementTree

import pytest
from rich.console import Console, RenderableType

from convonet_ari.bench.compare import Change
from convonet_ari.bench.figures import Figure
from convonet_ari.bench.plot import calls_picture, gap_picture
from convonet_ari.bench.report import comparison, report
from convonet_ari.bench.result import Result, Step

pytestmark = pytest.mark.core

MACHINE = {"at": "today", "cores": "2", "memory": "8 GB", "python": "3.11", "asterisk": "22"}


def a_result() -> Result:
    result = Result(MACHINE, "quick")
    result.figures["greeting"] = Figure("greeting", [20.0, 30.0, 40.0])
    result.figures["overhead"] = Figure("overhead", [90.0, 95.0], failed=1)
    result.figures["resume"] = Figure("resume", [1.0, 0.0])
    result.figures["noise"] = Figure("noise", [0.5], notes=["1 in 120 s"])
    result.stages["cascade"] = {"endpoint": 500.0, "first_token": 240.0, "first_audio": 110.0, "egress": 30.0}
    result.steps = [Step(1, [800.0, 820.0]), Step(8, [830.0, 990.0], unanswered=1)]
    return result


def printed(what: RenderableType) -> str:
    console = Console(width=200, record=True, file=io.StringIO())
    console.print(what)
    return console.export_text()


def line_of(text: str, words: str) -> str:
    return next(line for line in text.splitlines() if words in line)


def test_each_figure_stands_with_its_aim_and_whether_it_is_met() -> None:
    text = printed(report(a_result()))
    greeting, overhead = line_of(text, "answer to the greeting"), line_of(text, "overhead:")
    assert "p50 ≤ 50" in greeting
    assert " met" in greeting
    assert "not met" not in greeting
    assert "not met" in overhead
    assert "3 (1 failed)" in overhead
    assert "50" in line_of(text, "cough, mm-hm, door: resumed")


def test_what_was_not_measured_has_no_line() -> None:
    text = printed(report(Result(MACHINE, "quick")))
    assert "overhead" not in text
    assert "calls at once" not in text.lower()


def test_notes_stages_steps_and_the_machine_are_told() -> None:
    text = printed(report(a_result()))
    assert "false pauses a minute at 15 dB SNR: 1 in 120 s" in text
    assert "240" in line_of(text, "gap with 525 ms")
    assert "2 cores" in text
    assert "underruns" in text


def test_what_got_worse_comes_first_and_an_unchanged_run_says_so() -> None:
    worse = Change("cascade", "gap", "p50", 700, 800, "worse")
    better = Change("hash", "hash", "p50", 200, 100, "better")
    lines = printed(comparison([better, worse], ["cores: 2 then, 8 now"])).splitlines()
    assert "cores: 2 then, 8 now" in lines[0]
    assert "worse" in lines[1]
    assert "700 → 800" in lines[1]
    assert "better" in lines[2]
    assert "Nothing changed" in printed(comparison([], []))


def test_the_pictures_are_whole_svg_with_the_figures_in_them() -> None:
    result = a_result()
    for picture in (gap_picture(result), calls_picture(result.steps)):
        assert ElementTree.fromstring(picture).tag.endswith("svg")
    assert ">880<" in gap_picture(result)
    assert ">8<" in calls_picture(result.steps)
