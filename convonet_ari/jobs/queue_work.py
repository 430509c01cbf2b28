"""The desk's work for callers in queues, wired: giving them back, and calling them back."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp

from convonet_ari.callcenter.ami import Ami
from convonet_ari.clock import Clock
from convonet_ari.config import Settings
from convonet_ari.jobs.callbacks import PLACE, CallbackCaller
from convonet_ari.jobs.returns import GiveBack
from convonet_ari.jobs.telephone import AriTelephone
from convonet_ari.store.callback_calls import CallbackCalls
from convonet_ari.store.commands import CommandFeed
from convonet_ari.store.pool import Store
from convonet_ari.store.returns import Returns

# The Local channel answers itself at once.
SEAT_ANSWERS_S = 10.0


def queue_work(
    settings: Settings,
    store: Store,
    http: aiohttp.ClientSession,
    ami: Ami,
    ahead: Callable[[str, float], int],
    clock: Clock,
    desk: str,
) -> list[Coroutine[Any, Any, None]]:
    """What runs until it is cancelled."""
    feed = CommandFeed(store)
    work = [feed.run(), GiveBack(Returns(store), ami, feed.rung).run()]
    if settings.callbacks.enabled:
        telephone = AriTelephone(http, settings.asterisk, SEAT_ANSWERS_S, PLACE)
        calls = CallbackCalls(store)
        work.append(CallbackCaller(calls, telephone, ahead, clock, settings.callbacks, desk).run())
    return work
