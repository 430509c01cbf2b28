"""Folders that work in odd checkouts: paths too long for a socket, parents closed to other users."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from convonet_ari.errors import MissingPart

# A UNIX socket's path holds 107 bytes, the longest name beneath is "/.s.PGSQL.65535.lock".
LONGEST_SOCKET_DIR = 85


def socket_dir(wanted: Path) -> Path:
    """`wanted`, or a short stand-in in the temporary folder that is the same each time."""
    return (
        wanted if len(os.fsencode(wanted)) <= LONGEST_SOCKET_DIR else stand_in(wanted, tempfile.gettempdir())
    )


def stand_in(wanted: Path, parent: str) -> Path:
    digest = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
    return Path(parent) / f"convonet-{os.geteuid()}-{digest}"


def claim(place: Path, home: Path) -> None:
    """Note in a stand-in which folder it stands for."""
    (place / "home").write_text(str(home), encoding="utf-8")


def sweep(parent: str) -> None:
    """Delete our stand-ins of folders that are gone."""
    for place in Path(parent).glob(f"convonet-{os.geteuid()}-*"):
        note = place / "home"
        if note.is_file() and not Path(note.read_text(encoding="utf-8")).exists():
            shutil.rmtree(place, ignore_errors=True)


def own_dir(path: Path, mode: int = 0o700) -> None:
    """Make a folder; in a shared temporary folder the name may be taken by somebody else: insist on ours."""
    path.mkdir(mode=mode, parents=True, exist_ok=True)
    if path.is_symlink() or path.stat().st_uid != os.geteuid():
        raise MissingPart(f"{path} belongs to another user", "Remove it, or use another checkout.")
    path.chmod(mode)


def enterable_by_all(path: Path) -> bool:
    """Whether any user may walk down to `path` (which need not exist yet)."""
    return all(not place.exists() or place.stat().st_mode & 0o001 for place in (path, *path.parents))
