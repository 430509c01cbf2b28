"""Where the demonstration lives: an address of this machine, the ports of last time, a folder of logs."""

from __future__ import annotations

import ipaddress
import json
import os
import socket
from dataclasses import asdict, replace
from pathlib import Path

import psutil

import convonet_ari
from convonet_ari.demo.plan import Ports
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.errors import MissingPart


def checkout() -> Path:
    """The folder above the package when it is a checkout, else the working folder."""
    above = Path(convonet_ari.__file__).resolve().parent.parent
    return above if (above / "pyproject.toml").is_file() else Path.cwd()


def checked_address(text: str) -> str:
    """One IPv4 address of this machine; SIP tells it to phones, so "all of them" is none."""
    try:
        address = str(ipaddress.IPv4Address(text))
    except ValueError:
        raise MissingPart(f"{text!r} is no IPv4 address", _choices()) from None
    if address not in _own_addresses() and not address.startswith("127."):
        raise MissingPart(f"{address} is no address of this machine", _choices())
    return address


def kept_ports(file: Path, host: str) -> Ports:
    """Free ports; SIP's is that of last time if it can be, so that a phone finds us again."""
    ports = Ports.free(host)
    kept = _last_sip_port(file)
    if kept and _is_free(host, kept):
        ports = replace(ports, sip=kept)
    file.write_text(json.dumps(asdict(ports)), encoding="utf-8")
    return ports


def link_logs(system: EmbeddedSystem) -> None:
    """Make Asterisk's and PostgreSQL's logs reachable beside that of the workers."""
    folder = system.home / "log"
    targets = {"asterisk": system.asterisk.log_dir, "postgres.log": system.postgres.log_file}
    for name, target in targets.items():
        link = folder / name
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(target, folder))


def _own_addresses() -> list[str]:
    cards = psutil.net_if_addrs().values()
    return sorted({entry.address for card in cards for entry in card if entry.family == socket.AF_INET})


def _choices() -> str:
    return f"This machine has {', '.join(_own_addresses())}."


def _last_sip_port(file: Path) -> int:
    try:
        return int(json.loads(file.read_text(encoding="utf-8"))["sip"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def _is_free(host: str, port: int) -> bool:
    try:
        for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
            with socket.socket(socket.AF_INET, kind) as probe:
                # As a server would: kept for one of ours, and listened on by nobody, it is free.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(kind is socket.SOCK_STREAM))
                probe.bind((host, port))
    except OSError:
        return False
    return True
