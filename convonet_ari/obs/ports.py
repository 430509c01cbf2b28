"""Who holds a port that we want to listen on, as far as this machine lets us see it."""

from __future__ import annotations

import errno
import socket

import psutil

WORDS = 3


def why_not(error: OSError, port: int) -> str:
    """What is in the way of listening."""
    if error.errno == errno.EADDRINUSE:
        return f"held by {holder(port) or 'a program that cannot be seen'}"
    return error.strerror or str(error)


def holder(port: int) -> str:
    """`pid 4711 (nginx -g daemon)`; only root is shown what others run. Empty for nobody."""
    listening = (one for one in psutil.net_connections("tcp") if one.status == psutil.CONN_LISTEN)
    found = sorted({one.pid or 0 for one in listening if one.laddr and one.laddr.port == port})
    return ", ".join(map(_named, found))


def _named(pid: int) -> str:
    if not pid:
        return "another user's program"
    try:
        command = " ".join(psutil.Process(pid).cmdline()[:WORDS])
    except psutil.Error:
        return f"pid {pid}"
    return f"pid {pid} ({command})"


def shared(host: str, port: int) -> bool:
    """Whether somebody listens there who would share it with us without a word, half of the calls each."""
    try:
        return not _free(host, port) and _free(host, port, share=True)
    except socket.gaierror:
        return False


def _free(host: str, port: int, *, share: bool = False) -> bool:
    family, kind, _, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if share:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        try:
            probe.bind(address)
        except OSError:
            return False
    return True
