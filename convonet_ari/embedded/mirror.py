"""Which Debian archive this machine already uses, read from its own apt sources."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from convonet_ari.errors import MissingPart

APT_DIR = Path("/etc/apt")
KEYRING_DIR = Path("/usr/share/keyrings")
KEYRING_NAMES = ("debian-archive-keyring.gpg", "debian-archive-keyring.pgp")

_ONE_LINE = re.compile(r"^deb\s+(?:\[(?P<options>[^]]*)]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<parts>.+)$")
_OTHER_ARCHIVE = re.compile(r"security|backports|proposed|experimental|pgdg", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One `deb` entry: where it is fetched from, which suites and components, and the key it names."""

    uri: str
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str = ""


def archive_uri(apt_dir: Path = APT_DIR, release: str = "") -> str:
    """Return the address of the main Debian archive among the machine's sources."""
    candidates = [s for s in read_sources(apt_dir) if _is_main_archive(s, release or codename())]
    if not candidates:
        raise MissingPart(
            "No Debian archive is among this machine's apt sources",
            "Add one to /etc/apt, or install Asterisk 22.8 or newer so that it is on the PATH.",
        )
    return max(candidates, key=_likelihood).uri


def codename() -> str:
    """The release of Debian this machine runs."""
    release = Path("/etc/os-release")
    text = release.read_text(encoding="utf-8") if release.is_file() else ""
    found = re.search(r'^VERSION_CODENAME="?([^"\n]+)', text, re.MULTILINE)
    return found[1] if found else "stable"


def keyring(directory: Path = KEYRING_DIR) -> Path:
    for name in KEYRING_NAMES:
        if (directory / name).is_file():
            return directory / name
    raise MissingPart("Debian's archive keys are absent", "Install the package debian-archive-keyring.")


def read_sources(apt_dir: Path) -> Iterator[Source]:
    """Every enabled `deb` entry, in deb822 and in the one-line format."""
    for path in [apt_dir / "sources.list", *sorted((apt_dir / "sources.list.d").glob("*"))]:
        if path.suffix not in {".list", ".sources"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        yield from _deb822(text) if path.suffix == ".sources" else _one_line(text.splitlines())


def _one_line(lines: Iterable[str]) -> Iterator[Source]:
    for line in lines:
        found = _ONE_LINE.match(line.split("#", 1)[0].strip())
        if found:
            key = re.search(r"signed-by=(\S+)", found["options"] or "")
            yield Source(
                found["uri"], (found["suite"],), tuple(found["parts"].split()), key[1] if key else ""
            )


def _deb822(text: str) -> Iterator[Source]:
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for stanza in re.split(r"\n\s*\n", lines):
        fields = {
            name.lower(): value
            for name, value in re.findall(r"^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)", stanza, re.MULTILINE)
        }
        if "deb" not in fields.get("types", "").split() or fields.get("enabled", "yes").strip() == "no":
            continue
        suites, components = (tuple(fields.get(key, "").split()) for key in ("suites", "components"))
        for uri in fields.get("uris", "").split():
            yield Source(uri, suites, components, fields.get("signed-by", "").strip())


def _is_main_archive(source: Source, release: str) -> bool:
    names = {release, "stable", "oldstable", "testing", "unstable", "sid", "forky"}
    return (
        "main" in source.components
        and bool(names & {suite.rstrip("/") for suite in source.suites})
        and not source.uri.startswith("cdrom:")
        and not _OTHER_ARCHIVE.search(source.uri)
    )


def _likelihood(source: Source) -> tuple[bool, bool, bool]:
    """Debian's own key, an update suite and the usual path speak for the archive."""
    return (
        "debian-archive" in source.signed_by,
        any(suite.endswith("-updates") for suite in source.suites),
        source.uri.rstrip("/").endswith("debian"),
    )
