"""Builds a runnable Asterisk 22 out of Debian's packages in a folder of its own, as any user.

`python -m convonet_ari.embedded.packages [CACHE]` does it from the command line.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from convonet_ari.embedded import apt, manual, mirror
from convonet_ari.embedded.installation import (
    LIBRARIES,
    Installation,
    cache_dir,
    from_prefix,
    loader,
    on_path,
    version_of,
    wanted_modules,
)
from convonet_ari.errors import ConvonetError, MissingPart

Report = Callable[[str], None]

SUITE = "forky"
ARCHITECTURE = "amd64"
ROOTS = ("asterisk", "asterisk-modules", "asterisk-core-sounds-en-gsm", "asterisk-moh-opsound-gsm")
SKIPPED = ("adduser", "asterisk-config", "asterisk-core-sounds-en", "debconf", "libc-gconv-modules-extra")
# Needed only by modules that are never loaded here: databases, calendars, fax, sound cards, XMPP, SNMP.
PRUNED = {
    "asterisk-modules": r"lib(codec2|glib2|gmime|ical|iksemel|jack|jwt|lua|neon|odbc|opencore|portaudio|pq\d"
    r"|radcli|resample|snmp|spandsp|speex|sybdb|unbound|vo-amr|vorbis)"
}


def ensure_asterisk(report: Report, cache: Path | None = None) -> Installation:
    """The Asterisk to run: one of 22.8 or newer on the PATH, or the cached one, fetched when absent."""
    return on_path() or _cached(cache or cache_dir(), report)


def _cached(cache: Path, report: Report) -> Installation:
    prefix = cache / "asterisk" / _recipe()
    if not (prefix / "manifest.json").is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with _only_one(cache / "asterisk.lock", report):
            if not (prefix / "manifest.json").is_file():
                _build(prefix, report)
    return from_prefix(prefix)


def _recipe() -> str:
    """Names a build after what decides its contents, so that a new list never reuses an old tree."""
    parts = [SUITE, ARCHITECTURE, *ROOTS, *SKIPPED, *PRUNED.values(), *manual.PROSE]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def _build(prefix: Path, report: Report) -> None:
    """Build beside the target and rename: a build that is interrupted leaves no half tree."""
    apt.require_tools()
    _require_architecture()
    prefix.parent.mkdir(parents=True, exist_ok=True)
    for abandoned in prefix.parent.glob("building-*"):
        shutil.rmtree(abandoned, ignore_errors=True)
    work = Path(tempfile.mkdtemp(prefix="building-", dir=prefix.parent))
    work.chmod(0o755)
    try:
        packages = _fill(work, report)
        manifest = {"version": version_of(loader(work)), "packages": {p.name: p.version for p in packages}}
        (work / "manifest.json").write_text(json.dumps(manifest, indent=1))
        work.rename(prefix)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    report(f"Asterisk {manifest['version']} is ready.")


def _fill(work: Path, report: Report) -> list[apt.Package]:
    report(f"Reading Debian's package list ({SUITE}) …")
    private = apt.PrivateApt(work / "apt", mirror.archive_uri(), SUITE, mirror.keyring(), ARCHITECTURE)
    private.update()
    packages = private.closure(ROOTS, SKIPPED, PRUNED)
    version = next(p.version for p in packages if p.name == "asterisk").split(":")[-1].split("+")[0]
    size = sum(p.bytes for p in packages) / 1e6
    report(f"Fetching Asterisk {version}: {len(packages)} packages, {size:.0f} MB …")
    debs = private.download(packages, work / "debs")
    report("Unpacking …")
    apt.unpack(debs, work)
    for file in (work / "usr/share/asterisk/documentation").glob("core-*.xml"):
        manual.shorten(file)
    for done_with in ("apt", "debs"):
        shutil.rmtree(work / done_with)
    _check_libraries(work)
    return packages


def _check_libraries(prefix: Path) -> None:
    """Ask the tree's own loader whether every wanted module finds its libraries inside the tree."""
    modules = prefix / LIBRARIES / "asterisk/modules"
    absent = [name for name in wanted_modules() if not (modules / f"{name}.so").is_file()]
    unresolved = {
        f"{name} needs {line.split()[0]}"
        for name in wanted_modules()
        if name not in absent
        for line in _needed(prefix, modules / f"{name}.so")
        if "not found" in line
    }
    if absent or unresolved:
        raise MissingPart(
            f"The fetched Asterisk is incomplete: {'; '.join(sorted([*absent, *unresolved]))}",
            "The suite has moved: the package list of this version of Convonet no longer fits it.",
        )


def _needed(prefix: Path, module: Path) -> list[str]:
    argv = [*loader(prefix)[:-1], "--list", str(module)]
    return subprocess.run(argv, capture_output=True, text=True, check=False).stdout.splitlines()


def _require_architecture() -> None:
    machine = os.uname().machine
    if machine != "x86_64":
        raise MissingPart(
            f"Asterisk is fetched for amd64 only, and this machine is {machine}",
            "Install Asterisk 22.8 or newer so that it is on the PATH.",
        )


@contextmanager
def _only_one(path: Path, report: Report) -> Iterator[None]:
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("Waiting for another build of Asterisk …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(argv: list[str]) -> int:
    def report(line: str) -> None:
        sys.stdout.write(f"  {line}\n")
        sys.stdout.flush()

    try:
        found = ensure_asterisk(report, Path(argv[0]).resolve() if argv else None)
    except ConvonetError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    report(found.why)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
