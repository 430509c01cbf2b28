"""`convonet demo`: starts the embedded system, shows how to call it, places a call, and stays until told."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import RenderableType

from convonet_ari.config import Database, load
from convonet_ari.demo import interface
from convonet_ari.demo.demonstration import CallFailed, Demonstration
from convonet_ari.demo.falls import mind_falls
from convonet_ari.demo.places import checked_address, kept_ports, link_logs
from convonet_ari.demo.plan import Plan, Secrets
from convonet_ari.demo.screen import Screen
from convonet_ari.demo.show import Show
from convonet_ari.demo.summary import panel, shown, todos_table, turns_table
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.demo.watch import Watch
from convonet_ari.embedded.packages import ensure_asterisk
from convonet_ari.errors import ConvonetError
from convonet_ari.store.history import History
from convonet_ari.store.pool import Store

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
KEYBOARD = 0
# The demo's queues have the context that the key needs.
BACK_FROM_THE_QUEUE: dict[str, dict[str, Any]] = {"handoff": {"key_back": True}}


@dataclass(frozen=True, slots=True)
class Options:
    home: Path
    call: bool = True
    bind: str = "127.0.0.1"
    workers: int = 2
    exit_after_call: bool = False
    picture: Path | None = None
    config: Path | None = None


def run(options: Options) -> int:
    """The exit code. Raises ConvonetError when the system cannot start."""
    screen = Screen(recorded=options.picture is not None)
    with interface.only_one(options.home):
        return asyncio.run(_until_told(options, screen))


async def _until_told(options: Options, screen: Screen) -> int:
    """The first signal ends the demonstration in order; those that follow change nothing."""
    loop, demo = asyncio.get_running_loop(), asyncio.create_task(_demo(options, screen))
    told = False

    def stop() -> None:
        nonlocal told
        if not told:
            told = True
            demo.cancel()

    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stop)
    watch = asyncio.create_task(until_closed(KEYBOARD)) if os.isatty(KEYBOARD) else None
    if watch:
        watch.add_done_callback(lambda _: stop())
    try:
        return await demo
    except asyncio.CancelledError:
        return 0
    finally:
        if watch:
            watch.cancel()
        screen.done()


async def until_closed(terminal: int, every_s: float = 1.0) -> None:
    """A terminal's end is told to the first process of its session alone, which may be `make`."""
    while True:
        await asyncio.sleep(every_s)
        if not os.isatty(terminal):
            return


async def _demo(options: Options, screen: Screen) -> int:
    async with _started(options, screen) as system:
        with interface.published(options.home, system.interface()) as file:
            screen.show(_panel(system, file))
            code = await _calls(options, screen, system)
            if options.picture:
                screen.save_picture(options.picture)
            return code


def chosen_speech(file: Path | None) -> dict[str, dict[str, Any]]:
    """How this file lets the assistant hear, think and speak; its key stays in the environment."""
    if file is None:
        return {}
    chosen = load(file).speech
    return {"speech": chosen.model_dump(mode="json", exclude_unset=True, exclude={"openai": {"api_key"}})}


@asynccontextmanager
async def _started(options: Options, screen: Screen) -> AsyncIterator[EmbeddedSystem]:
    host = checked_address(options.bind)
    plan = Plan(
        host,
        kept_ports(options.home / "ports.json", host),
        Secrets.of(options.home / "secrets.json"),
        workers=options.workers,
        settings={**BACK_FROM_THE_QUEUE, **chosen_speech(options.config)},
    )
    system = EmbeddedSystem(options.home, plan, ensure_asterisk(screen.step), screen.step)
    try:
        await system.start()
        link_logs(system)
        screen.done()
        yield system
    except ConvonetError:
        screen.failed()
        raise
    finally:
        screen.step("Stopping")
        if not system.fallen():
            await system.hang_up()
        await system.stop()
        screen.done()


async def _calls(options: Options, screen: Screen, system: EmbeddedSystem) -> int:
    """Show every call; place ours unless unwanted; then stay."""
    assert system.seeded is not None
    async with AsyncExitStack() as stack:
        store = Store(system.database_url, Database(pool_min=1, pool_max=2))
        await store.open()
        stack.push_async_callback(store.close)
        show = Show(screen, system.seeded.number)
        watch = Watch(History(store), system.seeded.org_id, show.told)
        background = await stack.enter_async_context(asyncio.TaskGroup())
        endless = (watch.run(), show.run(), mind_falls(system, _bold(screen, system)))
        jobs = [background.create_task(job) for job in endless]
        code = 0
        if options.call:
            code = await _demonstrate(screen, show, Demonstration(system, store, watch, show.note))
        if not options.exit_after_call:
            screen.say("\nThe system stays up for your own phone. Ctrl-C stops it.", "bold")
            await asyncio.Event().wait()
        for job in jobs:
            job.cancel()
        return code


async def _demonstrate(screen: Screen, show: Show, call: Demonstration) -> int:
    screen.begin_picture()
    screen.say("\nA recorded caller dials in", "bold")
    try:
        await call.run()
    except CallFailed as failure:
        show.flush()
        screen.say(f"\n{failure}", "bold red")
        if call.followed:
            screen.say(f"Its record: .venv/bin/convonet call show {call.followed.call_id}")
        return 1
    show.flush()
    screen.show("", turns_table(call.turns), todos_table([dict(row) for row in call.todos]))
    followed = call.followed
    assert followed is not None
    assert followed.rows is not None
    for file in followed.rows.recordings:
        where = shown(Path(file["path"]))
        screen.say(f"Recording  {where}")
        screen.say(f"           {file['duration']:.1f} s, left the caller, right the assistant")
    screen.say(f"The call   .venv/bin/convonet call show {followed.call_id}")
    return 0


def _bold(screen: Screen, system: EmbeddedSystem) -> Callable[[str], None]:
    logs = shown(system.home / "log")
    return lambda text: screen.say(f"{text} The logs are in {logs}.", "bold red")


def _panel(system: EmbeddedSystem, file: Path) -> RenderableType:
    assert system.seeded is not None
    places = {"Logs": system.home / "log", "Recordings": system.recordings_dir, "For scripts": file}
    return panel(system.interface(), system.seeded.user, places)
