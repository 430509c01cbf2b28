"""The model behind OpenAI's protocol: streamed by a real HTTP server, failing in the house's own words."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from langchain_core.messages import HumanMessage
from pydantic import SecretStr

from convonet_ari.agent.llm import ThreadRefused, make_model
from convonet_ari.agent.local_model import LocalModel
from convonet_ari.config import OpenAI, Settings, Speech
from convonet_ari.errors import ProviderError, ProviderRefused, ProviderUnavailable
from tests.fakes.agent import rig, words

pytestmark = pytest.mark.shell

Handler = Callable[[web.Request], Any]


@asynccontextmanager
async def server(handler: Handler) -> AsyncIterator[Settings]:
    """Settings that point at a chat server on loopback."""
    app = web.Application()
    app.router.add_post("/v1/chat/completions", handler)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    openai = OpenAI(base_url=f"http://127.0.0.1:{port}/v1", api_key=SecretStr("key"), timeout_s=2)
    try:
        yield Settings(speech=Speech(llm="openai", openai=openai))
    finally:
        await runner.cleanup()


async def stream(request: web.Request, *deltas: dict[str, Any]) -> web.StreamResponse:
    response = web.StreamResponse(headers={"content-type": "text/event-stream"})
    await response.prepare(request)
    for delta in deltas:
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m"}
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        await response.write(f"data: {json.dumps({**chunk, 'choices': [choice]})}\n\n".encode())
    await response.write(b"data: [DONE]\n\n")
    return response


def call(name: str, arguments: dict[str, Any]) -> dict[str, Any]:
    function = {"name": name, "arguments": json.dumps(arguments)}
    return {"tool_calls": [{"index": 0, "id": "call_1", "type": "function", "function": function}]}


async def test_a_streamed_tool_call_runs_and_its_result_reaches_the_model() -> None:
    bodies: list[dict[str, Any]] = []

    async def chat(request: web.Request) -> web.StreamResponse:
        bodies.append(await request.json())
        if len(bodies) == 1:
            return await stream(request, call("create_todo", {"title": "tea", "due": "2026-11-25"}))
        return await stream(request, {"content": "Done. "}, {"content": "Anything else?"})

    async with server(chat) as settings, rig(model=make_model(settings)) as here:
        events = await here.say(1, "Remind me of tea on Wednesday")
    assert words(events) == "Done. Anything else?"
    assert here.records.titles == ["tea"]
    system, tool = bodies[0]["messages"][0], bodies[1]["messages"][-1]
    assert "It is now Sunday, 22 November 2026, 11:00 (CET)." in system["content"]
    assert tool["tool_call_id"] == "call_1"
    assert tool["content"] == "I created the todo “tea”, due Wednesday the 25th."
    assert {t["function"]["name"] for t in bodies[0]["tools"]} >= {"create_todo", "transfer_to_agent"}


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
    async def chat(request: web.Request) -> web.Response:
        return web.json_response({"error": {"message": "secret words"}}, status=status)

    async with server(chat) as settings:
        with pytest.raises(error) as caught:
            await make_model(settings).ainvoke([HumanMessage("hi")])
    assert type(caught.value) is error
    assert "secret words" not in str(caught.value)


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    nowhere = OpenAI(base_url="http://127.0.0.1:9/v1", timeout_s=1)
    with pytest.raises(ProviderUnavailable):
        await make_model(Settings(speech=Speech(llm="openai", openai=nowhere))).ainvoke([HumanMessage("hi")])


def test_no_key_is_needed_for_the_local_model() -> None:
    assert isinstance(make_model(Settings()), LocalModel)
