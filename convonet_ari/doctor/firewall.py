"""Whether the rules of nftables or iptables let a carrier's audio in, from their text as root may list it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator

from convonet_ari.doctor.finding import Finding, known, ok

PART = "Firewall"
LISTS = (("nft", "list", "ruleset"), ("iptables-save",))
RANGE = re.compile(r"dports? (\{[^}]*\}|[\d:,-]+)")
ACCEPTS = re.compile(r"\baccept\b|-j ACCEPT")
CLOSED = re.compile(r"hook input [^}]*?policy drop|^:INPUT DROP|hook input[^}]*?\b(drop|reject)\s*$", re.M)


def rules() -> str:
    """Everything that can be listed; nothing without the right to."""
    texts = []
    for command in LISTS:
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True, timeout=2, check=False)
            texts.append(done.stdout)
    return "\n".join(texts)


def judge(text: str, first: int, last: int) -> list[Finding]:
    """Nothing is said of a machine without rules, or whose rules may not be read."""
    if not CLOSED.search(text):
        return []
    open_ports = [ports for line in text.splitlines() if _admits_udp(line) for ports in _ports(line)]
    if any(low <= first and last <= high for low, high in open_ports):
        return [ok(PART, f"UDP {first}-{last} is open")]
    shown = ", ".join(f"{low}-{high}" for low, high in open_ports) or "no UDP"
    return [known(PART, "rtp-closed", f"open is {shown}, while audio comes to UDP {first}-{last}")]


def _admits_udp(line: str) -> bool:
    return "udp" in line and ACCEPTS.search(line) is not None


def _ports(line: str) -> Iterator[tuple[int, int]]:
    for found in RANGE.finditer(line):
        for part in found[1].strip("{} ").split(","):
            low, _, high = part.strip().replace(":", "-").partition("-")
            if low.strip().isdigit():
                yield int(low), int(high or low)
