"""A worker: takes calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager

import aiohttp

from convonet_ari.agent.brain import Brain
from convonet_ari.bootstrap.door import CALLS, Door
from convonet_ari.bootstrap.parts import background, opened_store
from convonet_ari.call import phrases
from convonet_ari.call.languages import WORDS, told
from convonet_ari.clock import SystemClock
from convonet_ari.config import Settings
from convonet_ari.obs import memory
from convonet_ari.speech import base as speech
from convonet_ari.speech.cache import CachedTTS
from convonet_ari.speech.factory import make_stt, make_talk, make_tts
from convonet_ari.speech.silero import network
from convonet_ari.speech.to16k import SpokenAudio
from convonet_ari.stasis.handler import CallHandler
from convonet_ari.stasis.listener import Listener, listen
from convonet_ari.stasis.server import CallServer, Patience
from convonet_ari.stasis.services import Services
from convonet_ari.stasis.voice import Engines
from convonet_ari.stasis.whisper import Whispers
from convonet_ari.store.calls import CallLog
from convonet_ari.store.people import People
from convonet_ari.store.reminder_calls import ReminderCalls
from convonet_ari.supervise import Pulse

DRAIN_S = 2.0


@asynccontextmanager
async def worker(settings: Settings, name: str, pulse: Pulse) -> AsyncIterator[None]:
    """Takes calls between ready and told to end."""
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        store = await opened_store(stack, settings)
        people = People(store, settings.pin)
        stack.callback(people.close)
        http = await stack.enter_async_context(aiohttp.ClientSession())
        engines = await _engines(stack, settings, http)
        brain = Brain(settings, store, clock)
        await brain.open()
        stack.push_async_callback(brain.close)
        whispers = Whispers(engines.tts, settings.handoff, engines.writer)
        await stack.enter_async_context(background(whispers.run()))
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


async def _engines(stack: AsyncExitStack, settings: Settings, http: aiohttp.ClientSession) -> Engines:
    stt = make_stt(settings)
    foreign = ((told(phrase, language), language) for language in WORDS for phrase in phrases.FIXED)
    tts = CachedTTS(SpokenAudio(make_tts(settings, kept=phrases.FIXED)), phrases.FIXED, foreign=foreign)
    await speech.warm(stt, tts)
    stack.push_async_callback(speech.close, stt, tts)
    await asyncio.to_thread(network)
    await stack.enter_async_context(background(tts.fill()))
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
    await stack.enter_async_context(background(memory.give_back(lambda: server.live > 0)))
    host, port = settings.listen.host, settings.listen.port

    async def bind() -> None:
        listener = await listen(server.app(), host, port)
        stack.push_async_callback(_stop_serving, listener, server)

    await Door("listen.port", CALLS, host, port, bind).open()


async def _stop_serving(listener: Listener, server: CallServer) -> None:
    """No new calls; those that are on move to a sibling when their sockets close."""
    await listener.stop_accepting()
    await server.drain(DRAIN_S)
    await listener.close()
