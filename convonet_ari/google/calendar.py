"""The Calendar API v3 for one user: what changed since last time, and our changes written back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from urllib.parse import quote

import aiohttp

from convonet_ari.errors import GoogleError
from convonet_ari.google import events
from convonet_ari.google.events import LocalEvent, RemoteEvent
from convonet_ari.google.http import request

PAGE = 250
CONFLICT, GONE, NOT_FOUND = 409, 410, 404


@dataclass(frozen=True, slots=True)
class Changes:
    """`whole`: these are all events there are, not only those that changed. `token` is for the next time."""

    events: tuple[RemoteEvent, ...]
    token: str
    whole: bool


class Calendar:
    """Every method raises GoogleError; 412 when the event was changed at Google meanwhile."""

    def __init__(
        self, http: aiohttp.ClientSession, url: str, calendar: str, access_token: str, zone: tzinfo
    ) -> None:
        self._http = http
        self._events = f"{url.rstrip('/')}/calendars/{quote(calendar, safe='')}/events"
        self._headers = {"Authorization": f"Bearer {access_token}"}
        self._zone = zone

    async def changes(self, token: str | None, since: datetime) -> Changes:
        """With a token that Google has forgotten (410), or none: everything that begins after `since`."""
        if token is not None:
            try:
                return await self._list({"syncToken": token}, whole=False)
            except GoogleError as error:
                if error.status != GONE:
                    raise
        return await self._list({"timeMin": since.isoformat()}, whole=True)

    async def insert(self, event: LocalEvent) -> RemoteEvent:
        """An event that is there already, since an answer was lost, is brought up to date."""
        order = {**events.body(event, self._zone), "id": events.google_id(event.id)}
        try:
            return self._parsed(await self._request("POST", "", body=order))
        except GoogleError as error:
            if error.status != CONFLICT:
                raise
        return await self.update(event, events.google_id(event.id), "")

    async def update(self, event: LocalEvent, id_: str, etag: str) -> RemoteEvent:
        """Only while the event has this etag, if one is given."""
        order = {**events.body(event, self._zone), "status": "confirmed"}
        return self._parsed(await self._request("PATCH", f"/{quote(id_)}", body=order, etag=etag))

    async def delete(self, id_: str) -> None:
        """One that is gone already is no error."""
        try:
            await self._request("DELETE", f"/{quote(id_)}")
        except GoogleError as error:
            if error.status not in (NOT_FOUND, GONE):
                raise

    async def _list(self, which: dict[str, str], *, whole: bool) -> Changes:
        found: list[RemoteEvent] = []
        page = ""
        while True:
            asked = {**which, "singleEvents": "true", "maxResults": str(PAGE)}
            answer = await self._request("GET", "", {**asked, **({"pageToken": page} if page else {})})
            found += [self._parsed(item) for item in answer.get("items", ())]
            page = answer.get("nextPageToken", "")
            if not page:
                return Changes(tuple(found), answer.get("nextSyncToken", ""), whole)

    def _parsed(self, item: dict[str, Any]) -> RemoteEvent:
        return events.parse(item, self._zone)

    async def _request(
        self,
        method: str,
        path: str,
        params: dict[str, str] | None = None,
        body: object = None,
        etag: str = "",
    ) -> dict[str, Any]:
        headers = {**self._headers, **({"If-Match": etag} if etag else {})}
        return await request(
            self._http, method, f"{self._events}{path}", headers=headers, params=params, body=body
        )
