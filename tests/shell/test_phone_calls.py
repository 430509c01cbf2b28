"""Two telephones that call each other over loopback, without a server between them."""

from __future__ import annotations

import asyncio
import socket
import time
import wave
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import (
    Call,
    CallEnded,
    CallRejected,
    Phone,
    PhoneError,
    RegistrationFailed,
    State,
    ears,
)

pytestmark = pytest.mark.shell

Pair = tuple[Phone, Phone]


@pytest.fixture
async def phones() -> AsyncIterator[Pair]:
    async with Phone(ip="127.0.0.2", user="+15551234567", name="Maria") as caller, Phone(user="1001") as desk:
        yield caller, desk


async def connected(phones: Pair) -> tuple[Call, Call]:
    caller, desk = phones
    ours = await caller.dial(desk.uri, {"X-Convonet-Call": "42"})
    theirs = await desk.incoming()
    await theirs.answer()
    await ours.answered()
    return ours, theirs


async def test_a_call_rings_is_answered_and_shows_who_calls(phones: Pair) -> None:
    caller, desk = phones
    ours = await caller.dial(desk.uri, {"X-Convonet-Call": "42"})
    theirs = await desk.incoming()
    assert (theirs.caller_name, theirs.caller_number) == ("Maria", "+15551234567")
    assert theirs.headers["x-convonet-call"] == "42"
    await theirs.ring()
    await ours.ringing()
    assert ours.state is State.RINGING
    await theirs.answer()
    await ours.answered()
    assert (ours.state, theirs.state) == (State.UP, State.UP)


async def test_each_hears_what_the_other_says(phones: Pair, tmp_path: Path) -> None:
    ours, theirs = await connected(phones)
    asked, answered = voices.load("bf_emma", "hello"), voices.load("am_michael", "yes")
    await asyncio.gather(ours.say(asked), theirs.say(answered))
    await asyncio.gather(ours.silence(), theirs.silence())
    assert ears.hears(asked, theirs.audio()).score > 0.98
    assert ears.hears(answered, ours.audio()).score > 0.98
    assert ears.hears(asked, ours.audio()).score < 0.3
    assert ears.longest_hole_ms(ours.frames) < 60
    ours.save(tmp_path / "call.wav")
    with wave.open(str(tmp_path / "call.wav")) as file:
        sides = np.frombuffer(file.readframes(file.getnframes()), "<i2").reshape(-1, 2).astype(np.int16)
    assert ears.hears(asked, sides[:, 0]).score > 0.98
    assert ears.hears(answered, sides[:, 1]).score > 0.98


async def test_the_onset_and_the_end_of_speech_are_noticed(phones: Pair) -> None:
    ours, theirs = await connected(phones)
    listening = asyncio.create_task(theirs.utterance(quiet_ms=500))
    began = time.monotonic()
    ended = await ours.say(voices.load("bm_george", "my-todos"))
    heard = await listening
    assert ears.hears(voices.load("bm_george", "my-todos"), heard).score > 0.95
    assert began <= await theirs.sound(since=began) < began + 0.5
    assert ended - 0.5 < await theirs.silence() < ended + 0.1


async def test_keys_arrive_as_they_were_pressed_and_are_not_recorded(phones: Pair) -> None:
    ours, theirs = await connected(phones)
    await asyncio.gather(ours.press("1234#*0099"), theirs.press("ABCD", on_ms=40, gap_ms=40))
    await theirs.pressed("1234#*0099")
    await ours.pressed("ABCD")
    assert (theirs.digits, ours.digits) == ("1234#*0099", "ABCD")
    assert not ours.spoken().any()
    assert "1234" not in repr(ours.history) + repr(theirs.history)


async def test_speech_can_be_broken_off(phones: Pair) -> None:
    ours, theirs = await connected(phones)
    saying = asyncio.create_task(ours.say(voices.load("am_michael", "agent-greeting")))
    await theirs.sound()
    ours.hush()
    await saying
    stopped = time.monotonic()
    assert await theirs.silence(100) < stopped + 0.06
    cancelled = asyncio.create_task(ours.say(voices.load("am_michael", "agent-greeting")))
    await theirs.sound()
    cancelled.cancel()
    assert await theirs.silence(100) < time.monotonic()


async def test_a_shifted_caller_sends_on_another_grid(phones: Pair) -> None:
    ours, _ = await connected(phones)
    before = await ours.say(voices.load("am_michael", "yes"))
    ours.shift(0.007)
    after = await ours.say(voices.load("am_michael", "yes"))
    assert (after - before) % 0.02 == pytest.approx(0.007, abs=0.0005)


async def test_hold_stops_the_audio_and_unhold_brings_it_back(phones: Pair) -> None:
    ours, theirs = await connected(phones)
    await theirs.hold()
    await ours.held_by_peer()
    held_at = time.monotonic()
    await ours.say(voices.load("bf_emma", "no"))
    assert not theirs.audio(since=held_at + 0.05).any()
    await theirs.unhold()
    await ours.held_by_peer(False)
    await ours.say(voices.load("bf_emma", "no"))
    await theirs.sound(since=held_at)


async def test_both_may_hold_at_the_same_moment(phones: Pair) -> None:
    ours, theirs = await connected(phones)
    results = await asyncio.gather(ours.hold(), theirs.hold(), return_exceptions=True)
    assert all(result is None or isinstance(result, CallRejected) for result in results)
    assert (ours.state, theirs.state) == (State.UP, State.UP)


