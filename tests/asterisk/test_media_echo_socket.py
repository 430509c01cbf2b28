"""The media socket against a real Asterisk: exact samples, every command understood, a loss told once."""

from __future__ import annotations

import asyncio

import aiohttp
import numpy as np
import pytest

from convonet_ari.embedded.installation import Installation
from convonet_ari.errors import MediaError, ProtocolError
from convonet_ari.media.chan_websocket import (
    BufferingCompleted,
    Mark,
    MarkProcessed,
    Message,
    Notice,
    Order,
    Refused,
    Status,
    StopBuffering,
    Unknown,
)
from convonet_ari.media.socket import MediaSocket
from tests.asterisk.media_rig import PASSWORD, USER, Echo, asterisk, echo

pytestmark = pytest.mark.asterisk


def words(heard: Echo) -> list[Message]:
    return [message for _, message in heard.messages]


async def test_asterisk_understands_every_command_and_we_every_answer(
    asterisk_installation: Installation,
) -> None:
    async with (
        asterisk(asterisk_installation) as url,
        aiohttp.ClientSession() as http,
        echo(http, url) as heard,
    ):
        line = heard.socket
        await line.send_audio(np.ones(3200, np.int16))
        for command in (
            Order.START_BUFFERING,
            StopBuffering("b"),
            Mark("m"),
            Order.REPORT_DRAINED,
            Order.PAUSE,
        ):
            await line.send(command)
        await line.send(Order.GET_STATUS)
        await line.send(Order.CONTINUE)
        await heard.until(lambda: Notice.DRAINED in words(heard))
        await line.send(Order.FLUSH)
        await line.send(Order.GET_STATUS)
        await heard.until(lambda: sum(isinstance(word, Status) for word in words(heard)) == 2)
        paused, idle = (word for word in words(heard) if isinstance(word, Status))
        assert paused.paused
        assert not idle.paused
        assert (idle.queued, idle.xon_level, idle.xoff_level) == (0, 800, 900)
        assert {BufferingCompleted("b"), MarkProcessed("m")} <= set(words(heard))
        assert not any(isinstance(word, Refused | Unknown) for word in words(heard))


async def test_a_long_message_is_sent_in_pieces_and_arrives_exactly(
    asterisk_installation: Installation,
) -> None:
    sound = (np.arange(64_000) % 30_000 + 1).astype(np.int16)
    async with (
        asterisk(asterisk_installation) as url,
        aiohttp.ClientSession() as http,
        echo(http, url) as heard,
    ):
        await heard.socket.send_audio(sound)
        await heard.until(lambda: len(heard.sound()) >= len(sound))
        assert np.array_equal(heard.sound()[: len(sound)], sound)


async def test_half_a_frame_is_refused_before_asterisk_loses_it(asterisk_installation: Installation) -> None:
    async with (
        asterisk(asterisk_installation) as url,
        aiohttp.ClientSession() as http,
        echo(http, url) as heard,
    ):
        with pytest.raises(ProtocolError):
            await heard.socket.send_audio(np.ones(500, np.int16))


async def test_an_unknown_connection_is_a_media_error(asterisk_installation: Installation) -> None:
    async with asterisk(asterisk_installation) as url, aiohttp.ClientSession() as http:
        with pytest.raises(MediaError):
            await MediaSocket.connect(http, url, "no-such-connection", USER, PASSWORD)


async def test_a_hang_up_of_the_media_channel_is_told_once(asterisk_installation: Installation) -> None:
    async with asterisk(asterisk_installation) as url, aiohttp.ClientSession() as http:
        with pytest.raises(ExceptionGroup) as raised:
            await hang_up(http, url)
        assert [type(error) for error in raised.value.exceptions] == [MediaError]


async def hang_up(http: aiohttp.ClientSession, url: str) -> None:
    async with echo(http, url) as heard:
        await heard.socket.send(Order.HANGUP)
        try:
            await asyncio.Event().wait()
        finally:
            await heard.socket.send_audio(np.ones(320, np.int16))
            await heard.socket.send(Order.FLUSH)
