"""What leaves for Sentry, received by a server on loopback."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import sentry_sdk
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sentry_sdk.envelope import Envelope

from convonet_ari.config import Logging, Sentry
from convonet_ari.obs import log as logs
from convonet_ari.obs import sentry

pytestmark = pytest.mark.shell


class Receiver:
    """Keeps every item of every envelope."""

    def __init__(self) -> None:
        self.items: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers.get("Content-Encoding") == "gzip" and body.startswith(b"\x1f\x8b"):
            body = gzip.decompress(body)
        for item in Envelope.deserialize(body).items:
            if item.type in ("event", "transaction"):
                self.items.put_nowait((str(item.type), dict(item.payload.json or {})))
        return web.json_response({})

    async def next(self, kind: str) -> dict[str, Any]:
        async with asyncio.timeout(5):
            while True:
                found, event = await self.items.get()
                if found == kind:
                    return event


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application(client_max_size=2**22)
    app.router.add_post("/{tail:.*}", receiver.handle)
    server = TestServer(app)
    await server.start_server()
    sentry.init(Sentry(dsn=SecretStr(f"http://key@127.0.0.1:{server.port}/1")), "1.2.3")
    try:
        yield receiver
    finally:
        await asyncio.to_thread(sentry_sdk.get_client().close, 2.0)
        sentry_sdk.get_global_scope().set_client(None)
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()
        await server.close()


def fail() -> None:
    words = "my secret words"
    raise LookupError(f"nobody at +12344007818 for {len(words)}")


async def test_a_logged_exception_arrives_without_words_and_variables() -> None:
    async with receiving() as receiver:
        logs.configure(Logging(), report=sentry.report)
        logs.bind_call("c1", "t1")
        try:
            fail()
        except LookupError:
            structlog.get_logger("convonet_ari.stasis").exception("a call failed")
        event = await receiver.next("event")
    assert event["tags"] == {"call_id": "c1", "tenant": "t1", "logger": "stasis"}
    assert event["release"] == "1.2.3"
    assert "vars" not in str(event)
    [error] = event["exception"]["values"]
    assert error["value"] == "nobody at …18 for 15"
    assert not {"request", "user", "server_name"} & event.keys()


async def test_each_turn_is_one_transaction_tagged_with_its_call() -> None:
    async with receiving() as receiver:
        turn = sentry.begin_turn("c1", 3)
        turn.note("first_audio_ms", 320.0)
        turn.note("text", "my secret words")
        turn.end()
        event = await receiver.next("transaction")
    assert event["tags"]["call_id"] == "c1"
    assert event["tags"]["turn"] == "3"
    assert event["contexts"]["trace"]["op"] == "turn"
    assert event["contexts"]["trace"]["data"]["first_audio_ms"] == 320.0
    assert "my secret words" not in str(event)


async def test_two_turns_at_once_keep_their_tags_apart() -> None:
    async with receiving() as receiver:
        for turn in [sentry.begin_turn(f"c{number}", number) for number in (1, 2)]:
            turn.end()
        events = [await receiver.next("transaction") for _ in range(2)]
    assert sorted(event["tags"]["call_id"] + event["tags"]["turn"] for event in events) == ["c11", "c22"]


def test_without_a_dsn_nothing_happens() -> None:
    sentry.init(Sentry(), "1.2.3")
    turn = sentry.begin_turn("c1", 1)
    turn.note("total_s", 0.5)
    turn.end()
    sentry.report({"exc_info": True})
    assert not sentry_sdk.is_initialized()
