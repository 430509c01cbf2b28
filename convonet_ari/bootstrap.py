"""The only wiring: which class fulfils which Protocol, for a worker and for the desk."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from importlib.metadata import version
from typing import Any

import aiohttp
import structlog
from aiohttp.web import RouteDef

from convonet_ari.agent.brain import Brain
from convonet_ari.agent.llm import make_first
from convonet_ari.agent.summary import Summaries
from convonet_ari.call import phrases
from convonet_ari.call.languages import WORDS, told
from convonet_ari.callcenter.ami import Ami, AmiLogin
from convonet_ari.callcenter.desk import Desk
from convonet_ari.callcenter.floor import Floor
from convonet_ari.clock import Clock, SystemClock
from convonet_ari.config import Settings
from convonet_ari.dialplan import fastagi
from convonet_ari.errors import AmiLost
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
from convonet_ari.obs import log as logs
from convonet_ari.obs import memory, metrics, sentry
from convonet_ari.speech import base as speech
from convonet_ari.speech.cache import CachedTTS
from convonet_ari.speech.factory import make_stt, make_talk, make_tts
from convonet_ari.speech.to16k import SpokenAudio
from convonet_ari.speech.vad import network
from convonet_ari.stasis.handler import CallHandler
from convonet_ari.stasis.server import CallServer, Listener, Patience, listen
from convonet_ari.stasis.services import Services, policy_of
from convonet_ari.stasis.voice import Engines
from convonet_ari.stasis.whisper import Whispers
from convonet_ari.store.agent_desk import AgentDesk
from convonet_ari.store.arrivals import Arrival, arrival
from convonet_ari.store.calls import CallLog
from convonet_ari.store.google import GoogleAccounts
from convonet_ari.store.passwords import Passwords
from convonet_ari.store.people import People
from convonet_ari.store.pool import Store
from convonet_ari.store.reminder_calls import ReminderCalls
from convonet_ari.store.sealed import Seal
from convonet_ari.store.user_passes import UserPasses
from convonet_ari.supervise import Pulse, Role
from convonet_ari.web import pages
from convonet_ari.web.app import Check, make_app
from convonet_ari.web.call_page import call_pages
from convonet_ari.web.console import Behind, console
from convonet_ari.web.google import GoogleConsent
from convonet_ari.web.mine import Mine
from convonet_ari.web.view import View

Main = Callable[[Settings, str, Pulse], AbstractAsyncContextManager[None]]

log = structlog.get_logger(__name__)

DRAIN_S = 2.0
SUPERVISE_RING_S = 20.0


def roles(settings: Settings) -> tuple[Role, ...]:
    """What `serve` supervises."""
    return (
        Role("desk", 1, lambda pulse, number: _run(settings, pulse, desk, f"desk-{number}")),
        Role(
            "worker",
            settings.workers,
            lambda pulse, number: _run(settings, pulse, worker, f"worker-{number}"),
            spare=1,
        ),
    )


def _run(settings: Settings, pulse: Pulse, main: Main, name: str) -> None:
    asyncio.run(_process(settings, pulse, main, name))


async def _process(settings: Settings, pulse: Pulse, main: Main, name: str) -> None:
    logs.configure(settings.logging, report=sentry.report)
    sentry.init(settings.sentry, version("convonet-ari"))
    structlog.contextvars.bind_contextvars(process=name)
    stop = asyncio.Event()
    beats = [asyncio.create_task(pulse.beat()), asyncio.create_task(metrics.watch_loop())]
    async with main(settings, name, pulse):
        # Not before: a process that is still starting or stands by has nothing to end in order.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
        pulse.ready()
        await stop.wait()
        log.info("process told to end")
    for beat in beats:
        beat.cancel()


@asynccontextmanager
async def worker(settings: Settings, name: str, pulse: Pulse) -> AsyncIterator[None]:
    """Takes calls between ready and told to end."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        store = await _store(stack, settings)
        people = People(store, settings.pin)
        stack.callback(people.close)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        engines = await _engines(stack, settings, http)
        brain = Brain(settings, store, clock)
        await brain.open()
        stack.push_async_callback(brain.close)
        whispers = Whispers(engines.tts, settings.handoff, engines.writer)
        await stack.enter_async_context(_background(whispers.run()))
        services = Services(
            settings=settings,
            clock=clock,
            calls=CallLog(store),
            people=people,
            engines=engines,
            converse=brain.conversation,
            reminders=ReminderCalls(store),
            worker=name,
            whispers=whispers,
        )
        await pulse.warm()
        await _serve(stack, settings, services)
        yield