@pytest.mark.parametrize("hanging_up", ["caller", "desk"])
async def test_either_side_may_hang_up(phones: Pair, hanging_up: str) -> None:
    ours, theirs = await connected(phones)
    first, second = (ours, theirs) if hanging_up == "caller" else (theirs, ours)
    await first.hangup('Q.850;cause=16;text="Normal Clearing"')
    assert await second.ended() == ("them", "the far end hung up", 0, 'Q.850;cause=16;text="Normal Clearing"')
    assert (await first.ended()).by == "us"
    with pytest.raises(CallEnded):
        await second.press("1")


async def test_a_call_given_up_while_ringing_ends_on_both_sides(phones: Pair) -> None:
    caller, desk = phones
    ours = await caller.dial(desk.uri)
    theirs = await desk.incoming()
    await theirs.ring()
    await ours.ringing()
    await ours.hangup()
    assert (await theirs.ended()).reason == "the caller gave up"
    assert (await ours.ended()).status == 487
    with pytest.raises(CallEnded):
        await theirs.answer()


async def test_a_busy_telephone_rejects(phones: Pair) -> None:
    caller, desk = phones
    ours = await caller.dial(desk.uri)
    await (await desk.incoming()).reject(486)
    with pytest.raises(CallRejected, match="486 Busy Here") as refusal:
        await ours.answered()
    assert refusal.value.status == 486


async def test_waiting_for_what_does_not_come_ends_with_what_did(phones: Pair) -> None:
    caller, desk = phones
    ours = await caller.dial(desk.uri)
    await (await desk.incoming()).ring()
    with pytest.raises(TimeoutError, match=r"no answer; so far: invite sent.*180 Ringing"):
        await ours.answered(timeout=0.2)
    with pytest.raises(PhoneError, match="ringing, not up"):
        await ours.press("1")


async def test_a_hangup_ends_every_wait(phones: Pair) -> None:
    ours, theirs = await connected(phones)
    waits = [
        asyncio.create_task(ours.say(voices.load("am_michael", "agent-greeting"))),
        asyncio.create_task(ours.sound()),
        asyncio.create_task(ours.pressed("1")),
    ]
    await theirs.sound()
    await theirs.hangup()
    async with asyncio.timeout(2):
        results = await asyncio.gather(*waits, return_exceptions=True)
    assert all(isinstance(result, CallEnded) for result in results)


async def test_leaving_hangs_up_and_frees_every_socket() -> None:
    async with Phone(user="1001") as desk:
        async with Phone(ip="127.0.0.2") as caller:
            ours, theirs = await connected((caller, desk))
            ringing = await caller.dial(desk.uri)
            given_up = await desk.incoming()
        assert (await theirs.ended()).by == "them"
        assert (await given_up.ended()).by == "them"
        assert (ours.state, ringing.state) == (State.ENDED, State.ENDED)
        with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as again:
            again.bind((caller.ip, caller.port))


async def test_twenty_calls_at_once_keep_their_pace(phones: Pair) -> None:
    calls = [await connected(phones) for _ in range(20)]
    said = voices.load("af_bella", "departments")
    busy = time.process_time()
    await asyncio.gather(*(ours.say(said) for ours, _ in calls))
    busy = time.process_time() - busy
    await asyncio.gather(*(theirs.silence() for _, theirs in calls))
    assert all(ears.hears(said, theirs.audio()).score > 0.98 for _, theirs in calls)
    assert busy < 0.5 * len(said) / 8000


async def test_noise_on_the_sockets_disturbs_nothing(phones: Pair) -> None:
    ours, theirs = await connected(phones)
    noise = [b"", b"\0", b"INVITE", b"SIP/2.0 200 OK\r\n\r\n", b"\x80", bytes(11), b"\xff" * 300]
    media = (phones[0].ip, ours.leg.local.port)
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as stranger:
        for data in noise:
            stranger.sendto(data, (phones[0].ip, phones[0].port))
            stranger.sendto(data, media)
    await theirs.press("7")
    await ours.pressed("7")
    assert phones[0].malformed > 0
    await theirs.hangup()
    await ours.ended()


async def test_a_lost_invite_is_sent_again() -> None:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.setblocking(False)
        async with Phone(ip="127.0.0.2") as caller:
            await caller.dial(f"sip:1@127.0.0.1:{deaf.getsockname()[1]}")
            loop = asyncio.get_running_loop()
            async with asyncio.timeout(3):
                first = await loop.sock_recv(deaf, 4096)
                second = await loop.sock_recv(deaf, 4096)
    assert first == second


async def test_an_unanswered_registration_times_out_and_a_refused_one_says_why(phones: Pair) -> None:
    caller, desk = phones
    async with Phone(ip="127.0.0.3", user="1", password="x", server=(desk.ip, desk.port)) as phone:
        with pytest.raises(RegistrationFailed, match="481"):
            await phone.register()
        assert not phone.registered
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as deaf:
        deaf.bind((caller.ip, 0))
        async with Phone(ip="127.0.0.3", user="1", password="x", server=deaf.getsockname()) as phone:
            with pytest.raises(TimeoutError):
                await phone.register(timeout=0.2)
