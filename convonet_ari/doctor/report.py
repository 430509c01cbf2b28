"""The findings as a table with what to do about them, or as JSON for a script."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from convonet_ari.doctor.finding import Finding, Level, healthy

SIGNS = {Level.OK: "[green]✓[/]", Level.WARN: "[yellow]![/]", Level.FAIL: "[red]✗[/]"}
VERDICTS = {True: "[bold green]A call would work.[/]", False: "[bold red]A call would not work.[/]"}


def show(findings: list[Finding], console: Console) -> None:
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_column(width=1)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for finding in findings:
        took = f" ({finding.ms} ms)" if finding.ms is not None else ""
        name = f" [red]\\[{finding.fault}][/]" if finding.fault else ""
        table.add_row(SIGNS[finding.level], finding.part, f"{escape(finding.what)}{took}{name}")
        if finding.mend:
            table.add_row("", "", f"[cyan]→ {escape(finding.mend)}[/]")
    console.print(table)
    console.print(f"{VERDICTS[healthy(findings)]} {_counts(findings)}")


def as_json(findings: list[Finding]) -> str:
    return json.dumps(
        {"healthy": healthy(findings), "findings": [asdict(each) for each in findings]}, indent=2
    )


def _counts(findings: list[Finding]) -> str:
    counts = Counter(finding.level for finding in findings)
    return f"{counts[Level.OK]} in order, {counts[Level.WARN]} doubtful, {counts[Level.FAIL]} wrong."
