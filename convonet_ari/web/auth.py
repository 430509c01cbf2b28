"""Signing in at the console: a session in a cookie, a token against forgery, and limits for guessers."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web

from convonet_ari.clock import Clock
from convonet_ari.config import Console
from convonet_ari.errors import AmiError, AmiLost, AmiTimeout, AriError, StoreError
from convonet_ari.store.agent_sessions import AgentSessions, SignedIn
from convonet_ari.store.passwords import LONGEST
from convonet_ari.store.text import clean
from convonet_ari.web.answers import Refused, answer, body_of, refusal, text_of
from convonet_ari.web.failures import Failures

log = structlog.get_logger(__name__)

COOKIE = "convonet_session"
CSRF = "X-CSRF-Token"
SAFE = {"GET", "HEAD"}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Served = Callable[[web.Request, SignedIn], Awaitable[web.StreamResponse]]
Ended = Callable[[SignedIn, str], Awaitable[None]]
Me = Callable[[SignedIn, str], Awaitable[Mapping[str, Any]]]


class Auth:
    """Wraps the API's handlers.

    `me` is what a page is told of its agent, given the token against forged requests; `ended` is told of an
    agent who has signed out, and of the session that it was.
    """

    def __init__(
        self, sessions: AgentSessions, clock: Clock, settings: Console, me: Me, ended: Ended
    ) -> None:
        self._me = me
        self._sessions = sessions
        self._clock = clock
        self._settings = settings
        self._ended = ended
        window_s = settings.failures_window_s
        self._logins = Failures(settings.failures_per_login, window_s)
        self._addresses = Failures(settings.failures_per_address, window_s)

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post("/api/session", refusing(self._sign_in)),
            web.delete("/api/session", self.served(self._sign_out)),
            web.get("/api/me", self.served(self._who_am_i)),
        ]

    def served(self, handler: Served) -> Handler:
        """Answers only who is signed in, and changes something only for our own pages."""

        async def guarded(request: web.Request) -> web.StreamResponse:
            agent = await self.who(request)
            if request.method not in SAFE:
                check_csrf(request, COOKIE)
            return await handler(request, agent)

        return refusing(guarded)

    async def who(self, request: web.Request) -> SignedIn:
        """Raises Refused."""
        token = request.cookies.get(COOKIE, "")
        agent = await self._sessions.who(token, self._clock.utc()) if token else None
        if agent is None:
            raise Refused(401, "signed_out", "Sign in first")
        return agent

    def check_origin(self, request: web.Request) -> None:
        """A page of somebody else's must neither sign anybody in nor listen; raises Refused."""
        origin = request.headers.get("Origin")
        if origin is None or origin == self._settings.public_url:
            return
        if urlsplit(origin).netloc != request.host:
            raise Refused(403, "origin", "That page may not do this")

    async def _sign_in(self, request: web.Request) -> web.Response:
        self.check_origin(request)
        body = await body_of(request)
        login = clean(text_of(body, "login", 200)).strip().lower()
        password = text_of(body, "password", LONGEST)
        token = await self._try(login, password, self._address(request))
        agent = await self._sessions.who(token, self._clock.utc())
        if agent is None:
            raise Refused(401, "wrong", "Login and password do not fit")
        response = answer(await self._me(agent, csrf_of(token)))
        response.set_cookie(
            COOKIE,
            token,
            max_age=round(self._settings.session_h * 3600),
            httponly=True,
            samesite="Strict",
            secure=self._is_https(request),
        )
        return response

    async def _try(self, login: str, password: str, address: str) -> str:
        now = self._clock.monotonic()
        wait_s = max(self._logins.wait_s(login, now), self._addresses.wait_s(address, now))
        if wait_s:
            raise Refused(429, "too_many", "Too many wrong passwords; wait a while", round(wait_s) + 1)
        self._logins.attempt(login, now)
        self._addresses.attempt(address, now)
        token = await self._sessions.sign_in(login, password, self._clock.utc())
        if token is None:
            log.warning("a sign-in failed", address=address)
            raise Refused(401, "wrong", "Login and password do not fit")
        self._logins.forget(login)
        self._addresses.succeeded(address)
        return token

    async def _who_am_i(self, request: web.Request, agent: SignedIn) -> web.Response:
        return answer(await self._me(agent, csrf_of(request.cookies[COOKIE])))

    async def _sign_out(self, request: web.Request, agent: SignedIn) -> web.Response:
        token = request.cookies[COOKIE]
        await self._sessions.sign_out(agent, token)
        await self._ended(agent, token)
        response = answer({"ok": True})
        response.del_cookie(COOKIE)
        return response

    def _address(self, request: web.Request) -> str:
        if self._settings.behind_proxy:
            # The last entry is our own proxy's; those before it are whatever the browser claimed.
            return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        return request.remote or ""

    def _is_https(self, request: web.Request) -> bool:
        return request.secure or self._settings.public_url.startswith("https://")


def csrf_of(token: str) -> str:
    """What a page of ours must show besides the cookie, which it cannot read."""
    return hashlib.sha256(b"csrf\0" + token.encode()).hexdigest()


def check_csrf(request: web.Request, cookie: str) -> None:
    """Whoever sends the page's own token has read the page. Raises Refused."""
    expected = csrf_of(request.cookies.get(cookie, ""))
    if not hmac.compare_digest(expected.encode(), request.headers.get(CSRF, "").encode()):
        raise Refused(403, "csrf", "The page is out of date; load it again")


def refusing(handler: Handler) -> Handler:
    """Turns what went wrong into an answer."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except Refused as refused:
            return refusal(refused)
        except StoreError as error:
            log.warning("a request failed", path=request.path, code=error.code, reason=str(error))
            return refusal(Refused(503, "records_away", "The records cannot be reached"))
        except (AmiError, AriError) as error:
            log.warning("a request failed", path=request.path, code=error.code, reason=str(error))
            if isinstance(error, AmiLost | AmiTimeout) or getattr(error, "status", 1) == 0:
                return refusal(Refused(503, "asterisk_away", "The telephone system cannot be reached"))
            return refusal(Refused(502, "asterisk_refused", "The telephone system refused it"))

    return answered
