"""The floor: everybody who answers, in step with Asterisk's queues; consoles are told, records are kept."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import structlog

from convonet_ari.callcenter import events as ev
from convonet_ari.callcenter.agents import Agents
from convonet_ari.callcenter.ami import Member
from convonet_ari.callcenter.stands import Join, Leave, News, Order, Pause, Stand, Stood, Wanted
from convonet_ari.clock import Clock
from convonet_ari.errors import AmiError, AmiLost, AmiTimeout, ConvonetError

log = structlog.get_logger(__name__)

LOCAL = "ext-local"
AFTER_AN_ORDER_S = 1.0


class Manager(Protocol):
    """The part of `ami.Ami` that is used here."""

    async def extension_states(self) -> Sequence[ev.Event]: ...

    async def queue_add(self, queue: str, member: Member, *, paused: bool) -> None: ...

    async def queue_remove(self, queue: str, interface: str) -> None: ...

    async def queue_pause(self, queue: str, interface: str, *, paused: bool, reason: str = "") -> None: ...

    async def set_device_state(self, device: str, state: str) -> None: ...


class Known(Protocol):
    """An agent as the records have them; `stand` is how they stood last."""

    @property
    def org_id(self) -> UUID: ...
    @property
    def agent_id(self) -> UUID: ...
    @property
    def extension(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def queues(self) -> Collection[str]: ...
    @property
    def stand(self) -> Stand: ...


class Records(Protocol):
    async def agents(self) -> Sequence[Known]:
        """Everybody of every organisation."""
        ...

    async def note(self, agent: Known, news: News) -> None:
        """Keep it, as far as it is worth keeping."""
        ...


class Audience(Protocol):
    """The open consoles."""

    async def tell(self, agent: Known, news: News) -> None: ...

    def changed(self) -> None:
        """A board may look different now."""
        ...


class Floor:
    """The desk's watch calls `on` and `look`, in the order of events; `run` does what they lead to."""

    def __init__(self, ami: Manager, records: Records, clock: Clock, wrap_up_s: float) -> None:
        self._ami = ami
        self._records = records
        self._clock = clock
        self._agents = Agents(timedelta(seconds=wrap_up_s))
        self._known: dict[str, Known] = {}
        self._presence: dict[str, int] = {}
        self._news: asyncio.Queue[News] = asyncio.Queue()
        self._changed = asyncio.Condition()
        self.audience: Audience | None = None

    @property
    def known(self) -> Collection[Known]:
        return self._known.values()

    def stand(self, extension: str) -> Stand:
        return self._agents.stand(extension, self._clock.utc())

    def members(self, extension: str) -> Collection[ev.QueueMember]:
        return self._agents.members(extension)

    def presence(self, extension: str) -> int | None:
        """What the extension's hint shows, if it has one."""
        return self._presence.get(extension)

    def watched(self, extensions: Iterable[str]) -> None:
        """Whose consoles are open."""
        self._agents.watching = set(extensions)

    def on(self, event: ev.Event) -> None:
        if isinstance(event, ev.ExtensionStatus):
            if event.context == LOCAL and self._presence.get(event.extension) != event.status:
                self._presence[event.extension] = event.status
                self._board_changed()
            return
        self._hear(self._agents.on(event, self._clock.utc()))

    async def look(self, status: Sequence[ev.Event]) -> None:
        """Begin anew from what Asterisk and the records say."""
        found = await self._records.agents()
        for known in found:
            if known.extension not in self._known:
                self._agents.restore(known.extension, known.stand)
        self._known = {known.extension: known for known in found}
        for event in await self._ami.extension_states():
            self.on(event)
        self._hear(self._agents.load(status, self._clock.utc()))

    async def meet(self) -> None:
        """Learn who there is; somebody may have been added just now."""
        self._known = {known.extension: known for known in await self._records.agents()}

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                async with asyncio.timeout(self._patience_s()):
                    news = await self._news.get()
            except TimeoutError:
                self._hear(self._agents.tick(self._clock.utc()))
                continue
            await self._follow(news)

    async def want(self, agent: Known, state: Wanted, reason: str) -> Stand:
        """Stand like this in the agent's queues; returns how they stand once Asterisk has told it.

        Raises AmiError when Asterisk cannot be asked, or refused what would have led there.
        """
        orders = self._agents.want(agent.extension, state, reason, agent.queues, self._clock.utc())
        refused = [error for order in orders if (error := await self._carry_out(order))]
        self._hear(self._agents.tick(self._clock.utc()))
        stand = await self._until(agent.extension, state, reason)
        if refused and stand.state != state:
            raise refused[0]
        return stand

    def wrapped(self, extension: str) -> None:
        """The agent is done with the last call."""
        self._hear(self._agents.wrapped(extension, self._clock.utc()))

    async def _until(self, extension: str, state: Wanted, reason: str) -> Stand:
        """Wait a moment, and no longer: another member's pause or a lost event may be in the way."""

        def reached() -> bool:
            stand = self.stand(extension)
            wanted = stand.state == state and (state != "not_ready" or stand.reason == reason)
            return wanted or stand.state in ("ringing", "on_call")

        try:
            async with asyncio.timeout(AFTER_AN_ORDER_S), self._changed:
                await self._changed.wait_for(reached)
        except TimeoutError:
            log.info("an agent's state did not follow", extension=extension, wanted=state)
        return self.stand(extension)

    def _patience_s(self) -> float | None:
        due = self._agents.due()
        return max(0.0, (due - self._clock.utc()).total_seconds()) if due else None

    def _hear(self, news: Iterable[News]) -> None:
        for one in news:
            self._news.put_nowait(one)

    def _board_changed(self) -> None:
        if self.audience:
            self.audience.changed()

    async def _follow(self, news: News) -> None:
        """One thing that fails is not the end of the others: the next look finds what was missed."""
        try:
            if isinstance(news, Order):
                await self._carry_out(news)
            else:
                await self._tell(news)
        except ConvonetError as error:
            log.warning("not followed", news=type(news).__name__, code=error.code, reason=str(error))

    async def _tell(self, news: News) -> None:
        assert not isinstance(news, Order)
        known = self._known.get(news.extension)
        if known is None:
            return
        if self.audience:
            await self.audience.tell(known, news)
            self.audience.changed()
        if isinstance(news, Stood):
            async with self._changed:
                self._changed.notify_all()
        await self._records.note(known, news)

    async def _carry_out(self, order: Order) -> AmiError | None:
        """What was refused: a queue that Asterisk does not have is no reason to leave the others."""
        try:
            match order:
                case Join(extension, queue, paused):
                    await self._ami.queue_add(queue, self._member(extension), paused=paused)
                    await self._lamp(extension, queue, "INUSE")
                case Leave(extension, queue, interface):
                    await self._ami.queue_remove(queue, interface)
                    await self._lamp(extension, queue, "NOT_INUSE")
                case Pause(queue, interface, paused, reason):
                    await self._ami.queue_pause(queue, interface, paused=paused, reason=reason)
        except (AmiLost, AmiTimeout):
            raise
        except AmiError as error:
            log.warning("a queue refused", queue=order.queue, reason=str(error))
            return error
        return None

    def _member(self, extension: str) -> Member:
        known: Mapping[str, Known] = self._known
        return Member(extension, known[extension].name if extension in known else extension)

    async def _lamp(self, extension: str, queue: str, state: str) -> None:
        """What FreePBX's *45 does as well: QueueAdd alone leaves the lamps of phones as they were."""
        await self._ami.set_device_state(f"Custom:QUEUE{extension}*{queue}", state)
