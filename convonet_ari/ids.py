"""Identifiers: time-ordered for rows, short enough to be read out for calls."""

from __future__ import annotations

import os
import time
import uuid


def beside_channel(call_id: uuid.UUID | str) -> str:
    """The assistant's own leg in a call that people have: one at a time."""
    return f"beside-{call_id}"


def row_id() -> uuid.UUID:
    """A UUID version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then random bits."""
    raw = (time.time_ns() // 1_000_000).to_bytes(6, "big") + os.urandom(10)
    number = int.from_bytes(raw, "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=number)
