"""Places calls over ARI's HTTP interface, for the desk, which has no call's socket."""

from __future__ import annotations

from collections.abc import Mapping

import aiohttp

from convonet_ari.config import Asterisk
from convonet_ari.errors import AriError
from convonet_ari.jobs.reminders import CONTEXT

NOT_FOUND = 404


class AriTelephone:
    """`ring_s` is how long a telephone rings before it is not answered; who answers goes to `context`."""

    def __init__(
        self, http: aiohttp.ClientSession, settings: Asterisk, ring_s: float, context: str = CONTEXT
    ) -> None:
        self._context = context
        self._http = http
        self._url = f"{settings.http_url.rstrip('/')}/ari/channels"
        self._variable = f"{settings.http_url.rstrip('/')}/ari/asterisk/variable"
        password = settings.ari_password.get_secret_value()
        self._headers = {"Authorization": aiohttp.encode_basic_auth(settings.ari_user, password)}
        self._timeout = aiohttp.ClientTimeout(total=settings.request_timeout_s)
        self._ring_s = ring_s

    async def call(
        self,
        channel: str,
        endpoint: str,
        caller_id: str,
        variables: Mapping[str, str],
        extension: str = "s",
    ) -> None:
        order = {
            "endpoint": endpoint,
            "context": self._context,
            "extension": extension,
            "priority": "1",
            "callerId": caller_id,
            "timeout": str(round(self._ring_s)),
        }
        status = await self._request("POST", channel, order, {"variables": dict(variables)})
        if status >= 400:
            raise AriError(status, "no call placed")

    async def stands(self, channel: str) -> bool:
        status = await self._request("GET", channel)
        if status >= 400 and status != NOT_FOUND:
            raise AriError(status, "no word of the channel")
        return status != NOT_FOUND

    async def hangup(self, channel: str) -> None:
        status = await self._request("DELETE", channel)
        if status >= 400 and status != NOT_FOUND:
            raise AriError(status, "not hung up")

    async def recall(self, variable: str) -> str:
        """What a global variable of Asterisk holds; empty when nothing."""
        return await self._value(self._variable, variable)

    async def variable(self, channel: str, name: str) -> str:
        """What a variable of this channel holds; empty when nothing, or when it is gone."""
        return await self._value(f"{self._url}/{channel}/variable", name)

    async def _value(self, url: str, variable: str) -> str:
        try:
            async with self._http.get(
                url, params={"variable": variable}, headers=self._headers, timeout=self._timeout
            ) as answer:
                return str((await answer.json())["value"]) if answer.status < 400 else ""
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError) as error:
            raise AriError(0, f"Asterisk's HTTP server: {type(error).__name__}") from error

    async def _request(
        self, method: str, channel: str, order: Mapping[str, str] | None = None, body: object = None
    ) -> int:
        try:
            async with self._http.request(
                method,
                f"{self._url}/{channel}",
                params=order,
                json=body,
                headers=self._headers,
                timeout=self._timeout,
            ) as answer:
                return answer.status
        except (aiohttp.ClientError, TimeoutError) as error:
            raise AriError(0, f"Asterisk's HTTP server: {type(error).__name__}") from error
