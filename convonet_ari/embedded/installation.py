"""Which Asterisk is run, where its parts lie, and why that one."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

OLDEST = (22, 8)
LIBRARIES = "usr/lib/x86_64-linux-gnu"
SYSTEM_CONFIG = Path("/etc/asterisk/asterisk.conf")
SYSTEM_MODULES = (
    f"/{LIBRARIES}/asterisk/modules",
    "/usr/lib/asterisk/modules",
    "/usr/lib64/asterisk/modules",
)
SYSTEM_DATA = ("/usr/share/asterisk", "/var/lib/asterisk")


@dataclass(frozen=True, slots=True)
class Installation:
    """`argv` starts the program; `why` is one sentence for people."""

    argv: tuple[str, ...]
    modules_dir: Path
    data_dir: Path
    version: str
    why: str

    @property
    def rest_api_dir(self) -> Path:
        """Asterisk's own Swagger descriptions of its REST interface."""
        return self.data_dir / "rest-api"

    @property
    def sounds_dir(self) -> Path:
        return self.data_dir / "sounds"

    @property
    def moh_dir(self) -> Path:
        return self.data_dir / "moh"


def cache_dir() -> Path:
    """`CONVONET_CACHE`, or `.cache` in the checkout."""
    chosen = os.environ.get("CONVONET_CACHE")
    return Path(chosen).resolve() if chosen else Path(__file__).resolve().parents[2] / ".cache"


@cache
def wanted_modules() -> tuple[str, ...]:
    """The modules that are loaded: what the dialplan, ARI, SIP, WebRTC and FreePBX's queues need."""
    return tuple(resources.files(__package__).joinpath("modules.txt").read_text(encoding="utf-8").split())


def loader(prefix: Path) -> tuple[str, ...]:
    """The command that runs the tree's Asterisk on the tree's own C library, whatever this machine has."""
    libraries = prefix / LIBRARIES
    search = f"{libraries}:{libraries}/asterisk"
    program = str(prefix / "usr/sbin/asterisk")
    return (f"{libraries}/ld-linux-x86-64.so.2", "--library-path", search, "--argv0", "asterisk", program)


def from_prefix(prefix: Path) -> Installation:
    version = str(json.loads((prefix / "manifest.json").read_text(encoding="utf-8"))["version"])
    return Installation(
        argv=loader(prefix),
        modules_dir=prefix / LIBRARIES / "asterisk/modules",
        data_dir=prefix / "usr/share/asterisk",
        version=version,
        why=f"Asterisk {version} from Debian's packages, unpacked in {prefix}.",
    )


def on_path() -> Installation | None:
    """The machine's own Asterisk, if it is new enough to be used."""
    program = shutil.which("asterisk", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/usr/local/sbin")
    version = version_of((program,)) if program else ""
    modules, data = _system_dir("astmoddir", SYSTEM_MODULES), _system_dir("astdatadir", SYSTEM_DATA)
    if not program or not modules or not data or not is_new_enough(version):
        return None
    why = (
        f"Asterisk {version} of this machine ({program}), since it is {'.'.join(map(str, OLDEST))} or newer."
    )
    return Installation((program,), modules, data, version, why)


def version_of(argv: tuple[str, ...]) -> str:
    done = subprocess.run([*argv, "-V"], capture_output=True, text=True, timeout=20, check=False)
    found = re.search(r"Asterisk (?:certified/)?(\d+(?:\.\d+)+)", done.stdout)
    return found[1] if found else ""


def is_new_enough(version: str) -> bool:
    numbers = tuple(int(part) for part in version.split(".") if part.isdigit())
    return numbers >= OLDEST


def _system_dir(key: str, usual: tuple[str, ...]) -> Path | None:
    text = SYSTEM_CONFIG.read_text(errors="replace") if os.access(SYSTEM_CONFIG, os.R_OK) else ""
    said = re.search(rf"^{key}\s*=>?\s*(\S+)", text, re.MULTILINE)
    return next((Path(place) for place in ([said[1]] if said else usual) if Path(place).is_dir()), None)
