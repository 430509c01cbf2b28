"""Plans how our files come to stand beside an administrator's and go again; nothing is written here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from convonet_ari.dialplan import conf
from convonet_ari.dialplan.render import unfilled
from convonet_ari.errors import MissingPart

FOLDER = "convonet"
MANIFEST = f"{FOLDER}/installed.json"
TRUNK = "pjsip_custom.conf"
# Included inside a section that FreePBX opens: ours goes first, so that what an administrator sets wins.
INSIDE_A_SECTION = ("ari_general_custom.conf", "http_custom.conf")
# Where a section of the same name would be the same object for Asterisk.
FAMILIES = {
    "extensions_custom.conf": "extensions*.conf",
    "pjsip_custom.conf": "pjsip*.conf",
    "ari_additional_custom.conf": "ari*.conf",
    "websocket_client.conf": "websocket_client*.conf",
    "manager_custom.conf": "manager*.conf",
}


class Refused(MissingPart):
    """Going on would replace something that is not ours."""


@dataclass(frozen=True, slots=True)
class Change:
    """`name` is relative to Asterisk's configuration folder; None stands for no such file."""

    name: str
    before: bytes | None = field(repr=False)
    after: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Included:
    """How a file got our line: `created` for it, or with a `newline` after a last line that had none."""

    created: bool
    newline: bool


@dataclass(frozen=True, slots=True)
class Manifest:
    """What we wrote: a digest for each file of ours, and each include."""

    files: Mapping[str, str] = field(default_factory=dict)
    included: Mapping[str, Included] = field(default_factory=dict)

    def text(self) -> bytes:
        return (json.dumps(asdict(self), indent=1, sort_keys=True) + "\n").encode()


def manifest(etc: Path) -> Manifest:
    text = _read(etc, MANIFEST)
    if text is None:
        return Manifest()
    try:
        found = json.loads(text)
        included = {name: Included(**how) for name, how in found["included"].items()}
        return Manifest(dict(found["files"]), included)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused(f"{etc / MANIFEST} is damaged", "Restore it from a backup.") from None


def include_line(name: str) -> bytes:
    return f"#include {FOLDER}/{name}\n".encode()


def plan_install(etc: Path, files: Mapping[str, str], *, overwrite: bool = False) -> list[Change]:
    """The changes that are still to be made; none when all is in place. Raises Refused."""
    if marks := unfilled(dict(files)):
        raise Refused(f"Still to be filled in: {', '.join(marks)}", "Set the secrets in the environment.")
    known = manifest(etc)
    _no_strangers(etc, files)
    ours = [_ours(etc, name, text, known, overwrite) for name, text in files.items()]
    dropped = [name for name in known.files if name not in files]
    included = dict(known.included)
    theirs = []
    for name in files:
        change, how = _with_include(etc, name)
        theirs.append(change)
        included.setdefault(name, how)
    gone = [change for name in dropped for change in _without(etc, name, included.pop(name, None))]
    digests = {name: _digest(text.encode()) for name, text in files.items()}
    changes = [*ours, *theirs, *gone]
    written = Change(MANIFEST, _read(etc, MANIFEST), Manifest(digests, included).text())
    return [change for change in [*changes, written] if change.before != change.after]


def plan_uninstall(etc: Path) -> list[Change]:
    """Take out each line and file of ours; what others wrote before or since stays, byte for byte."""
    known = manifest(etc)
    names = sorted({*known.files, *known.included})
    # The includes first: Asterisk refuses a file that includes what is not there.
    changes = [change for name in names for change in _without(etc, name, known.included.get(name))]
    changes.sort(key=lambda change: change.name.startswith(f"{FOLDER}/"))
    changes.append(Change(MANIFEST, _read(etc, MANIFEST), None))
    return [change for change in changes if change.before != change.after]


def _ours(etc: Path, name: str, text: str, known: Manifest, overwrite: bool) -> Change:
    place, wanted = f"{FOLDER}/{name}", text.encode()
    before = _read(etc, place)
    if before is not None and before != wanted and not overwrite:
        digest = known.files.get(name)
        by_hand = digest is None and before.startswith(b"; Convonet: ")
        if not by_hand and _digest(before) != digest:
            mend = "Change the settings instead, or install with --overwrite; a backup is kept."
            raise Refused(f"{etc / place} was changed by hand", mend)
    return Change(place, before, wanted)


def _with_include(etc: Path, name: str) -> tuple[Change, Included]:
    before, line = _read(etc, name), include_line(name)
    if before is not None and line.rstrip() in (each.strip() for each in before.splitlines()):
        return Change(name, before, before), Included(created=False, newline=False)
    newline = bool(before) and not (before or b"").endswith(b"\n")
    text = before or b""
    if name in INSIDE_A_SECTION:
        return Change(name, before, line + text), Included(before is None, newline=False)
    return Change(name, before, text + (b"\n" if newline else b"") + line), Included(before is None, newline)


def _without(etc: Path, name: str, how: Included | None) -> Iterator[Change]:
    before, line = _read(etc, name), include_line(name)
    if before is not None:
        after = _cut(before, line, how is not None and how.newline)
        yield Change(name, before, None if how and how.created and not after else after)
    yield Change(f"{FOLDER}/{name}", _read(etc, f"{FOLDER}/{name}"), None)


def _cut(text: bytes, line: bytes, newline: bool) -> bytes:
    if newline and text.endswith(b"\n" + line):
        return text[: -len(line) - 1]
    lines = text.splitlines(keepends=True)
    return b"".join(each for each in lines if each.strip() != line.strip())


def _no_strangers(etc: Path, files: Mapping[str, str]) -> None:
    """A second section of one name is merged with ours, or spoils it."""
    source = conf.from_directory(etc)
    for name, text in files.items():
        if name not in FAMILIES:
            continue
        own = {section.name for section in conf.read(conf.from_texts({name: text}), name).sections}
        for file, other in source(FAMILIES[name]):
            alone = conf.read(conf.from_texts({file: other}), file)
            for section in alone.sections:
                if section.name in own and not section.is_addition:
                    mend = f"Remove it there, or from FreePBX's GUI; ours comes from {FOLDER}/{name}."
                    raise Refused(f"[{section.name}] exists already at {etc / str(section.place)}", mend)


def _read(etc: Path, name: str) -> bytes | None:
    place = etc / name
    if place.is_symlink() and not place.resolve().is_relative_to(etc.resolve()):
        raise Refused(f"{place} is a link to {place.resolve()}", "Put a file of its own there.")
    try:
        return place.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise MissingPart(f"{place} cannot be read ({error.strerror})", "Run this as root.") from None


def _digest(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
