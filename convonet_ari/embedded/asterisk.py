"""A real Asterisk on loopback, run from given configuration files and gone with its owner."""

from __future__ import annotations

import asyncio
import hashlib
import os
import resource
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from convonet_ari.embedded import places, process
from convonet_ari.embedded.installation import Installation, wanted_modules
from convonet_ari.errors import MissingPart

BOOT_WITHIN_S = 20.0
FILES_WANTED = 65_536
# Asterisk cuts the paths of its configuration files at 255 bytes.
LONGEST_RUN_DIR = 200

LOGGER = """[general]
dateformat=%F %T.%3q
queue_log=yes
[logfiles]
; no "dtmf" and no "security" level, nor debug: what a caller keys in must not be written down
messages.log => notice,warning,error,verbose(3)
console => error
"""


# Empty files that keep a start quiet; a caller's file of the same name takes its place.
DEFAULTS = {
    "acl.conf": "",
    "ccss.conf": "[general]\n",
    "cel.conf": "[general]\nenable=no\n",
    "chan_websocket.conf": "[global]\ncontrol_message_format=plain-text\n",
    "pjproject.conf": "",
    "queuerules.conf": "[general]\n",
    "udptl.conf": "[general]\n",
    "websocket_client.conf": "",
}


class EmbeddedAsterisk:
    """`files` maps names in Asterisk's configuration folder to text; paths, modules and logging are ours."""

    def __init__(self, installation: Installation, run_dir: Path, files: Mapping[str, str]) -> None:
        self.installation = installation
        self.run_dir = run_dir.resolve()
        self.files = dict(files)
        self.socket_dir = places.socket_dir(self.run_dir / "run")
        self._server = process.Guarded(self.run_dir / "asterisk.owner.json", signal.SIGKILL)

    @property
    def pid(self) -> int:
        return self._server.pid

    @property
    def running(self) -> bool:
        return self._server.running

    @property
    def crashed(self) -> bool:
        return self._server.crashed

    @property
    def version(self) -> str:
        return self.installation.version

    @property
    def etc_dir(self) -> Path:
        return self.run_dir / "etc"

    @property
    def log_dir(self) -> Path:
        return self.run_dir / "log"

    @property
    def spool_dir(self) -> Path:
        return self.run_dir / "spool"

    @property
    def cli_argv(self) -> list[str]:
        """A command line to which one Asterisk CLI command is added."""
        return [*self.installation.argv, "-C", str(self.etc_dir / "asterisk.conf"), "-rx"]

    async def start(self) -> None:
        """Write the configuration and return when Asterisk is fully booted."""
        process.reap_stale(self._server.pidfile)
        self._prepare()
        argv = [*self.installation.argv, "-C", str(self.etc_dir / "asterisk.conf"), "-f"]
        self._server.start(argv, self.log_dir / "console.log", _environment(), self.run_dir)
        if not await self._boots():
            tail = (self.log_dir / "console.log").read_text(errors="replace")[-600:].strip()
            await self.stop()
            raise MissingPart(f"Asterisk did not start: {tail}", f"Read {self.log_dir}.")

    async def stop(self) -> None:
        """End Asterisk and every call in it, at once."""
        await self._server.stop(signal.SIGTERM)
        if self.socket_dir.parent != self.run_dir:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    async def __aenter__(self) -> EmbeddedAsterisk:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def cli(self, command: str) -> str:
        """Run one CLI command and return what it printed."""
        child = await asyncio.create_subprocess_exec(
            *self.cli_argv, command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_environment()
        )
        output, _ = await child.communicate()
        return output.decode(errors="replace")

    def write(self, name: str, text: str) -> None:
        """Replace one configuration file; the caller reloads the module it belongs to."""
        target = self.etc_dir / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        target.chmod(0o600)

    async def _boots(self) -> bool:
        control = self.socket_dir / "asterisk.ctl"
        if not await self._server.until(control.exists, BOOT_WITHIN_S):
            return False
        try:
            async with asyncio.timeout(BOOT_WITHIN_S):
                return await self._says_booted()
        except TimeoutError:
            return False

    async def _says_booted(self) -> bool:
        """The console may refuse for a moment after its socket appears; a dead Asterisk never answers."""
        while self.running:
            if "fully booted" in await self.cli("core waitfullybooted"):
                return True
        return False

    def _prepare(self) -> None:
        if len(os.fsencode(self.run_dir)) > LONGEST_RUN_DIR:
            raise MissingPart(
                f"{self.run_dir} is too long a path for Asterisk", "Check out to a shorter one."
            )
        for name in ("etc", "var/keys", "db", "log", "spool", "spool/recording", "spool/monitor"):
            (self.run_dir / name).mkdir(parents=True, exist_ok=True)
        places.own_dir(self.socket_dir)
        (self.socket_dir / "asterisk.ctl").unlink(missing_ok=True)
        own = {"asterisk.conf": self._main_conf(), "modules.conf": _modules_conf(), "logger.conf": LOGGER}
        for name, text in {**DEFAULTS, **own, **self.files}.items():
            self.write(name, text)

    def _main_conf(self) -> str:
        run, data = self.run_dir, self.installation.data_dir
        directories = {
            "astetcdir": self.etc_dir,
            "astmoddir": self.installation.modules_dir,
            "astvarlibdir": run / "var",
            "astdbdir": run / "db",
            "astkeydir": run / "var",
            "astdatadir": data,
            "astagidir": data / "agi-bin",
            "astspooldir": self.spool_dir,
            "astrundir": self.socket_dir,
            "astlogdir": self.log_dir,
            "astsbindir": "/usr/sbin",
            "astcachedir": run / "cache",
        }
        options = {
            "documentation_language": "en_US",
            "maxfiles": _open_files(),
            "nocolor": "yes",
            "hideconnect": "yes",
            "live_dangerously": "no",
            "entityid": _entity_id(run),
        }
        lines = ["[directories]", *(f"{key} => {value}" for key, value in directories.items())]
        lines += ["[options]", *(f"{key} = {value}" for key, value in options.items())]
        return "\n".join(lines) + "\n"


def _modules_conf() -> str:
    return "[modules]\nautoload=no\n" + "".join(f"load={name}.so\n" for name in wanted_modules())


def _open_files() -> int:
    return min(FILES_WANTED, resource.getrlimit(resource.RLIMIT_NOFILE)[1])


def _entity_id(run_dir: Path) -> str:
    digest = hashlib.sha256(str(run_dir).encode()).hexdigest()
    return ":".join(["02", *(digest[i : i + 2] for i in range(0, 10, 2))])


def _environment() -> dict[str, str]:
    """What Asterisk and its consoles see: nothing of the owner's secrets."""
    zone = {"TZ": os.environ["TZ"]} if "TZ" in os.environ else {}
    return {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/nonexistent", **zone}
