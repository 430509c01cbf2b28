"""The whole examination: every look at once, each with a deadline of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import aiohttp
import asyncpg

from convonet_ari.config import Settings
from convonet_ari.demo.running import settings_for
from convonet_ari.doctor import (
    configuration,
    database,
    extensions,
    files,
    firewall,
    here,
    known_bugs,
    manager,
    rest,
    speech,
    workers,
)
from convonet_ari.doctor.finding import Finding, Level, fail, healthy, ok, warn
from convonet_ari.doctor.ledger import NUMBER, own_user
from convonet_ari.doctor.subject import Subject
from convonet_ari.doctor.trial import ANSWERED, Options, Trial, way_back
from convonet_ari.errors import ConfigError, ConvonetError, MissingPart
from convonet_ari.store.pool import OUTAGE

LOOK_S = 3.0
CALL = "Call"
Look = Callable[[], Awaitable[list[Finding]]]


def read(config_file: Path | None, *, demo: bool = False) -> tuple[Settings | None, str, Finding]:
    """The settings with the demo's number if they are its, or what is wrong with them."""
    try:
        settings, number = settings_for(config_file, demo=demo)
    except ConfigError as error:
        mend = "Correct it; `convonet.example.yaml` documents every key."
        return None, "", fail("Settings", str(error), mend)
    except MissingPart as error:
        return None, "", fail("Settings", error.what, error.mend)
    return settings, number, ok("Settings", "valid, of the running demo" if number else "valid")


def machine() -> list[Finding]:
    return [here.python(), here.packages()]


async def examine(subject: Subject) -> list[Finding]:
    """Everything the settings lead to, in the order in which it is best read."""
    settings = subject.settings
    async with aiohttp.ClientSession() as http:
        looks: dict[str, Look] = {
            "Settings": lambda: asyncio.to_thread(_settings, subject),
            rest.REST: lambda: rest.look(settings, http),
            manager.MANAGER: lambda: manager.look(settings),
            extensions.EXTENSIONS: lambda: extensions.look(settings),
            database.DATABASE: lambda: database.look(settings),
            database.NUMBERS: lambda: _tenants(subject),
            "Speech": lambda: asyncio.to_thread(speech.look, settings),
            workers.WORKERS: lambda: workers.look(settings, http),
        }
        found = await asyncio.gather(*(within(part, look) for part, look in looks.items()))
    return [finding for findings in found for finding in findings]


async def place_call(settings: Settings, options: Options, *, with_user: bool) -> list[Finding]:
    """The steps of a call, and what is known of this Asterisk where one of them failed."""
    if not options.did:
        return [warn(CALL, "no number to dial", "Name one with --did.")]
    try:
        async with AsyncExitStack() as stack:
            http = await stack.enter_async_context(aiohttp.ClientSession())
            if with_user:
                pin = await stack.enter_async_context(own_user(settings, options.did))
                options = replace(options, pin=pin, caller=NUMBER)
            found = await Trial(settings, options, http).run()
            if any(each.part == ANSWERED and each.level is Level.OK for each in found):
                found.append(await way_back(settings, options, http))
            return found if healthy(found) else [*found, *known_bugs.of(await rest.version(settings, http))]
    except (ConvonetError, *OUTAGE, TimeoutError, asyncpg.PostgresError, ValueError) as error:
        mend = "Mend what was found above; a call needs the database."
        return [fail(CALL, f"not placed ({type(error).__name__})", mend)]


async def within(part: str, look: Look, deadline_s: float = LOOK_S) -> list[Finding]:
    try:
        async with asyncio.timeout(deadline_s):
            return await look()
    except TimeoutError:
        return [fail(part, f"no answer within {deadline_s:g} s", "See whether it hangs, and restart it.")]
    except ConvonetError as error:
        return [fail(part, str(error), "Correct what is named there.")]


def _settings(subject: Subject) -> list[Finding]:
    settings, dids = subject.settings, [subject.did] if subject.did else []
    return [
        configuration.secrets(settings),
        *configuration.placeholders(settings),
        *configuration.installed_files(subject.etc),
        *_asterisk_files(subject, dids),
        here.recordings(settings),
        here.disk(settings),
    ]


def _asterisk_files(subject: Subject, dids: list[str]) -> list[Finding]:
    if not subject.etc.is_dir():
        return []
    found = files.in_folder(subject.etc)
    return [
        *files.look(found, subject.settings, dids),
        *firewall.judge(firewall.rules(), *files.rtp_range(found.read("rtp.conf"))),
    ]


async def _tenants(subject: Subject) -> list[Finding]:
    """Who can call and be put through; a database that is away was told of already."""
    try:
        found = await database.tenants(subject.settings, subject.did)
    except (*OUTAGE, TimeoutError, asyncpg.PostgresError, ValueError):
        return []
    queues = {name: queue for tenant in found or () for name, queue in tenant.departments.items()}
    dids = [did for tenant in found or () for did in tenant.dids]
    findings = database.judge_tenants(found, subject.did)
    if dids:
        findings += await manager.departments(subject.settings, queues)
        findings += await manager.routes(subject.settings, dids)
    return findings
