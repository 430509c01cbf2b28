"""A user's browser on its way to Google and back: `/google/connect/<link>` and `/google/callback`."""

from __future__ import annotations

import html

import structlog
from aiohttp import web

from convonet_ari.clock import Clock
from convonet_ari.errors import ConvonetError
from convonet_ari.google.oauth import OAuth
from convonet_ari.store.google import GoogleAccounts

log = structlog.get_logger(__name__)

PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Convonet</title>
<style>body{{font:1.1rem/1.5 system-ui;margin:15vh auto;max-width:32rem;padding:0 1rem}}
:root{{color-scheme:light dark}}</style><h1>{title}</h1><p>{text}</p></html>
"""
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
CONNECTED = "Your Google calendar and the assistant's are kept the same from now on."
EXPIRED = "This link is used up or too old. Ask for a new one."


class GoogleConsent:
    """The link is good for one consent; it is also OAuth's `state`."""

    def __init__(self, accounts: GoogleAccounts, oauth: OAuth, clock: Clock) -> None:
        self._accounts = accounts
        self._oauth = oauth
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/google/connect/{link}", self._connect),
            web.get("/google/callback", self._callback),
        ]

    async def _connect(self, request: web.Request) -> web.Response:
        link = request.match_info["link"]
        verifier = await self._accounts.verifier(link, self._clock.utc())
        if verifier is None:
            return _page("Not connected", EXPIRED, 410)
        location = self._oauth.consent_url(link, verifier)
        return web.Response(status=302, headers={**HEADERS, "Location": location})

    async def _callback(self, request: web.Request) -> web.Response:
        try:
            return await self._connected(request.query.get("state", ""), request.query.get("code", ""))
        except ConvonetError as error:
            log.warning("a calendar was not connected", code=error.code, reason=getattr(error, "reason", ""))
            return _page("Not connected", "Google did not confirm it. Ask for a new link and try again.", 502)

    async def _connected(self, state: str, code: str) -> web.Response:
        now = self._clock.utc()
        consent = await self._accounts.take_consent(state, now)
        if consent is None:
            return _page("Not connected", EXPIRED, 410)
        if not code:
            return _page("Not connected", "You did not agree, so nothing was connected.", 200)
        org_id, user_id, verifier = consent
        tokens = await self._oauth.exchange(code, verifier, now)
        await self._accounts.connect(org_id, user_id, tokens.dump(), now)
        log.info("a calendar was connected", user=str(user_id))
        return _page("Connected", CONNECTED, 200)


def _page(title: str, text: str, status: int) -> web.Response:
    page = PAGE.format(title=html.escape(title), text=html.escape(text))
    return web.Response(text=page, status=status, content_type="text/html", headers=HEADERS)
