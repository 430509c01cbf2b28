"""Sounds into the assistant's words on a real call: held for at once, lost nothing by what is no speech."""

from __future__ import annotations

import asyncio
import itertools

import numpy as np
import pytest

from convonet_ari.bench.understand.cases import cases
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.phone.ears import segments
from convonet_ari.ulaw import Pcm
from tests.asterisk.call_rig import altered, talking, told_again
from tests.asterisk.system_rig import Caller, Scribe, eventually, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

NUMBER, OTHER = "+15550005101", "+15550005102"
# What the call deletes is put back.
LANDLORD_AGAIN = """
INSERT INTO todos (org_id, id, title, due, assignee, created_by)
SELECT org_id, gen_random_uuid(), 'Call the landlord', current_date + 1, id, id FROM users
WHERE name = 'Ann Lee' AND NOT EXISTS (SELECT FROM todos WHERE title = 'Call the landlord')
"""


def cough(ms: int = 180) -> Pcm:
    """A burst of breath with a hard onset."""
    noise = np.random.default_rng(3).normal(0, 7000, 8 * ms) * np.exp(-np.linspace(0, 3, 8 * ms))
    return np.clip(noise, -32000, 32000).astype(np.int16)


async def test_a_cough_and_mm_hm_hold_the_answer_and_speech_ends_it(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    async with trunk_call(system, scribe, NUMBER) as caller:
        await talking(caller)
        await _coughs_and_hums(caller)
        await _interrupts(caller)
    told = await told_again(caller)
    kinds = [type(stored.event).__name__ for stored in told.events]
    assert kinds.count("SoundHeard") >= 3
    first = [line for line in told.utterances if line["who"] == "assistant" and line["turn"] == 1]
    texts = [line["text"] for line in first]
    assert len(texts) == len(set(texts)), "nothing was said twice"
    assert all(line["heard"] == line["text"] for line in first)
    cut = [line for line in told.utterances if line["who"] == "assistant" and line["turn"] == 2]
    assert any(line["heard"] != line["text"] for line in cut)


async def test_a_deletion_is_confirmed_to_its_end_and_what_was_said_over_it_is_answered(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    wishes = next(case for case in cases() if case.slug == "delete-yes")
    async with altered(system, LANDLORD_AGAIN, LANDLORD_AGAIN), trunk_call(system, scribe, OTHER) as caller:
        await talking(caller)
        assert "landlord" in await caller.hears(since=await caller.call.say(wishes.sound(1)))
        await caller.call.sound(since=await caller.call.say(wishes.sound(2)))
        await _happened(caller, "ThinkingFinished", 3, caller.says("departments"))
        assert await caller.hears()
    told = await told_again(caller)
    confirmed = [line for line in told.utterances if line["who"] == "assistant" and line["turn"] == 2]
    assert confirmed
    assert all(line["heard"] == line["text"] for line in confirmed)
    assert {line["turn"] for line in told.utterances} >= {1, 2, 3}


async def _coughs_and_hums(caller: Caller) -> None:
    asked = await caller.says("what-can-you-do")
    began = await caller.call.sound(since=asked)
    await _happened(caller, "SoundHeard", 1, caller.call.say(cough()))
    await _happened(caller, "SoundHeard", 2, caller.says("mm-hm"))
    assert "would you like" in await caller.hears(since=asked, quiet_ms=2500)
    gaps = _gaps(caller, began)
    print(f"silences within the answer: {gaps} ms")
    assert gaps, "the answer was held"


async def _interrupts(caller: Caller) -> None:
    await caller.call.sound(since=await caller.says("what-can-you-do"))
    before = await _count(caller, "PlaybackStopped")
    await caller.says("my-todos")
    await _happened(caller, "PlaybackStopped", before + 1)
    assert await caller.hears()


def _gaps(caller: Caller, since: float) -> list[int]:
    """Milliseconds of silence between what was heard since then."""
    heard = segments(caller.call.audio(since=since), bridge_ms=60)
    pairs = itertools.pairwise(heard)
    return [round(later.start_ms - earlier.end_ms) for earlier, later in pairs]


async def _count(caller: Caller, kind: str) -> int:
    return sum(event["kind"] == kind for event in await caller.events())


async def _happened(caller: Caller, kind: str, times: int, *doing: object) -> None:
    for work in doing:
        assert asyncio.iscoroutine(work)
        await work

    async def seen() -> bool:
        return await _count(caller, kind) >= times

    await eventually(seen, 5, f"{kind} was not told {times} times")
