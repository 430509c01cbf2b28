"""The only wiring: which class fulfils which Protocol, for a worker and for the desk."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from importlib.metadata import version

import structlog

from convonet_ari.bootstrap.desk import desk
from convonet_ari.bootstrap.worker import worker
from convonet_ari.config import Settings
from convonet_ari.obs import log as logs
from convonet_ari.obs import metrics, sentry
from convonet_ari.supervise import Pulse, Role

Main = Callable[[Settings, str, Pulse], AbstractAsyncContextManager[None]]

log = structlog.get_logger(__name__)


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
