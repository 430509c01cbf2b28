"""A call's voice with a model that speaks itself: asked for each sentence, told what was heard of it."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, cast

import numpy as np
import pytest

from convonet_ari.call import effects as fx
from convonet_ari.clock import SystemClock
from convonet_ari.config import Settings
from convonet_ari.media.frame import Pcm
from convonet_ari.media.stretch import SLOWER
from convonet_ari.speech.base import STT, TTS
from convonet_ari.speech.realtime.ledger import Called, Entry
from convonet_ari.stasis.voice import Engines, Voice
from tests.fakes.scripted_speech import ScriptedSTT, ScriptedTTS

pytestmark = pytest.mark.shell


class Noted:
    """A model that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []

    def begin(self, language: str) -> None:
        self.told.append(("begin", language))

    def ears(self, stt: STT) -> STT:
        return stt

    async def speak(self, text: str, tts: TTS, language: str) -> AsyncIterator[Pcm]:
        self.told.append(("speak", text, language))
        yield np.ones(640, np.int16)

    def stopped(self, text: str, ms: int) -> None:
        self.told.append(("stopped", text, ms))

    async def answer(
        self, thread: Sequence[Entry], given: Mapping[str, Any], tools: Sequence[Mapping[str, Any]]
    ) -> AsyncGenerator[str | Called, None]:
        yield "Yes."

    def cut(self) -> None: ...

    async def close(self) -> None:
        self.told.append(("close",))


class Mouth:
    """Plays nothing; what is queued can be stopped."""

    def __init__(self) -> None:
        self.chunks: list[AsyncIterator[Pcm]] = []

    def play(self, speech: int, text: str, chunks: AsyncIterator[Pcm]) -> None:
        self.chunks.append(chunks)


def voice(talk: Noted) -> Voice:
    with ThreadPoolExecutor(1) as writer:
        engines = Engines(ScriptedSTT("hello"), ScriptedTTS([640]), cast(Any, None), writer, lambda: talk)
        return Voice(
            engines, Settings(), SystemClock(), lambda event: None, lambda timings: None, lambda speech: None
        )


async def test_it_is_asked_for_every_sentence_in_the_calls_language() -> None:
    talk, mouth = Noted(), Mouth()
    spoken = voice(talk)
    spoken._playout = cast(Any, mouth)
    spoken.say(fx.Say(1, "Hola.", 1, language="es"))
    assert sum([len(chunk) async for chunk in mouth.chunks[0]]) == 640
    assert talk.told == [("speak", "Hola.", "es")]


async def test_it_is_told_for_how_long_it_was_heard_at_its_own_pace() -> None:
    talk = Noted()
    spoken = voice(talk)
    spoken._stopped("One.", 1000)
    spoken.speak_slower()
    spoken._stopped("Two.", 1000)
    await spoken.close()
    assert talk.told == [("stopped", "One.", 1000), ("stopped", "Two.", round(1000 / SLOWER)), ("close",)]
