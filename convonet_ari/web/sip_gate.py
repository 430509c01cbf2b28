"""Carries the page's SIP to Asterisk and back over the page's own address, for one call."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import aiohttp
import structlog
from aiohttp import WSMsgType, web

from convonet_ari.config import Asterisk
from convonet_ari.web.passes import Passes, Visit
from convonet_ari.web.sip_guard import LARGEST, is_permitted

log = structlog.get_logger(__name__)

USER = "convonet-web"
PROTOCOLS = ("sip",)
HEARTBEAT_S = 15.0

Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse


class SipGate:
    """Asterisk's own HTTP server stays closed to browsers. A page that is gone takes its call with it."""

    def __init__(self, passes: Passes, http: aiohttp.ClientSession, asterisk: Asterisk) -> None:
        self._passes = passes
        self._http = http
        self._url = asterisk.http_url.rstrip("/")
        password = asterisk.ari_password.get_secret_value()
        self._headers = {"Authorization": aiohttp.encode_basic_auth(asterisk.ari_user, password)}

    async def carry(self, request: web.Request) -> web.WebSocketResponse:
        visit = self._passes.find(request.match_info["number"])
        if visit is None:
            raise web.HTTPNotFound
        browser = web.WebSocketResponse(protocols=PROTOCOLS, max_msg_size=LARGEST, heartbeat=HEARTBEAT_S)
        await browser.prepare(request)
        try:
            async with self._http.ws_connect(f"{self._url}/ws", protocols=PROTOCOLS) as asterisk:
                await _relay(browser, asterisk)
        except (aiohttp.ClientError, ConnectionError, TimeoutError) as error:
            log.warning("Asterisk takes no calls from browsers", error=type(error).__name__)
        finally:
            await self._hang_up(visit)
            await browser.close()
        return browser

    async def _hang_up(self, visit: Visit) -> None:
        self._passes.end(visit)
        if not visit.channel:
            return
        url = f"{self._url}/ari/channels/{visit.channel}"
        with suppress(aiohttp.ClientError, TimeoutError):
            async with self._http.delete(url, headers=self._headers, timeout=aiohttp.ClientTimeout(5)):
                pass


async def _relay(browser: web.WebSocketResponse, asterisk: aiohttp.ClientWebSocketResponse) -> None:
    """Until one side closes, or the browser says what it may not."""
    directions = (
        asyncio.create_task(_pump(browser, asterisk, guarded=True)),
        asyncio.create_task(_pump(asterisk, browser, guarded=False)),
    )
    try:
        await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in directions:
            task.cancel()
        await asyncio.gather(*directions, return_exceptions=True)


async def _pump(source: Socket, target: Socket, *, guarded: bool) -> None:
    async for message in source:
        if message.type is not WSMsgType.TEXT:
            return
        if guarded and not is_permitted(message.data, USER):
            log.warning("a browser asked Asterisk for more than a call")
            return
        await target.send_str(message.data)
