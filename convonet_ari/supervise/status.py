"""The file that says which processes run: for operators, the doctor and tests."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

import structlog

from convonet_ari.supervise.child import Child

STATUS = "serve.json"

log = structlog.get_logger(__name__)


def write_status(file: Path, children: Iterable[Child]) -> None:
    """A full disk ends no process."""
    status = {
        "pid": os.getpid(),
        "processes": [
            {
                "role": child.role.name,
                "number": child.number,
                "pid": child.pid,
                "ready": child.ready,
                "standby": child.warm and not child.wanted,
            }
            for child in children
        ],
    }
    fresh = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_text(json.dumps(status), encoding="utf-8")
        fresh.replace(file)
    except OSError as error:
        log.error("who runs cannot be written down", error=error.strerror)


def works(file: Path, role: str) -> bool:
    """Whether a process of this role takes work; where nothing is written down, it is believed to."""
    try:
        processes = json.loads(file.read_text(encoding="utf-8"))["processes"]
    except (OSError, ValueError):
        return True
    return any(one["role"] == role and one["ready"] for one in processes)
