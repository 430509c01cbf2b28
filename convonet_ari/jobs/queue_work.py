"""The desk's work for callers in queues, wired: hearing them, giving them back, and calling them back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import structlog

from convonet_ari.call.policy import Policy
from convonet_ari.callcenter.ami import Ami
from convonet_ari.clock import Clock
from convonet_ari.config import Settings
from convonet_ari.errors import ConvonetError
from convonet_ari.jobs.callbacks import PLACE, CallbackCaller
from convonet_ari.jobs.listening import Listening
from convonet_ari.jobs.returns import GiveBack
from convonet_ari.jobs.telephone import AriTelephone
from convonet_ari.jobs.waiting_ear import CONNECTED_WITHIN_S, CONTEXT, WaitingCalls, WaitingEars
from convonet_ari.speech.factory import make_stt
from convonet_ari.store.callback_calls import CallbackCalls
from convonet_ari.store.calls import CallLog
from convonet_ari.store.commands import CommandFeed
from convonet_ari.store.pool import Store
from convonet_ari.store.returns import Returns

log = structlog.get_logger(__name__)

# The Local channel answers itself at once.
SEAT_ANSWERS_S = 10.0


async def queue_work(
    settings: Settings,
    store: Store,
    http: aiohttp.ClientSession,
    ami: Ami,
    ahead: Callable[[str, float], int],
    clock: Clock,
    desk: str,
    policy: Policy,
) -> list[Coroutine[Any, Any, None]]:
    """What runs until it is cancelled; what is heavy is loaded before."""
    feed = CommandFeed(store)
    work = [feed.run(), GiveBack(Returns(store), ami, feed.rung).run()]
    if settings.callbacks.enabled:
        telephone = AriTelephone(http, settings.asterisk, SEAT_ANSWERS_S, PLACE)
        calls = CallbackCalls(store)
        work.append(CallbackCaller(calls, telephone, ahead, clock, settings.callbacks, desk).run())
    if policy.word_back:
        work += await _listening(settings, store, http, ami, policy)
    return work


async def _listening(
    settings: Settings, store: Store, http: aiohttp.ClientSession, ami: Ami, policy: Policy
) -> list[Coroutine[Any, Any, None]]:
    """Nothing where no recogniser is: those who wait have the key."""
    telephone = AriTelephone(http, settings.asterisk, CONNECTED_WITHIN_S, CONTEXT)
    ears = WaitingEars(telephone, http, settings.asterisk)
    calls = WaitingCalls(CallLog(store), policy)
    listening = Listening(ami, calls, ears, make_stt(settings), settings.handoff.listen_while_waiting)
    try:
        await listening.warm()
    except ConvonetError as error:
        log.error("nobody hears the callers who wait", code=error.code, reason=str(error))
        return []
    ami.watch(listening.on)
    return [listening.run()]
