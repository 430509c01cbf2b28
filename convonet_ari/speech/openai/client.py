"""The SDK's client, made late, with this house's errors."""

from __future__ import annotations

import asyncio
import importlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from convonet_ari.config import OpenAI
from convonet_ari.errors import ProviderRefused, ProviderUnavailable

if TYPE_CHECKING:
    from openai import AsyncOpenAI

LANGUAGES = ("en", "de", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "zh")
# The SDK imports its parts when they are first used, for seconds: in a loop that holds calls.
MODULES = (
    "openai",
    "openai.resources.chat.chat",
    "openai.resources.realtime.realtime",
    "websockets.asyncio.client",
)
WORTH_RETRYING = frozenset({408, 409, 425, 429})


def load() -> None:
    """Import all of the SDK that is used here."""
    for module in MODULES:
        importlib.import_module(module)


class Client:
    """Makes the SDK's client when it is first needed: its import alone takes a second."""

    def __init__(self, settings: OpenAI) -> None:
        self._settings = settings
        self._client: AsyncOpenAI | None = None

    def get(self) -> AsyncOpenAI:
        if self._client is None:
            from openai import AsyncOpenAI

            self._client = AsyncOpenAI(
                base_url=self._settings.base_url,
                # Local servers want no key, the SDK does.
                api_key=self._settings.api_key.get_secret_value() or "none",
                timeout=self._settings.timeout_s,
                max_retries=0,
            )
        return self._client

    async def warm(self) -> None:
        await asyncio.to_thread(load)
        # Reads every certificate that this machine trusts, for a fifth of a second.
        self.get()

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None


@contextmanager
def translated() -> Iterator[None]:
    """The errors of the SDK, of what it is made of and of aiohttp, as ours."""
    import aiohttp
    import httpx2
    import openai
    from websockets.exceptions import InvalidStatus, WebSocketException

    try:
        yield
    except openai.APIStatusError as error:
        raise of_status(error.status_code) from error
    except InvalidStatus as error:
        raise of_status(error.response.status_code) from error
    except (
        openai.OpenAIError,
        httpx2.HTTPError,
        aiohttp.ClientError,
        WebSocketException,
        OSError,
        TimeoutError,
        ValueError,
    ) as error:
        raise ProviderUnavailable(f"{type(error).__name__}: the server cannot be used now") from error


def of_status(status: int) -> ProviderRefused | ProviderUnavailable:
    """A refusal stays one; the rest may pass."""
    refused = status < 500 and status not in WORTH_RETRYING
    return (ProviderRefused if refused else ProviderUnavailable)(f"the server answers {status}")
