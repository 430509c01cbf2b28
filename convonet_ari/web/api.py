"""The console's requests: state, directory, board, and the agent's calls."""

from __future__ import annotations

from typing import Protocol, cast, get_args
from uuid import UUID

from aiohttp import web

from convonet_ari.callcenter.stands import Wanted
from convonet_ari.store import agent_calls
from convonet_ari.store.agent_calls import CallerContext
from convonet_ari.store.agent_sessions import SignedIn
from convonet_ari.store.commands import send_command
from convonet_ari.store.pool import Store
from convonet_ari.web.answers import Refused, answer, body_of, text_of
from convonet_ari.web.auth import Auth
from convonet_ari.web.live import Live
from convonet_ari.web.shapes import directory_of, past_call_of, stand_of
from convonet_ari.web.view import View

LONGEST_NOTE, LONGEST_NOTES, LONGEST_REASON = 500, 8000, 60
MOST_CALLS = 200
MODES = ("listen", "whisper", "barge")
UNKNOWN = Refused(404, "unknown", "There is no such call")


class Supervises(Protocol):
    async def supervise(self, who: SignedIn, call_id: UUID, extension: str, mode: str) -> bool:
        """Ring `who`, to hear the agent on `extension`; False when there is nothing to hear."""
        ...


class Assists(Protocol):
    async def call_in(self, who: SignedIn, call_id: UUID, channel_id: str) -> bool:
        """Have the assistant join the caller; False when it is there, or nothing is left to join."""
        ...

    async def send_away(self, who: SignedIn, call_id: UUID) -> bool:
        """End the assistant's part in the call; False when it has none."""
        ...


