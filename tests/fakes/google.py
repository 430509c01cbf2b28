"""A server that speaks Google's OAuth and Calendar API v3 on the wire, with faults on demand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from aiohttp import web

from convonet_ari.google.oauth import challenge

CLIENT, SECRET = "client-1", "client-secret"
PAGE = 2


@dataclass
class GoogleDouble:
    """`faults` are answered first, one a request: a status, and headers. `items` are events by their id."""

    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    revoked: bool = False
    forgotten: bool = False
    asked: list[str] = field(default_factory=list)
    refreshed: int = 0
    _version: int = 0

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/token", self._token)
        app.router.add_get("/calendars/primary/events", self._list)
        app.router.add_post("/calendars/primary/events", self._insert)
        app.router.add_patch("/calendars/primary/events/{id}", self._patch)
        app.router.add_delete("/calendars/primary/events/{id}", self._delete)
        return app

    def put(self, id_: str, summary: str, start: str, end: str, *, later: float = 0, **more: Any) -> None:
        """An event as its user makes or changes it in Google's own pages, `later` seconds from now."""
        edge = "date" if len(start) == 10 else "dateTime"
        times = {"start": {edge: start}, "end": {edge: end}}
        self._keep(id_, {"id": id_, "status": "confirmed", "summary": summary, **times, **more}, later)

    def cancel(self, id_: str) -> None:
        self._keep(id_, {"id": id_, "status": "cancelled"}, 0)

    def _keep(self, id_: str, item: dict[str, Any], later: float) -> dict[str, Any]:
        self._version += 1
        updated = datetime.now(UTC) + timedelta(seconds=later)
        kept = {**item, "etag": f'"{self._version}"', "updated": updated.isoformat(), "_v": self._version}
        self.items[id_] = kept
        return kept

    async def _token(self, request: web.Request) -> web.Response:
        form = dict(await request.post())
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET):
            return web.json_response({"error": "invalid_client"}, status=401)
        if form["grant_type"] == "authorization_code":
            wanted = self.codes.pop(str(form["code"]), None)
            if wanted is None or wanted != challenge(str(form["code_verifier"])):
                return web.json_response({"error": "invalid_grant"}, status=400)
            return web.json_response({"access_token": "a-0", "refresh_token": "r-0", "expires_in": 3600})
        if self.revoked or form.get("refresh_token") != "r-0":
            return web.json_response({"error": "invalid_grant"}, status=400)
        self.refreshed += 1
        return web.json_response({"access_token": f"a-{self.refreshed}", "expires_in": 3600})

    def _refused(self, request: web.Request) -> web.Response | None:
        self.asked.append(request.method)
        if self.faults:
            status, headers = self.faults.pop(0)
            problem = {"error": {"errors": [{"reason": f"fault{status}"}]}}
            return web.json_response(problem, status=status, headers=headers)
        if not request.headers.get("Authorization", "").startswith("Bearer a-"):
            return web.json_response({"error": {"status": "UNAUTHENTICATED"}}, status=401)
        return None

    async def _list(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        token = request.query.get("syncToken")
        if token and self.forgotten:
            self.forgotten = False
            return web.json_response({"error": {"errors": [{"reason": "fullSyncRequired"}]}}, status=410)
        known = int(token or 0)
        found = [
            item
            for item in sorted(self.items.values(), key=lambda item: int(item["_v"]))
            if item["_v"] > known and (token or item["status"] != "cancelled")
        ]
        begin = int(request.query.get("pageToken", 0))
        page = {"items": found[begin : begin + PAGE]}
        if begin + PAGE < len(found):
            return web.json_response({**page, "nextPageToken": str(begin + PAGE)})
        return web.json_response({**page, "nextSyncToken": str(self._version)})

    async def _insert(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        item = await request.json()
        if not set(item["id"]) <= set("0123456789abcdefghijklmnopqrstuv"):
            return web.json_response({"error": {"errors": [{"reason": "invalid"}]}}, status=400)
        if item["id"] in self.items:
            return web.json_response({"error": {"errors": [{"reason": "duplicate"}]}}, status=409)
        return web.json_response(self._keep(item["id"], {"status": "confirmed", **_bare(item)}, 0))

    async def _patch(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        id_ = request.match_info["id"]
        if id_ not in self.items:
            return web.json_response({"error": {"errors": [{"reason": "notFound"}]}}, status=404)
        if request.headers.get("If-Match", self.items[id_]["etag"]) != self.items[id_]["etag"]:
            return web.json_response({"error": {"errors": [{"reason": "conditionNotMet"}]}}, status=412)
        changed = {**self.items[id_], **await request.json()}
        return web.json_response(self._keep(id_, _bare(changed), 0))

    async def _delete(self, request: web.Request) -> web.Response:
        if refused := self._refused(request):
            return refused
        id_ = request.match_info["id"]
        if self.items.get(id_, {}).get("status", "cancelled") == "cancelled":
            return web.json_response({"error": {"errors": [{"reason": "deleted"}]}}, status=410)
        self.cancel(id_)
        return web.Response(status=204)


def _bare(item: dict[str, Any]) -> dict[str, Any]:
    """Google drops what is null."""
    edges: dict[str, Any] = {
        edge: {key: value for key, value in item[edge].items() if value is not None}
        for edge in ("start", "end")
        if edge in item
    }
    return {**item, **edges}
