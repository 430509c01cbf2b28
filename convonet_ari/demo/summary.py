"""The tables of the demonstration: how to call, what a call did, and what it left in PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

CONVONET = ".venv/bin/convonet"


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: what the recording says, and how long the caller waited for the first sound."""

    said: str
    understood: str
    answer_ms: int
    recognition_ms: int | None = None


def panel(interface: Mapping[str, Any], user: str, places: Mapping[str, Path]) -> Panel:
    """What a newcomer needs to call, and an operator to look."""
    sip, phone, url = interface["sip"], interface["phone"], interface["http_url"]
    rows = Table.grid(padding=(0, 2))
    rows.add_column(style="bold")
    rows.add_column(overflow="fold")
    server = f"{sip['host']}:{sip['port']}"
    rows.add_row("Try it", Text.assemble((interface["call_url"], "bold cyan"), "   talk from your browser"))
    rows.add_row("Your phone", f"or any softphone, SIP over UDP: server {server}")
    rows.add_row("", f"extension {phone['extension']}, secret {phone['secret']}")
    rows.add_row("Dial", Text(f"{phone['dial']}", "bold cyan"))
    rows.add_row("PIN", Text.assemble((f"{interface['pin']}#", "bold cyan"), f"   you are then {user}"))
    for number, agent in enumerate(interface["agents"]):
        head = "" if number else f"Queue {interface['queue']}"
        rows.add_row(head, f"agent {agent['extension']}, secret {agent['secret']}")
    rows.add_row("Console", Text(interface["console_url"], "bold cyan"))
    for agent in interface["agents"]:
        where = "answers in the browser" if agent["transport"] == "ws" else "answers on a desk phone"
        rows.add_row("", f"login {agent['login']}, password {agent['password']}   {where}")
    rows.add_row("URLs", f"{url}/healthz  /readyz  /metrics")
    for name, place in places.items():
        rows.add_row(name, shown(place))
    rows.add_row("Calls", f"{CONVONET} call show last")
    rows.add_row("Stop", "Ctrl-C")
    return Panel(rows, title="Convonet is taking calls", border_style="green", expand=False)


def turns_table(turns: Iterable[Turn]) -> Table:
    """End of the caller's speech to the first sound at the caller's ear, by the arrival of RTP."""
    table = Table(box=box.SIMPLE_HEAD, title="What each turn took", title_justify="left", title_style="bold")
    for name in ("the caller said", "the assistant understood"):
        table.add_column(name, overflow="fold")
    for name in ("answer after", "of it recognition"):
        table.add_column(name, justify="right", no_wrap=True)
    for turn in turns:
        recognition = "" if turn.recognition_ms is None else f"{turn.recognition_ms} ms"
        table.add_row(turn.said, turn.understood, f"{turn.answer_ms} ms", recognition)
    return table


def todos_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    title = "New in PostgreSQL: convonet.todos"
    table = Table(box=box.SIMPLE_HEAD, title=title, title_justify="left", title_style="bold")
    for name in ("title", "due", "assignee", "created by call", "created at"):
        table.add_column(name, overflow="fold")
    for row in rows:
        made = f"{row['created_at'].astimezone():%Y-%m-%d %H:%M:%S}"
        table.add_row(row["title"], str(row["due"] or ""), row["assignee"], str(row["created_call"]), made)
    return table


def shown(path: Path) -> str:
    """Relative to the working folder when it lies there."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
