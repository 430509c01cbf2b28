"""Debian's Chromium in the cache, where nobody may install it: `python -m tests.browser.chromium`."""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from convonet_ari.embedded import apt, mirror
from convonet_ari.embedded.installation import cache_dir
from convonet_ari.errors import ConvonetError

ROOTS = ("chromium", "fonts-dejavu-core", "fonts-noto-color-emoji")
# The machine's own C library runs it; the rest is for desktops and for setting packages up.
SKIPPED = (
    "libc6", "libgtk-3-common", "xdg-desktop-portal-backend", "dconf-gsettings-backend",
    "default-dbus-session-bus", "default-dbus-system-bus", "dbus", "xdg-utils", "shared-mime-info", "debconf",
    "init-system-helpers", "adduser",
)  # fmt: skip
PROGRAM = """#!/bin/sh
here={here}
libraries=$here/usr/lib/{triplet}
LD_LIBRARY_PATH=$libraries:$libraries/nss:$libraries/pulseaudio FONTCONFIG_FILE=$here/fonts.conf
export LD_LIBRARY_PATH FONTCONFIG_FILE
exec "$here/usr/lib/chromium/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<fontconfig><dir>{here}/usr/share/fonts</dir><cachedir>{here}/fonts</cachedir></fontconfig>
"""
TRIPLETS = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}


def cached() -> Path:
    """Where the program is, or would be."""
    recipe = "\n".join((mirror.codename(), *ROOTS, *SKIPPED, PROGRAM))
    return cache_dir() / "chromium" / hashlib.sha256(recipe.encode()).hexdigest()[:12] / "chromium"


def build() -> Path:
    """Fetch and unpack it. Raises ConvonetError."""
    program = cached()
    if program.is_file():
        return program
    apt.require_tools()
    program.parent.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="building-", dir=program.parent.parent))
    try:
        _fill(work, program.parent)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return program


def _fill(work: Path, here: Path) -> None:
    """Build in `work` and move it to `here`, so that one that is interrupted leaves no half tree."""
    machine, tree = apt.architecture(), work / "tree"
    release = mirror.codename()
    private = apt.PrivateApt(work / "apt", mirror.archive_uri(), release, mirror.keyring(), machine)
    private.update()
    apt.unpack(private.download(private.closure(ROOTS, SKIPPED, {}), work / "debs"), tree)
    (tree / "fonts.conf").write_text(FONTS.format(here=here))
    (tree / "chromium").write_text(PROGRAM.format(here=here, triplet=TRIPLETS[machine]))
    (tree / "chromium").chmod(0o755)
    tree.rename(here)


def main() -> int:
    try:
        build()
    except (ConvonetError, OSError, KeyError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
