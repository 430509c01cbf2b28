"""The states of people who answer, as a fold over manager events: what their phones do shows here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from convonet_ari.callcenter import events as ev
from convonet_ari.callcenter.stands import (
    SIGNED_OUT,
    WRAP_UP,
    Answered,
    Join,
    Leave,
    Missed,
    News,
    Order,
    Parted,
    Parting,
    Pause,
    Rang,
    Stand,
    State,
    Stood,
    Wanted,
    extension_of,
)

# A queue lets a caller go a moment before it says who answered.
LEFT_FOR = timedelta(seconds=1)


@dataclass(slots=True)
class _Agent:
    """`ringing` holds, for each caller, when the queue let them go, or None while it has them."""

    extension: str
    stand: Stand
    members: dict[str, ev.QueueMember] = field(default_factory=dict)
    ringing: dict[str, datetime | None] = field(default_factory=dict)
    talking: str | None = None
    wrapping: str = ""
    wrap_until: datetime | None = None
    unseen: int = 0


class Agents:
    """Fed with events in the order of one connection; each answer is what to tell and what to order.

    Only an agent whose console is open (`watching`) has a wrap-up: a desk phone alone could not end it.
    """

    def __init__(self, wrap_up: timedelta) -> None:
        self._wrap_up = wrap_up
        self._agents: dict[str, _Agent] = {}
        self.watching: set[str] = set()

    def stand(self, extension: str, now: datetime) -> Stand:
        return self._agent(extension, now).stand

    def members(self, extension: str) -> Collection[ev.QueueMember]:
        found = self._agents.get(extension)
        return tuple(found.members.values()) if found else ()

    def restore(self, extension: str, stand: Stand) -> None:
        """What was known before this process began; the events decide whether it still holds."""
        agent = self._agents.setdefault(extension, _Agent(extension, stand))
        agent.talking = stand.channel_id if stand.state == "on_call" else None
        if stand.state == "wrap_up":
            agent.wrapping, agent.wrap_until = stand.channel_id, stand.since + self._wrap_up

    def load(self, status: Iterable[ev.Event], now: datetime) -> list[News]:
        """Begin anew from QueueStatus; calls are believed until two looks in a row do not show them."""
        listed: dict[str, dict[str, ev.QueueMember]] = {}
        for event in status:
            if isinstance(event, ev.QueueMember):
                listed.setdefault(extension_of(event.interface), {})[event.queue] = event
        for extension in listed.keys() - {""}:
            self._agent(extension, now)
        told: list[News] = []
        for agent in self._agents.values():
            agent.members = listed.get(agent.extension, {})
            over = [] if agent.wrap_until else self._end_wrap_up(agent)
            told += [*self._doubt(agent, now), *over, *self._stood(agent, now)]
        return told

    def on(self, event: ev.Event, now: datetime) -> list[News]:
        match event:
            case ev.QueueMember():
                return self._member(event, now)
            case ev.QueueMemberRemoved(queue, interface):
                return self._removed(queue, extension_of(interface), now)
            case ev.AgentCalled(queue, channel_id, interface):
                return self._called(queue, channel_id, extension_of(interface), now)
            case ev.AgentRingNoAnswer(_, channel_id, interface):
                agent = self._agent(extension_of(interface), now)
                return [*self._missed(agent, channel_id, "ended"), *self._stood(agent, now)]
            case ev.AgentConnect():
                return self._connected(event, now)
            case ev.AgentComplete():
                return self._completed(event, now)
            case ev.QueueCallerAbandon(_, channel_id):
                return self._everywhere(channel_id, "abandoned", now)
            case ev.Hangup(channel_id):
                return [*self._gone(channel_id, now), *self._everywhere(channel_id, "abandoned", now)]
            case ev.QueueCallerLeave(_, channel_id):
                self._let_go(channel_id, now)
        return []

    def tick(self, now: datetime) -> list[News]:
        """What only time brings about."""
        told: list[News] = []
        for agent in self._agents.values():
            gone = [c for c, left in agent.ringing.items() if left and left + LEFT_FOR <= now]
            told += [news for channel in gone for news in self._missed(agent, channel, "ended")]
            if agent.wrap_until and agent.wrap_until <= now:
                told += self._end_wrap_up(agent)
            told += self._stood(agent, now)
        return told

    def due(self) -> datetime | None:
        """When `tick` would have something to do."""
        agents = self._agents.values()
        times = [agent.wrap_until for agent in agents if agent.wrap_until]
        times += [left + LEFT_FOR for agent in agents for left in agent.ringing.values() if left]
        return min(times, default=None)

    def wrapped(self, extension: str, now: datetime) -> list[News]:
        """The agent is done with the last call."""
        agent = self._agent(extension, now)
        return [*self._end_wrap_up(agent), *self._stood(agent, now)]

    def want(
        self, extension: str, state: Wanted, reason: str, queues: Collection[str], now: datetime
    ) -> list[Order]:
        """What makes the agent stand like this in their queues; what it changes comes back as events."""
        agent = self._agent(extension, now)
        agent.wrap_until = None
        members = agent.members.values()
        if state == "logged_out":
            return [_leave(member, extension) for member in members]
        paused = state == "not_ready"
        joined: list[Order] = []
        for queue in sorted(set(queues) - agent.members.keys()):
            joined.append(Join(extension, queue, paused))
            if paused:
                joined.append(Pause(queue, f"Local/{extension}@from-queue/n", paused=True, reason=reason))
        kept: list[Order] = [
            Pause(member.queue, member.interface, paused=paused, reason=reason)
            for member in members
            if member.paused != paused or member.reason != reason
        ]
        return joined + kept

    def _agent(self, extension: str, now: datetime) -> _Agent:
        return self._agents.setdefault(extension, _Agent(extension, Stand("logged_out", now)))

    def _member(self, event: ev.QueueMember, now: datetime) -> list[News]:
        agent = self._agent(extension_of(event.interface), now)
        before = agent.members.get(event.queue)
        agent.members[event.queue] = event
        if agent.wrap_until and before and before.reason == WRAP_UP and not event.paused:
            # Unpaused at the phone: its owner is ready again.
            agent.wrap_until = None
        return self._stood(agent, now)

    def _removed(self, queue: str, extension: str, now: datetime) -> list[News]:
        agent = self._agent(extension, now)
        agent.members.pop(queue, None)
        return self._stood(agent, now)

    def _called(self, queue: str, channel_id: str, extension: str, now: datetime) -> list[News]:
        agent = self._agent(extension, now)
        if not extension or channel_id in agent.ringing:
            return []
        agent.ringing[channel_id] = None
        return [Rang(extension, queue, channel_id), *self._stood(agent, now)]

    def _connected(self, event: ev.AgentConnect, now: datetime) -> list[News]:
        extension, channel_id = extension_of(event.interface), event.channel_id
        agent = self._agent(extension, now)
        agent.ringing.pop(channel_id, None)
        agent.talking, agent.wrap_until, agent.unseen = channel_id, None, 0
        told: list[News] = [Answered(extension, event.queue, channel_id, now), *self._stood(agent, now)]
        return told + self._everywhere(channel_id, "ended", now)

    def _completed(self, event: ev.AgentComplete, now: datetime) -> list[News]:
        agent = self._agent(extension_of(event.interface), now)
        if agent.talking not in (event.channel_id, ""):
            return []
        return [*self._part(agent, event.channel_id, event.reason, now), *self._stood(agent, now)]

    def _gone(self, channel_id: str, now: datetime) -> Iterator[News]:
        """A caller who is gone talks with nobody, whether AgentComplete has told so or not."""
        for agent in self._agents.values():
            if agent.talking == channel_id:
                yield from self._part(agent, channel_id, "caller", now)
                yield from self._stood(agent, now)

    def _part(self, agent: _Agent, channel_id: str, by: str, now: datetime) -> Iterator[News]:
        agent.talking, agent.unseen = None, 0
        yield Parted(agent.extension, channel_id, by, now)
        if self._wrap_up and agent.extension in self.watching and agent.members:
            agent.wrapping, agent.wrap_until = channel_id, now + self._wrap_up
            for member in agent.members.values():
                if not member.paused:
                    yield Pause(member.queue, member.interface, paused=True, reason=WRAP_UP)

    def _end_wrap_up(self, agent: _Agent) -> list[News]:
        agent.wrap_until = None
        return [
            Pause(member.queue, member.interface, paused=False)
            for member in agent.members.values()
            if member.paused and member.reason == WRAP_UP
        ]

    def _missed(self, agent: _Agent, channel_id: str, status: Parting) -> Iterator[News]:
        if channel_id in agent.ringing:
            del agent.ringing[channel_id]
            yield Missed(agent.extension, channel_id, status)

    def _everywhere(self, channel_id: str, status: Parting, now: datetime) -> list[News]:
        told: list[News] = []
        for agent in self._agents.values():
            told += [*self._missed(agent, channel_id, status), *self._stood(agent, now)]
        return told

    def _let_go(self, channel_id: str, now: datetime) -> None:
        for agent in self._agents.values():
            if channel_id in agent.ringing:
                agent.ringing[channel_id] = now

    def _doubt(self, agent: _Agent, now: datetime) -> Iterator[News]:
        """Asterisk's list and its events come on one connection, but a call may change between the two."""
        members = agent.members.values()
        if any(member.in_call for member in members):
            agent.talking, agent.unseen = agent.talking or "", 0
        elif agent.talking is not None or agent.ringing:
            rings = any(member.status in (6, 7) for member in members)
            agent.unseen += 0 if rings and agent.talking is None else 1
            if agent.unseen > 1:
                agent.unseen = 0
                for channel_id in list(agent.ringing):
                    yield from self._missed(agent, channel_id, "ended")
                if agent.talking is not None:
                    yield from self._part(agent, agent.talking, "", now)

    def _stood(self, agent: _Agent, now: datetime) -> list[News]:
        state, reason = _state(agent)
        channel = {"ringing": next(iter(agent.ringing), ""), "on_call": agent.talking or ""}
        stand = Stand(
            state,
            now,
            reason,
            agent.wrapping if state == "wrap_up" else channel.get(state, ""),
            agent.wrap_until if state == "wrap_up" else None,
        )
        if not agent.extension or stand.same(agent.stand):
            return []
        agent.stand = stand
        return [Stood(agent.extension, stand)]


def _state(agent: _Agent) -> tuple[State, str]:
    members = agent.members.values()
    if agent.talking is not None:
        return "on_call", ""
    if agent.ringing:
        return "ringing", ""
    paused_for = {member.reason if member.paused else None for member in members}
    if agent.wrap_until or (None not in paused_for and WRAP_UP in paused_for):
        return "wrap_up", ""
    if paused_for <= {SIGNED_OUT}:
        return "logged_out", ""
    if None not in paused_for:
        return "not_ready", next((member.reason for member in members if member.reason), "")
    return "ready", ""


def _leave(member: ev.QueueMember, extension: str) -> Order:
    """Who stands in the queue's own configuration cannot leave it, so they are paused for good."""
    if member.dynamic:
        return Leave(extension, member.queue, member.interface)
    return Pause(member.queue, member.interface, paused=True, reason=SIGNED_OUT)
