"""Starts and stops the embedded system: PostgreSQL, Asterisk, `convonet serve`; each ends with its owner."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import SecretStr

from convonet_ari.config import Database, Pin
from convonet_ari.demo.plan import DATABASE, DID, Plan, certificate_of
from convonet_ari.dialplan.render import render
from convonet_ari.embedded.asterisk import EmbeddedAsterisk
from convonet_ari.embedded.certificate import ensure_certificate
from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.pbx import render_pbx
from convonet_ari.embedded.postgres import APP, EmbeddedPostgres
from convonet_ari.embedded.process import Guarded, reap_stale
from convonet_ari.errors import MissingPart
from convonet_ari.store.passwords import Passwords
from convonet_ari.store.people import People
from convonet_ari.store.pool import Store
from convonet_ari.store.sealed import Seal
from convonet_ari.store.seed import LOGINS, Demo, admit_agents, seed_demo

Report = Callable[[str], None]

SERVE_WITHIN_S = 90.0
STOP_WITHIN_S = 12.0
HANG_UP_WITHIN_S = 0.5


def _silent(line: str) -> None:
    """Nobody wants to know."""


class EmbeddedSystem:
    """One per folder; a second start in the same folder while the first lives is refused."""

    def __init__(
        self,
        home: Path,
        plan: Plan,
        installation: Installation,
        report: Report = _silent,
        *,
        durable: bool = True,
        guard: type[Guarded] = Guarded,
    ) -> None:
        self.home = home.resolve()
        self.plan = plan
        self._report = report
        self.postgres = EmbeddedPostgres(self.home / "postgres", durable=durable)
        certificate = ensure_certificate(certificate_of(self.home), (plan.host,))
        files = render_pbx(plan.pbx(certificate), render(plan.dialplan()))
        self.asterisk = EmbeddedAsterisk(installation, self.home / "asterisk", files)
        self._serve = guard(self.home / "serve.owner.json", signal.SIGKILL)
        self.seeded: Demo | None = None

    @property
    def database_url(self) -> str:
        return self.postgres.app_dsn(DATABASE)

    @property
    def owner_url(self) -> str:
        return self.postgres.owner_dsn(DATABASE)

    @property
    def http_url(self) -> str:
        return f"http://127.0.0.1:{self.plan.ports.web}"

    @property
    def serve_log(self) -> Path:
        return self.home / "log" / "serve.log"

    @property
    def recordings_dir(self) -> Path:
        return self.home / "recordings"

    async def start(self) -> None:
        """Return when a call would be taken."""
        for name in ("log", "recordings", "serve"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        reap_stale(self._serve.pidfile)
        self._report("Starting PostgreSQL")
        await self.postgres.start()
        await self.postgres.create_database(DATABASE)
        self.start_serve()
        self._report(f"Starting Asterisk {self.asterisk.version}")
        await self.asterisk.start()
        self._report("Preparing the demo organisation")
        await asyncio.to_thread(_migrate, self.owner_url)
        self.seeded = await self._seed()
        self._report(f"Starting {self.plan.workers} workers and the desk")
        await self.serve_ready()

    async def hang_up(self) -> None:
        """End every call, so that its session closes in order and the workers have nothing to wait for."""
        with suppress(TimeoutError):
            async with asyncio.timeout(HANG_UP_WITHIN_S):
                await self.asterisk.cli("channel request hangup all")

    async def stop(self) -> None:
        await self.stop_serve()
        await asyncio.gather(self.asterisk.stop(), self.postgres.stop())

    async def __aenter__(self) -> EmbeddedSystem:
        try:
            await self.start()
        except BaseException:
            await self.stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def start_serve(self) -> None:
        """Begin the workers; they import while the other parts start."""
        settings = self.home / "convonet.yaml"
        settings.write_text(yaml.safe_dump(self.plan.serve_settings(self.home)), encoding="utf-8")
        (self.home / "serve" / "serve.json").unlink(missing_ok=True)
        argv = [sys.executable, "-m", "convonet_ari", "serve", "--config", str(settings)]
        environment = {**_environment(), **self.plan.serve_environment(self.database_url)}
        self._serve.start(argv, self.serve_log, environment, self.home)

    async def serve_ready(self, within_s: float = SERVE_WITHIN_S) -> None:
        if not await self._serve.until(self._all_ready, within_s):
            tail = self.serve_log.read_text(errors="replace")[-800:].strip()
            raise MissingPart(f"The workers did not start: {tail}", f"Read {self.serve_log}.")

    async def stop_serve(self, how: signal.Signals = signal.SIGTERM) -> None:
        await self._serve.stop(how, STOP_WITHIN_S)

    def processes(self, role: str) -> list[int]:
        """Process ids of the ready `worker`s, or of the `desk`."""
        return [entry["pid"] for entry in self._status() if entry["role"] == role and entry["ready"]]

    def fallen(self) -> set[str]:
        """Parts that were started and have ended by themselves."""
        running = {
            "PostgreSQL": self.postgres.running,
            "Asterisk": self.asterisk.running,
            "The workers' supervisor": self._serve.running,
        }
        return {name for name, runs in running.items() if not runs}

    async def lift(self, name: str) -> None:
        """Start a fallen part again; the others find it by themselves. Raises MissingPart."""
        match name:
            case "PostgreSQL":
                await self.postgres.start()
            case "Asterisk":
                await self.asterisk.start()
            case _:
                self.start_serve()
                await self.serve_ready()

    def _all_ready(self) -> bool:
        """Every process that takes work; one more worker may stand by."""
        return len([entry for entry in self._status() if entry["ready"]]) == self.plan.workers + 1

    def _status(self) -> list[dict[str, Any]]:
        try:
            status = json.loads((self.home / "serve" / "serve.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        processes: list[dict[str, Any]] = status["processes"]
        return processes

    async def _seed(self) -> Demo:
        store = Store(self.owner_url, Database())
        await store.open()
        people = People(store, Pin(key=SecretStr(self.plan.secrets.pin_key)))
        try:
            seeded = await seed_demo(store, people, did=DID, timezone=local_zone(), pin=self.plan.secrets.pin)
            await self._admit(store, seeded)
            return seeded
        finally:
            people.close()
            await store.close()

    async def _admit(self, owner: Store, seeded: Demo) -> None:
        """Everybody who answers may sign in at the console; those in the browser register from there."""
        seal, passwords = Seal(self.plan.secrets.token_key), Passwords()
        browsers = [agent for agent in self.plan.agents if agent.transport == "ws"]
        sealed = {agent.extension: seal.seal(agent.secret) for agent in browsers}
        try:
            hashed = await passwords.hash(self.plan.secrets.console)
            await admit_agents(owner, seeded.org_id, hashed, sealed)
        finally:
            passwords.close()

    def interface(self) -> dict[str, Any]:
        """The stable interface for scripts, `demo.json`.

        The database's URL is the superuser's: every other role sees one tenant's rows at a time, or none.
        """
        plan, seeded = self.plan, self.seeded
        return {
            "sip": {"host": plan.host, "port": plan.ports.sip, "did": DID},
            "pin": plan.secrets.pin,
            "user": seeded.user if seeded else "",
            "database_url": self.postgres.admin_dsn(DATABASE),
            "http_url": self.http_url,
            "call_url": f"{plan.pages_url}/call",
            "console_url": f"{plan.pages_url}/console",
            "queue": "2000",
            "agents": [
                {
                    "extension": agent.extension,
                    "secret": agent.secret,
                    "transport": agent.transport,
                    "login": LOGINS[agent.extension],
                    "password": plan.secrets.console,
                }
                for agent in plan.agents
            ],
            "ws_url": plan.ws_url,
            "wss_url": plan.wss_url,
            "phone": {"extension": plan.phone.extension, "secret": plan.phone.secret, "dial": DID},
            "asterisk_cli": self.asterisk.cli_argv,
            "log_dir": str(self.home / "log"),
            "recordings_dir": str(self.recordings_dir),
            "pid": os.getpid(),
        }


def _migrate(owner_url: str) -> None:
    """The migrations' libraries take longer to import than the workers take to be started: hence here."""
    from convonet_ari.store.migrate import migrate

    migrate(owner_url, APP)


def local_zone() -> str:
    """This machine's IANA time zone, or UTC when it has none with a name."""
    for name in (os.environ.get("TZ", ""), _linked_zone()):
        try:
            return ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            continue
    return "UTC"


def _linked_zone() -> str:
    target = str(Path("/etc/localtime").resolve())
    return target.partition("zoneinfo/")[2]


def _environment() -> dict[str, str]:
    """The workers' surroundings: the caller's, less anything that would configure them differently."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONVONET_")}
    return {**kept, "OMP_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "1"}
