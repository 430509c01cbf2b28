"""Asterisk's manager interface: it lets the desk in, and it knows the dialplan and the queues."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from convonet_ari.callcenter.connection import AmiLogin, Connection
from convonet_ari.callcenter.events import Event, QueueCallerJoin, QueueMember
from convonet_ari.callcenter.headers import parse
from convonet_ari.config import Asterisk, Settings
from convonet_ari.dialplan.render import DialplanOptions
from convonet_ari.dialplan.settings import from_settings
from convonet_ari.doctor.finding import Finding, fail, ok, warn
from convonet_ari.errors import AmiError, AmiLost, AmiTimeout

MANAGER, DIALPLAN, QUEUES = "Asterisk manager interface", "Dialplan", "Queues"
DEADLINE_S = 2.0
POLL_S = 0.1
RINGING = 6
CONTEXTS = ("convonet-inbound", "convonet-enter", "convonet-return", "convonet-people")
TRUNK_CONTEXT = "from-pstn"
INSTALL = "Run `convonet dialplan install`."


async def look(settings: Settings) -> list[Finding]:
    handoff = settings.handoff
    try:
        async with connected(settings.asterisk) as ami:
            loaded = {context: await _exists(ami, context, "s") for context in CONTEXTS}
            queue = await _exists(ami, handoff.context, handoff.queue)
            entering = await _application_data(ami, "convonet-enter") if loaded["convonet-enter"] else []
    except AmiError as error:
        return [shut(error, settings.asterisk)]
    return [
        ok(MANAGER, f"lets user {settings.asterisk.ami_user} in"),
        judge_dialplan(loaded, entering, from_settings(settings)),
        judge_queue(queue, handoff.context, handoff.queue),
    ]


async def departments(settings: Settings, queues: Mapping[str, str]) -> list[Finding]:
    """`queues` maps departments to their queues; a manager interface that is shut was told of already."""
    context = settings.handoff.context
    try:
        async with connected(settings.asterisk) as ami:
            absent = [
                f"{name} ({queue})"
                for name, queue in sorted(queues.items())
                if not await _exists(ami, context, queue)
            ]
    except AmiError:
        return []
    return [judge_departments(absent, len(queues), context)]


async def routes(settings: Settings, dids: Sequence[str]) -> list[Finding]:
    """Whether a call to each number finds an inbound route; where it leads is FreePBX's to say."""
    try:
        async with connected(settings.asterisk) as ami:
            absent = [did for did in dids if not await _exists(ami, TRUNK_CONTEXT, did)]
    except AmiError:
        return []
    if absent:
        mend = "Create an inbound route in FreePBX that leads to the custom destination convonet-inbound,s,1."
        return [warn(DIALPLAN, f"no inbound route for {', '.join(absent)} in {TRUNK_CONTEXT}", mend)]
    return []


async def waiting(settings: Settings, channel: str) -> tuple[str, int]:
    """Wait until a queue holds this channel: which, and at what position. Raises AmiError."""
    async with connected(settings.asterisk) as ami:
        while True:
            for entry in await _queues(ami):
                if isinstance(entry, QueueCallerJoin) and entry.channel_id == channel:
                    return entry.queue, entry.position
            await asyncio.sleep(POLL_S)


async def members(settings: Settings, queue: str) -> tuple[int, int]:
    """How many of a queue's members could answer now, and how many there are. Raises AmiError."""
    async with connected(settings.asterisk) as ami:
        found = [entry for entry in await _queues(ami) if isinstance(entry, QueueMember)]
    mine = [member for member in found if member.queue == queue]
    # A member whose telephone rings for the doctor is there as well.
    return sum(member.available or member.status == RINGING for member in mine), len(mine)


def shut(error: AmiError, asterisk: Asterisk) -> Finding:
    address = f"{asterisk.ami_host}:{asterisk.ami_port}"
    match error:
        case AmiLost():
            mend = "Switch it on (manager.conf: enabled=yes), or set asterisk.ami_host and ami_port."
            return fail(MANAGER, f"nobody answers at {address}", mend)
        case AmiTimeout():
            return fail(MANAGER, f"{address} does not answer in time", "Read Asterisk's log.")
    mend = f"Give user {asterisk.ami_user} of manager_custom.conf and CONVONET_AMI_SECRET the same secret."
    return fail(MANAGER, f"user {asterisk.ami_user} is refused ({error})", mend)


def judge_dialplan(loaded: Mapping[str, bool], entering: Sequence[str], wanted: DialplanOptions) -> Finding:
    """`entering` is what convonet-enter's steps do."""
    absent = [context for context, there in loaded.items() if not there]
    if absent:
        return fail(DIALPLAN, f"not loaded: {', '.join(absent)}", INSTALL)
    names = f"CONVONET_APPLICATION={wanted.application}-$[${{CONVONET_ENTRY}} % {wanted.application_names}]"
    if names not in entering:
        first, *_, last = wanted.applications
        what = f"convonet-enter does not use the applications {first} … {last}"
        return fail(DIALPLAN, what, INSTALL)
    return ok(DIALPLAN, f"loaded: {', '.join(loaded)}")


def judge_queue(exists: bool, context: str, queue: str) -> Finding:
    if exists:
        return ok(QUEUES, f"{context},{queue} exists: callers reach people")
    mend = f"Create queue {queue} in FreePBX, or set handoff.context and handoff.queue."
    return fail(QUEUES, f"{context},{queue} does not exist: nobody who wants a person would reach one", mend)


def judge_departments(absent: Sequence[str], total: int, context: str) -> Finding:
    if absent:
        mend = f"Create their queues in FreePBX, or change the departments; {context} has no such extensions."
        return warn(QUEUES, f"departments without a queue: {', '.join(absent)}", mend)
    return ok(QUEUES, f"each of {total} departments has one")


async def _exists(ami: Connection, context: str, extension: str) -> bool:
    function = f"DIALPLAN_EXISTS({context},{extension},1)"
    (answer, *_) = await ami.ask({"Action": "Getvar", "Variable": function})
    return answer.get("value") == "1"


async def _queues(ami: Connection) -> list[Event]:
    return [event for headers in await ami.ask({"Action": "QueueStatus"}) if (event := parse(headers))]


async def _application_data(ami: Connection, context: str) -> list[str]:
    steps = await ami.ask({"Action": "ShowDialPlan", "Context": context})
    return [step.get("appdata", "") for step in steps[1:]]


@asynccontextmanager
async def connected(asterisk: Asterisk) -> AsyncIterator[Connection]:
    login = AmiLogin(
        asterisk.ami_host, asterisk.ami_port, asterisk.ami_user, asterisk.ami_secret.get_secret_value()
    )
    connection = Connection(login, DEADLINE_S, lambda event: None)
    try:
        await connection.open(login)
        yield connection
    finally:
        connection.close()
