"""A user's own changes of the last day, seen and taken back in a browser: what stands behind `/changes`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiohttp import web

from convonet_ari.clock import Clock, zone
from convonet_ari.errors import ToolError
from convonet_ari.store.people import Caller
from convonet_ari.store.pool import Tx
from convonet_ari.store.user_passes import SESSION_LASTS, UserPasses
from convonet_ari.tools.undo import Undoable, take_back, undoable
from convonet_ari.web.answers import Refused, answer, body_of, moment, text_of
from convonet_ari.web.auth import check_csrf, csrf_of, refusing

log = structlog.get_logger(__name__)

COOKIE = "convonet_mine"
PATH = "/api/mine"
LONGEST_LINK = 100
LONGEST_KEY = 300

Served = Callable[[web.Request, Tx, Caller], Awaitable[web.Response]]


class Mine:
    """Who the user is comes from the session alone, and with it their organisation."""

    def __init__(self, passes: UserPasses, clock: Clock, public_url: str) -> None:
        self._passes = passes
        self._clock = clock
        self._public_url = public_url

    def routes(self) -> list[web.RouteDef]:
        return [
            web.post(f"{PATH}/session", refusing(self._open)),
            web.delete(f"{PATH}/session", refusing(self._end)),
            web.get(f"{PATH}/changes", refusing(self._served(self._list))),
            web.post(f"{PATH}/undo", refusing(self._served(self._undo))),
        ]

    def _served(self, handler: Served) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def served(request: web.Request) -> web.Response:
            async with self._passes.session(_token(request), self._clock.utc()) as found:
                if found is None:
                    raise Refused(401, "signed_out", "Open a new link")
                return await handler(request, *found)

        return served

    async def _open(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        token = await self._passes.open(text_of(body, "link", LONGEST_LINK), self._clock.utc())
        if token is None:
            raise Refused(410, "used_up", "This link is used up or too old")
        log.info("a link to a user's changes was opened")
        response = answer({"ok": True})
        response.set_cookie(
            COOKIE,
            token,
            max_age=round(SESSION_LASTS.total_seconds()),
            path=PATH,
            httponly=True,
            samesite="Strict",
            secure=request.secure or self._public_url.startswith("https://"),
        )
        return response

    async def _end(self, request: web.Request) -> web.Response:
        check_csrf(request, COOKIE)
        await self._passes.end(_token(request), self._clock.utc())
        response = answer({"ok": True})
        response.del_cookie(COOKIE, path=PATH)
        return response

    async def _list(self, request: web.Request, tx: Tx, caller: Caller) -> web.Response:
        found = await self._changes(tx, caller)
        changes = [{"key": key_of(one), "words": one.words, "at": moment(one.at)} for one in found]
        return answer({"name": caller.name, "changes": changes, "csrf": csrf_of(_token(request))})

    async def _undo(self, request: web.Request, tx: Tx, caller: Caller) -> web.Response:
        check_csrf(request, COOKIE)
        key = text_of(await body_of(request), "key", LONGEST_KEY)
        chosen = next((one for one in await self._changes(tx, caller) if key_of(one) == key), None)
        if chosen is None:
            raise Refused(404, "unknown", "That was taken back already")
        try:
            return answer({"done": await take_back(tx, caller, chosen)})
        except ToolError as error:
            raise Refused(409, error.code, error.spoken) from None

    async def _changes(self, tx: Tx, caller: Caller) -> Sequence[Undoable]:
        now = self._clock.utc().astimezone(zone(caller.timezone))
        return await undoable(tx, caller.user_id, now)


def key_of(change: Undoable) -> str:
    """What a page names a change by."""
    return f"{change.call_id or ''}/{change.tool_call_id}"


def _token(request: web.Request) -> str:
    return request.cookies.get(COOKIE, "")
