"""The desk: what belongs to no call."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import aiohttp
from aiohttp.web import RouteDef

from convonet_ari.agent.llm import make_first
from convonet_ari.agent.summary import Summaries
from convonet_ari.bootstrap.door import CALLS, Door
from convonet_ari.bootstrap.parts import background, opened_store
from convonet_ari.callcenter.ami import Ami, AmiLogin
from convonet_ari.callcenter.desk import Desk
from convonet_ari.callcenter.floor import Floor
from convonet_ari.clock import Clock, SystemClock
from convonet_ari.config import Listen, Settings
from convonet_ari.dialplan import fastagi
from convonet_ari.errors import AmiLost, CannotListen
from convonet_ari.google.oauth import OAuth
from convonet_ari.jobs.after_calls import AfterCalls
from convonet_ari.jobs.beside import ANSWER_S, Assistance
from convonet_ari.jobs.beside import CONTEXT as BESIDE
from convonet_ari.jobs.floor_records import FloorRecords
from convonet_ari.jobs.google_calendar import GoogleCalendarSync
from convonet_ari.jobs.mail import SmtpMail
from convonet_ari.jobs.people_desk import PeopleDesk
from convonet_ari.jobs.queue_work import queue_work
from convonet_ari.jobs.reaper import Reaper
from convonet_ari.jobs.receipts import Ways
from convonet_ari.jobs.reminders import ReminderCaller
from convonet_ari.jobs.retention import Retention
from convonet_ari.jobs.supervision import CONTEXT as SUPERVISE
from convonet_ari.jobs.supervision import Supervision
from convonet_ari.jobs.telephone import AriTelephone
from convonet_ari.obs import ports
from convonet_ari.stasis.services import policy_of
from convonet_ari.store.agent_desk import AgentDesk
from convonet_ari.store.arrivals import Arrival, arrival
from convonet_ari.store.calls import CallLog
from convonet_ari.store.google import GoogleAccounts
from convonet_ari.store.passwords import Passwords
from convonet_ari.store.pool import Store
from convonet_ari.store.reminder_calls import ReminderCalls
from convonet_ari.store.sealed import Seal
from convonet_ari.store.user_passes import UserPasses
from convonet_ari.supervise import STATUS, Pulse, works
from convonet_ari.web import pages
from convonet_ari.web.app import Check, make_app
from convonet_ari.web.call_page import call_pages
from convonet_ari.web.console import Behind, console
from convonet_ari.web.google import GoogleConsent
from convonet_ari.web.mine import Mine
from convonet_ari.web.site import Site
from convonet_ari.web.view import View

SUPERVISE_RING_S = 20.0


@asynccontextmanager
async def desk(settings: Settings, name: str, pulse: Pulse) -> AsyncIterator[None]:
    """Watches people and queues, reaps what is lost, and answers operators."""
    clock, asterisk = SystemClock(), settings.asterisk
    async with AsyncExitStack() as stack:
        store = await opened_store(stack, settings)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        ami = Ami(
            AmiLogin(
                asterisk.ami_host,
                asterisk.ami_port,
                asterisk.ami_user,
                asterisk.ami_secret.get_secret_value(),
            )
        )
        floor = Floor(ami, FloorRecords(AgentDesk(store)), clock, settings.console.wrap_up_s)
        watch = Desk(ami, PeopleDesk(store, CallLog(store)), clock, watchers=(floor,))
        reaper, retention = Reaper(http, asterisk), Retention(store, settings.recording.directory)
        jobs = ami.run(), watch.run(), floor.run(), reaper.run(), retention.run()
        await stack.enter_async_context(background(*jobs))
        work = await queue_work(settings, store, http, ami, watch.ahead, clock, name, policy_of(settings))
        await stack.enter_async_context(background(*work))
        if settings.reminders.call_users:
            telephone = AriTelephone(http, asterisk, settings.reminders.ring_s)
            caller = ReminderCaller(ReminderCalls(store), telephone, clock, settings.reminders, name)
            await stack.enter_async_context(background(caller.run()))
        summaries = Summaries(make_first(settings))
        stack.push_async_callback(summaries.close)
        after = AfterCalls(store, clock, summaries, _ways(settings), name, settings.console.public_url)
        await stack.enter_async_context(background(after.run()))
        listening = AriTelephone(http, asterisk, SUPERVISE_RING_S, SUPERVISE)
        supervision = Supervision(ami, listening, store)
        assistance = Assistance(AriTelephone(http, asterisk, ANSWER_S, BESIDE), store)
        call_page = call_pages(settings, store, http, clock, policy_of(settings))
        routes = [
            *pages.routes(),
            *Mine(UserPasses(store), clock, settings.console.public_url).routes(),
            *(call_page.routes() if call_page else ()),
            *await _google(stack, settings, store, http, clock),
            *await _console(stack, settings, store, floor, watch, supervision, assistance),
        ]
        admit = call_page.admit if call_page else fastagi.nobody
        dialplan = _dialplan_door(stack, settings, store, clock, admit)
        doors: list[Door] = []
        site = Site(make_app(_checks(settings, store, ami, doors), routes))
        stack.push_async_callback(site.close)
        doors += [*_page_doors(settings.listen, site), dialplan]
        await pulse.warm()
        await stack.enter_async_context(background(*(door.open() for door in doors)))
        await asyncio.gather(*(door.tried.wait() for door in doors))
        yield


def _ways(settings: Settings) -> Ways:
    """How receipts can go out."""
    return {"email": SmtpMail(settings.mail)} if settings.mail.host else {}


def _page_doors(listen: Listen, site: Site) -> list[Door]:
    host, port, certificate = listen.http_host, listen.http_port, listen.https_certificate
    plain = Door("listen.http_port", "pages and readiness", host, port, partial(site.plain, host, port))
    if certificate is None:
        return [plain]
    host, port = listen.https_host, listen.https_port
    bind = partial(site.over_tls, host, port, certificate)
    return [plain, Door("listen.https_port", "pages over TLS", host, port, bind)]


def _dialplan_door(
    stack: AsyncExitStack, settings: Settings, store: Store, clock: SystemClock, admit: fastagi.Admit
) -> Door:
    host, port = settings.listen.agi_host, settings.listen.agi_port

    async def lookup(dialled: str, caller: str) -> Arrival | None:
        return await arrival(store, dialled, caller, clock.utc())

    async def bind() -> None:
        stack.callback((await fastagi.listen(lookup, host, port, admit)).close)

    return Door("listen.agi_port", "what the dialplan asks about a call", host, port, bind)


async def _google(
    stack: AsyncExitStack, settings: Settings, store: Store, http: aiohttp.ClientSession, clock: Clock
) -> Sequence[RouteDef]:
    """The background sync, and the pages on which users connect their calendars; nothing without a client."""
    google = settings.google
    if not google.client_id:
        return ()
    accounts = GoogleAccounts(store, Seal(google.token_key.get_secret_value()))
    sync = GoogleCalendarSync(accounts, store, http, clock, google)
    await stack.enter_async_context(background(sync.run()))
    return GoogleConsent(accounts, OAuth(http, google), clock).routes()


async def _console(
    stack: AsyncExitStack,
    settings: Settings,
    store: Store,
    floor: Floor,
    watch: Desk,
    supervision: Supervision,
    assistance: Assistance,
) -> Sequence[RouteDef]:
    """What stands behind the agents' pages; nothing when they are switched off."""
    if not settings.console.enabled:
        return ()
    passwords, clock = Passwords(), SystemClock()
    stack.callback(passwords.close)
    key = settings.google.token_key.get_secret_value()
    view = View(
        store,
        floor,
        lambda: watch.board.snapshot(clock.monotonic()),
        lambda channel: watch.board.waited_s(channel, clock.monotonic()),
    )
    seal = Seal(key) if key else None
    parts = console(Behind(store, passwords, seal, view, supervision, assistance, clock), settings.console)
    floor.audience = parts.live
    await stack.enter_async_context(background(parts.live.run()))
    return parts.routes


def _checks(settings: Settings, store: Store, ami: Ami, doors: Sequence[Door]) -> Mapping[str, Check]:
    async def manager() -> None:
        if not ami.connected:
            raise AmiLost("not connected")

    async def addresses() -> None:
        for door in doors:
            await door.check()

    workers = partial(_workers, settings)
    return {"database": store.ping, "manager": manager, "workers": workers, "addresses": addresses}


async def _workers(settings: Settings) -> None:
    """Raises CannotListen while none of them takes calls."""
    if await asyncio.to_thread(works, settings.state_dir / STATUS, "worker"):
        return
    listen = settings.listen
    holder = await asyncio.to_thread(ports.holder, listen.port)
    reason = f"held by {holder}" if holder else "no worker takes calls"
    raise CannotListen("listen.port", CALLS, f"{listen.host}:{listen.port}", reason)
