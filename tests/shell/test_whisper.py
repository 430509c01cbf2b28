"""What an agent hears before the bridge is made aside, and its failure is nobody's delay."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path

import numpy as np
import pytest

from convonet_ari import ulaw
from convonet_ari.call.effects import EnterQueue
from convonet_ari.config import Handoff
from convonet_ari.errors import ProviderUnavailable
from convonet_ari.speech.base import Pcm, TtsCaps
from convonet_ari.stasis.handoff import variables
from convonet_ari.stasis.whisper import KEPT_S, Whispers, words

pytestmark = pytest.mark.shell

ORDER = EnterQueue("2000", "Support", "A question about an invoice", "Ann Lee")


class Voice:
    """Says half a second of a tone, or fails at a word."""

    caps = TtsCaps("tone", 16000, ("en",))

    def __init__(self) -> None:
        self.said: list[str] = []

    async def speak(self, text: str, language: str = "en") -> AsyncIterator[Pcm]:
        self.said.append(text)
        if "trouble" in text:
            raise ProviderUnavailable("the voice is away")
        yield np.full(8000, 9000, np.int16)


@asynccontextmanager
async def whispering(folder: Path) -> AsyncIterator[tuple[Whispers, Voice]]:
    voice, settings = Voice(), Handoff(whisper_queues=["2000"], whisper_directory=folder)
    with ThreadPoolExecutor(1) as writer:
        whispers = Whispers(voice, settings, writer)
        task = asyncio.create_task(whispers.run())
        try:
            yield whispers, voice
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


async def made(whispers: Whispers) -> None:
    async with asyncio.timeout(5):
        await whispers.made()


def read(name: str) -> bytes:
    return Path(f"{name}.ulaw").read_bytes()


def ends_of(folder: Path) -> list[str]:
    return sorted(file.suffix for file in folder.iterdir())


async def test_a_whisper_is_a_sound_that_asterisk_plays(tmp_path: Path) -> None:
    async with whispering(tmp_path / "whispers") as (whispers, voice):
        name = whispers.ask(ORDER)
        await made(whispers)
    sound = ulaw.decode(read(name))
    assert voice.said == ["Ann Lee, verified. A question about an invoice."]
    assert len(sound) == 4000
    assert abs(int(np.median(sound)) - 9000) < 300
    assert variables(ORDER, "c", whisper=name)["VQ_AANNOUNCE"] == name


async def test_agents_of_other_queues_hear_nothing(tmp_path: Path) -> None:
    async with whispering(tmp_path) as (whispers, voice):
        assert whispers.ask(EnterQueue("2001", "Sales", "prices", "Ann Lee")) == ""
    assert voice.said == []
    assert "VQ_AANNOUNCE" not in variables(ORDER, "c")


async def test_after_one_that_cannot_be_made_comes_the_next(tmp_path: Path) -> None:
    async with whispering(tmp_path) as (whispers, _):
        assert whispers.ask(EnterQueue("2000", "Support", "trouble", "")) != ""
        whispers.ask(ORDER)
        await made(whispers)
    assert ends_of(tmp_path) == [".ulaw"]


async def test_what_nobody_can_be_waiting_for_any_more_is_deleted(tmp_path: Path) -> None:
    old, fresh, other = (tmp_path / name for name in ("whisper-1.ulaw", "whisper-2.ulaw", "hold.ulaw"))
    for file in (old, fresh, other):
        file.write_bytes(b"")
    for file in (old, other):
        os.utime(file, (time.time() - KEPT_S - 60,) * 2)
    async with whispering(tmp_path) as (whispers, _):
        whispers.ask(ORDER)
        await made(whispers)
    assert (old.exists(), fresh.exists(), other.exists()) == (False, True, True)


def test_who_did_not_prove_a_name_has_none() -> None:
    assert words(EnterQueue("2000", "", "pressed 0 for a person")) == "Not verified. pressed 0 for a person."
    assert words(EnterQueue("2000", "", "", "Ann Lee")) == "Ann Lee, verified."


def test_a_long_reason_is_cut_between_two_words() -> None:
    told = words(EnterQueue("2000", "", "an invoice " * 40, "Ann Lee"))
    assert len(told) < 110
    assert told.endswith((" invoice.", " an."))
