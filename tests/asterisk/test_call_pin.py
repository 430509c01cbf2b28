"""PIN entry on a real call: tries, early keys, people instead, and digits that are written nowhere."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest

from convonet_ari.call import events as ev
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone import Call
from convonet_ari.media.frame import RATE
from tests.asterisk.call_rig import ended, lasted, samples, silent_after_ms, told_again
from tests.asterisk.system_rig import Caller, Scribe, agent, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

STRANGER = "+15550001{:03}"
PRESSED_MS = 60
WRONG = "907153"


async def judged(caller: Caller, times: int, within_s: float) -> float:
    """Seconds until so many PINs were judged."""

    async def done() -> bool:
        return [event["kind"] for event in await caller.events()].count("PinChecked") >= times

    return await eventually(done, within_s, f"there were no {times} verdicts")


async def heard_before(caller: Caller, ringing: Call) -> str:
    """The last words before the agent's phone rang; music follows them."""
    rang = ringing.history[0][0]
    return await caller.scribe.words(caller.call.audio(since=rang - 7, until=rang))


async def test_three_wrong_pins_are_told_and_lead_to_a_person_who_sees_no_name(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    number = STRANGER.format(1)
    async with (
        agent(system) as desk,
        trunk_call(system, scribe, number, name="Mallory verified") as caller,
    ):
        await caller.call.answered()
        await caller.enter_pin(WRONG)
        assert "try again" in await caller.hears()
        await caller.call.press(WRONG[:4])
        assert await judged(caller, 2, 6) > 2
        assert "try again" in await caller.hears()
        await caller.enter_pin(WRONG)
        ringing = await desk.incoming(15)
        assert "person who can help" in await heard_before(caller, ringing)
        assert ringing.headers["X-Convonet-Caller"] == "not verified"
        assert ringing.headers["X-Convonet-Reason"] == "PIN not verified"
        assert "Mallory" not in ringing.caller_name
        assert number in ringing.caller_number
        await caller.call.hangup()
    assert (await ended(caller))["end_reason"] == "hung up with people"
    failures = await query(system, "SELECT count(*) FROM pin_failures WHERE number = $1", number.strip("+"))
    assert failures[0][0] == 3


async def test_a_short_and_a_wrong_pin_may_be_followed_by_the_right_one(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with trunk_call(system, scribe) as caller:
        await caller.call.answered()
        await caller.call.press("12#")
        assert "digits" in await caller.hears()
        await caller.call.press("9071#")
        assert await judged(caller, 1, 3) < 3
        assert "try again" in await caller.hears()
        await caller.call.press(system.plan.secrets.pin)
        await caller.in_phase("conversation", 3)
        assert "how can i help" in await caller.hears()


async def test_the_greeting_stops_at_the_first_digit_which_counts(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    pin = system.plan.secrets.pin
    async with trunk_call(system, scribe) as caller:
        await caller.call.answered()
        await caller.call.sound()
        began = time.monotonic()
        await caller.call.press(pin[0], on_ms=PRESSED_MS, gap_ms=40)
        await caller.call.silence(500, 3)
        silent_ms = silent_after_ms(caller.call, began) - PRESSED_MS
        print(f"silent {silent_ms} ms after the key was let go")
        assert silent_ms <= 300
        await caller.call.press(pin[1:])
        await caller.in_phase("conversation", 3)


async def test_a_pin_dialled_faster_than_asterisk_lets_keys_be_is_taken(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    """As telephones dial from their address book, and before anything was said: each key counts once."""
    async with trunk_call(system, scribe) as caller:
        await caller.call.answered()
        await caller.call.press(f"{system.plan.secrets.pin}#", on_ms=40, gap_ms=40)
        await caller.in_phase("conversation", 5)
        keys = [event for event in await caller.events() if event["kind"] == "DigitPressed"]
        assert len(keys) == len(system.plan.secrets.pin) + 1


async def test_star_instead_of_a_pin_rings_a_person(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with agent(system) as desk, trunk_call(system, scribe, STRANGER.format(2)) as caller:
        await caller.call.answered()
        await caller.call.press("*")
        ringing = await desk.incoming(15)
        assert "connect you with a person" in await heard_before(caller, ringing)
        assert ringing.headers["X-Convonet-Caller"] == "not verified"
        assert ringing.headers["X-Convonet-Reason"] == "asked for a person instead of a PIN"
        await caller.call.hangup()


# What a newcomer is told, PIN included, where another test has had it published.
TOLD_ALOUD = ("demo.json", "secrets.json")


async def test_no_digit_is_written_anywhere_and_the_recording_is_silent_meanwhile(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    pin = system.plan.secrets.pin
    async with trunk_call(system, scribe) as caller:
        await caller.call.answered()
        await caller.enter_pin(WRONG)
        await caller.says("hello")
        await caller.enter_pin()
        await caller.in_phase("conversation")
        await caller.hears_out()
    told = await told_again(caller)
    (recording,) = told.recordings
    assert recording["duration"] == pytest.approx(lasted(told), abs=1.0)
    sound = samples(Path(recording["path"]))
    assert len(sound) / RATE == pytest.approx(recording["duration"], abs=0.1)
    verdict = next(s.at_ms for s in told.events if getattr(s.event, "outcome", "") == "accepted")
    muted_until = (verdict - told.events[0].at_ms) / 1000
    audible = np.flatnonzero(sound.any(axis=1)) / RATE
    print(f"verdict at {muted_until:.2f} s, the first sound at {audible[0]:.2f} s")
    assert muted_until - 0.3 < audible[0] < muted_until + 2
    pressed = [stored.event.digit for stored in told.events if isinstance(stored.event, ev.DigitPressed)]
    assert set(pressed) == {"•", "#"}
    for digits in (pin, WRONG):
        assert await _rows_with(system, digits) == []
        assert _files_with(system.home, digits) == []


def _forms(digits: str) -> str:
    """The digits together, or with up to four other characters between, but in no longer number."""
    return r"(?<![0-9A-Fa-f.])" + r"[^0-9A-Za-z]{0,4}".join(digits) + r"(?![0-9A-Fa-f])"


async def _rows_with(system: EmbeddedSystem, digits: str) -> list[str]:
    tables = await query(
        system,
        "SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables"
        " WHERE table_schema IN ('convonet', 'threads') AND table_type = 'BASE TABLE'",
    )
    assert len(tables) > 10
    found = []
    for table in tables:
        rows = await query(system, f"TABLE {table['name']}")
        found += [table["name"] for row in rows if re.search(_forms(digits), str(tuple(row)))]
    return found


def _files_with(home: Path, digits: str) -> list[str]:
    """Logs, settings and whatever else is text; PostgreSQL's own tables are read as rows."""
    forms = re.compile(_forms(digits).encode())
    keys = re.compile(rb"DTMF\D{0,30}'[0-9]'")
    texts = [
        file for file in home.rglob("*") if file.is_file() and file.name not in TOLD_ALOUD and _is_text(file)
    ]
    assert any(file.suffix == ".log" and file.stat().st_size > 1000 for file in texts)
    contents = {file: file.read_bytes() for file in texts}
    return [str(file) for file, text in contents.items() if forms.search(text) or keys.search(text)]


def _is_text(file: Path) -> bool:
    return b"\0" not in file.read_bytes()[:4096]
