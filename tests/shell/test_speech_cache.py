"""Fixed phrases as finished audio, and any voice at 16 kHz."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from convonet_ari.errors import ProviderUnavailable
from convonet_ari.speech.base import TTS, Pcm, flowing
from convonet_ari.speech.cache import CachedTTS
from convonet_ari.speech.local.kept import KeptTTS
from convonet_ari.speech.to16k import SpokenAudio
from tests.fakes.scripted_speech import ScriptedTTS

pytestmark = pytest.mark.shell


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.npy"))


async def spoken(voice: TTS, text: str) -> list[Pcm]:
    return [chunk async for chunk in voice.speak(text)]


async def test_a_phrase_is_rendered_once_and_then_comes_in_one_piece() -> None:
    voice = ScriptedTTS([100, 200])
    cached = CachedTTS(voice, ["Hello."])
    assert [len(chunk) for chunk in await spoken(cached, "Hello.")] == [100, 200]
    assert [len(chunk) for chunk in await spoken(cached, "Hello.")] == [300]
    assert voice.said == ["Hello."]


async def test_what_callers_are_told_is_never_kept() -> None:
    voice = ScriptedTTS([100])
    cached = CachedTTS(voice, ["Hello."])
    await spoken(cached, "Your salary is low.")
    assert cached.kept_bytes == 0


async def test_a_phrase_cut_short_is_not_kept() -> None:
    cached = CachedTTS(ScriptedTTS([100, 200]), ["Hello."])
    async with flowing(cached.speak("Hello.")) as chunks:
        await anext(chunks)
    assert cached.kept_bytes == 0


async def test_filling_renders_every_phrase_before_the_first_call() -> None:
    voice = ScriptedTTS([100])
    cached = CachedTTS(voice, ["A.", "B."])
    cached.want("C.")
    await cached.fill()
    await spoken(cached, "C.")
    assert sorted(voice.said) == ["A.", "B.", "C."]
    assert cached.kept_bytes == 600


async def test_filling_survives_a_voice_that_is_away() -> None:
    cached = CachedTTS(ScriptedTTS([ProviderUnavailable("down")], [50]), ["A.", "B."])
    await cached.fill()
    assert cached.kept_bytes == 0
    await cached.fill()
    assert cached.kept_bytes == 200


async def test_the_phrase_not_heard_for_longest_makes_room() -> None:
    voice = ScriptedTTS([100])
    cached = CachedTTS(voice, ["A.", "B.", "C."], max_bytes=400)
    for text in ("A.", "B.", "A.", "C.", "A."):
        await spoken(cached, text)
    assert voice.said == ["A.", "B.", "C."]
    assert cached.kept_bytes == 400


async def test_kept_audio_cannot_be_changed_by_its_listener() -> None:
    cached = CachedTTS(ScriptedTTS([100]), ["A."])
    await cached.fill()
    [audio] = await spoken(cached, "A.")
    with pytest.raises(ValueError, match="read-only"):
        audio[0] = 1


async def test_a_voice_that_never_says_the_same_twice_is_not_kept() -> None:
    cached = CachedTTS(ScriptedTTS([100], stable=False), ["A."])
    await cached.fill()
    assert cached.kept_bytes == 0


async def test_a_phrase_in_the_folder_is_not_rendered_by_the_next_start(tmp_path: Path) -> None:
    first, second = ScriptedTTS([100, 200]), ScriptedTTS([100, 200])
    kept = KeptTTS(first, tmp_path, "voice-1", ["Hello."])
    rendered = np.concatenate(await spoken(kept, "Hello."))
    again = await spoken(KeptTTS(second, tmp_path, "voice-1", ["Hello."]), "Hello.")
    assert (first.said, second.said) == (["Hello."], [])
    assert np.array_equal(np.concatenate(again), rendered)


async def test_what_callers_are_told_and_half_a_phrase_are_not_in_the_folder(tmp_path: Path) -> None:
    kept = KeptTTS(ScriptedTTS([100, 200]), tmp_path, "voice-1", ["Hello."])
    await spoken(kept, "Your salary is low.")
    async with flowing(kept.speak("Hello.")) as chunks:
        await anext(chunks)
    assert files(tmp_path) == []


async def test_another_voice_and_a_damaged_file_are_rendered_anew(tmp_path: Path) -> None:
    await spoken(KeptTTS(ScriptedTTS([100]), tmp_path, "voice-1", ["Hello."]), "Hello.")
    other = ScriptedTTS([300])
    await spoken(KeptTTS(other, tmp_path, "voice-2", ["Hello."]), "Hello.")
    [file] = files(tmp_path / "voice-1")
    file.write_bytes(file.read_bytes()[:90])
    mending, reading = ScriptedTTS([100]), ScriptedTTS([100])
    for voice in (mending, reading):
        await spoken(KeptTTS(voice, tmp_path, "voice-1", ["Hello."]), "Hello.")
    assert (other.said, mending.said, reading.said) == (["Hello."], ["Hello."], [])


async def test_without_a_place_to_write_phrases_are_spoken_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "taken").touch()
    voice = ScriptedTTS([100])
    kept = KeptTTS(voice, tmp_path / "taken", "voice-1", ["Hello."])
    assert [len(chunk) for chunk in await spoken(kept, "Hello.")] == [100]
    assert [len(chunk) for chunk in await spoken(kept, "Hello.")] == [100]


async def test_spoken_audio_is_at_16_khz_whatever_the_voice() -> None:
    voice = SpokenAudio(ScriptedTTS([24000, 24000], rate=24000))
    total = np.concatenate(await spoken(voice, "Hello."))
    assert voice.caps.sample_rate == 16000
    assert abs(len(total) - 32000) <= 160


async def test_markup_is_not_read_out_and_what_cannot_be_said_is_silent() -> None:
    voice = ScriptedTTS([24000], rate=24000)
    spoken_audio = SpokenAudio(voice)
    await spoken(spoken_audio, "**Team meeting** at 15:30")
    assert await spoken(spoken_audio, "👍") == []
    assert voice.said == ["Team meeting at 3:30 p.m."]