class Api:
    def __init__(
        self, view: View, live: Live, store: Store, supervision: Supervises, assistance: Assists
    ) -> None:
        self._supervision = supervision
        self._assistance = assistance
        self._view = view
        self._live = live
        self._store = store

    def routes(self, auth: Auth) -> list[web.RouteDef]:
        serve = auth.served
        return [
            web.put("/api/state", serve(self._state)),
            web.get("/api/directory", serve(self._directory)),
            web.get("/api/board", serve(self._board)),
            web.get("/api/calls", serve(self._calls)),
            web.get("/api/calls/{id}", serve(self._call)),
            web.put("/api/calls/{id}/wrap", serve(self._wrap)),
            web.post("/api/calls/{id}/return", serve(self._return)),
            web.post("/api/calls/{id}/assist", serve(self._assist)),
            web.delete("/api/calls/{id}/assist", serve(self._send_away)),
            web.post("/api/calls/{id}/supervise", serve(self._supervise)),
        ]

    async def _state(self, request: web.Request, agent: SignedIn) -> web.Response:
        body = await body_of(request)
        wanted, reason = text_of(body, "state", 20), text_of(body, "reason", LONGEST_REASON, default="")
        if wanted not in get_args(Wanted):
            raise Refused(400, "bad_request", f"state must be one of {', '.join(get_args(Wanted))}")
        if not reason.isprintable():
            raise Refused(400, "bad_request", "reason must be one line")
        await self._view.floor.meet()
        known = self._view.agent(agent)
        if known is None or (wanted != "logged_out" and not known.queues):
            raise Refused(409, "no_department", "You serve no department; an administrator can change that")
        return answer(stand_of(await self._view.floor.want(known, cast("Wanted", wanted), reason)))

    async def _directory(self, request: web.Request, agent: SignedIn) -> web.Response:
        agents = self._view.agents(agent.org_id)
        return answer({"agents": directory_of(self._view.floor, agents)})

    async def _board(self, request: web.Request, agent: SignedIn) -> web.Response:
        return answer(await self._view.board(agent))

    async def _calls(self, request: web.Request, agent: SignedIn) -> web.Response:
        limit = request.query.get("limit", "20")
        if not limit.isdecimal() or not limit.isascii():
            raise Refused(400, "bad_request", "limit must be a number")
        async with self._store.tenant(agent.org_id) as tx:
            calls = await agent_calls.history_of(tx, agent.agent_id, min(int(limit[:4]), MOST_CALLS))
        return answer({"calls": [past_call_of(call) for call in calls]})

    async def _call(self, request: web.Request, agent: SignedIn) -> web.Response:
        return answer(self._view.context(await self._seen(request, agent)))

    async def _wrap(self, request: web.Request, agent: SignedIn) -> web.Response:
        call_id, body = _id(request), await body_of(request)
        notes = text_of(body, "notes", LONGEST_NOTES, default="")
        disposition = text_of(body, "disposition", LONGEST_REASON, default="")
        async with self._store.tenant(agent.org_id) as tx:
            if not await agent_calls.wrap_up(tx, call_id, agent.agent_id, notes, disposition):
                raise UNKNOWN
        self._view.floor.wrapped(agent.extension)
        return answer({"ok": True})

    async def _return(self, request: web.Request, agent: SignedIn) -> web.Response:
        note = text_of(await body_of(request), "note", LONGEST_NOTE, default="")
        call = await self._seen(request, agent)
        if not self._talks_with(agent, call):
            raise Refused(409, "not_talking", "You are not talking with this caller")
        self._live.returning(call.channel_id)
        await send_command(self._store, agent.org_id, call.call_id, "return", {"note": note})
        return answer({"ok": True})

    async def _assist(self, request: web.Request, agent: SignedIn) -> web.Response:
        call = await self._seen(request, agent)
        if not self._talks_with(agent, call):
            raise Refused(409, "not_talking", "You are not talking with this caller")
        if call.name is None:
            raise Refused(409, "not_verified", "The assistant does nothing for a caller without a PIN")
        if not await self._assistance.call_in(agent, call.call_id, call.channel_id):
            raise Refused(409, "assisting", "The assistant is in this call already")
        return answer({"ok": True})

    async def _send_away(self, request: web.Request, agent: SignedIn) -> web.Response:
        call = await self._seen(request, agent)
        if not self._talks_with(agent, call):
            raise Refused(409, "not_talking", "You are not talking with this caller")
        if not await self._assistance.send_away(agent, call.call_id):
            raise Refused(409, "not_assisting", "The assistant is not in this call")
        return answer({"ok": True})

    async def _supervise(self, request: web.Request, agent: SignedIn) -> web.Response:
        mode = text_of(await body_of(request), "mode", 10)
        if not agent.supervises:
            raise Refused(403, "forbidden", "Only supervisors may do this")
        if mode not in MODES:
            raise Refused(400, "bad_request", f"mode must be one of {', '.join(MODES)}")
        call = await self._seen(request, agent)
        talking = self._view.talking(agent.org_id, call.channel_id)
        if talking is None or talking.agent_id == agent.agent_id:
            raise Refused(409, "not_talking", "No colleague talks with this caller")
        if not await self._supervision.supervise(agent, call.call_id, talking.extension, mode):
            raise Refused(409, "not_talking", "The telephone of this agent is in no call")
        return answer({"ok": True})

    async def _seen(self, request: web.Request, agent: SignedIn) -> CallerContext:
        """The call, if the agent may see it: their own, one at their phone, or any for a supervisor."""
        call_id = _id(request)
        async with self._store.tenant(agent.org_id) as tx:
            call = await agent_calls.context_of_call(tx, call_id, agent.agent_id)
        if call is None:
            raise UNKNOWN
        if agent.supervises or call.answered_at or self._is_at(agent, call):
            return call
        raise UNKNOWN

    def _is_at(self, agent: SignedIn, call: CallerContext) -> bool:
        return self._view.floor.stand(agent.extension).channel_id == call.channel_id

    def _talks_with(self, agent: SignedIn, call: CallerContext) -> bool:
        return self._is_at(agent, call) and self._view.floor.stand(agent.extension).state == "on_call"


def _id(request: web.Request) -> UUID:
    try:
        return UUID(request.match_info["id"])
    except ValueError:
        raise UNKNOWN from None
