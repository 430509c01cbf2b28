"""Calls whose engines are elsewhere: one model that hears and speaks, its parts behind it, and an outage."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

import numpy as np
import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.realtime import Session
from convonet_ari.embedded.openai_double.script import Fault, Pcm, Reply, Script, ToolCall
from convonet_ari.speech.local.tts import LocalTTS
from tests.asterisk.call_rig import talking
from tests.asterisk.system_rig import Caller, Scribe, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

MADE = "It is on your list now."
STORY = (
    "I can keep your list of things to do. I can remind you of what matters to you. I can tell you about your"
    " teams and who is in them. And I can put you through to a person whenever you like."
)
PATIENT_S = 8
BROKEN = Fault(status=500)
HEARD_MS = 1500


def thinks(body: Mapping[str, Any]) -> Reply:
    """One mind behind both protocols."""
    told = body.get("items") or body["messages"]
    if told[-1].get("type") == "function_call_output" or told[-1].get("role") == "tool":
        return Reply(MADE)
    said = words_of(told[-1]).lower()
    if "meeting" in said:
        return Reply(calls=[ToolCall("create_todo", '{"title": "Team meeting", "due": "tomorrow"}')])
    if "human" in said or "person" in said or "agent" in said:
        return Reply(calls=[ToolCall("transfer_to_agent", '{"reason": "asked for a person"}')])
    return Reply(STORY)


def words_of(item: Mapping[str, Any]) -> str:
    content = item.get("content")
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content)
    return str(item.get("transcript") or content or "")


class Voice:
    """Says what it said before at once, for a server that stalls is given up."""

    def __init__(self) -> None:
        self._tts = LocalTTS()
        self._said: dict[str, Pcm] = {}

    async def learn(self, *texts: str) -> None:
        for text in texts:
            self._said[text] = np.concatenate([chunk async for chunk in self._tts.speak(text)])
        await self._tts.close()

    async def speak(self, text: str) -> AsyncIterator[Pcm]:
        yield self._said[text]


def talks(double: OpenAIDouble) -> list[Session]:
    """Sessions with the model that hears and speaks."""
    return [session for session in double.sessions if "model" in session.query]


def sent(session: Session, kind: str) -> list[dict[str, Any]]:
    return [event for event in session.events if event["type"] == kind]


async def test_a_call_is_held_by_one_model_and_by_others_while_that_is_away(
    own_system: Callable[..., Awaitable[EmbeddedSystem]], scribe: Scribe
) -> None:
    voice = Voice()
    await voice.learn(MADE, STORY)
    double = OpenAIDouble(Script(scribe.understood, thinks, voice.speak))
    async with double.running() as url:
        limits = ("connect", "live_transcribe", "transcribe", "first_token", "token", "first_audio", "stall")
        openai = {"base_url": url, **{f"{name}_timeout_s": PATIENT_S for name in limits}}
        speech = {"engine": "realtime", "stt": "openai-realtime", "llm": "openai", "openai": openai}
        system = await own_system(workers=1, settings={"speech": speech})
        await _speaks_with_the_model(system, scribe, double)
        await _goes_on_through_an_outage(system, scribe, double)


async def _speaks_with_the_model(system: EmbeddedSystem, scribe: Scribe, double: OpenAIDouble) -> None:
    async with trunk_call(system, scribe) as caller:
        await caller.call.answered()
        assert talks(double) == []
        await talking(caller)
        (session,) = talks(double)
        await _interrupts_the_story(caller)
        assert "list" in await caller.hears(since=await caller.says("create-todo"))
        rows = await query(system, "SELECT created_call FROM todos WHERE title = 'Team meeting'")
        assert [row["created_call"] for row in rows] == [(await caller.row())["id"]]
        await _check_what_was_heard(caller, session)
        await caller.says("need-human")
        await caller.in_phase("with_human", 20)
    assert double.bodies("chat") == []
    assert {item.get("transcript", "") != "" for item in session.items if "sound_ms" in item} == {True}


async def _interrupts_the_story(caller: Caller) -> None:
    began = await caller.call.sound(since=await caller.says("what-can-you-do"))

    async def heard() -> bool:
        return time.monotonic() - began >= HEARD_MS / 1000

    await eventually(heard, 5, "time stood still")


async def _check_what_was_heard(caller: Caller, session: Session) -> None:
    """The model knows as much of its story as the record."""
    (cut,) = sent(session, "conversation.item.truncate")
    print(f"the story was cut off at {cut['audio_end_ms']} ms")
    assert HEARD_MS - 500 < cut["audio_end_ms"] < HEARD_MS + 2500
    told = "SELECT text, heard FROM utterances WHERE call_id = $1 AND who = 'assistant' AND turn = 1"
    said = await query(caller.system, told, (await caller.row())["id"])
    assert any(row["heard"] != row["text"] for row in said)
    spent = "SELECT DISTINCT part FROM call_usage WHERE call_id = $1"
    parts = {row["part"] for row in await query(caller.system, spent, (await caller.row())["id"])}
    assert parts == {"hearing", "thinking"}


async def _goes_on_through_an_outage(system: EmbeddedSystem, scribe: Scribe, double: OpenAIDouble) -> None:
    """The model is away: others answer. All is away: this machine does. All is back, and so is the model."""
    double.faults.standing.update({"realtime": BROKEN, "live": Fault()})
    async with trunk_call(system, scribe) as caller:
        await talking(caller)
        assert "list" in await caller.asks("create-todo")
        assert talks(double) == []
        (along,) = double.sessions
        assert len(sent(along, "input_audio_buffer.commit")) >= 1
        assert len(double.bodies("chat")) >= 2
        double.faults.standing.update({"live": BROKEN, "chat": BROKEN, "transcription": BROKEN})
        along.drop()
        alone = await caller.asks("my-todos")
        assert "backup" in alone
        assert "meeting" in alone
        failed = time.monotonic()
        double.faults.standing.clear()

        async def rested() -> bool:
            return time.monotonic() - failed > PATIENT_S

        await eventually(rested, PATIENT_S + 1, "time stood still")
        assert "list" in await caller.asks("what-can-you-do")
        (session,) = talks(double)
        assert len(sent(session, "response.create")) >= 1
