"""Hooks that end a run with the tests under which Asterisk itself crashed: ADR 1 tells of that fault."""

from __future__ import annotations

import pytest

CRASHED = "Asterisk crashed"

# Two folders' hooks may hear of the same test.
notes: dict[str, None] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Properties reach the process that prints from those that test; here they become its last lines."""
    if report.when == "teardown":
        notes.update(
            dict.fromkeys(f"{name}: {told}" for name, told in report.user_properties if name == CRASHED)
        )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for note in notes:
        terminalreporter.write_line(note, yellow=True)
    notes.clear()
