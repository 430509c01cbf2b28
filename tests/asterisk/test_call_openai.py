"""A call whose engines are elsewhere: one model that hears and speaks, its parts behind it, and an outage."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.realtime import Session
from convonet_ari.embedded.openai_double.script import Fault, Reply, Script, ToolCall
from tests.asterisk.system_rig import PAUSE_MS, Caller, Scribe, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

WHAT, CREATE, MINE, HUMAN = "What can you do?", "Create a todo.", "What are my todos?", "I need a human."
MADE = "It is on your list now."
LISTED = "There is one thing on your list."
STORY = (
    "I can keep your list of things to do. I can remind you of what matters to you. I can tell you about your"
    " teams and who is in them. And I can put you through to a person whenever you like."
)
PATIENT_S = 8
PATIENT = ("connect", "live_transcribe", "transcribe", "first_token", "token", "first_audio", "stall")
BROKEN = Fault(status=500)
HEARD_MS = 1500
RESTED_S = 3


def thinks(body: Mapping[str, Any]) -> Reply:
    """One mind behind both protocols."""
    told = body.get("items") or body["messages"]
    if told[-1].get("type") == "function_call_output" or told[-1].get("role") == "tool":
        return Reply(MADE)
    match words_of(told[-1]):
        case words if CREATE in words:
            return Reply(calls=[ToolCall("create_todo", '{"title": "Team meeting", "due": "tomorrow"}')])
        case words if HUMAN in words:
            return Reply(calls=[ToolCall("transfer_to_agent", '{"reason": "asked for a person"}')])
        case words:
            return Reply(LISTED if MINE in words else STORY)


def words_of(item: Mapping[str, Any]) -> str:
    content = item.get("content")
    if isinstance(content, list):
        return " ".join(str(part.get("text", "")) for part in content)
    return str(item.get("transcript") or content or "")


class Talker:
    """The caller, the server that hears in whatever they say the words it is told, and what came of it."""

    def __init__(self, caller: Caller, double: OpenAIDouble) -> None:
        self.caller = caller
        self.double = double

    async def says(self, words: str, slug: str) -> float:
        self.double.script.heard = words
        return await self.caller.says(slug)

    async def asks(self, words: str, slug: str) -> str:
        """What is said next, as the record of the call has it."""
        before = len(await self.said())
        await self.caller.call.utterance(30, quiet_ms=PAUSE_MS, since=await self.says(words, slug))

        async def recorded() -> bool:
            return len(await self.said()) > before

        await eventually(recorded, 10, "the answer was not recorded")
        return " ".join((await self.said())[before:])

    async def said(self) -> list[str]:
        told = "SELECT text FROM utterances WHERE call_id = $1 AND who = 'assistant' AND turn > 0 ORDER BY id"
        rows = await query(self.caller.system, told, (await self.caller.row())["id"])
        return [row["text"] for row in rows]

    @property
    def talks(self) -> list[Session]:
        """Sessions with the model that hears and speaks."""
        return [session for session in self.double.sessions if "model" in session.query]


def sent(session: Session, kind: str) -> list[dict[str, Any]]:
    return [event for event in session.events if event["type"] == kind]


async def test_one_model_holds_a_call_and_others_do_while_it_is_away(
    own_system: Callable[..., Awaitable[EmbeddedSystem]],
) -> None:
    double = OpenAIDouble(Script(think=thinks))
    async with double.running() as url:
        openai = {"base_url": url, **{f"{name}_timeout_s": PATIENT_S for name in PATIENT}}
        parts = {"stt": "openai-realtime", "llm": "openai", "tts": "openai"}
        speech = {"engine": "realtime", **parts, "openai": openai}
        system = await own_system(workers=1, settings={"speech": speech})
        async with trunk_call(system, Scribe()) as caller:
            talker = Talker(caller, double)
            await _enters(talker)
            await _interrupts_the_story(talker)
            await _goes_on_elsewhere(talker)
            await _goes_on_here(talker)
            await _is_back_and_connects(talker)


async def _enters(talker: Talker) -> None:
    """The session begins when the PIN was right."""
    caller = talker.caller
    await caller.call.answered()
    await caller.call.sound()
    assert talker.talks == []
    await caller.enter_pin()
    await caller.in_phase("conversation", 30)
    await caller.call.utterance(30, quiet_ms=PAUSE_MS)
    assert len(talker.talks) == 1


async def _interrupts_the_story(talker: Talker) -> None:
    """What follows is a row, and the model knows as much of its story as the record of the call."""
    caller, (session,) = talker.caller, talker.talks
    began = await caller.call.sound(30, since=await talker.says(WHAT, "what-can-you-do"))
    await _until(began + HEARD_MS / 1000)
    assert MADE in await talker.asks(CREATE, "create-todo")
    assert talker.double.bodies("chat") == []
    call_id = (await caller.row())["id"]
    made = "SELECT 1 FROM todos WHERE title = 'Team meeting' AND created_call = $1"
    assert len(await query(caller.system, made, call_id)) == 1
    (cut,) = sent(session, "conversation.item.truncate")
    print(f"the story was cut off at {cut['audio_end_ms']} ms")
    assert HEARD_MS - 700 < cut["audio_end_ms"] < HEARD_MS + 2500
    told = "SELECT text, heard FROM utterances WHERE call_id = $1 AND who = 'assistant' AND turn = 1"
    assert any(row["heard"] != row["text"] for row in await query(caller.system, told, call_id))
    spent = "SELECT DISTINCT part FROM call_usage WHERE call_id = $1"
    assert {"hearing", "thinking"} <= {row["part"] for row in await query(caller.system, spent, call_id)}


async def _goes_on_elsewhere(talker: Talker) -> None:
    """The model is away: the caller is heard along by a transcription, and a chat model answers."""
    double = talker.double
    double.faults.standing.update({"realtime": BROKEN, "live": Fault()})
    talker.talks[0].drop()
    assert LISTED in await talker.asks(MINE, "my-todos")
    assert talker.talks == []
    (along,) = double.sessions
    assert sent(along, "input_audio_buffer.commit") != []
    assert double.bodies("chat") != []
    along.drop()


async def _goes_on_here(talker: Talker) -> None:
    """All is away: this machine hears, thinks and speaks, and says that it is a stand-in."""
    away: dict[Any, Fault] = dict.fromkeys(("realtime", "live", "chat", "transcription", "speech"), BROKEN)
    talker.double.faults.standing.update(away)
    answer = await talker.asks(MINE, "my-todos")
    assert "backup" in answer
    assert "meeting" in answer.lower()
    talker.double.faults.standing.clear()
    await _until(time.monotonic() + RESTED_S)


async def _is_back_and_connects(talker: Talker) -> None:
    """Told the thread anew, the model connects the caller."""
    asked = len(talker.double.bodies("chat"))
    await talker.says(HUMAN, "need-human")
    (session,) = talker.talks
    await talker.caller.in_phase("with_human", 30)
    told = [event["item"]["type"] for event in sent(session, "conversation.item.create")]
    assert "function_call_output" in told
    assert len(talker.double.bodies("chat")) == asked


async def _until(when: float) -> None:
    async def now() -> bool:
        return time.monotonic() >= when

    await eventually(now, when - time.monotonic() + 1, "time stood still")
