"""Answers the dialplan over FastAGI before a call enters Stasis(), and outlives clients that say nothing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

import structlog
from panoramisk.fast_agi import Application, Request

from convonet_ari.errors import StoreError
from convonet_ari.store.arrivals import Arrival

log = structlog.get_logger(__name__)

ARRIVAL, PASS = "arrival", "pass"
HEAD_BYTES = 8192
# The dialplan waits half a second; an answer after that would be of no use.
REQUEST_S = 0.45
AT_ONCE = 200

Lookup = Callable[[str, str], Awaitable[Arrival | None]]
Admit = Callable[[str, str], bool]


def nobody(number: str, channel: str) -> bool:
    """Where there is no page /call."""
    return False


class Safe(Application):  # type: ignore[misc]  # panoramisk has no types
    """panoramisk's own handler spins for ever when a client connects and closes, and waits without end."""

    def __init__(self) -> None:
        super().__init__(loop=asyncio.get_running_loop())
        self._open = 0

    async def handler(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            if self._open <= AT_ONCE:
                async with asyncio.timeout(REQUEST_S):
                    await self._serve(reader, writer)
        except TimeoutError:
            log.warning("a call went on without its answer", after_s=REQUEST_S)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, ValueError):
            log.info("what connected does not speak FastAGI, or is gone")
        except StoreError as error:
            log.warning("a call went on without its answer", code=error.code)
        finally:
            self._open -= 1
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        headers = head(await reader.readuntil(b"\n\n"))
        route = self._route.get(headers.get("agi_network_script"))
        if route is not None:
            await route(Request(self, headers, reader, writer))


def application(lookup: Lookup, admit: Admit = nobody) -> Safe:
    """Answers `agi://host:port/arrival,<number dialled>,<caller>` by setting the call's variables.

    `agi://host:port/pass,<number dialled>,<channel>` asks whether a call from the page /call may enter.
    """
    found = Safe()

    async def answer(request: Any) -> None:
        dialled, caller = _arguments(request)
        for name, value in variables(await lookup(dialled, caller)).items():
            await request.send_command(f'SET VARIABLE {name} "{value}"')

    async def judge(request: Any) -> None:
        if admit(*_arguments(request)):
            await request.send_command('SET VARIABLE CONVONET_PASS "good"')

    found.add_route(ARRIVAL, answer)
    found.add_route(PASS, judge)
    return found


async def listen(lookup: Lookup, host: str, port: int, admit: Admit = nobody) -> asyncio.Server:
    return await asyncio.start_server(application(lookup, admit).handler, host, port, limit=HEAD_BYTES)


def head(text: bytes) -> dict[str, str]:
    """The `name: value` lines of a request."""
    lines = (line.partition(": ") for line in text.decode("utf-8", "replace").splitlines())
    return {name: value for name, colon, value in lines if colon}


def _arguments(request: Any) -> tuple[str, str]:
    first, second = (str(request.headers.get(f"agi_arg_{number}", "")) for number in (1, 2))
    return first, second


def variables(arrival: Arrival | None) -> Mapping[str, str]:
    """What the dialplan is told; nothing of a caller's own text is among it."""
    if arrival is None:
        return {}
    told = {
        "CONVONET_TENANT": arrival.tenant,
        "CONVONET_LANGUAGE": arrival.language,
        "CONVONET_VIP": "1" if arrival.vip else "",
        "CONVONET_ROUTE": arrival.route,
    }
    return {name: re.sub(r"[^A-Za-z0-9_-]", "", value) for name, value in told.items()}