@asynccontextmanager
async def desk(settings: Settings, name: str, pulse: Pulse) -> AsyncIterator[None]:
    """Watches people and queues, reaps what is lost, and answers operators."""
    clock, asterisk = SystemClock(), settings.asterisk
    async with AsyncExitStack() as stack:
        store = await _store(stack, settings)
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
        await stack.enter_async_context(_background(*jobs))
        work = await queue_work(settings, store, http, ami, watch.ahead, clock, name, policy_of(settings))
        await stack.enter_async_context(_background(*work))
        if settings.reminders.call_users:
            telephone = AriTelephone(http, asterisk, settings.reminders.ring_s)
            caller = ReminderCaller(ReminderCalls(store), telephone, clock, settings.reminders, name)
            await stack.enter_async_context(_background(caller.run()))
        summaries = Summaries(make_first(settings))
        stack.push_async_callback(summaries.close)
        after = AfterCalls(store, clock, summaries, _ways(settings), name, settings.console.public_url)
        await stack.enter_async_context(_background(after.run()))
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
        app = make_app(_checks(store, ami), routes)
        await pulse.warm()
        site = await listen(app, settings.listen.http_host, settings.listen.http_port)
        stack.push_async_callback(site.close)
        if certificate := settings.listen.https_certificate:
            await site.over_tls(settings.listen.https_host, settings.listen.https_port, certificate)
        admit = call_page.admit if call_page else fastagi.nobody
        await _answer_dialplan(stack, settings, store, clock, admit)
        yield


def _ways(settings: Settings) -> Ways:
    """How receipts can go out."""
    return {"email": SmtpMail(settings.mail)} if settings.mail.host else {}


async def _answer_dialplan(
    stack: AsyncExitStack, settings: Settings, store: Store, clock: SystemClock, admit: fastagi.Admit
) -> None:
    async def lookup(dialled: str, caller: str) -> Arrival | None:
        return await arrival(store, dialled, caller, clock.utc())

    server = await fastagi.listen(lookup, settings.listen.agi_host, settings.listen.agi_port, admit)
    stack.callback(server.close)


async def _store(stack: AsyncExitStack, settings: Settings) -> Store:
    store = Store(settings.database.url.get_secret_value(), settings.database)
    await store.open()
    stack.push_async_callback(store.close)
    return store


async def _engines(stack: AsyncExitStack, settings: Settings, http: aiohttp.ClientSession) -> Engines:
    stt = make_stt(settings)
    foreign = ((told(phrase, language), language) for language in WORDS for phrase in phrases.FIXED)
    tts = CachedTTS(SpokenAudio(make_tts(settings, kept=phrases.FIXED)), phrases.FIXED, foreign=foreign)
    await speech.warm(stt, tts)
    stack.push_async_callback(speech.close, stt, tts)
    await asyncio.to_thread(network)
    await stack.enter_async_context(_background(tts.fill()))
    writer = stack.enter_context(ThreadPoolExecutor(1, "recordings"))
    talk = make_talk(settings)
    if talk is None:
        return Engines(stt, tts, http, writer)
    await speech.warm(talk)
    stack.push_async_callback(speech.close, talk)
    return Engines(stt, tts, http, writer, talk.call)


async def _serve(stack: AsyncExitStack, settings: Settings, services: Services) -> None:
    server = CallServer(
        CallHandler(services),
        user=settings.listen.ari_user,
        password=settings.listen.ari_password.get_secret_value(),
        patience=Patience(request_s=settings.asterisk.request_timeout_s),
    )
    await stack.enter_async_context(_background(memory.give_back(lambda: server.live > 0)))
    listener = await listen(server.app(), settings.listen.host, settings.listen.port)
    stack.push_async_callback(_stop_serving, listener, server)


async def _stop_serving(listener: Listener, server: CallServer) -> None:
    """No new calls; those that are on move to a sibling when their sockets close."""
    await listener.stop_accepting()
    await server.drain(DRAIN_S)
    await listener.close()


@asynccontextmanager
async def _background(*jobs: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Endless jobs that end with the block; one that fails ends the process."""
    async with asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(job) for job in jobs]
        yield
        for task in running:
            task.cancel()


async def _google(
    stack: AsyncExitStack, settings: Settings, store: Store, http: aiohttp.ClientSession, clock: Clock
) -> Sequence[RouteDef]:
    """The background sync, and the pages on which users connect their calendars; nothing without a client."""
    google = settings.google
    if not google.client_id:
        return ()
    accounts = GoogleAccounts(store, Seal(google.token_key.get_secret_value()))
    sync = GoogleCalendarSync(accounts, store, http, clock, google)
    await stack.enter_async_context(_background(sync.run()))
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
    await stack.enter_async_context(_background(parts.live.run()))
    return parts.routes


def _checks(store: Store, ami: Ami) -> Mapping[str, Check]:
    async def manager() -> None:
        if not ami.connected:
            raise AmiLost("not connected")

    return {"database": store.ping, "manager": manager}
