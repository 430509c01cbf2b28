"""Asterisk's manager interface, typed, with deadlines, and back after a loss."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from convonet_ari.callcenter.connection import Action, AmiLogin, Connection
from convonet_ari.callcenter.events import Channel, Connected, Disconnected, Event
from convonet_ari.callcenter.headers import Headers, channel, parse, variable
from convonet_ari.errors import AmiError, AmiLost

__all__ = ["Ami", "AmiLogin", "Member"]

log = structlog.get_logger(__name__)

EVENTS_HELD = 10_000
FIRST_RETRY_S, LAST_RETRY_S = 0.2, 5.0


@dataclass(frozen=True, slots=True)
class Member:
    """How an extension stands in queues: FreePBX knows its own by exactly this interface."""

    extension: str
    name: str

    @property
    def interface(self) -> str:
        return f"Local/{self.extension}@from-queue/n"

    @property
    def state_interface(self) -> str:
        return f"hint:{self.extension}@ext-local"


class Ami:
    """The manager interface for as long as `run` runs; iterate over it for events (one reader)."""

    def __init__(self, login: AmiLogin, deadline_s: float = 5.0, ping_s: float = 10.0) -> None:
        self._login = login
        self._deadline_s = deadline_s
        self._ping_s = ping_s
        self._connection: Connection | None = None
        self._events: asyncio.Queue[Event] = asyncio.Queue()
        self._watchers: list[Callable[[Event], None]] = []

    def watch(self, told: Callable[[Event], None]) -> None:
        """Tell of every event the moment it comes, which its reader may take up later."""
        self._watchers.append(told)

    @property
    def connected(self) -> bool:
        return self._connection is not None

    async def run(self) -> None:
        """Stay connected until cancelled."""
        retry_s = FIRST_RETRY_S
        while True:
            try:
                await self._stay()
                retry_s = FIRST_RETRY_S
            except AmiError as error:
                log.warning("manager interface away", reason=str(error), retry_s=retry_s)
            await asyncio.sleep(retry_s)
            retry_s = min(retry_s * 2, LAST_RETRY_S)

    def __aiter__(self) -> Ami:
        return self

    async def __anext__(self) -> Event:
        return await self._events.get()

    async def queue_status(self, queue: str = "") -> list[Event]:
        """Queues, members and waiting callers now, as the events that tell of them."""
        found = await self._ask({"Action": "QueueStatus", **({"Queue": queue} if queue else {})})
        return [event for headers in found[1:] if (event := parse(headers))]

    async def core_show_channels(self) -> list[Channel]:
        found = await self._ask({"Action": "CoreShowChannels"})
        return [channel(headers) for headers in found[1:] if headers.get("event") == "CoreShowChannel"]

    async def extension_states(self) -> list[Event]:
        """What every hint shows now."""
        found = await self._ask({"Action": "ExtensionStateList"})
        return [event for headers in found[1:] if (event := parse(headers))]

    async def queue_add(self, queue: str, member: Member, *, paused: bool) -> None:
        await self._ask(
            {
                "Action": "QueueAdd",
                "Queue": queue,
                "Interface": member.interface,
                "MemberName": member.name,
                "StateInterface": member.state_interface,
                "Paused": str(paused).lower(),
            },
            alone=True,  # panoramisk takes "Added interface to queue" for the beginning of a list
        )

    async def queue_remove(self, queue: str, interface: str) -> None:
        await self._ask({"Action": "QueueRemove", "Queue": queue, "Interface": interface})

    async def queue_pause(self, queue: str, interface: str, *, paused: bool, reason: str = "") -> None:
        await self._ask(
            {
                "Action": "QueuePause",
                "Queue": queue,
                "Interface": interface,
                "Paused": str(paused).lower(),
                "Reason": reason,
            }
        )

    async def set_device_state(self, device: str, state: str) -> None:
        """Of a custom device, which the lamps of phones watch."""
        await self._ask({"Action": "Setvar", "Variable": f"DEVICE_STATE({device})", "Value": state})

    async def originate(
        self,
        target: str,
        context: str,
        extension: str,
        *,
        channel_id: str,
        caller_id: str = "",
        ring_s: float = 30.0,
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """Call `target` and send it to `context`,`extension`,1; returns once Asterisk has begun.

        After AmiTimeout or AmiLost the outcome is unknown and nothing is sent again: look for `channel_id`.
        """
        await self._ask(
            {
                "Action": "Originate",
                "Channel": target,
                "Context": context,
                "Exten": extension,
                "Priority": "1",
                "ChannelId": channel_id,
                "CallerID": caller_id,
                "Timeout": str(int(ring_s * 1000)),
                "Async": "true",
                "Variable": [variable(name, text) for name, text in (variables or {}).items()],
            },
            alone=True,
        )

    async def hangup(self, channel_name: str, cause: int = 16) -> None:
        await self._ask({"Action": "Hangup", "Channel": channel_name, "Cause": str(cause)})

    async def press(self, channel_name: str, digit: str) -> None:
        """As if the telephone on this channel had sent the key."""
        await self._ask(
            {"Action": "PlayDTMF", "Channel": channel_name, "Digit": digit, "Receive": "true"}, alone=True
        )

    async def redirect(self, channel_name: str, context: str, extension: str) -> None:
        await self._ask(
            {
                "Action": "Redirect",
                "Channel": channel_name,
                "Context": context,
                "Exten": extension,
                "Priority": "1",
            }
        )

    async def _ask(self, action: Action, *, alone: bool = False) -> list[Headers]:
        if self._connection is None:
            raise AmiLost(str(action["Action"]))
        return await self._connection.ask(action, alone=alone)

    async def _stay(self) -> None:
        connection = Connection(self._login, self._deadline_s, self._put)
        try:
            await connection.open(self._login)
            self._connection = connection
            self._put(Connected())
            log.info("manager interface connected")
            await self._ping(connection)
        finally:
            connection.close()
            if self._connection is not None:
                self._connection = None
                self._put(Disconnected())

    async def _ping(self, connection: Connection) -> None:
        while True:
            await asyncio.wait({connection.lost}, timeout=self._ping_s)
            await connection.ask({"Action": "Ping"})

    def _put(self, event: Event) -> None:
        """No single event is ever dropped: a reader too far behind starts anew from a fresh connection."""
        for told in self._watchers:
            told(event)
        if self._events.qsize() < EVENTS_HELD:
            self._events.put_nowait(event)
            return
        while not self._events.empty():
            self._events.get_nowait()
        if self._connection:
            self._connection.close()
