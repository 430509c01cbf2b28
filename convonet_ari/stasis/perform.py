"""Carries out what a call's machine orders: Asterisk, voice, agent and record behind one `perform`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from uuid import UUID

import structlog

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.languages import ENGLISH
from convonet_ari.call.machine import Phase
from convonet_ari.errors import MediaError, StoreError
from convonet_ari.media.recorder import DISK_S, parts
from convonet_ari.obs import metrics
from convonet_ari.stasis.ahead import Ahead
from convonet_ari.stasis.ari import Ari
from convonet_ari.stasis.arrival import Arrival, Entry
from convonet_ari.stasis.handoff import Handoff
from convonet_ari.stasis.mind import Mind
from convonet_ari.stasis.record import CallRecord
from convonet_ari.stasis.services import Services
from convonet_ari.stasis.session import carry_out
from convonet_ari.stasis.stage import Stage
from convonet_ari.stasis.voice import Voice
from convonet_ari.store.people import Caller

log = structlog.get_logger(__name__)

REMINDERS_WITHIN_S = 0.5
GONE_WITH_PEOPLE = "hung up with people"


class CallPerformer:
    """Quick orders are done when `perform` returns; slow ones run in `tasks` and come back as events."""

    def __init__(
        self,
        services: Services,
        ari: Ari,
        entry: Entry,
        arrival: Arrival,
        stage: Stage,
        voice: Voice,
        record: CallRecord,
        tasks: asyncio.TaskGroup,
        tell: Callable[[ev.Event], None],
    ) -> None:
        self._services = services
        self._ari = ari
        self._entry = entry
        self._arrival = arrival
        self._stage = stage
        self._voice = voice
        self._record = record
        self._tasks = tasks
        self._tell = tell
        self._handoff = Handoff(ari, stage.application, services.settings.handoff)
        self._ahead = Ahead(self._prepare)
        self._mind: Mind | None = None
        self._leaving = False
        self.with_human = False
        if arrival.caller is not None:
            self._begin_conversation()

    @property
    def leaving(self) -> bool:
        """A StasisEnd of the caller's channel is our own doing."""
        return self._leaving or self._handoff.stepping

    async def perform(self, effect: fx.Effect) -> None:
        self._record.order(effect)
        match effect:
            case fx.Say():
                self._voice.say(effect)
            case fx.Hush() | fx.Pause() | fx.Resume() | fx.SpeakSlower() | fx.Listen() | fx.DetectLanguage():
                await self._to_voice(effect)
            case fx.StartRecording() | fx.MuteRecording() | fx.UnmuteRecording():
                await self._recording(effect)
            case fx.CheckPin(attempt, digits):
                work = self._check_pin(attempt, digits)
                self._tasks.create_task(carry_out(effect, Phase.PIN, work, self._tell))
            case fx.Speak(language):
                self._voice.listen_for(language)
                if self._mind is not None:
                    self._mind.speak(language)
            case fx.KeepLanguage(language):
                self._record.note(partial(self._keep_language, language))
            case fx.NoteReminders(ids):
                self._record.note(partial(self._reminded, [UUID(id_) for id_ in ids]))
            case (
                fx.Think()
                | fx.HoldThinking()
                | fx.GoOnThinking()
                | fx.WithdrawTurn()
                | fx.CancelThinking()
                | fx.Remember()
            ):
                self._to_agent(effect)
            case fx.Close(with_human):
                self.with_human = with_human
            case _:
                await self._to_asterisk(effect)

    def guess(self, turn: int, text: str | None) -> None:
        """`text` may become `turn`; None when the caller goes on. Not an order: it may come to nothing."""
        if self._mind is None:
            return
        if text is None:
            self._mind.discard()
        elif turn and self._services.settings.turn.think_ahead:
            self._mind.prepare(turn, text)

    def makes_sense(self, text: str) -> bool:
        """Whether the agent, if there is one yet, knows what to do with these words."""
        return self._mind is None or self._mind.makes_sense(text)

    def entered_again(self) -> None:
        """The caller's channel, which was in the application already."""
        self._handoff.stepped()

    async def _to_voice(self, effect: fx.Effect) -> None:
        match effect:
            case fx.Hush():
                await self._voice.hush()
            case fx.Pause():
                await self._voice.pause()
            case fx.Resume():
                await self._voice.resume()
            case fx.SpeakSlower():
                self._voice.speak_slower()
            case fx.Listen(on, language):
                self._voice.listen(on, language)
            case fx.DetectLanguage():
                self._voice.listen_for("")

    async def _to_asterisk(self, effect: fx.Effect) -> None:
        match effect:
            case fx.Answer():
                await self._stage.answer(self._entry.channel)
            case fx.EnterQueue():
                await self._enter_queue(effect)
            case fx.PrepareMove(queue, department, reason, caller):
                self._ahead.begin(fx.EnterQueue(queue, department, reason, caller), self._tasks)
            case fx.Release():
                await self._leave("")
            case fx.Hangup():
                await self._ari.channels.hangup(self._entry.channel, reason="normal")

    async def _recording(self, effect: fx.Effect) -> None:
        match effect:
            case fx.StartRecording() if self._arrival.lease is not None:
                await self._start_recording(self._recording_folder())
            case fx.MuteRecording():
                self._voice.mute()
            case fx.UnmuteRecording():
                self._voice.unmute()

    async def _start_recording(self, folder: Path) -> None:
        try:
            await self._note_parts(folder)
            await self._voice.record(folder)
        except OSError as error:
            reason = error.strerror or "the disk takes too long"
            raise MediaError(f"no recording in {folder}: {reason}") from error

    async def _note_parts(self, folder: Path) -> None:
        """On the thread that writes, for a disk may hang."""
        writer = self._services.engines.writer
        async with asyncio.timeout(DISK_S):
            found = await asyncio.get_running_loop().run_in_executor(writer, parts, folder)
        for part in found:
            self._record.recorded(part)

    def _recording_folder(self) -> Path:
        lease = self._arrival.lease
        assert lease is not None
        return self._services.settings.recording.directory / str(lease.org_id) / str(lease.call_id)

    async def _check_pin(self, attempt: int, digits: str) -> None:
        lease = self._arrival.lease
        if lease is None:
            self._tell(ev.PinChecked(attempt, "unavailable"))
            return
        now = self._services.clock.utc()
        verdict = await self._services.people.check_pin(lease.org_id, self._arrival.number, digits, now)
        if verdict.caller is not None:
            self._arrival.caller = verdict.caller
            self._record.identified(verdict.caller)
            self._begin_conversation()
            await self._find_reminders(verdict.caller)
        else:
            metrics.pin_failed(verdict.outcome)
        name = verdict.caller.name if verdict.caller else ""
        tag = verdict.caller.language if verdict.caller else ""
        language = self._services.language(tag)
        foreign = bool(tag) and not language
        self._tell(ev.PinChecked(attempt, verdict.outcome, name, ENGLISH if foreign else language, foreign))

    async def _find_reminders(self, caller: Caller) -> None:
        """Before the welcome, which must not wait for them long."""
        try:
            async with asyncio.timeout(REMINDERS_WITHIN_S):
                found = await self._services.reminders.due(caller, self._services.clock.utc())
        except (StoreError, TimeoutError) as error:
            log.warning("reminders could not be read", error=type(error).__name__)
            return
        if found:
            titles, ids = zip(*((one.title, str(one.id)) for one in found), strict=True)
            self._tell(ev.RemindersFound(titles, ids))

    async def _reminded(self, reminders: list[UUID]) -> None:
        lease = self._arrival.lease
        assert lease is not None
        await self._services.reminders.told(lease.org_id, reminders, self._services.clock.utc())

    async def _keep_language(self, language: str) -> None:
        caller = self._arrival.caller
        assert caller is not None
        await self._services.people.keep_language(caller.org_id, caller.user_id, language)

    def _begin_conversation(self) -> None:
        lease, caller = self._arrival.lease, self._arrival.caller
        assert lease is not None
        assert caller is not None
        caller = replace(caller, language=self._services.language(caller.language) or ENGLISH)
        talk = self._voice.talk
        conversation = self._services.converse(
            call_id=lease.call_id, fence=lease.fence, caller=caller, talk=talk
        )
        if talk is not None:
            talk.begin(caller.language)
        self._mind = Mind(conversation, self._tell)
        self._mind.get_ready()
        self._tasks.create_task(self._mind.run())
        self._tasks.create_task(self._voice.reach())
        self._tasks.create_task(self._introduce(caller))

    async def _introduce(self, caller: Caller) -> None:
        """The recogniser learns who may be spoken of; without that it hears as it does."""
        try:
            self._voice.know(await self._services.people.near(caller))
        except StoreError as error:
            log.warning("names could not be read", error=type(error).__name__)

    def _to_agent(self, effect: fx.Effect) -> None:
        if self._mind is None:
            if isinstance(effect, fx.Think):
                self._tell(ev.ThinkingFinished(effect.turn, "failed"))
            return
        match effect:
            case fx.Think(turn, text, resume):
                self._mind.think(turn, text, resume=resume)
            case fx.HoldThinking():
                self._mind.hold()
            case fx.GoOnThinking():
                self._mind.go_on()
            case fx.WithdrawTurn(turn):
                self._mind.withdraw(turn)
            case fx.CancelThinking(turn, heard):
                self._mind.cancel(turn, heard)
            case fx.Remember(text):
                self._mind.remember(text)

    async def _prepare(self, order: fx.EnterQueue) -> bool:
        """False when there is no such queue."""
        whispers = self._services.whispers
        whisper = whispers.ask(order) if whispers else ""
        return await self._handoff.prepare(self._entry.channel, order, self._arrival.call_id, whisper)

    async def _enter_queue(self, order: fx.EnterQueue) -> None:
        """The record is not waited for: who comes back, be it at once, is looked up half a second later."""
        self._leaving = True
        if not await self._ahead.ready(order):
            self._leaving = False
            self._tell(ev.QueueMissing(order.queue))
            return
        self._record.with_human(order.queue)
        await self._handoff.enter(self._entry.channel, order.queue)
        self._tell(ev.QueueEntered(order.queue))

    async def see_off(self) -> None:
        """Close the call of who hung up in the move, which the desk knew before the record told of people."""
        if self.with_human and await self._stage.gone(self._entry.channel):
            self._record.finished(GONE_WITH_PEOPLE)
            await self._record.flushed()

    async def _leave(self, queue: str) -> None:
        self._leaving = True
        await self._handoff.release(self._entry.channel)
        self._tell(ev.QueueEntered(queue))
