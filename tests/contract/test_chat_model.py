"""What every chat model must do, and what becomes of a server's faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from time import monotonic
from typing import cast

import pytest
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    ToolMessage,
    convert_to_messages,
)

from convonet_ari import usage
from convonet_ari.agent.fallback_model import NOTICE, FallbackModel
from convonet_ari.agent.offline.local_model import LocalModel, respond
from convonet_ari.agent.openai_model import MAX_CHARACTERS, make_openai_model
from convonet_ari.config import OpenAI
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Body, Delays, Fault, Reply, Script, ToolCall
from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from tests.contract.conftest import PATIENCE_S, settings_of
from tests.fakes.scripted_speech import HandClock

pytestmark = pytest.mark.contract

SHORT_S = 0.3
SLOWEST_S = 3.0
DEPARTMENTS = HumanMessage("Which departments are available?")
TODO = HumanMessage("Create a todo for the meeting tomorrow")
CALLED = AIMessage("", tool_calls=[{"name": "get_available_departments", "args": {}, "id": "call_1"}])
RESULT = ToolMessage("There are two departments, sales and support.", tool_call_id="call_1")


def by_the_rules(body: Body) -> Reply:
    """The double thinks as the offline assistant does."""
    answer = respond(convert_to_messages(body["messages"]))
    called = [answer, *answer.more] if answer.tool else []
    return Reply(answer.text, [ToolCall(one.tool, json.dumps(one.arguments)) for one in called])


@asynccontextmanager
async def served(
    fault: Fault | None = None, script: Script | None = None, patience_s: float = PATIENCE_S
) -> AsyncIterator[tuple[OpenAIDouble, OpenAI]]:
    double = OpenAIDouble(script or Script(think=by_the_rules))
    if fault is not None:
        double.faults.standing["chat"] = fault
    async with settings_of(double, patience_s) as settings:
        yield double, settings


@pytest.fixture(params=["local", "openai", "fallback"])
async def model(request: pytest.FixtureRequest) -> AsyncIterator[BaseChatModel]:
    if request.param == "local":
        yield LocalModel()
        return
    async with served() as (_, settings):
        server = make_openai_model(settings)
        yield server if request.param == "openai" else FallbackModel(first=server, then=LocalModel())


async def answer(model: BaseChatModel, *messages: BaseMessage) -> AIMessageChunk:
    """All chunks of an answer as one."""
    chunks = [chunk async for chunk in model.astream(list(messages))]
    whole = chunks[0]
    for chunk in chunks[1:]:
        whole += chunk
    assert isinstance(whole, AIMessageChunk)
    return whole


async def test_it_writes_word_by_word(model: BaseChatModel) -> None:
    chunks = [str(chunk.text) async for chunk in model.astream([HumanMessage("Hello")])]
    assert "".join(chunks).strip() == "Hello! How can I help you?"
    assert len([chunk for chunk in chunks if chunk.strip()]) >= 6


async def test_it_calls_a_tool_with_arguments(model: BaseChatModel) -> None:
    [call] = (await answer(model, TODO)).tool_calls
    assert call["name"] == "create_todo"
    assert "meeting" in call["args"]["title"]
    assert call["id"]


async def test_it_answers_with_what_the_tool_said(model: BaseChatModel) -> None:
    whole = await answer(model, DEPARTMENTS, CALLED, RESULT)
    assert str(whole.text).strip() == RESULT.text
    assert whole.tool_calls == []


async def test_callers_who_ask_at_once_get_their_own_answers(model: BaseChatModel) -> None:
    asked = [HumanMessage("Hello"), DEPARTMENTS, HumanMessage("Thank you"), HumanMessage("Hello")]
    answers = await asyncio.gather(*(answer(model, message) for message in asked))
    assert answers[0].text == answers[3].text
    assert answers[1].tool_calls[0]["name"] == "get_available_departments"
    assert "welcome" in str(answers[2].text)


async def test_a_cancelled_answer_leaves_the_model_usable(model: BaseChatModel) -> None:
    asked = asyncio.create_task(answer(model, DEPARTMENTS))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    assert (await answer(model, HumanMessage("Hello"))).text


async def fails(fault: Fault, kind: type[ProviderError], match: str | None = None) -> None:
    """With this error, in time; and the fallback answers the same question."""
    stalls = fault.stall_after is not None
    async with served(fault, patience_s=SHORT_S if stalls else PATIENCE_S) as (_, settings):
        server, began = make_openai_model(settings), monotonic()
        with pytest.raises(kind, match=match):
            await answer(server, HumanMessage("Hello"))
        assert monotonic() - began < (SLOWEST_S if stalls else PATIENCE_S)
        whole = await answer(FallbackModel(first=server, then=LocalModel()), HumanMessage("Hello"))
        assert str(whole.text).endswith(f"{NOTICE} Hello! How can I help you?")


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ProviderRefused),
        (401, ProviderRefused),
        (404, ProviderRefused),
        (429, ProviderUnavailable),
        (500, ProviderUnavailable),
        (503, ProviderUnavailable),
    ],
)
async def test_a_status_tells_whether_to_try_again(status: int, kind: type[ProviderError]) -> None:
    await fails(Fault(status=status), kind, str(status))


@pytest.mark.parametrize(
    "body",
    [
        ("application/json", b"{"),
        ("text/event-stream", b"data: {\n\n"),
        ("text/event-stream", b"data: []\n\n"),
        ("text/event-stream", b'data: {"choices": null}\n\n'),
        ("text/event-stream", b'data: {"choices": [{}]}\n\n'),
        ("text/event-stream", b"data: [DONE]\n\n"),
        ("text/html", b"<h1>hello</h1>"),
        ("text/plain", b""),
    ],
)
async def test_an_answer_off_the_protocol_is_an_outage(body: tuple[str, bytes]) -> None:
    async with served(Fault(body=body)) as (_, settings):
        model = FallbackModel(first=make_openai_model(settings), then=LocalModel())
        whole = await answer(model, HumanMessage("Hello"))
    assert str(whole.text) == f"{NOTICE} Hello! How can I help you?"


@pytest.mark.parametrize("after", [0, 3])
async def test_a_model_that_stalls_is_an_outage_in_time(after: int) -> None:
    await fails(Fault(stall_after=after), ProviderUnavailable, "Timeout")


@pytest.mark.parametrize("after", [0, 3])
async def test_a_connection_cut_in_the_middle_is_an_outage(after: int) -> None:
    await fails(Fault(cut_after=after), ProviderUnavailable)


@pytest.mark.parametrize("after", [0, 3])
async def test_a_chunk_that_is_nonsense_is_an_outage(after: int) -> None:
    await fails(Fault(garble_after=after), ProviderUnavailable)


@pytest.mark.parametrize("after", range(4))
async def test_a_tool_call_cut_off_is_never_made(after: int) -> None:
    async with served(Fault(cut_after=after)) as (_, settings):
        model = FallbackModel(first=make_openai_model(settings), then=LocalModel())
        [call] = (await answer(model, TODO)).tool_calls
    assert call["name"] == "create_todo"


@pytest.mark.parametrize("arguments", ["{", "[]", '"title"', '{"title": "x"'])
async def test_arguments_that_are_none_are_not_carried_out(arguments: str) -> None:
    script = Script(think=lambda body: Reply(calls=[ToolCall("create_todo", arguments)]))
    async with served(script=script) as (_, settings):
        model = FallbackModel(first=make_openai_model(settings), then=LocalModel())
        whole = await answer(model, HumanMessage("Hello"))
    assert whole.tool_calls == []
    assert str(whole.text).startswith(NOTICE)


async def test_the_notice_is_given_once_and_the_first_model_comes_back() -> None:
    clock = HandClock()
    async with served() as (double, settings):
        model = FallbackModel(first=make_openai_model(settings), then=LocalModel()).keep_time_by(clock)
        double.faults.once("chat", Fault(status=503))
        first = await answer(model, HumanMessage("Hello"))
        said = AIMessage(str(first.text))
        second = await answer(model, HumanMessage("Hello"), said, HumanMessage("Hello"))
        assert (str(first.text).count(NOTICE), str(second.text).count(NOTICE)) == (1, 0)
        assert len(double.bodies("chat")) == 0
        clock.now += 2
        await answer(model, HumanMessage("Hello"), said, HumanMessage("Hello"))
        assert len(double.bodies("chat")) == 1


async def test_a_question_of_the_backup_is_recognised_when_it_is_answered() -> None:
    async with served(Fault(status=500)) as (_, settings):
        model = FallbackModel(first=make_openai_model(settings), then=LocalModel())
        asked = await answer(model, HumanMessage("Create a todo"))
        assert "What should the todo say?" in str(asked.text)
        said = AIMessage(str(asked.text))
        [call] = (
            await answer(model, HumanMessage("Create a todo"), said, HumanMessage("Buy tea"))
        ).tool_calls
    assert call["args"]["title"].lower() == "buy tea"


async def test_a_model_that_never_stops_is_cut_at_a_limit() -> None:
    script = Script(think=lambda body: Reply("on and on and ", endless=True))
    async with served(script=script) as (double, settings):
        whole = await answer(make_openai_model(settings), HumanMessage("Hello"))
        async with asyncio.timeout(5):
            await double.left.wait()
    assert MAX_CHARACTERS <= len(str(whole.text)) < MAX_CHARACTERS + 20


async def test_the_server_sees_at_once_that_nobody_listens() -> None:
    double = OpenAIDouble(delays=Delays(token=0.05))
    async with settings_of(double) as settings:
        stream = make_openai_model(settings).astream([HumanMessage("Hello")])
        async with aclosing(cast(AsyncGenerator[AIMessageChunk, None], stream)) as chunks:
            await anext(chunks)
        async with asyncio.timeout(5):
            await double.left.wait()


async def test_what_an_answer_cost_is_counted_even_when_it_was_cut_off() -> None:
    usage.keep(meter := usage.Meter())
    async with served() as (double, settings):
        model = make_openai_model(settings)
        await answer(model, HumanMessage("Hello"))
        [whole] = meter.take()
        double.faults.standing["chat"] = Fault(cut_after=3)
        with pytest.raises(ProviderUnavailable):
            await answer(model, HumanMessage("Hello"))
        [part] = meter.take()
    assert (whole.part, whole.model, whole.text_out, whole.cached > 0) == ("thinking", "gpt-6-luna", 6, True)
    assert whole.cost > 0
    assert (part.text_out, part.text_in) == (3, 1)


async def test_a_call_written_as_text_is_made_where_such_models_are_served() -> None:
    text = '```json\n{"name": "create_todo", "arguments": {"title": "tea"}}\n```'
    told = {"type": "function", "function": {"name": "create_todo", "parameters": {"type": "object"}}}
    async with served(script=Script(think=lambda body: Reply(text))) as (_, settings):
        model = make_openai_model(settings).bind_tools([told])
        [chunk, *more] = [part async for part in model.astream([HumanMessage("Note tea")])]
    whole = sum(more, chunk)
    assert isinstance(whole, AIMessageChunk)
    assert [(call["name"], call["args"]) for call in whole.tool_calls] == [("create_todo", {"title": "tea"})]
    assert not whole.text.strip()


async def test_a_request_asks_for_the_usage_and_for_reasoning_only_where_it_is_set() -> None:
    async with served() as (double, settings):
        await answer(make_openai_model(settings), HumanMessage("Hello"))
        wanted = settings.model_copy(update={"chat_reasoning": "none"})
        await answer(make_openai_model(wanted), DEPARTMENTS)
    first, second = double.bodies("chat")
    assert first["stream_options"] == {"include_usage": True}
    assert "reasoning_effort" not in first
    assert second["reasoning_effort"] == "none"
    assert OpenAI().reasoning == "none"


async def test_two_wishes_in_one_sentence_are_two_calls(model: BaseChatModel) -> None:
    both = HumanMessage("Create a todo for the meeting tomorrow and tell me which departments are available")
    calls = (await answer(model, both)).tool_calls
    assert [call["name"] for call in calls] == ["create_todo", "get_available_departments"]
    assert len({call["id"] for call in calls}) == 2
