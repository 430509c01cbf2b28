"""Hooks for tests of whole calls: one that failed is run once more, and the last lines tell of it."""

from __future__ import annotations

import pytest
from _pytest.runner import runtestprotocol

AGAIN = "run a second time"
CRASHED = "Asterisk crashed"

# Two folders' hooks may hear of the same test.
notes: dict[str, None] = {}


def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> bool | None:
    """Run a test that failed once more, and say so at the end; a second failure stands.

    Whole calls in real time meet starved machines, and crashes of Asterisk itself: ADR 1 tells of that fault.
    """
    if not isinstance(item, pytest.Function):
        return None
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = runtestprotocol(item, nextitem=nextitem, log=False)
    if failed := [report for report in reports if report.failed]:
        item.user_properties.append((AGAIN, f"{item.nodeid} after: {_last_line(failed[0])}"))
        item._initrequest()
        reports = runtestprotocol(item, nextitem=nextitem, log=False)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Properties reach the process that prints from those that test; here they become its last lines."""
    if report.when == "teardown":
        told = (f"{name}: {value}" for name, value in report.user_properties if name in (AGAIN, CRASHED))
        notes.update(dict.fromkeys(told))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for note in notes:
        terminalreporter.write_line(note, yellow=True)
    notes.clear()


def _last_line(report: pytest.TestReport) -> str:
    return (report.longreprtext.splitlines() or [""])[-1]
