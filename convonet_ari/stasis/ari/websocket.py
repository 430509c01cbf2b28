"""The WebSocket that Asterisk opened, as the client's transport, kept from delaying acknowledgements."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys

from aiohttp import WSMsgType, web

from convonet_ari.stasis.ari.client import Ari

# Messages read in one go before the loop's other tasks get their turn.
READ_BURST = 32


class WebSocketTransport:
    """Sends for one `Ari` and feeds it.

    A request that changes something makes Asterisk write twice, an event and the response, and Nagle holds
    the second back until the first is acknowledged: 40 ms, if the kernel may delay that. It may not while
    TCP_QUICKACK is set, which does not last and is renewed with each use of the socket (tcp(7)).
    """

    def __init__(self, ws: web.WebSocketResponse, tcp: socket.socket | None) -> None:
        self._ws = ws
        self._tcp = tcp

    async def send(self, text: str) -> None:
        """Raises OSError when the socket is closed."""
        await self._ws.send_str(text)
        self.acknowledge_at_once()

    async def read_into(self, ari: Ari) -> None:
        """Feed `ari` until the socket closes or `ari` has had enough; waits for nothing else."""
        read = 0
        async for message in self._ws:
            self.acknowledge_at_once()
            if message.type is WSMsgType.TEXT:
                ari.feed(message.data)
            else:
                ari.malformed("not a text message")
            if ari.lost.is_set():
                break
            read += 1
            if read % READ_BURST == 0:
                await asyncio.sleep(0)
        ari.close()

    def acknowledge_at_once(self) -> None:
        if sys.platform == "linux" and self._tcp is not None:
            with contextlib.suppress(OSError):
                self._tcp.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
