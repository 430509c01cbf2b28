"""The telephone against a real Asterisk: registered with a password, and as a trunk known by its address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from convonet_ari.embedded import voices
from convonet_ari.embedded.asterisk import EmbeddedAsterisk
from convonet_ari.embedded.installation import Installation
from convonet_ari.embedded.phone import Call, CallRejected, Phone, RegistrationFailed, ears
from convonet_ari.embedded.ports import free_ports, free_udp_block

pytestmark = pytest.mark.asterisk

PJSIP = """
[udp]
type=transport
protocol=udp
bind=127.0.0.1:{port}
[desk](!)
type=endpoint
context=desk
disallow=all
allow=ulaw
direct_media=no
[login](!)
type=auth
auth_type=digest
[place](!)
type=aor
max_contacts=1
remove_existing=yes
[1001](desk)
auth=1001
aors=1001
callerid="Desk One" <1001>
[1001](login)
username=1001
password=first
[1001](place)
[1002](desk)
auth=1002
aors=1002
callerid="Desk Two" <1002>
[1002](login)
username=1002
password=second
[1002](place)
[trunk](desk)
context=trunk
[trunk]
type=identify
endpoint=trunk
match=127.0.0.2
"""
EXTENSIONS = """
[trunk]
exten => 600,1,Answer()
 same => n,Echo()
exten => 601,1,Answer()
 same => n,Read(GIVEN,,4,,1,10)
 same => n,SendDTMF(${GIVEN},,150)
 same => n,Wait(10)
exten => 602,1,Answer()
 same => n,Hangup(17)
exten => _100X,1,Dial(PJSIP/${EXTEN},20)
 same => n,Hangup(${HANGUPCAUSE})
[desk]
exten => _100X,1,Dial(PJSIP/${EXTEN},20)
"""


@pytest.fixture
async def server(asterisk_installation: Installation, tmp_path: Path) -> AsyncIterator[tuple[str, int]]:
    port = free_ports(1)[0]
    first, last = free_udp_block(100)
    files = {
        "pjsip.conf": PJSIP.format(port=port),
        "extensions.conf": EXTENSIONS,
        "rtp.conf": f"[general]\nrtpstart={first}\nrtpend={last}\n",
        "http.conf": "[general]\nenabled=no\n",
        "ari.conf": "[general]\nenabled=no\n",
    }
    async with EmbeddedAsterisk(asterisk_installation, tmp_path, files):
        yield "127.0.0.1", port


async def answered(phone: Phone, number: str) -> Call:
    call = await phone.dial(number)
    await call.answered()
    return call


async def test_the_echo_brings_back_what_was_said(server: tuple[str, int]) -> None:
    async with Phone("127.0.0.2", server=server) as caller:
        call = await answered(caller, "600")
        said = voices.load("bf_emma", "hello")
        await call.say(said)
        await call.silence()
        likeness = ears.hears(said, call.audio())
        assert likeness.score > 0.95
        assert ears.longest_hole_ms(call.frames) < 100


async def test_keys_are_understood_and_sent_back(server: tuple[str, int]) -> None:
    async with Phone("127.0.0.2", server=server) as caller:
        call = await answered(caller, "601")
        await call.press("9035")
        await call.pressed("9035")
        assert call.digits == "9035"


async def test_a_hangup_by_asterisk_tells_its_cause(server: tuple[str, int]) -> None:
    async with Phone("127.0.0.2", server=server) as caller:
        call = await caller.dial("602")
        ended = await call.ended()
        assert ended.by == "them"
        assert "cause=17" in ended.header


async def test_the_trunk_reaches_a_registered_desk_and_both_hear_each_other(server: tuple[str, int]) -> None:
    async with (
        Phone("127.0.0.2", server=server, name="Maria") as caller,
        Phone(user="1001", password="first", server=server) as desk,
    ):
        await desk.register()
        ours = await caller.dial("1001", caller="+12025550123")
        theirs = await desk.incoming()
        assert (theirs.caller_name, theirs.caller_number) == ("Maria", "+12025550123")
        await theirs.ring()
        await ours.ringing()
        await theirs.answer()
        await ours.answered()
        question, reply = voices.load("bm_george", "hello"), voices.load("am_michael", "agent-greeting")
        await asyncio.gather(ours.say(question), theirs.say(reply))
        await asyncio.gather(ours.silence(), theirs.silence())
        assert ears.hears(question, theirs.audio()).score > 0.95
        assert ears.hears(reply, ours.audio()).score > 0.95
        await theirs.hangup()
        assert (await ours.ended()).by == "them"


async def test_a_desk_holds_transfers_and_is_done(server: tuple[str, int]) -> None:
    async with (
        Phone("127.0.0.2", server=server) as caller,
        Phone(user="1001", password="first", server=server) as first,
        Phone(user="1002", password="second", server=server) as second,
    ):
        await first.register()
        await second.register()
        ours = await caller.dial("1001")
        theirs = await first.incoming()
        await theirs.answer()
        await ours.answered()
        await theirs.hold()
        await theirs.unhold()
        transferring = asyncio.create_task(theirs.transfer(f"sip:1002@{server[0]}:{server[1]}"))
        taken = await second.incoming()
        await taken.answer()
        assert await transferring == 200
        await theirs.hangup()
        await taken.say(voices.load("af_bella", "yes"))
        await ours.silence()
        assert ears.hears(voices.load("af_bella", "yes"), ours.audio()).score > 0.95


async def test_a_desk_asks_a_colleague_and_then_hands_over(server: tuple[str, int]) -> None:
    async with (
        Phone("127.0.0.2", server=server) as caller,
        Phone(user="1001", password="first", server=server) as first,
        Phone(user="1002", password="second", server=server) as second,
    ):
        await first.register()
        await second.register()
        ours = await caller.dial("1001")
        theirs = await first.incoming()
        await theirs.answer()
        await theirs.hold()
        asking = await first.dial("1002")
        colleague = await second.incoming()
        await colleague.answer()
        await asking.answered()
        assert await theirs.transfer(f"sip:1002@{server[0]}:{server[1]}", replaces=asking) == 200
        await ours.say(voices.load("af_bella", "change-appointment"))
        await colleague.silence()
        assert ears.hears(voices.load("af_bella", "change-appointment"), colleague.audio()).score > 0.95


async def test_a_rejected_a_missing_and_a_given_up_call(server: tuple[str, int]) -> None:
    async with (
        Phone("127.0.0.2", server=server) as caller,
        Phone(user="1001", password="first", server=server) as desk,
    ):
        with pytest.raises(CallRejected, match="404"):
            await (await caller.dial("99")).answered()
        await desk.register()
        call = await caller.dial("1001")
        await (await desk.incoming()).reject(486)
        with pytest.raises(CallRejected, match="486"):
            await call.answered()
        call = await caller.dial("1001")
        ringing = await desk.incoming()
        await ringing.ring()
        await call.ringing()
        await call.hangup()
        assert (await ringing.ended()).reason == "the caller gave up"


async def test_a_wrong_password_is_refused(server: tuple[str, int]) -> None:
    async with Phone(user="1001", password="wrong", server=server) as desk:
        with pytest.raises(RegistrationFailed, match="401"):
            await desk.register()
        assert not desk.registered
