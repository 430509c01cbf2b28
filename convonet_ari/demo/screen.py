"""What the demonstration shows: colours and a spinner on a terminal, plain lines anywhere else."""

from __future__ import annotations

import io
import re
import sys
import time
from pathlib import Path

from rich.console import Console, RenderableType
from rich.status import Status
from rich.text import Text

from convonet_ari.demo.timeline import Line, laid_out

WIDTH = 110
STYLES = {
    "caller": "cyan",
    "keys": "cyan",
    "understood": "bold cyan",
    "assistant": "green",
    "agent": "blue",
    "tool": "yellow",
    "transfer": "yellow",
    "queue": "yellow",
    "answer": "bold",
    "phase": "magenta",
    "fault": "bold red",
}


class Screen:
    """Prints lines; `recorded` keeps them for a picture."""

    def __init__(self, *, recorded: bool = False) -> None:
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace", line_buffering=True)
        width = WIDTH if recorded or not sys.stdout.isatty() else None
        self.console = Console(highlight=False, record=recorded, width=width)
        self._status: Status | None = None
        self._step = ""
        self._step_began = 0.0

    def step(self, text: str) -> None:
        """One thing after the other takes its time; the previous one is done."""
        self.done()
        self._step, self._step_began = text, time.monotonic()
        if self.console.is_terminal:
            self._status = self.console.status(f"{text} …")
            self._status.start()

    def detail(self, text: str) -> None:
        """How far the step has come, where it can be seen."""
        if self._status is not None:
            self._status.update(f"{self._step} … {text}")

    def done(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None
        if self._step:
            took = time.monotonic() - self._step_began
            self.console.print(Text.assemble(("✓ ", "green"), f"{self._step:<56}", (f"{took:5.1f} s", "dim")))
            self._step = ""

    def failed(self) -> None:
        """The step did not come to its end."""
        if self._status is not None:
            self._status.stop()
            self._status = None
        if self._step:
            self.console.print(Text.assemble(("✗ ", "red"), self._step))
            self._step = ""

    def show(self, *what: RenderableType) -> None:
        for one in what:
            self.console.print(one)

    def say(self, text: str, style: str = "") -> None:
        self.console.print(Text(text, style), soft_wrap=True)

    def line(self, line: Line) -> None:
        for row in laid_out(line, self.console.width - 1):
            self.console.print(Text(row, STYLES.get(line.who, "")), soft_wrap=True)

    def begin_picture(self) -> None:
        """What was shown so far does not belong to it."""
        if self.console.record:
            self.console.export_text(clear=True)

    def save_picture(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        picture = self.console.export_svg(title="make demo", clear=False, unique_id="demo")
        path.write_text(self_contained(picture), encoding="utf-8")


def self_contained(svg: str) -> str:
    """Without fonts from elsewhere, which a page that shows the picture does not load anyway."""
    svg = re.sub(r"\s*@font-face \{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "Menlo, Consolas, 'DejaVu Sans Mono', monospace")
    return re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE)
