"""The address that the workers share, left at once by one that dies."""

from __future__ import annotations

import asyncio
import fcntl
import resource
import socket
from contextlib import ExitStack
from dataclasses import dataclass

from aiohttp import web

# Above the descriptors of a worker's calls, which take the lowest that are free.
HIGH = 1023


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening address; `port` is the one bound."""

    port: int
    _sites: tuple[web.SockSite, ...]
    _runner: web.AppRunner

    async def stop_accepting(self) -> None:
        """Close the listening sockets; open connections stay."""
        for site in self._sites:
            await site.stop()

    async def close(self) -> None:
        """Close the connections too."""
        await self._runner.cleanup()


async def listen(app: web.Application, host: str, port: int) -> Listener:
    """Serve `app` on an address that other workers may share (SO_REUSEPORT); port 0 picks a free one.

    Raises OSError.
    """
    sockets = await _bound(host, port)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    sites = tuple(web.SockSite(runner, sock) for sock in sockets)
    for site in sites:
        await site.start()
    return Listener(sockets[0].getsockname()[1], sites, runner)


async def _bound(host: str, port: int) -> list[socket.socket]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    bound = []
    with ExitStack() as stack:
        for family, address in dict.fromkeys((item[0], item[4]) for item in found):
            sock = stack.enter_context(_closed_first(family))
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
            if family == socket.AF_INET6:
                sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            sock.bind(address)
            bound.append(sock)
        stack.pop_all()
    return bound


def _closed_first(family: int) -> socket.socket:
    """A socket that Linux closes before any call's when the process is killed: it begins at the highest one.

    Asterisk opens a call's socket anew the moment it is closed. Were this one still open, it would now and
    then be given that connection, lose it, and Asterisk would wait for its reconnect interval.
    """
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        return socket.socket(fileno=fcntl.fcntl(sock, fcntl.F_DUPFD_CLOEXEC, min(HIGH, limit - 1)))
