"""A call whose model hears and speaks itself: the same tools, thread and limits, and a stand-in behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from langchain_core.messages import AIMessage, ToolMessage
from langgraph.checkpoint.memory import InMemorySaver

from convonet_ari.agent.brain import Brain
from convonet_ari.agent.offline.local_model import LocalModel
from convonet_ari.call import events as ev
from convonet_ari.call.phrases import ADOPTED
from convonet_ari.config import Database, Limits, OpenAI, Settings
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Fault, Reply, Script, ToolCall
from convonet_ari.ids import row_id
from convonet_ari.speech.realtime.engine import TalkEngine
from convonet_ari.store.pool import Store
from tests.fakes.agent import FakeRecord, Rig, StoppedClock, outcome, words
from tests.fakes.records import ANN, FakeRecords
from tests.fakes.strict import check

pytestmark = pytest.mark.shell

CREATE = "Create a todo for team meeting tomorrow"
ARGUMENTS = '{"title": "team meeting", "due": "tomorrow"}'


def thinks(body: Mapping[str, Any]) -> Reply:
    """A model that makes to-dos, says what came of it, and connects whoever asks for a person."""
    last = body["items"][-1]
    if last["type"] == "function_call_output":
        return Reply(str(last["output"]))
    said = last["content"][0]["text"]
    if "todo" in said:
        return Reply(calls=[ToolCall("create_todo", ARGUMENTS)])
    if "person" in said:
        return Reply(calls=[ToolCall("transfer_to_agent", '{"reason": "wants a person"}')])
    if "nonsense" in said:
        return Reply(calls=[ToolCall("fly_to_the_moon", "{}")])
    return Reply("I can make to-dos. Shall I?")


class Talk(Rig):
    """What the double saw is there too."""

    double: OpenAIDouble

    def sent(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.double.sessions[-1].events if event["type"] == kind]


@asynccontextmanager
async def talk(double: OpenAIDouble, agent_s: float = 10) -> AsyncIterator[Talk]:
    async with double.running() as url:
        settings = Settings(limits=Limits(agent_s=agent_s))
        engine = TalkEngine(OpenAI(base_url=url, first_token_timeout_s=5, token_timeout_s=1.5))
        records = FakeRecords()
        brain = Brain(
            settings,
            Store("", Database()),
            StoppedClock(),
            model=LocalModel(),
            saver=InMemorySaver(),
            records=records,
            record=FakeRecord(),
        )
        await brain.open()
        call = engine.call()
        call.begin()
        conversation = brain.conversation(call_id=row_id(), fence=1, caller=ANN, talk=call)
        here = Talk(brain, records, conversation)
        here.double = double
        try:
            yield here
        finally:
            records.gate.set()
            await call.close()
            await brain.close()
            await engine.close()


async def test_a_todo_is_created_by_the_calls_own_tools() -> None:
    async with talk(OpenAIDouble(Script(think=thinks))) as here:
        events = await here.say(1, CREATE)
        assert len(here.sent("session.update")[-1]["session"]["tools"]) == len(here.brain.toolbox.tools)
        thread = await here.thread()
    assert [todo.title for todo in here.records.todos] == ["team meeting"]
    assert words(events) == "I created the todo “team meeting”, due tomorrow, Monday the 23rd."
    assert outcome(events) == "done"
    check(thread)
    assert [type(message) for message in thread[1:]] == [AIMessage, ToolMessage, AIMessage]


async def test_the_prompt_names_the_caller_and_never_what_is_secret() -> None:
    async with talk(OpenAIDouble(Script(think=thinks))) as here:
        await here.say(1, "What can you do?")
        (asked,) = [event["response"] for event in here.sent("response.create")]
    assert f"The caller is {ANN.name}" in asked["instructions"]
    assert "tools" not in asked


async def test_a_person_is_reached_by_the_same_tool() -> None:
    async with talk(OpenAIDouble(Script(think=thinks))) as here:
        events = await here.say(1, "I want a person")
    asked = [event for event in events if isinstance(event, ev.TransferAsked)]
    assert [event.queue for event in asked] == ["2000"]


async def test_a_tool_that_does_not_exist_is_answered_as_an_error() -> None:
    async with talk(OpenAIDouble(Script(think=thinks))) as here:
        events = await here.say(1, "Something of nonsense")
        thread = await here.thread()
    assert outcome(events) == "done"
    assert "fly_to_the_moon" in words(events)
    check(thread)


async def test_later_turns_send_only_what_is_new() -> None:
    async with talk(OpenAIDouble(Script(think=thinks))) as here:
        await here.say(1, CREATE)
        await here.say(2, "What can you do?")
        made = [event["item"]["type"] for event in here.sent("conversation.item.create")]
        assert here.sent("conversation.item.delete") == []
        assert len(here.sent("session.update")) == 2
    assert made == ["message", "function_call_output", "message"]


@pytest.mark.parametrize("fault", [Fault(status=401), Fault(cut_after=2), Fault(stall_after=2)])
async def test_when_the_session_fails_the_same_turn_is_answered_by_another(fault: Fault) -> None:
    double = OpenAIDouble(Script(think=lambda body: Reply("Let me see what there is to be done today.")))
    double.faults.standing["realtime"] = fault
    async with talk(double) as here:
        first, second = await here.say(1, CREATE), await here.say(2, "What are my todos?")
        check(await here.thread())
    assert [todo.title for todo in here.records.todos] == ["team meeting"]
    assert outcome(first) == outcome(second) == "done"
    assert ADOPTED in words(first)
    assert ADOPTED not in words(second)
    assert "team meeting" in words(second)


async def test_an_answer_prepared_in_the_silence_is_the_one_that_is_given() -> None:
    async with talk(OpenAIDouble(Script(think=thinks))) as here:
        await here.conversation.prepare(1, "What can you do?")
        events = await here.say(1, "What can you do?")
        assert len(here.sent("response.create")) == 1
    assert words(events) == "I can make to-dos. Shall I?"


async def test_a_guess_that_was_wrong_leaves_nothing_behind() -> None:
    async with talk(OpenAIDouble(Script(think=thinks))) as here:
        await here.conversation.prepare(1, "What can")
        here.conversation.discard()
        events = await here.say(1, "What can you do?")
        items = [item["content"] for item in here.double.sessions[-1].items]
    assert words(events) == "I can make to-dos. Shall I?"
    assert [part["text"] for (part,) in items if "text" in part] == ["What can you do?"]
