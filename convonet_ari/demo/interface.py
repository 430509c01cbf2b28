"""`demo.json`: how scripts find a running demonstration; and the lock that keeps it the only one."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from convonet_ari.errors import MissingPart

NAME = "demo.json"


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Hold this folder until the end; raises MissingPart when another process does. Dies with its holder."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "demo.lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            raise MissingPart(
                f"A demo of this checkout is running already (process {holder})",
                "Stop it with Ctrl-C first, or use another checkout.",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        withdraw(home)
        yield


@contextmanager
def published(home: Path, interface: Mapping[str, Any]) -> Iterator[Path]:
    """The file exists within the block, whole from its first moment and readable by its owner alone."""
    path, partial = home / NAME, home / f"{NAME}.new"
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        json.dump(interface, file, indent=2)
        file.write("\n")
    partial.replace(path)
    try:
        yield path
    finally:
        withdraw(home)


def withdraw(home: Path) -> None:
    """Remove the file, as well as what a killed demonstration left."""
    for name in (NAME, f"{NAME}.new"):
        with suppress(FileNotFoundError):
            (home / name).unlink()
