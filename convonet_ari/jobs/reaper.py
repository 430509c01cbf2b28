"""Removes bridges and media channels that a worker left in Asterisk when it died in the wrong moment."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import structlog

from convonet_ari.config import Asterisk

log = structlog.get_logger(__name__)

EVERY_S = 5.0
BRIDGE_PREFIX = "convonet-"
MEDIA_PREFIX = "WebSocket/"


class Reaper:
    """What is an orphan in two looks running is removed; a call being set up is one for milliseconds."""

    def __init__(self, http: aiohttp.ClientSession, settings: Asterisk, every_s: float = EVERY_S) -> None:
        self._http = http
        self._url = f"{settings.http_url.rstrip('/')}/ari"
        credentials = aiohttp.encode_basic_auth(settings.ari_user, settings.ari_password.get_secret_value())
        self._headers = {"Authorization": credentials}
        self._application = f"{settings.application}-"
        self._every_s = every_s
        self._suspects: set[str] = set()

    async def run(self) -> None:
        """Until cancelled; an Asterisk that is away is looked at again later."""
        while True:
            try:
                await self.look()
            except (aiohttp.ClientError, TimeoutError) as error:
                log.debug("Asterisk cannot be looked at", error=type(error).__name__)
            await asyncio.sleep(self._every_s)

    async def look(self) -> list[str]:
        """One look; returns what was removed."""
        orphans = set(await self._orphans())
        removed = sorted(orphans & self._suspects)
        self._suspects = orphans - set(removed)
        for path in removed:
            log.warning("orphan removed", what=path)
            async with self._http.delete(f"{self._url}/{path}", headers=self._headers):
                pass
        return removed

    async def _orphans(self) -> list[str]:
        bridges, channels = await self._get("bridges"), await self._get("channels")
        bridged = {channel for bridge in bridges for channel in bridge["channels"]}
        empty = [f"bridges/{bridge['id']}" for bridge in bridges if _abandoned(bridge)]
        loose = [
            f"channels/{channel['id']}"
            for channel in channels
            if self._is_our_media(channel) and channel["id"] not in bridged
        ]
        return empty + loose

    def _is_our_media(self, channel: dict[str, Any]) -> bool:
        """Another product's media channel is in an application of another name."""
        data = channel["dialplan"]["app_data"]
        return channel["name"].startswith(MEDIA_PREFIX) and (not data or data.startswith(self._application))

    async def _get(self, what: str) -> list[dict[str, Any]]:
        timeout = aiohttp.ClientTimeout(total=5)
        async with self._http.get(f"{self._url}/{what}", headers=self._headers, timeout=timeout) as answer:
            answer.raise_for_status()
            found: list[dict[str, Any]] = await answer.json()
            return found


def _abandoned(bridge: dict[str, Any]) -> bool:
    return bridge["name"].startswith(BRIDGE_PREFIX) and not bridge["channels"]
