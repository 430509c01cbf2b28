"""`/api/live`: consoles hear at once what happens to their agent, and how the queues stand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from aiohttp import WSMsgType, web

from convonet_ari.callcenter.floor import Known
from convonet_ari.callcenter.stands import Answered, Missed, News, Parted, Rang, Stand, Stood
from convonet_ari.errors import ConvonetError
from convonet_ari.store.agent_calls import CallerContext
from convonet_ari.store.agent_sessions import SignedIn
from convonet_ari.web.answers import Refused, moment
from convonet_ari.web.auth import COOKIE, Auth
from convonet_ari.web.page import Page
from convonet_ari.web.shapes import stand_of
from convonet_ari.web.view import View

log = structlog.get_logger(__name__)

HEARTBEAT_S = 20.0
LOOK_AGAIN_S = 30.0
BOARD_EVERY_S, BOARD_AT_LEAST_S = 0.25, 10.0
MORE_AFTER_S, MORE_TIMES = 0.15, 10


class Live:
    """The floor's Audience. The newest page of an agent is the one that acts; the others are told so."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._pages: list[Page] = []
        self._board = asyncio.Event()
        self._unfinished: list[tuple[Known, CallerContext, int]] = []
        self._more = asyncio.Event()
        self._returning: set[str] = set()

    def routes(self, auth: Auth) -> list[web.RouteDef]:
        async def serve(request: web.Request, agent: SignedIn) -> web.StreamResponse:
            auth.check_origin(request)
            return await self._serve(request, agent, auth)

        return [web.get("/api/live", auth.served(serve))]

    def changed(self) -> None:
        self._board.set()

    def returning(self, channel_id: str) -> None:
        """The agent sends this caller back to the assistant, so their parting is no end."""
        self._returning.add(channel_id)

    async def sign_out(self, agent: SignedIn, session: str) -> None:
        """Its pages close; who answers in the browser and has no other page takes no more calls."""
        mine = self._of(agent.agent_id)
        for page in mine:
            if page.session == session:
                page.look_again()
        known = self._view.agent(agent)
        if known and agent.browser and all(page.session == session for page in mine):
            await self._view.floor.want(known, "logged_out", "")

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._tell_boards())
            tasks.create_task(self._tell_more())

    async def tell(self, agent: Known, news: News) -> None:
        if not self._of(agent.agent_id):
            return
        match news:
            case Stood(_, stand):
                self._send(agent, {"type": "state", **await self.state(agent, stand)})
            case Rang(_, _, channel_id):
                await self._ring(agent, channel_id)
            case Answered(_, _, channel_id):
                await self._status(agent, channel_id, "answered")
            case Missed(_, channel_id, status):
                await self._status(agent, channel_id, status)
            case Parted(_, channel_id):
                back = channel_id in self._returning
                self._returning.discard(channel_id)
                await self._status(agent, channel_id, "returned" if back else "ended")

    async def state(self, known: Known, stand: Stand) -> dict[str, Any]:
        call_id = await self._view.call_id(known.org_id, stand.channel_id)
        return {**stand_of(stand), "call_id": call_id, "until": moment(stand.until)}

    async def _ring(self, agent: Known, channel_id: str) -> None:
        call = await self._view.of_channel(agent, channel_id)
        if call is None:
            return
        self._send(agent, {"type": "ring", "call": self._view.context(call)})
        if call.phase != "with_human":
            self._look_once_more(agent, call, MORE_TIMES)

    async def _status(self, agent: Known, channel_id: str, status: str) -> None:
        if call_id := await self._view.call_id(agent.org_id, channel_id):
            self._send(agent, {"type": "call", "call_id": call_id, "status": status})

    def _send(self, agent: Known, message: Mapping[str, Any]) -> None:
        for page in self._of(agent.agent_id):
            page.send(message)

    def _of(self, agent_id: object) -> list[Page]:
        return [page for page in self._pages if page.agent_id == agent_id]

    async def _tell_more(self) -> None:
        """A phone may ring before the session that sent the caller has written everything down."""
        while True:
            await self._more.wait()
            await asyncio.sleep(MORE_AFTER_S)
            batch, self._unfinished = self._unfinished, []
            self._more.clear()
            for agent, told, left in batch:
                try:
                    call = await self._once_more(agent, told)
                except ConvonetError as error:
                    log.warning("no more of a call for now", code=error.code, reason=str(error))
                    continue
                if left and call.phase != "with_human":
                    self._look_once_more(agent, call, left - 1)

    def _look_once_more(self, agent: Known, told: CallerContext, left: int) -> None:
        self._unfinished.append((agent, told, left))
        self._more.set()

    async def _once_more(self, agent: Known, told: CallerContext) -> CallerContext:
        call = await self._view.of_channel(agent, told.channel_id)
        if call is None or call == told:
            return told
        stand = self._view.floor.stand(agent.extension)
        if stand.state in ("ringing", "on_call") and stand.channel_id == told.channel_id:
            self._send(agent, {"type": "ring", "call": self._view.context(call)})
        return call

    async def _tell_boards(self) -> None:
        """No more often than anybody can read."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(BOARD_AT_LEAST_S):
                    await self._board.wait()
            self._board.clear()
            try:
                await self._send_boards()
            except ConvonetError as error:
                log.warning("no board for now", code=error.code, reason=str(error))
            await asyncio.sleep(BOARD_EVERY_S)

    async def _send_boards(self) -> None:
        made: dict[tuple[object, ...], Mapping[str, Any]] = {}
        for page in list(self._pages):
            key = page.agent.org_id, self._view.queues(page.agent)
            if key not in made:
                made[key] = await self._view.board(page.agent)
            page.send(made[key])

    async def _serve(self, request: web.Request, agent: SignedIn, auth: Auth) -> web.StreamResponse:
        await self._view.floor.meet()
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT_S, max_msg_size=4096)
        await socket.prepare(request)
        page = Page(
            socket, agent, request.cookies.get(COOKIE, ""), claims=request.query.get("view") != "wall"
        )
        page.send(await self._hello(agent))
        page.send(await self._view.board(agent))
        async with self._open(page):
            while await self._still(request, auth):
                if not await self._listen(page, socket):
                    return socket
            await page.close()
        return socket

    async def _still(self, request: web.Request, auth: Auth) -> bool:
        try:
            await auth.who(request)
        except Refused:
            return False
        except ConvonetError:
            return True
        return True

    async def _listen(self, page: Page, socket: web.WebSocketResponse) -> bool:
        """What the page says for a while; False when it is gone."""
        try:
            async with asyncio.timeout(LOOK_AGAIN_S) as limit:
                page.limit = limit
                async for message in socket:
                    if message.type is WSMsgType.TEXT:
                        self._hear(page, message.data)
        except TimeoutError:
            return True
        return False

    def _hear(self, page: Page, text: str) -> None:
        if '"claim"' in text:
            self._claim(page)
        elif '"ping"' in text:
            page.send({"type": "pong"})

    def _claim(self, page: Page) -> None:
        page.claims = True
        for other in self._of(page.agent_id):
            if other is not page and other.claims:
                other.send({"type": "elsewhere"})
        self._view.floor.watched(page.agent.extension for page in self._pages if page.claims)

    @asynccontextmanager
    async def _open(self, page: Page) -> AsyncIterator[None]:
        self._pages.append(page)
        if page.claims:
            self._claim(page)
        writing = asyncio.create_task(page.write())
        try:
            yield
        finally:
            self._pages.remove(page)
            self._view.floor.watched(page.agent.extension for page in self._pages if page.claims)
            writing.cancel()
            await asyncio.wait({writing})

    async def _hello(self, agent: SignedIn) -> dict[str, Any]:
        known = self._view.agent(agent)
        if known is None:
            return {"type": "hello", "state": {}, "calls": []}
        stand = self._view.floor.stand(known.extension)
        calls = []
        if stand.state in ("ringing", "on_call") and stand.channel_id:
            call = await self._view.of_channel(known, stand.channel_id)
            calls = [self._view.context(call)] if call else []
        return {"type": "hello", "state": await self.state(known, stand), "calls": calls}
