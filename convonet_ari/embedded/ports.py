"""Free ports on this machine, so that two checkouts never meet."""

from __future__ import annotations

import errno
import random
import socket
from contextlib import ExitStack

# Below the kernel's usual ephemeral range, so that an outgoing connection does not take a chosen port.
FIRST, LAST = 12_000, 31_900
ATTEMPTS = 400
_kept: list[socket.socket] = []


def free_ports(count: int, host: str = "127.0.0.1") -> list[int]:
    """Distinct ports that are free for TCP and UDP alike, and for TCP stay ours while this process lives.

    A server of ours may come and go there, and nobody who asks for a free port gets it meanwhile.
    """
    found: list[int] = []
    for _ in range(ATTEMPTS):
        port = random.randrange(FIRST, LAST)
        if _all_free(range(port, port + 1), host, (socket.SOCK_DGRAM,)) and _keep(port, host):
            found.append(port)
        if len(found) == count:
            return found
    raise OSError(errno.EADDRINUSE, f"no {count} free ports between {FIRST} and {LAST}")


def free_udp_block(size: int = 400, host: str = "127.0.0.1") -> tuple[int, int]:
    """First (even) and last port of a block that is free for UDP from end to end, for RTP."""
    for _ in range(ATTEMPTS):
        first = random.randrange(FIRST, LAST - size, 2)
        if _all_free(range(first, first + size), host, (socket.SOCK_DGRAM,)):
            return first, first + size - 1
    raise OSError(errno.EADDRINUSE, f"no {size} free UDP ports in a row between {FIRST} and {LAST}")


def _all_free(ports: range, host: str, kinds: tuple[socket.SocketKind, ...]) -> bool:
    with ExitStack() as held:
        for port in ports:
            for kind in kinds:
                probe = held.enter_context(socket.socket(socket.AF_INET, kind))
                try:
                    probe.bind((host, port))
                except OSError:
                    return False
    return True


def _keep(port: int, host: str) -> bool:
    """Bound and never listening: servers share such an address (SO_REUSEADDR), and probes do not."""
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        return False
    for option in (socket.SO_REUSEADDR, socket.SO_REUSEPORT):
        sock.setsockopt(socket.SOL_SOCKET, option, 1)
    _kept.append(sock)
    return True
