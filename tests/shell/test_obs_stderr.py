"""Lines of log that nobody reads: who writes them goes on, and what was lost is counted."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr

import pytest
import structlog

from convonet_ari.config import Logging
from convonet_ari.obs import log as logs

pytestmark = pytest.mark.shell

# More than a pipe holds.
LINES = 1000
LONG = "x" * 200_000


@contextmanager
def unread() -> Iterator[int]:
    """The end of a pipe that nobody reads, the other of which is standard error."""
    root = logging.getLogger()
    before = root.handlers, root.level
    read, write = os.pipe()
    with os.fdopen(write, "w") as stream, redirect_stderr(stream):
        logs.configure(Logging())
        try:
            yield read
        finally:
            root.handlers, root.level = before
            structlog.reset_defaults()
            os.close(read)


def stuck(speak: Callable[[], None], read: int) -> bool:
    """Whether who speaks waits for a reader."""
    speaker = threading.Thread(target=speak, daemon=True)
    speaker.start()
    speaker.join(10)
    waits = speaker.is_alive()
    while speaker.is_alive():
        os.read(read, 65536)
    return waits


def taken(read: int) -> str:
    """What waits in the pipe."""
    os.set_blocking(read, False)
    return b"".join(iter(lambda: _some(read), b"")).decode()


def _some(read: int) -> bytes:
    try:
        return os.read(read, 65536)
    except BlockingIOError:
        return b""


def test_a_reader_who_stops_stops_nobody_and_is_told_what_was_lost() -> None:
    def speak() -> None:
        for number in range(LINES):
            structlog.get_logger("convonet_ari.x").info("hello", turn=number, reason="r" * 100)
            logging.getLogger("some.library").warning("hello")

    with unread() as read:
        assert not stuck(speak, read)
        seen = [json.loads(line) for line in taken(read).splitlines()]
        assert 0 < len(seen) < 2 * LINES
        structlog.get_logger().info("again")
        logging.getLogger("some.library").warning("and again")
        first, second = [json.loads(line) for line in taken(read).splitlines()]
        assert (first["event"], first["lines_lost"]) == ("again", 2 * LINES - len(seen))
        assert (second["event"], "lines_lost" in second) == ("and again", False)


def test_a_line_that_was_torn_does_not_spoil_the_next() -> None:
    with unread() as read:
        assert not stuck(lambda: structlog.get_logger().info("long", reason=LONG), read)
        torn = taken(read)
        assert torn
        assert not torn.endswith("\n")
        structlog.get_logger().info("again")
        end, line = taken(read).split("\n", 1)
        assert end == ""
        assert json.loads(line)["lines_lost"] == 1
