"""A pip for a Python without one, from Debian: `python -m convonet_ari.embedded.pip_wheel DIR`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from convonet_ari.embedded import apt, mirror
from convonet_ari.errors import ConvonetError, MissingPart

PACKAGE = "python3-pip-whl"


def fetch(into: Path) -> Path:
    """Fetch and unpack the wheel as any user; a wheel of pip runs without being installed."""
    apt.require_tools()
    private = apt.PrivateApt(
        into / "apt", mirror.archive_uri(), mirror.codename(), mirror.keyring(), apt.architecture()
    )
    private.update()
    packages = [package for package in private.closure([PACKAGE], (), {}) if package.name == PACKAGE]
    apt.unpack(private.download(packages, into / "debs"), into / "root")
    wheels = sorted(into.glob("root/usr/share/python-wheels/pip-*.whl"))
    if not wheels:
        raise MissingPart(f"{PACKAGE} holds no pip", "Install the package python3-venv.")
    return wheels[-1]


def main(argv: list[str]) -> int:
    target = Path(argv[0]).resolve()
    try:
        with tempfile.TemporaryDirectory(dir=target) as work:
            wheel = fetch(Path(work))
            sys.stdout.write(f"{wheel.rename(target / wheel.name)}\n")
    except ConvonetError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
