"""Figures of a bench: percentiles, aims, and what a stored result says of a later one."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from convonet_ari.bench.aims import AIMS, KEYS, aim_of
from convonet_ari.bench.compare import changes, comparable
from convonet_ari.bench.figures import Figure, percentile
from convonet_ari.bench.result import Result, Step, load, machine
from convonet_ari.bench.run import MEASUREMENTS, REFERENCE, keep, save, wanted
from convonet_ari.bench.world import BARE, CASCADE, LOCAL
from convonet_ari.config import parse
from convonet_ari.errors import ConfigError

pytestmark = pytest.mark.core


def of(key: str, *samples: float, failed: int = 0) -> Result:
    return Result({"cores": "2"}, "full", {key: Figure(key, list(samples), failed)})


def test_a_percentile_lies_between_the_two_nearest_samples() -> None:
    assert percentile([10, 30, 20], 50) == 20
    assert percentile([0, 10], 95) == 9.5
    assert percentile([7], 95) == 7
    assert math.isnan(percentile([], 50))


def test_an_aim_is_met_only_when_all_its_bounds_are() -> None:
    aim = aim_of("overhead")
    assert Figure("overhead", [30, 32, 34]).reaches(aim) is True
    assert Figure("overhead", [30, 32, 90]).reaches(aim) is False
    assert Figure("overhead").reaches(aim) is None


def test_a_failed_try_misses_every_aim() -> None:
    assert Figure("barge_in", [40, 41], failed=1).reaches(aim_of("barge_in")) is False


def test_a_share_of_good_tries_must_not_fall_below_its_aim() -> None:
    aim = aim_of("resume")
    assert Figure("resume", [1.0] * 19 + [0.0]).reaches(aim) is True
    assert Figure("resume", [1.0] * 18 + [0.0] * 2).reaches(aim) is False


def test_every_figure_is_measured_by_exactly_one_measurement() -> None:
    assert sorted(key for one in MEASUREMENTS for key in one.keys) == sorted(KEYS)


def test_asking_for_one_figure_measures_nothing_else() -> None:
    assert [one.title for one in wanted(["hash"])] == ["a call's edges"]
    assert len(wanted([])) == len(MEASUREMENTS)


def test_the_workers_settings_are_settings_the_product_knows() -> None:
    for setting in (BARE, CASCADE, LOCAL):
        parse(setting.sections(8000))


def test_a_result_is_read_back_as_it_was_stored(tmp_path: Path) -> None:
    result = of("local", 500.25, 600.5, failed=1)
    result.steps.append(Step(4, [800.0], 1, 2))
    result.stages["local"] = {"endpoint": 500.0}
    result.save(tmp_path / "result.json")
    assert load(tmp_path / "result.json") == result


def test_a_result_is_kept_as_the_reference_with_its_pictures(tmp_path: Path) -> None:
    result = of("cascade", 640.0, 650.0)
    result.machine = machine("22.10.1")
    result.stages["cascade"] = {"endpoint": 380.0, "egress": 60.0}
    save(result, tmp_path)
    keep(tmp_path, tmp_path / "docs")
    assert load(tmp_path / "docs" / REFERENCE) == result
    assert {file.name for file in (tmp_path / "docs").iterdir()} == {REFERENCE, "table.svg", "gap.svg"}


def test_a_file_that_is_no_result_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_text("[]")
    with pytest.raises(ConfigError, match=r"other\.json"):
        load(tmp_path / "other.json")


def test_a_step_holds_while_its_slow_end_stays_near_that_of_one_call() -> None:
    assert Step(8, [810.0, 840.0]).holds(800)
    assert not Step(8, [810.0, 900.0]).holds(800)
    assert not Step(8, [810.0], unanswered=1).holds(800)
    assert not Step(8, [810.0], underruns=1).holds(800)
    assert not Step(8).holds(800)


def test_a_difference_within_the_spread_is_no_change() -> None:
    before = of("cascade", *range(700, 900, 10))
    assert changes(before, of("cascade", *range(710, 910, 10))) == []
    assert changes(before, of("cascade", *range(705, 905, 10))) == []


def test_a_difference_beyond_the_spread_is_told_with_its_direction() -> None:
    before, slower = of("cascade", *range(700, 720)), of("cascade", *range(760, 780))
    (worse, *_) = changes(before, slower)
    assert (worse.verdict, worse.what) == ("worse", "p50")
    assert {change.verdict for change in changes(slower, before)} == {"better"}


def test_fewer_calls_at_once_are_worse_and_more_are_better() -> None:
    assert [change.verdict for change in changes(of("calls", 40), of("calls", 24))] == ["worse"]
    assert [change.verdict for change in changes(of("calls", 24), of("calls", 40))] == ["better"]


def test_failed_tries_are_worse_whatever_the_others_reach() -> None:
    found = changes(of("handoff", 5, 6, 7), of("handoff", 5, 6, 7, failed=2))
    assert [(change.what, change.now) for change in found] == [("failed tries", 2)]


def test_results_of_other_machines_are_told_apart() -> None:
    before = Result({"cores": "2", "python": "3.11"}, "full")
    now = Result({"cores": "8", "python": "3.11"}, "full")
    assert comparable(before, now) == ["cores: 2 then, 8 now"]
    assert {aim.unit for aim in AIMS} <= {"ms", "%", "calls", "MB", "/min"}
