"""The steps of a call that the doctor places, each with its latency, and a name for what goes wrong in it."""

from __future__ import annotations

import asyncio
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from convonet_ari.config import Settings
from convonet_ari.doctor.finding import Finding, Level, warn
from convonet_ari.doctor.ledger import Ledger
from convonet_ari.doctor.loopback import Loopback, line, listen_and_speak
from convonet_ari.doctor.manager import members, waiting
from convonet_ari.doctor.step import RING_S, Seen, Step, Stop, first_of, in_time, since, taken
from convonet_ari.embedded import voices
from convonet_ari.errors import AmiError, AriError, MediaError

VOICE = "am_michael"
ANSWERED = "Answered"
SPEECH_S = 20.0
# After the doctor's last word; a good second is what a busy machine needs.
TALKS_ON_S = 4.0
WITH_PEOPLE = ("handoff", "with_human")
PROMPT = "the assistant's voice is heard"


@dataclass(frozen=True, slots=True)
class Options:
    """`caller` is whom the call claims to be from; without a `pin` the steps that need one are left out."""

    did: str
    context: str = "from-pstn"
    caller: str = ""
    pin: str = field(default="", repr=False)


class Trial:
    """One call from its first ring to its recording."""

    def __init__(self, settings: Settings, options: Options, http: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._options = options
        self._http = http
        self._stack = AsyncExitStack()
        self._line: Loopback
        self._ledger: Ledger
        self._queue = ""

    async def run(self) -> list[Finding]:
        """Every step as a finding; after one that fails, the others are told as not reached."""
        found: list[Finding] = []
        steps = self._steps()
        async with self._stack:
            for index, (name, step) in enumerate(steps):
                found.append(await taken(name, step))
                if found[-1].level is Level.FAIL:
                    left = ", ".join(name for name, _ in steps[index + 1 :])
                    return found + ([warn("Not reached", left, "Mend the step above first.")] if left else [])
        return found

    def _steps(self) -> list[tuple[str, Step]]:
        talk: list[tuple[str, Step]] = [
            ("PIN", self._pin),
            ("Speech understood", self._understood),
            ("Barge-in", self._barge_in),
            ("Asked for a person", self._asks_for_people),
        ]
        return [
            ("The doctor's line", self._prepare),
            ("Ringing", self._rings),
            (ANSWERED, self._answered),
            ("Voice from the assistant", self._greeted),
            *(talk if self._options.pin else [("Keys", self._star)]),
            ("Queue entered", self._queued),
            ("Members logged in", self._members),
            ("Recording", self._recording),
        ]

    async def _prepare(self) -> Seen:
        began = time.monotonic()
        try:
            self._line = await _opened(self._stack, self._settings, self._http)
            await self._line.prepare(self._options.did, self._options.context, self._options.caller, "")
        except AriError as error:
            raise Stop("ari-user", f"Asterisk makes no channel ({error.status} {error.reason})") from None
        await self._media()
        self._ledger = Ledger(self._settings.database.url.get_secret_value(), self._line.other)
        return Seen("events, a channel and a media socket", since(began))

    async def _media(self) -> None:
        try:
            socket = await self._line.open_media(self._http, self._settings)
        except (AriError, MediaError) as error:
            raise Stop("chan-websocket-missing", f"no media socket ({error})") from None
        listening = asyncio.create_task(listen_and_speak(self._line, socket))
        self._stack.callback(listening.cancel)

    async def _rings(self) -> Seen:
        await self._line.dial(RING_S)
        progress = self._line.progress
        first = await first_of(progress.ringing, progress.answered, progress.over)
        where = f"{self._options.did} in {self._options.context}"
        if first is progress.over:
            raise Stop("no-route", f"{where} ends the call (cause {progress.cause})")
        if first is progress.answered and "ringing" not in progress.at:
            raise Stop("not-ours", f"{where} answers without ringing")
        return Seen(f"{where} rings", progress.ms("ringing"))

    async def _answered(self) -> Seen:
        progress = self._line.progress
        looking = asyncio.create_task(self._ledger.phase(("ringing", "pin", "conversation", *WITH_PEOPLE)))
        self._stack.callback(looking.cancel)
        first = await first_of(progress.answered, progress.over)
        if first is progress.over:
            raise Stop("no-route", f"the call ended unanswered (cause {progress.cause})")
        await self._line.join()
        try:
            async with asyncio.timeout(2):
                await asyncio.shield(looking)
        except TimeoutError:
            slow = progress.ms("answered") > 4000
            raise Stop(
                "no-worker" if slow else "not-ours", "somebody else answered than the assistant"
            ) from None
        return Seen("by the assistant", progress.ms("answered"))

    async def _greeted(self) -> Seen:
        answered = self._line.progress.at["answered"]
        return Seen(PROMPT, since(answered, await in_time(self._heard(answered), "one-way-audio", "silence")))

    async def _star(self) -> Seen:
        """Without a PIN: star is the way to a person, and proves that keys arrive."""
        began = time.monotonic()
        await self._line.press("*")
        await in_time(self._ledger.phase((*WITH_PEOPLE, "")), "keys-lost", "star did nothing")
        what = "star leads to a person; PIN, speech and barge-in were not tried"
        return Seen(what, since(began), "Give --pin, or let the doctor make its own user: --with-user.")

    async def _pin(self) -> Seen:
        began = time.monotonic()
        await self._line.press(f"{self._options.pin}#")
        phase = await in_time(
            self._ledger.phase(("conversation", *WITH_PEOPLE, "")), "wrong-pin", "it was not accepted"
        )
        if phase != "conversation":
            raise Stop("wrong-pin", "the assistant gave the call up")
        return Seen("accepted", since(began))

    async def _understood(self) -> Seen:
        await self._pause()
        said = self._says("what-can-you-do")
        await in_time(self._ledger.heard(0), "not-understood", "nothing was understood")
        spoken = await in_time(self._heard(said + 0.1), "one-way-audio", "no answer was heard")
        return Seen("and answered", since(said, spoken))

    async def _barge_in(self) -> Seen:
        await in_time(self._heard(time.monotonic() - 1), "one-way-audio", "no answer to speak over")
        began = time.monotonic()
        said = self._says("wait-stop")
        quiet = await self._line.hearing.quiet()
        if quiet > said + TALKS_ON_S:
            raise Stop("no-barge-in", f"it talked on for {since(began, quiet)} ms")
        return Seen("it stops when spoken to", max(since(began, quiet), 0))

    async def _asks_for_people(self) -> Seen:
        await self._pause()
        said = self._says("transfer-agent")
        await in_time(self._ledger.phase((*WITH_PEOPLE, "")), "not-understood", "the wish was not understood")
        return Seen("understood", since(said))

    async def _queued(self) -> Seen:
        began = time.monotonic()
        await in_time(self._ledger.phase(("with_human", "")), "queue-not-entered", "the call stays")
        try:
            self._queue, position = await in_time(
                waiting(self._settings, self._line.other), "queue-not-entered", "no queue knows the call"
            )
        except AmiError as error:
            raise Stop("ami-closed", str(error)) from None
        return Seen(f"queue {self._queue}, position {position}", since(began))

    async def _members(self) -> Seen:
        free, total = await members(self._settings, self._queue)
        await self._line.hang_up()
        if not free:
            return Seen(f"{total} members, none free", doubt="nobody-logged-in")
        return Seen(f"{free} of {total} free")

    async def _recording(self) -> Seen:
        began = time.monotonic()
        if not await self._ledger.recorded():
            return Seen("switched off by the organisation")
        path, seconds = await in_time(self._ledger.recording(), "no-recording", "there is none")
        folder = self._settings.recording.directory
        place = Path(path) if Path(path).is_absolute() else folder / path
        if folder.is_dir() and not place.is_file():
            raise Stop("no-recording", "its file is not in recording.directory")
        return Seen(f"{seconds:.1f} s", since(began))

    async def _heard(self, since: float) -> float:
        return await self._line.hearing.sound(since)

    async def _pause(self) -> None:
        async with asyncio.timeout(SPEECH_S):
            await self._line.hearing.quiet()

    def _says(self, slug: str) -> float:
        """When its last word will have left."""
        return self._line.say(voices.load(VOICE, slug))


async def way_back(settings: Settings, options: Options, http: aiohttp.ClientSession) -> Finding:
    """A second call, at the place where a queue that fails sends its callers."""

    async def step() -> Seen:
        async with AsyncExitStack() as stack:
            back = await _opened(stack, settings, http)
            await back.prepare("s", "convonet-return", options.caller, options.did)
            await back.dial(RING_S)
            first = await first_of(back.progress.answered, back.progress.over)
            if first is back.progress.over:
                raise Stop("no-way-back", f"convonet-return ends the call (cause {back.progress.cause})")
            ledger = Ledger(settings.database.url.get_secret_value(), back.other)
            await in_time(
                ledger.phase(("ringing", "pin", "conversation")), "no-way-back", "no assistant took it"
            )
            return Seen("convonet-return leads to the assistant", back.progress.ms("answered"))

    return await taken("The way back", step)


async def _opened(stack: AsyncExitStack, settings: Settings, http: aiohttp.ClientSession) -> Loopback:
    try:
        return await stack.enter_async_context(line(settings, http))
    except aiohttp.WSServerHandshakeError as error:
        raise Stop("ari-off" if error.status == 404 else "ari-user", f"refused with {error.status}") from None
    except (aiohttp.ClientError, OSError) as error:
        raise Stop("http-off", f"ARI cannot be reached ({type(error).__name__})") from None
