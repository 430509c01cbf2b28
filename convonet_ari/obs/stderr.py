"""Standard error that nobody waits for: what it does not take at once is lost, and counted."""

from __future__ import annotations

import os
import select
import stat
import sys
from contextlib import suppress

from convonet_ari.obs import metrics


class Stderr:
    """A stream of whole lines to whatever standard error is now.

    Nobody may be reading it: a full pipe, a terminal that was stopped, a full disk.
    """

    def __init__(self) -> None:
        self.lost = 0
        self._torn = False

    def write(self, text: str) -> None:
        """`text` ends its line."""
        whole = False
        with suppress(OSError, ValueError):
            whole = self._write(text)
        if whole:
            self.lost = 0
        else:
            self.lost += 1
            metrics.log_line_lost()

    def flush(self) -> None:
        """Nothing is held back."""

    def _write(self, text: str) -> bool:
        try:
            fd = sys.stderr.fileno()
        except OSError:
            # No file of the system's, as in a test.
            sys.stderr.write(text)
            return True
        data = (f"\n{text}" if self._torn else text).encode(errors="backslashreplace")
        # A pipe that has any room takes so much of one writer; a file takes everything.
        most = len(data) if stat.S_ISREG(os.fstat(fd).st_mode) else select.PIPE_BUF
        while data:
            if not select.select([], [fd], [], 0)[1]:
                return False
            data = data[os.write(fd, data[:most]) :]
            self._torn = bool(data)
        return True
