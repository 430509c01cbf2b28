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
from tests.asterisk.system_rig import Caller, Scribe, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

MADE = "It is on your list now."
LISTED = "There is one thing on your list."
STORY = (
    "I can keep your list of things to do. I can remind you of what matters to you. I can tell you about your"
    " teams and who is in them. And I can put you through to a person whenever you like."
)
PATIENT_S = 8
BROKEN = Fault(status=500)
HEARD_MS = 1500
RESTED_S = 3


def thinks(body: Mapping[str, Any]) -> Reply:
    """One mind behind both protocols."""
    told = body.get("items") or body["messages"]
    if told[-1].get("type") == "function_call_output" or told[-1].get("role") == "tool":
        return Reply(MADE)
    said = words_of(told[-1]).lower()
    if "meeting" in said:
        return Reply(calls=[ToolCall("create_todo", '{"title": "Team meeting", "due": "tomorrow"}')])
    if "my" in said:
        return Reply(LISTED)
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


async def test_one_model_holds_a_call_and_others_do_while_it_is_away(
    own_system: Callable[..., Awaitable[EmbeddedSystem]], scribe: Scribe
) -> None:
    voice = Voice()
    await voice.learn(MADE, LISTED, STORY)
    double = OpenAIDouble(Script(scribe.understood, thinks, voice.speak))
    async with double.running() as url:
        limits = ("connect", "live_transcribe", "transcribe", "first_token", "token", "first_audio", "stall")
        openai = {"base_url": url, **{f"{name}_timeout_s": PATIENT_S for name in limits}}
        speech = {"engine": "realtime", "stt": "openai-realtime", "llm": "openai", "openai": openai}
        system = await own_system(workers=1, settings={"speech": speech})
        async with trunk_call(system, scribe) as caller:
            await caller.call.answered()
            await caller.call.sound()
            assert talks(double) == []
            await caller.reach_conversation()
            (session,) = talks(double)
            await _interrupts_the_story(caller)
            assert "list" in await caller.hears(since=await caller.says("create-todo"))
            assert double.bodies("chat") == []
            await _check_what_was_kept(caller, session)
            await _goes_on_elsewhere(caller, double)
            await _goes_on_here(caller, double)
            await _is_back_and_connects(caller, double)


async def _interrupts_the_story(caller: Caller) -> None:
    began = await caller.call.sound(since=await caller.says("what-can-you-do"))
    await _until(began + HEARD_MS / 1000)


async def _check_what_was_kept(caller: Caller, session: Session) -> None:
    """The to-do is a row, and the model knows as much of its story as the record of the call."""
    call_id = (await caller.row())["id"]
    made = "SELECT 1 FROM todos WHERE title = 'Team meeting' AND created_call = $1"
    assert len(await query(caller.system, made, call_id)) == 1
    (cut,) = sent(session, "conversation.item.truncate")
    print(f"the story was cut off at {cut['audio_end_ms']} ms")
    assert HEARD_MS - 500 < cut["audio_end_ms"] < HEARD_MS + 2500
    told = "SELECT text, heard FROM utterances WHERE call_id = $1 AND who = 'assistant' AND turn = 1"
    assert any(row["heard"] != row["text"] for row in await query(caller.system, told, call_id))
    spent = "SELECT DISTINCT part FROM call_usage WHERE call_id = $1"
    parts = {row["part"] for row in await query(caller.system, spent, call_id)}
    assert parts == {"hearing", "thinking"}


async def _goes_on_elsewhere(caller: Caller, double: OpenAIDouble) -> None:
    """The model is away: the caller is heard along by a transcription, and a chat model answers."""
    double.faults.standing.update({"realtime": BROKEN, "live": Fault()})
    talks(double)[0].drop()
    assert "your list" in await caller.asks("my-todos")
    assert talks(double) == []
    (along,) = double.sessions
    assert sent(along, "input_audio_buffer.commit") != []
    assert double.bodies("chat") != []
    along.drop()


async def _goes_on_here(caller: Caller, double: OpenAIDouble) -> None:
    """All is away: this machine hears, thinks and speaks, and says that it is a stand-in."""
    double.faults.standing.update({"live": BROKEN, "chat": BROKEN, "transcription": BROKEN})
    answer = await caller.asks("my-todos")
    assert "backup" in answer
    assert "meeting" in answer
    double.faults.standing.clear()
    await _until(time.monotonic() + RESTED_S)


async def _is_back_and_connects(caller: Caller, double: OpenAIDouble) -> None:
    """Told the thread anew, the model connects the caller."""
    asked = len(double.bodies("chat"))
    await caller.says("need-human")
    (session,) = talks(double)
    await caller.in_phase("with_human", 20)
    told = [event["item"]["type"] for event in sent(session, "conversation.item.create")]
    assert "function_call_output" in told
    assert len(double.bodies("chat")) == asked


async def _until(when: float) -> None:
    async def now() -> bool:
        return time.monotonic() >= when

    await eventually(now, when - time.monotonic() + 1, "time stood still")
