"""/v1/chat/completions: tokens and tool calls as server-sent events."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any

from aiohttp import web

from convonet_ari.embedded.openai_double.script import Body, Delays, Fault, Reply, Script, ToolCall, tokens
from convonet_ari.embedded.openai_double.stream import Cut, Garbled, paced

ARGUMENTS_PIECE = 12


async def answer(
    request: web.Request, body: Body, script: Script, delays: Delays, fault: Fault, since: float
) -> web.StreamResponse:
    reply = script.answer(body)
    if not body.get("stream"):
        return web.json_response(_whole(reply, body))
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    try:
        async for delta in paced(_deltas(reply), delays.first_token, delays.token, fault, since):
            await response.write(_event(_chunk(body, delta)))
    except Cut:
        if request.transport is not None:
            request.transport.abort()
        return response
    except Garbled:
        await response.write(b'data: {"choices": [{\n\n')
    await _end(response, reply, body)
    return response


async def _end(response: web.StreamResponse, reply: Reply, body: Body) -> None:
    reason = "tool_calls" if reply.calls else "stop"
    await response.write(_event(_chunk(body, {}, reason)))
    if (body.get("stream_options") or {}).get("include_usage"):
        await response.write(_event({**_head(body), "choices": [], "usage": usage(reply, body)}))
    await response.write(b"data: [DONE]\n\n")


def _deltas(reply: Reply) -> Iterator[dict[str, Any]]:
    words = tokens(reply.text)
    yield from ({"content": word} for word in (itertools.cycle(words) if reply.endless else words))
    for index, call in enumerate(reply.calls):
        yield from _call_deltas(index, call)


def _call_deltas(index: int, call: ToolCall) -> Iterator[dict[str, Any]]:
    """The name first, then the arguments in pieces, as models stream them."""
    function: dict[str, Any] = {"name": call.name, "arguments": ""}
    opening = {"index": index, "id": call.id or f"call_{index}", "type": "function", "function": function}
    yield {"tool_calls": [opening]}
    for at in range(0, len(call.arguments), ARGUMENTS_PIECE):
        piece = call.arguments[at : at + ARGUMENTS_PIECE]
        yield {"tool_calls": [{"index": index, "function": {"arguments": piece}}]}


def usage(reply: Reply, body: Body) -> dict[str, Any]:
    """Roughly four characters a token."""
    given = len(json.dumps(body.get("messages", []))) // 4
    written = len(tokens(reply.text)) + sum(len(call.arguments) // 4 + 4 for call in reply.calls)
    return {
        "prompt_tokens": given,
        "completion_tokens": written,
        "total_tokens": given + written,
        "prompt_tokens_details": {"cached_tokens": given // 2},
    }


def _whole(reply: Reply, body: Body) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": reply.text}
    if reply.calls:
        message["tool_calls"] = [
            {
                "id": call.id or f"call_{index}",
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for index, call in enumerate(reply.calls)
        ]
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    return {**_head(body), "object": "chat.completion", "choices": [choice], "usage": usage(reply, body)}


def _head(body: Body) -> dict[str, Any]:
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": body.get("model", ""),
    }


def _chunk(body: Body, delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    return {**_head(body), "choices": [{"index": 0, "delta": delta, "finish_reason": reason}]}


def _event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()
