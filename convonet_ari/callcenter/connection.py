"""One logged-in connection to Asterisk's manager interface; the only module that knows panoramisk.

Each connection has a `Manager` of its own that never reconnects: panoramisk would send an unanswered
Originate a second time.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from panoramisk import Manager

from convonet_ari.callcenter.events import Event
from convonet_ari.callcenter.headers import Headers, parse, value
from convonet_ari.errors import AmiError, AmiLost, AmiTimeout

Action = Mapping[str, str | list[str]]
NEVER_S = 86_400
_library_log = logging.getLogger("panoramisk")


@dataclass(frozen=True, slots=True)
class AmiLogin:
    host: str
    port: int
    user: str
    secret: str = field(repr=False)


class Connection:
    """One TCP connection, logged in. `lost` completes when it is gone, and with it every open request."""

    def __init__(self, login: AmiLogin, deadline_s: float, on_event: Callable[[Event], None]) -> None:
        self.lost: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._deadline_s = deadline_s
        self._on_event = on_event
        # Latin-1 decodes any bytes, so that a character split between two segments survives; see _text.
        self._manager: Any = Manager(
            host=login.host,
            port=login.port,
            encoding="latin-1",
            ping_delay=NEVER_S,
            log=_library_log,
            on_disconnect=self._gone,
            loop=asyncio.get_running_loop(),
        )
        self._manager.register_event("*", self._event)

    async def open(self, login: AmiLogin) -> None:
        """Connect and log in, or raise AmiError."""
        opening = self._manager.connect()
        self._manager.connect = _stay_away
        await asyncio.wait({opening}, timeout=self._deadline_s)
        if not opening.done() or opening.exception():
            opening.add_done_callback(lambda _: self.close())
            raise AmiLost(f"Connect to {login.host}:{login.port}")
        await self.ask({"Action": "Login", "Username": login.user, "Secret": login.secret, "Events": "on"})

    async def ask(self, action: Action, *, alone: bool = False) -> list[Headers]:
        """Send one action; the response first, then (unless `alone`) the list it announces.

        Raises AmiError when refused, AmiTimeout and AmiLost when the outcome is unknown.
        """
        name = str(action["Action"])
        if self.lost.done():
            raise AmiLost(name)
        answer = self._manager.send_action(
            {key: _outgoing(text) for key, text in action.items()}, as_list=False if alone else None
        )
        await asyncio.wait({answer, self.lost}, timeout=self._deadline_s, return_when=asyncio.FIRST_COMPLETED)
        if not answer.done():
            raise AmiLost(name) if self.lost.done() else AmiTimeout(name)
        messages = answer.result()
        found = [_headers(message) for message in (messages if isinstance(messages, list) else [messages])]
        if found[0].get("response") not in {"Success", "Goodbye"}:
            raise AmiError(name, found[0].get("message", ""))
        return found

    def close(self) -> None:
        self._manager.close()
        self._gone()

    def _event(self, _: object, message: Any) -> None:
        if not self.lost.done() and (event := parse(_headers(message))):
            self._on_event(event)

    def _gone(self, *_: object) -> None:
        if not self.lost.done():
            self.lost.set_result(None)


def _stay_away(*_: object, **__: object) -> None:
    """Stands for Manager.connect once it has been used."""


def _outgoing(text: str | list[str]) -> str | list[str]:
    if isinstance(text, list):
        return [value(item).encode().decode("latin-1") for item in text]
    return value(text).encode().decode("latin-1")


def _headers(message: Mapping[str, Any]) -> Headers:
    return {name.lower(): _text(text) for name, text in message.items() if name != "content"}


def _text(text: str | list[str]) -> str:
    first = text[0] if isinstance(text, list) else text
    with contextlib.suppress(UnicodeEncodeError):
        return first.encode("latin-1").decode("utf-8", "replace")
    return first
