"""The agent on a model behind OpenAI's protocol: its tools, its mistakes, and its outages within a turn."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from pydantic import SecretStr

from convonet_ari.agent.fallback_model import NOTICE
from convonet_ari.agent.graph import TOOL_CALLS
from convonet_ari.agent.llm import ThreadRefused, make_model
from convonet_ari.agent.offline.local_model import LocalModel
from convonet_ari.agent.openai_model import make_openai_model
from convonet_ari.agent.prompt import STYLE
from convonet_ari.config import Limits, OpenAI, Settings, Speech
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Body, Fault, Reply, Script, ToolCall
from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from tests.fakes.agent import SUNDAY, Rig, StoppedClock, outcome, rig, words

pytestmark = pytest.mark.shell


@asynccontextmanager
async def talking(*replies: Reply, limits: Limits | None = None) -> AsyncIterator[tuple[OpenAIDouble, Rig]]:
    """An agent whose model gives these answers one after the other, and the last one again."""
    given = list(replies)

    def think(body: Body) -> Reply:
        return given.pop(0) if len(given) > 1 else given[0]

    double = OpenAIDouble(Script(think=think))
    async with double.running() as url:
        openai = OpenAI(base_url=url, api_key=SecretStr("key"))
        model = make_model(Settings(speech=Speech(llm="openai", openai=openai)))
        async with rig(model=model, limits=limits) as here:
            yield double, here


def call(name: str, number: int = 1, **arguments: object) -> ToolCall:
    return ToolCall(name, json.dumps(arguments), f"call_{number}")


async def test_a_streamed_tool_call_runs_and_its_result_reaches_the_model() -> None:
    todo = Reply(calls=[call("create_todo", title="tea", due="2026-11-25")])
    async with talking(todo, Reply("Done. Anything else?")) as (double, here):
        events = await here.say(1, "Remind me of tea on Wednesday")
    assert words(events) == "Done. Anything else?"
    assert here.records.titles == ["tea"]
    first, second = double.bodies("chat")
    *_, facts, asked = first["messages"]
    assert "It is now Sunday, 22 November 2026, 11:00 (CET)." in facts["content"]
    assert (facts["role"], asked["content"]) == ("system", "Remind me of tea on Wednesday")
    tool = second["messages"][-1]
    assert tool["tool_call_id"] == "call_1"
    assert tool["content"] == "I created the todo “tea”, due Wednesday the 25th."
    assert {t["function"]["name"] for t in first["tools"]} >= {"create_todo", "transfer_to_agent"}


async def test_the_model_is_told_of_every_tool_with_its_arguments() -> None:
    async with talking(Reply("Hello.")) as (double, here):
        await here.say(1, "Hello")
        (body,) = double.bodies("chat")
        told = {tool["function"]["name"]: tool["function"]["parameters"] for tool in body["tools"]}
        assert told.keys() == {tool.name for tool in here.brain.toolbox.tools}
        assert "title" in told["create_todo"]["properties"]


async def test_what_a_server_has_read_stays_the_same_from_turn_to_turn() -> None:
    """Servers keep what they have read up to the first difference."""
    async with talking(Reply("Hello."), Reply("Ten past.")) as (double, here):
        await here.say(1, "Hello")
        here.brain.clock = StoppedClock(SUNDAY + timedelta(minutes=10))
        await here.say(2, "What time is it?")
    first, second = double.bodies("chat")
    assert first["tools"] == second["tools"]
    assert first["messages"][0] == second["messages"][0] == {"role": "system", "content": STYLE}
    told = [message["content"] for message in second["messages"][1:]]
    assert told[:2] == ["Hello", "Hello."]
    assert "11:10" in told[2]


async def test_a_tool_that_does_not_exist_is_answered_to_the_model_as_an_error() -> None:
    async with talking(Reply(calls=[call("order_pizza")]), Reply("I cannot do that.")) as (double, here):
        events = await here.say(1, "Order a pizza")
        [answer] = [message for message in await here.thread() if isinstance(message, ToolMessage)]
    assert (words(events), outcome(events)) == ("I cannot do that.", "done")
    assert "order_pizza is not a valid tool" in str(answer.text)
    assert double.bodies("chat")[1]["messages"][-1]["tool_call_id"] == "call_1"


async def test_of_ten_tool_calls_at_once_as_many_as_a_turn_allows_are_made_once_each() -> None:
    todos = Reply(calls=[call("create_todo", number, title=f"todo {number}") for number in range(10)])
    async with talking(todos, Reply("All noted.")) as (double, here):
        events = await here.say(1, "Note ten things")
        thread = await here.thread()
    assert (words(events), outcome(events)) == ("All noted.", "done")
    assert sorted(here.records.titles) == [f"todo {number}" for number in range(TOOL_CALLS)]
    answered = [message.tool_call_id for message in thread if isinstance(message, ToolMessage)]
    assert answered == [f"call_{number}" for number in range(TOOL_CALLS)]
    first, last = double.bodies("chat")
    assert "tools" in first
    assert "tools" not in last


@pytest.mark.parametrize("at_once", [1, 3, 10])
async def test_a_model_that_calls_tools_for_ever_is_stopped(at_once: int) -> None:
    calls = [call("get_available_departments", number) for number in range(at_once)]
    async with talking(Reply(calls=calls)) as (double, here):
        events = await here.say(1, "Which departments are there?")
    assert words(events).endswith("I am sorry, I cannot get that done.")
    assert len(double.bodies("chat")) <= TOOL_CALLS


async def test_a_model_that_never_stops_talking_ends_within_the_turn() -> None:
    async with talking(Reply("This is a sentence. ", endless=True)) as (double, here):
        events = await here.say(1, "Tell me a story")
        async with asyncio.timeout(5):
            await double.left.wait()
    assert outcome(events) == "done"
    assert 100 < words(events).count("sentence") < 200


async def test_an_outage_within_a_turn_is_bridged_by_the_offline_assistant() -> None:
    todo = Reply(calls=[call("create_todo", title="tea")])
    async with talking(todo, Reply("never said")) as (double, here):
        double.faults.once("chat", Fault())
        double.faults.once("chat", Fault(status=503))
        events = await here.say(1, "Create a todo tea")
        again = await here.say(2, "Which departments are available?")
        thread = await here.thread()
    assert outcome(events) == "done"
    assert here.records.titles == ["tea"]
    assert words(events) == f"{NOTICE} I created the todo “tea”."
    assert NOTICE not in words(again)
    assert "Sales" in words(again)
    assert [type(m) for m in thread][:4] == [HumanMessage, AIMessage, ToolMessage, AIMessage]


async def test_a_sentence_cut_off_in_the_middle_is_taken_up_by_the_offline_assistant() -> None:
    async with talking(Reply("Let me see. I think that we have")) as (double, here):
        double.faults.once("chat", Fault(cut_after=6))
        events = await here.say(1, "Which departments are available?")
    assert outcome(events) == "done"
    assert words(events).startswith(f"Let me see. I think that… {NOTICE}")
    assert "Sales" in words(events)


@pytest.mark.parametrize("status", [400, 401, 429])
async def test_a_refusal_is_bridged_in_the_first_turn_and_in_later_ones(status: int) -> None:
    async with talking(Reply("Hello.")) as (double, here):
        double.faults.standing["chat"] = Fault(status=status)
        first = await here.say(1, "Hello")
        second = await here.say(2, "Which departments are available?")
    assert words(first).startswith(NOTICE)
    assert "Sales" in words(second)
    assert (outcome(first), outcome(second)) == ("done", "done")


async def test_a_thread_the_server_refuses_begins_anew_before_anybody_stands_in() -> None:
    async with talking(Reply("Hello."), Reply("As I said.")) as (double, here):
        await here.say(1, "Hello")
        double.faults.once("chat", Fault(status=400))
        events = await here.say(2, "And now?")
    assert words(events).endswith("As I said.")
    assert NOTICE not in words(events)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, ThreadRefused),
        (401, ProviderRefused),
        (404, ProviderRefused),
        (429, ProviderUnavailable),
        (500, ProviderUnavailable),
        (503, ProviderUnavailable),
    ],
)
async def test_a_status_becomes_an_error_of_the_house(status: int, error: type[ProviderError]) -> None:
    double = OpenAIDouble()
    double.faults.standing["chat"] = Fault(status=status)
    async with double.running() as url:
        with pytest.raises(error) as caught:
            await make_openai_model(OpenAI(base_url=url)).ainvoke([HumanMessage("secret words")])
    assert type(caught.value) is error
    assert "secret words" not in str(caught.value)


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    nowhere = OpenAI(base_url="http://127.0.0.1:9/v1", timeout_s=1)
    with pytest.raises(ProviderUnavailable):
        await make_openai_model(nowhere).ainvoke([HumanMessage("hi")])


def test_no_key_is_needed_for_the_local_model() -> None:
    assert isinstance(make_model(Settings()), LocalModel)
