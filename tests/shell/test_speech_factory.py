"""Engines by name."""

from __future__ import annotations

import pytest

from convonet_ari import config
from convonet_ari.errors import ConfigError, MissingPart
from convonet_ari.speech import base
from convonet_ari.speech.factory import make_stt, make_tts
from convonet_ari.speech.fallback import FallbackSTT, FallbackTTS
from convonet_ari.speech.local import weights
from convonet_ari.speech.local.stt import LocalSTT
from convonet_ari.speech.local.tts import LocalTTS
from tests.fakes.scripted_speech import ScriptedSTT

pytestmark = pytest.mark.shell


def settings(**speech: object) -> config.Settings:
    return config.parse({"speech": speech})


def test_the_default_is_this_machine() -> None:
    assert isinstance(make_stt(settings()), LocalSTT)
    assert isinstance(make_tts(settings()), LocalTTS)


def test_a_server_falls_back_on_this_machine() -> None:
    chosen = settings(stt="openai", tts="openai", openai={"api_key": "k"})
    stt, tts = make_stt(chosen), make_tts(chosen)
    assert isinstance(stt, FallbackSTT)
    assert isinstance(tts, FallbackTTS)
    assert (stt.caps.name, tts.caps.name) == ("openai", "openai")


def test_a_server_without_a_key_is_a_configuration_error() -> None:
    with pytest.raises(ConfigError, match="OPENAI_API_KEY"):
        make_stt(settings(stt="openai"))


def test_a_server_of_ones_own_needs_no_key() -> None:
    make_tts(settings(tts="openai", openai={"base_url": "http://127.0.0.1:1/v1"}))


async def test_wrong_weights_are_named_before_the_first_call(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(weights.SHA256, "tiny.en", "0" * 64)
    stt = make_stt(settings())
    with pytest.raises(MissingPart, match=r"sha256 is 1a5afae06a4d…, expected 000000000000…"):
        await base.warm(stt)
    await base.close(stt)


async def test_a_part_with_nothing_to_prepare_is_left_alone() -> None:
    await base.warm(ScriptedSTT("x"), object())
    await base.close(ScriptedSTT("x"), object())
