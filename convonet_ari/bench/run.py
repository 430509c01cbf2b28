"""`convonet bench`: one run on one machine, from nothing to a table, a file and two pictures."""

from __future__ import annotations

import asyncio
import io
import shutil
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from convonet_ari.bench import compare, plot
from convonet_ari.bench.bench import FULL, QUICK, Bench
from convonet_ari.bench.edges import edges
from convonet_ari.bench.gaps import cascade, local, overhead
from convonet_ari.bench.interrupting import background, barge_in, noises
from convonet_ari.bench.load import calls
from convonet_ari.bench.moving import holes
from convonet_ari.bench.report import comparison, report
from convonet_ari.bench.result import Result, load, machine
from convonet_ari.bench.world import BARE, CASCADE, LOCAL, Setting, world
from convonet_ari.demo.interface import only_one
from convonet_ari.demo.screen import Screen, self_contained
from convonet_ari.embedded.phone.errors import PhoneError
from convonet_ari.errors import ConvonetError


@dataclass(frozen=True, slots=True)
class Measurement:
    """What is found out together, and how the workers run meanwhile."""

    title: str
    keys: tuple[str, ...]
    setting: Setting
    carry_out: Callable[[Bench], Awaitable[None]]


# In this order: the workers start anew only where the setting changes.
MEASUREMENTS = (
    Measurement("our own share of an answer", ("overhead",), BARE, overhead),
    Measurement("gaps with injected delays", ("cascade",), CASCADE, cascade),
    Measurement("interruptions", ("barge_in", "flush"), CASCADE, barge_in),
    Measurement("coughs, doors and mm-hm", ("resume", "pause"), CASCADE, noises),
    Measurement("a busy room", ("noise",), CASCADE, background),
    Measurement("a call's edges", ("greeting", "hash", "handoff", "return"), CASCADE, edges),
    Measurement("the way to a person", ("hole",), CASCADE, holes),
    Measurement("calls at once", ("calls", "cpu", "memory"), CASCADE, calls),
    Measurement("gaps with the local engines", ("local",), LOCAL, local),
)
WIDE = 200
RESULT, REFERENCE = "result.json", "reference.json"
PICTURES = ("table.svg", "gap.svg", "calls.svg")


@dataclass(frozen=True, slots=True)
class Options:
    home: Path
    quick: bool = False
    only: tuple[str, ...] = ()
    against: Path | None = None
    store: Path | None = None


def run(options: Options) -> int:
    """The exit code: 1 when something got worse than in the result to compare with."""
    before = load(options.against) if options.against else None
    screen = Screen()
    with only_one(options.home):
        (options.home / "system").mkdir(exist_ok=True)
        result = asyncio.run(_measured(options, screen))
    save(result, options.home)
    screen.show("", report(result))
    screen.say(f"Kept in {options.home}: {RESULT}, {', '.join(PICTURES)}")
    if options.store is not None:
        keep(options.home, options.store)
        screen.say(f"Stored as the reference in {options.store}")
    if before is None:
        return 0
    found = compare.changes(before, result)
    screen.show("", comparison(found, compare.comparable(before, result)))
    return int(any(change.verdict == "worse" for change in found))


async def _measured(options: Options, screen: Screen) -> Result:
    async with world(options.home / "system", screen) as here:
        version = here.system.asterisk.version
        result = Result(machine(version), "quick" if options.quick else "full")
        bench = Bench(here, result, QUICK if options.quick else FULL, screen.detail)
        for measurement in wanted(options.only):
            try:
                await here.run(measurement.setting)
                screen.step(f"Measuring {measurement.title}")
                await measurement.carry_out(bench)
            except (ConvonetError, PhoneError, OSError, TimeoutError) as error:
                _broke_off(bench, measurement, error, screen)
            result.save(options.home / RESULT)
        screen.step("Stopping")
    screen.done()
    return result


def _broke_off(bench: Bench, measurement: Measurement, error: Exception, screen: Screen) -> None:
    """What cannot be measured misses its aims; the others are measured all the same."""
    screen.failed()
    screen.say(f"{type(error).__name__}: {error}", "red")
    for key in measurement.keys:
        figure = bench.result.figure(key)
        figure.failed += 1
        figure.notes.append(f"broke off: {type(error).__name__}")


def wanted(only: Sequence[str]) -> list[Measurement]:
    """What has to be measured for these figures; all when none is named."""
    return [one for one in MEASUREMENTS if not only or set(one.keys) & set(only)]


def keep(home: Path, folder: Path) -> None:
    """The result as the one to compare with, and its pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(home / RESULT, folder / REFERENCE)
    for picture in PICTURES:
        if (home / picture).exists():
            shutil.copyfile(home / picture, folder / picture)


def save(result: Result, home: Path) -> None:
    """Everything a reader may want to look at later."""
    result.save(home / RESULT)
    picture = Console(record=True, width=WIDE, file=io.StringIO())
    picture.print(report(result))
    table = picture.export_svg(title="make bench", unique_id="bench")
    (home / "table.svg").write_text(self_contained(table), encoding="utf-8")
    if result.stages:
        (home / "gap.svg").write_text(plot.gap_picture(result), encoding="utf-8")
    if result.steps and result.steps[0].gaps:
        (home / "calls.svg").write_text(plot.calls_picture(result.steps), encoding="utf-8")
