"""Debian packages of another suite, fetched and verified by apt in a state of its own, without root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from convonet_ari.errors import MissingPart

NOWHERE = "/nonexistent"
FETCH_TIMEOUT_S = 600


@dataclass(frozen=True, slots=True)
class Package:
    name: str
    version: str
    bytes: int
    depends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrivateApt:
    """apt with the machine's network settings and nothing else of its configuration, hooks or sources."""

    home: Path
    uri: str
    suite: str
    keyring: Path
    architecture: str

    def update(self) -> None:
        for name in ("state/lists/partial", "cache/archives/partial", "preferences.d", "sources.d", "conf.d"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        (self.home / "status").touch()
        (self.home / "sources.list").write_text(
            f"deb [signed-by={self.keyring}] {self.uri} {self.suite} main\n"
        )
        (self.home / "apt.conf").write_text(self._configuration())
        self._apt("apt-get", "-q", "update")

    def closure(self, roots: Iterable[str], skip: Collection[str], prune: dict[str, str]) -> list[Package]:
        """Everything the roots depend on, less `skip` by name and less each root's pruned dependencies.

        `prune` maps a package to a pattern: its own dependencies that match are left out.
        """
        found: dict[str, Package] = {}
        frontier = list(roots)
        while frontier:
            records = {package.name: package for package in self._show(frontier)}
            self._check_present(frontier, records)
            found |= records
            wanted = {
                name
                for package in records.values()
                for name in package.depends
                if not re.match(prune.get(package.name, "$"), name)
            }
            frontier = sorted(wanted - found.keys() - set(skip))
        return sorted(found.values(), key=lambda package: package.name)

    def download(self, packages: Iterable[Package], into: Path) -> list[Path]:
        into.mkdir(parents=True, exist_ok=True)
        self._apt("apt-get", "-q", "download", *(p.name for p in packages), cwd=into)
        return sorted(into.glob("*.deb"))

    def _check_present(self, names: Collection[str], records: Collection[str]) -> None:
        absent = sorted(set(names) - set(records))
        if absent:
            raise MissingPart(
                f"Debian {self.suite} has no package {', '.join(absent)}",
                "The suite has moved: the package list of this version of Convonet no longer fits it.",
            )

    def _show(self, names: Iterable[str]) -> Iterator[Package]:
        text = self._apt("apt-cache", "show", "--no-all-versions", *names, check=False)
        for record in filter(None, text.split("\n\n")):
            fields = dict(re.findall(r"^([\w-]+): (.*)$", record, re.MULTILINE))
            depends = f"{fields.get('Pre-Depends', '')}, {fields.get('Depends', '')}"
            names_only = (re.split(r"[ :(|]", part.strip())[0] for part in depends.split(","))
            yield Package(
                fields["Package"], fields["Version"], int(fields["Size"]), tuple(filter(None, names_only))
            )

    def _apt(self, *argv: str, cwd: Path | None = None, check: bool = True) -> str:
        env = {**os.environ, "APT_CONFIG": str(self.home / "apt.conf"), "LC_ALL": "C"}
        done = subprocess.run(
            argv, env=env, cwd=cwd, capture_output=True, text=True, timeout=FETCH_TIMEOUT_S, check=False
        )
        if check and done.returncode:
            reason = "; ".join(line for line in done.stderr.splitlines() if line.startswith("E:"))
            raise MissingPart(
                f"{' '.join(argv[:3])} failed: {reason or done.stderr[-300:].strip()}",
                "Check that the archive in this machine's apt sources can be reached, then try again.",
            )
        return done.stdout

    def _configuration(self) -> str:
        own = {
            "Dir::State": self.home / "state",
            "Dir::State::status": self.home / "status",
            "Dir::Cache": self.home / "cache",
            "Dir::Etc::main": NOWHERE,
            "Dir::Etc::parts": self.home / "conf.d",
            "Dir::Etc::sourcelist": self.home / "sources.list",
            "Dir::Etc::sourceparts": self.home / "sources.d",
            "Dir::Etc::preferences": NOWHERE,
            "Dir::Etc::preferencesparts": self.home / "preferences.d",
            "APT::Architecture": self.architecture,
            "APT::Sandbox::User": "",
            "APT::Get::AllowUnauthenticated": "false",
            "Acquire::AllowInsecureRepositories": "false",
            "Acquire::AllowWeakRepositories": "false",
            "Acquire::Languages": "none",
            "Acquire::Retries": "2",
            # Without it a list that could not be fetched is a warning, and apt reports success.
            "APT::Update::Error-Mode": "any",
            # A mirror may be a snapshot, whose Release file has run out; its signature is still checked.
            "Acquire::Check-Valid-Until": "false",
        }
        return _network_settings() + "".join(f'{key} "{value}";\n' for key, value in own.items())


def require_tools() -> None:
    absent = [
        tool for tool in ("apt-get", "apt-cache", "apt-config", "dpkg-deb", "tar") if not shutil.which(tool)
    ]
    if absent:
        raise MissingPart(
            f"This machine has no {', '.join(absent)}",
            "Outside Debian, install Asterisk 22.8 or newer so that it is on the PATH.",
        )


def unpack(debs: Iterable[Path], root: Path) -> None:
    """Unpack packages into a merged-/usr tree, without their documentation."""
    (root / "usr").mkdir(parents=True)
    for name in ("bin", "sbin", "lib", "lib64"):
        (root / "usr" / name).mkdir()
        (root / name).symlink_to(f"usr/{name}")
    left_out = [f"--exclude=./usr/share/{name}" for name in ("doc", "man", "locale", "gdb", "lintian")]
    for deb in debs:
        tar = ["tar", "-x", "-C", str(root), "--no-same-owner", "--keep-directory-symlink", *left_out]
        with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", str(deb)], stdout=subprocess.PIPE) as archive:
            subprocess.run(tar, stdin=archive.stdout, check=True)
        if archive.returncode:
            raise MissingPart(
                f"{deb.name} cannot be unpacked", "Check the free space on the disk, then try again."
            )


def _network_settings() -> str:
    """The machine's proxies, certificates and time-outs for apt, as apt itself states them."""
    dump = subprocess.run(["apt-config", "dump"], capture_output=True, text=True, check=True).stdout
    kept = r'Acquire::(?:https?|ftp|tor|Retries|ForceIPv[46]|By-Hash|PDiffs)\b.* "[^"]+";$'
    return "".join(f"{line}\n" for line in dump.splitlines() if re.match(kept, line))


def architecture() -> str:
    """What Debian calls this machine's processor."""
    return subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
