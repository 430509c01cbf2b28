"""The requests of a turn, on aiohttp, for the SDK costs two to four times as much."""

from __future__ import annotations

import asyncio
import math
import secrets
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp

from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderError
from convonet_ari.speech.openai.client import Client, of_status

# A connection made anew costs two round trips and a handshake; most servers keep one for 75 s.
KEPT_S = 70.0


class PostClient(Client):
    """Address, key and whatever else belongs into each request are the SDK's."""

    def __init__(self, settings: OpenAI) -> None:
        super().__init__(settings)
        self._http: aiohttp.ClientSession | None = None
        self._headers: dict[str, str] = {}
        self._asked_at = -math.inf

    @asynccontextmanager
    async def post(
        self, path: str, body: bytes, kind: str, refusal: Callable[[int], ProviderError] = of_status
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        """Raises ProviderError for an answer that is none, aiohttp's errors for no answer."""
        response = await self._sent(path, body, kind)
        async with response:
            if not response.ok:
                raise refusal(response.status)
            yield response

    async def warm(self) -> None:
        await super().warm()
        self._given()

    async def reach(self) -> None:
        """Have a connection open for a request that comes soon; a server that is away is noticed then."""
        if asyncio.get_running_loop().time() - self._asked_at < KEPT_S:
            return
        url = str(self.get().base_url)
        with suppress(aiohttp.ClientError, OSError, TimeoutError):
            async with asyncio.timeout(self._settings.connect_timeout_s):
                response = await self._session(url).head(url, allow_redirects=False)
                response.release()
            self._asked_at = asyncio.get_running_loop().time()

    async def close(self) -> None:
        http, self._http = self._http, None
        if http is not None:
            await http.close()
        await super().close()

    async def _sent(self, path: str, body: bytes, kind: str) -> aiohttp.ClientResponse:
        url = f"{str(self.get().base_url).rstrip('/')}/{path}"
        headers = self._given() | {"Content-Type": kind}
        self._asked_at = asyncio.get_running_loop().time()
        try:
            return await self._session(url).post(url, data=body, headers=headers)
        except aiohttp.ServerDisconnectedError:
            # A connection that the server gave up just now, or one that it does not want: the next one tells.
            return await self._session(url).post(url, data=body, headers=headers)

    def _given(self) -> dict[str, str]:
        """The SDK's own; it asks the machine for them, which takes a process."""
        if not self._headers:
            self._headers = {
                name: told for name, told in self.get().default_headers.items() if isinstance(told, str)
            }
        return self._headers

    def _session(self, url: str) -> aiohttp.ClientSession:
        if self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=KEPT_S),
                timeout=aiohttp.ClientTimeout(total=None, connect=self._settings.timeout_s),
                # `trust_env` would ask a thread for it, twice a request.
                proxy=_proxy(url),
            )
        return self._http


def _proxy(url: str) -> str | None:
    """The environment's, as the SDK takes it too."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)


def form(fields: Mapping[str, str], name: str, file: bytes, kind: str) -> tuple[bytes, str]:
    """A multipart form with one file, and its content type."""
    mark = secrets.token_hex(16)
    parts = [_part(mark, f'name="{field}"', value.encode()) for field, value in fields.items()]
    parts.append(_part(mark, f'name="file"; filename="{name}"', file, f"\r\nContent-Type: {kind}"))
    return b"".join([*parts, f"--{mark}--\r\n".encode()]), f"multipart/form-data; boundary={mark}"


def _part(mark: str, named: str, value: bytes, kind: str = "") -> bytes:
    head = f"--{mark}\r\nContent-Disposition: form-data; {named}{kind}\r\n\r\n"
    return head.encode() + value + b"\r\n"
