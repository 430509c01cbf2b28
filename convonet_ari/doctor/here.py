"""This machine: Python, packages, the folder of recordings and the space left for them."""

from __future__ import annotations

import os
import re
import shutil
import sys
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

from convonet_ari.config import Settings
from convonet_ari.doctor.finding import Finding, fail, ok, warn

DISTRIBUTION = "convonet-ari"
PYTHON = (3, 11)
GIB = 1024**3
# Two channels at 8 kHz and 16 bits are 115 MB an hour.
SCARCE_GIB, HARDLY_ANY_GIB = 2.0, 0.2


def python(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> Finding:
    text = ".".join(map(str, version))
    if version < PYTHON:
        return fail(
            "Python", f"{text} is too old", "Install Python 3.11 or newer and make the environment anew."
        )
    return ok("Python", text)


def packages() -> Finding:
    """Whether everything the distribution requires is installed, extras aside."""
    try:
        wanted = [name for line in requires(DISTRIBUTION) or () if (name := required_name(line))]
    except PackageNotFoundError:
        return warn("Packages", "the code runs from a folder that is not installed", "Run: pip install -e .")
    absent = [name for name in wanted if not _installed(name)]
    if absent:
        return fail("Packages", f"not installed: {', '.join(absent)}", "Run: pip install convonet-ari")
    return ok("Packages", f"all {len(wanted)} installed")


def required_name(requirement: str) -> str:
    """The package a line of metadata asks for always; empty when only an extra asks for it."""
    spec, _, marker = requirement.partition(";")
    found = re.match(r"[A-Za-z0-9._-]+", spec.strip())
    return found.group() if found and "extra" not in marker else ""


def recordings(settings: Settings) -> Finding:
    """The folder may not exist yet; what matters is whether it could be written to."""
    folder = settings.recording.directory
    place = _nearest(folder)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        mend = f"Make {place} writable for the user who runs `convonet serve`, or set recording.directory."
        return fail("Recordings", f"{folder} cannot be written to", mend)
    return ok("Recordings", str(folder))


def disk(settings: Settings) -> Finding:
    place = _nearest(settings.recording.directory)
    return judge_space(place, shutil.disk_usage(place).free)


def judge_space(place: Path, free: int) -> Finding:
    gib = free / GIB
    what, mend = f"{gib:.1f} GiB free at {place}", "Free some space, or set recording.directory elsewhere."
    if gib < HARDLY_ANY_GIB:
        return fail("Disk", what, mend)
    return warn("Disk", what, mend) if gib < SCARCE_GIB else ok("Disk", what)


def _nearest(folder: Path) -> Path:
    """The folder itself, or the first parent that exists."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())


def _installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True
