"""The manager connection against a scripted manager: refusals, silence, losses and split characters."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from convonet_ari.callcenter import ami as module
from convonet_ari.callcenter.ami import Ami, AmiLogin
from convonet_ari.callcenter.events import Connected, Disconnected, Event, Hangup, QueueCallerJoin, QueueKnown
from convonet_ari.errors import AmiError, AmiLost, AmiTimeout, ProtocolError

pytestmark = pytest.mark.shell

Fields = dict[str, str]


class ScriptedManager:
    """Speaks the manager protocol; `answers` maps an action to what is sent back, b"" being silence."""

    def __init__(self) -> None:
        self.answers: dict[str, Callable[[str], bytes]] = {}
        self.heard: list[Fields] = []
        self.raw: list[str] = []
        self.writer: asyncio.StreamWriter | None = None
        self.arrived = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        writer.write(b"Asterisk Call Manager/11.0.0\r\n")
        try:
            while True:
                self._answer((await reader.readuntil(b"\r\n\r\n")).decode(), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def tell(self, *messages: bytes) -> None:
        assert self.writer
        self.writer.write(b"".join(messages))

    def drop(self) -> None:
        assert self.writer
        self.writer.transport.abort()

    def named(self, action: str) -> list[Fields]:
        return [fields for fields in self.heard if fields["action"] == action]

    def _answer(self, text: str, writer: asyncio.StreamWriter) -> None:
        self.raw.append(text)
        fields = dict(line.split(": ", 1) for line in text.strip().split("\r\n") if ": " in line)
        self.heard.append({name.lower(): value for name, value in fields.items()})
        action, number = self.heard[-1]["action"], self.heard[-1]["actionid"]
        writer.write(self.answers.get(action, success)(number))
        self.arrived.set()


def message(**fields: str) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + b"\r\n"


def success(number: str) -> bytes:
    return message(Response="Success", ActionID=number, Message="done")


def silence(_: str) -> bytes:
    return b""


def refusal(number: str) -> bytes:
    return message(Response="Error", ActionID=number, Message="Permission denied")


@asynccontextmanager
async def manager() -> AsyncIterator[tuple[ScriptedManager, Ami]]:
    script = ScriptedManager()
    server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
    port = int(server.sockets[0].getsockname()[1])
    ami = Ami(AmiLogin("127.0.0.1", port, "convonet", "s3cret"), deadline_s=0.3, ping_s=0.2)
    running = asyncio.create_task(ami.run())
    try:
        yield script, ami
    finally:
        running.cancel()
        await asyncio.wait({running})
        server.close()


async def until(ami: Ami, wanted: type[Event]) -> Event:
    async with asyncio.timeout(5):
        async for event in ami:
            if isinstance(event, wanted):
                return event
    raise AssertionError("no more events")


async def test_events_come_in_order_after_connected() -> None:
    async with manager() as (script, ami):
        assert await until(ami, Connected) == Connected()
        script.tell(message(Event="QueueCallerJoin", Queue="2000", Uniqueid="1.1", Position="2"))
        script.tell(message(Event="Hangup", Uniqueid="1.1", Channel="PJSIP/a", Cause="16"))
        assert await anext(ami) == QueueCallerJoin("2000", "1.1", 2)
        assert await anext(ami) == Hangup("1.1", "PJSIP/a", 16)


async def test_a_character_split_between_two_segments_survives() -> None:
    async with manager() as (script, ami):
        await until(ami, Connected)
        first = message(Event="Hangup", Uniqueid="1", Channel="PJSIP/a", Cause="16")
        second = message(Event="Hangup", Uniqueid="2", Channel="PJSIP/Zoë", Cause="16")
        cut = second.index("ë".encode()) + 1
        script.tell(first + second[:cut])
        assert await anext(ami) == Hangup("1", "PJSIP/a", 16)
        script.tell(second[cut:])
        assert await anext(ami) == Hangup("2", "PJSIP/Zoë", 16)


async def test_a_list_is_read_to_its_end() -> None:
    def listing(number: str) -> bytes:
        return (
            message(
                Response="Success", ActionID=number, EventList="start", Message="Queue status will follow"
            )
            + message(Event="QueueParams", Queue="2000", ActionID=number)
            + message(
                Event="QueueEntry", Queue="2000", Uniqueid="7.7", Position="1", Wait="12", ActionID=number
            )
            + message(Event="QueueStatusComplete", EventList="Complete", ListItems="2", ActionID=number)
        )

    async with manager() as (script, ami):
        script.answers["QueueStatus"] = listing
        await until(ami, Connected)
        assert await ami.queue_status() == [QueueKnown("2000"), QueueCallerJoin("2000", "7.7", 1, 12.0)]


async def test_a_watcher_is_told_before_the_reader_takes_an_event_up() -> None:
    async with manager() as (script, ami):
        told: list[Event] = []
        seen = asyncio.Event()

        def watch(event: Event) -> None:
            told.append(event)
            if isinstance(event, Disconnected):
                seen.set()

        ami.watch(watch)
        await until(ami, Connected)
        script.tell(message(Event="Hangup", Uniqueid="1.1", Channel="PJSIP/a", Cause="16"))
        script.drop()
        await seen.wait()
        assert told[-2:] == [Hangup("1.1", "PJSIP/a", 16), Disconnected()]


async def test_a_key_is_pressed_on_a_channel_not_sent_to_it() -> None:
    async with manager() as (script, ami):
        await until(ami, Connected)
        await ami.press("1.1", "0")
        (order,) = script.named("PlayDTMF")
        assert (order["channel"], order["digit"], order["receive"]) == ("1.1", "0", "true")


async def test_a_refused_action_says_why() -> None:
    async with manager() as (script, ami):
        script.answers["Hangup"] = refusal
        await until(ami, Connected)
        with pytest.raises(AmiError, match="Hangup: Permission denied"):
            await ami.hangup("PJSIP/a")


async def test_an_unanswered_action_ends_at_its_deadline() -> None:
    async with manager() as (script, ami):
        script.answers["Redirect"] = silence
        await until(ami, Connected)
        with pytest.raises(AmiTimeout):
            await ami.redirect("PJSIP/a", "ext-queues", "2000")


async def test_an_action_under_way_fails_at_once_when_the_connection_drops() -> None:
    async with manager() as (script, ami):
        script.answers["Redirect"] = silence
        await until(ami, Connected)
        script.arrived.clear()
        asking = asyncio.create_task(ami.redirect("PJSIP/a", "ext-queues", "2000"))
        await script.arrived.wait()
        script.drop()
        with pytest.raises(AmiLost):
            await asking


async def test_an_unanswered_originate_is_never_sent_again() -> None:
    async with manager() as (script, ami):
        script.answers["Originate"] = silence
        await until(ami, Connected)
        script.arrived.clear()
        asking = asyncio.create_task(
            ami.originate("PJSIP/1001", "from-internal", "2000", channel_id="call-1")
        )
        await script.arrived.wait()
        script.drop()
        with pytest.raises(AmiLost):
            await asking
        await until(ami, Connected)
        script.tell(message(Event="FullyBooted", Status="Fully Booted"))
        script.answers.clear()
        await ami.core_show_channels()
        assert [fields["channelid"] for fields in script.named("Originate")] == ["call-1"]


async def test_a_lost_connection_comes_back_and_says_so() -> None:
    async with manager() as (script, ami):
        await until(ami, Connected)
        script.drop()
        await until(ami, Disconnected)
        await until(ami, Connected)
        assert ami.connected


async def test_a_manager_that_falls_silent_is_left_and_tried_anew() -> None:
    async with manager() as (script, ami):
        await until(ami, Connected)
        script.answers["Ping"] = silence
        await until(ami, Disconnected)
        script.answers.clear()
        await until(ami, Connected)


async def test_actions_fail_while_the_login_is_refused() -> None:
    async with manager() as (script, ami):
        script.answers["Login"] = refusal
        await script.arrived.wait()
        assert not ami.connected
        with pytest.raises(AmiLost):
            await ami.queue_status()
        script.answers.clear()
        await until(ami, Connected)


async def test_no_value_can_bring_a_second_action() -> None:
    async with manager() as (script, ami):
        await until(ami, Connected)
        with pytest.raises(ProtocolError):
            await ami.hangup("PJSIP/a\r\n\r\nAction: Command\r\nCommand: core stop now")
        assert script.named("Hangup") == []


async def test_names_beyond_latin_reach_asterisk_as_utf_8() -> None:
    async with manager() as (script, ami):
        await until(ami, Connected)
        await ami.originate(
            "PJSIP/1", "c", "s", channel_id="1", caller_id="Łukasz <1>", variables={"A": "ż", "B": "2"}
        )
        sent = script.raw[-1]
        assert "CallerID: Łukasz <1>\r\n" in sent
        assert "Variable: A=ż\r\nVariable: B=2\r\n" in sent


async def test_a_reader_too_far_behind_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EVENTS_HELD", 3)
    async with manager() as (script, ami):
        await until(ami, Connected)
        script.tell(*(message(Event="Hangup", Uniqueid=str(n), Channel="c", Cause="16") for n in range(9)))
        await until(ami, Disconnected)
        await until(ami, Connected)


def test_the_secret_is_absent_from_the_login_s_repr() -> None:
    assert "s3cret" not in repr(AmiLogin("127.0.0.1", 5038, "convonet", "s3cret"))
