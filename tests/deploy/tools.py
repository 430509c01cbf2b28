"""Where the checks' own tools are, which `scripts/check-deploy` puts there, and how they are run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GCP = ROOT / "terraform" / "gcp"
MACHINE = GCP / "machine"
TOOLS = Path(os.environ.get("CONVONET_DEPLOY_TOOLS", ROOT / ".cache" / "deploy"))


def found(name: str) -> str:
    """A tool of the checks' own, else the machine's; skips, saying what is missing."""
    own = TOOLS / "tools" / "bin" / name
    place = str(own) if own.exists() else shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if place is None:
        pytest.skip(f"NOT CHECKED: there is no {name} on this machine")
    return place


def run(
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    within_s: float = 300,
    stdin: str = "",
) -> subprocess.CompletedProcess[str]:
    """What it said and how it ended; nothing of it is left when it takes too long."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        input=stdin,
        capture_output=True,
        text=True,
        timeout=within_s,
        check=False,
    )


def succeeds(
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    within_s: float = 300,
    stdin: str = "",
) -> str:
    """Its output; a failure is told with all that it said."""
    done = run(command, cwd=cwd, env=env, within_s=within_s, stdin=stdin)
    assert done.returncode == 0, f"{command[0]} ended with {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def shell_scripts() -> list[Path]:
    """Every script that a machine or a person runs."""
    places = [
        *MACHINE.iterdir(),
        *(ROOT / "scripts").iterdir(),
        ROOT / ".ci/run",
        ROOT / "containers/roles.sh",
    ]
    bash = (b"#!/bin/bash", b"#!/usr/bin/env bash")
    return sorted(path for path in places if path.is_file() and path.read_bytes().startswith(bash))
