"""Prints what happens in the calls, line by line: what PostgreSQL knows and what the caller hears."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import replace

from convonet_ari.demo.screen import Screen
from convonet_ari.demo.timeline import Line, Timeline
from convonet_ari.demo.watch import Followed

PRINT_EVERY_S = 0.05


class Show:
    """The demonstration's own call has one clock, which starts when it dials; others bear their number."""

    def __init__(self, screen: Screen, number: str) -> None:
        self._screen = screen
        self._number = number
        self._timeline = Timeline()
        self._dialled: float | None = None

    def note(self, line: Line) -> None:
        """Something that the demonstration's telephones noticed."""
        if self._dialled is None:
            self._dialled = line.at
        self._timeline.add(replace(line, began=self._dialled))

    def told(self, call: Followed, lines: Iterable[Line]) -> None:
        """Something that stands in PostgreSQL."""
        if self._dialled is not None and call.number == self._number and call.began > self._dialled - 1:
            self._timeline.add(*(replace(line, began=self._dialled) for line in lines))
        else:
            name = call.number or "withheld"
            self._timeline.add(*(replace(line, began=call.began, tag=name) for line in lines))

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._print(self._timeline.due(time.time()))
            await asyncio.sleep(PRINT_EVERY_S)

    def flush(self) -> None:
        self._print(self._timeline.rest())

    def _print(self, lines: Iterable[Line]) -> None:
        for line in lines:
            self._screen.line(line)
