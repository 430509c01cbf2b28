"""A Sentry on loopback that keeps what leaves for it."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import sentry_sdk
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer
from pydantic import SecretStr
from sentry_sdk.envelope import Envelope

from convonet_ari.config import Sentry
from convonet_ari.obs import sentry


class Receiver:
    """Keeps every item of every envelope, and every byte."""

    def __init__(self) -> None:
        self.items: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
        self.metrics: list[dict[str, Any]] = []
        self.bytes = b""

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.read()
        if request.headers.get("Content-Encoding") == "gzip" and body.startswith(b"\x1f\x8b"):
            body = gzip.decompress(body)
        self.bytes += body
        for item in Envelope.deserialize(body).items:
            if item.type == "trace_metric":
                self.metrics += json.loads(item.get_bytes())["items"]
            elif item.type in ("event", "transaction"):
                self.items.put_nowait((str(item.type), dict(item.payload.json or {})))
        return web.json_response({})

    async def next(self, kind: str) -> dict[str, Any]:
        async with asyncio.timeout(5):
            while True:
                found, event = await self.items.get()
                if found == kind:
                    return event

    async def everything(self) -> None:
        """Wait until all that waits in this process has been received."""
        await asyncio.to_thread(sentry_sdk.flush, 5.0)


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
