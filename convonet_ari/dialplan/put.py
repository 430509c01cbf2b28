"""Carries planned changes out: a backup first, each file whole or not at all, and back when one fails."""

from __future__ import annotations

import difflib
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from convonet_ari.dialplan.drift import SECRET_KEYS
from convonet_ari.dialplan.install import FOLDER, Change
from convonet_ari.errors import MissingPart

BACKUPS = "convonet-backup"


def shown(changes: Sequence[Change]) -> Iterator[str]:
    """A unified diff of all changes; no secret is in it."""
    for change in changes:
        before, after = (_lines(text) for text in (change.before, change.after))
        old = "/dev/null" if change.before is None else change.name
        new = "/dev/null" if change.after is None else change.name
        yield from difflib.unified_diff(before, after, old, new, lineterm="", n=2)


def put(etc: Path, changes: Sequence[Change], stamp: str) -> Path | None:
    """Returns where the files that were changed are kept as they were; None when all were new."""
    kept = _keep(etc, changes, stamp)
    done: list[Change] = []
    try:
        for change in changes:
            _write(etc, change.name, change.after)
            done.append(change)
    except OSError as error:
        for change in reversed(done):
            _write(etc, change.name, change.before)
        raise MissingPart(
            f"{etc} cannot be written ({error.strerror}); nothing was changed", "Run this as root."
        ) from error
    with suppress(OSError):
        (etc / FOLDER).rmdir()
    return kept


@dataclass(frozen=True, slots=True)
class _Owner:
    uid: int
    gid: int
    mode: int

    @classmethod
    def of(cls, place: Path) -> _Owner:
        """As it is; a new file belongs to the folder's owner and is closed to others."""
        try:
            found = place.stat()
            return cls(found.st_uid, found.st_gid, stat.S_IMODE(found.st_mode))
        except FileNotFoundError:
            folder = next(parent for parent in place.parents if parent.exists()).stat()
            return cls(folder.st_uid, folder.st_gid, 0o640)


def _keep(etc: Path, changes: Sequence[Change], stamp: str) -> Path | None:
    old = [change for change in changes if change.before is not None]
    if not old:
        return None
    folder = etc / BACKUPS / stamp
    try:
        for change in old:
            place = folder / change.name
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _create(place, change.before or b"", _Owner.of(etc / change.name))
        (etc / BACKUPS).chmod(0o700)
    except OSError as error:
        raise MissingPart(
            f"No backup can be written to {folder} ({error.strerror})", "Run this as root."
        ) from error
    return folder


def _write(etc: Path, name: str, text: bytes | None) -> None:
    place = (etc / name).resolve()
    if text is None:
        place.unlink(missing_ok=True)
        return
    owner = _Owner.of(place)
    if not place.parent.exists():
        place.parent.mkdir(mode=0o750)
        os.chown(place.parent, owner.uid, owner.gid)
    _create(place, text, owner)


def _create(place: Path, text: bytes, owner: _Owner) -> None:
    """Whoever reads meanwhile sees the old file or the new one."""
    descriptor, temporary = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            os.fchown(file.fileno(), owner.uid, owner.gid)
            os.fchmod(file.fileno(), owner.mode)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(place)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _lines(text: bytes | None) -> list[str]:
    return [_masked(line) for line in (text or b"").decode("utf-8", "replace").splitlines()]


def _masked(line: str) -> str:
    key, equals, _ = line.partition("=")
    return f"{key}{equals} (secret)" if equals and key.strip() in SECRET_KEYS else line
