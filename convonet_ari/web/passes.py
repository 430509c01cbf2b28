"""Who may call from the page: each pass is good for one call, and there are only so many."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

from convonet_ari.config import CallPage

# A pass that has not dialled by then dials no more; one whose call the database does not show yet is young.
DIAL_WITHIN_S = 30.0
YOUNG_S = 10.0

Refusal = Literal["busy", "too_many"]


@dataclass(slots=True)
class Visit:
    """`number` is what the page dials, `key` opens the captions; `channel` is the call once it is there."""

    number: str = field(repr=False)
    key: str = field(repr=False)
    since: float
    channel: str = ""


class Passes:
    """Time is an argument, in seconds."""

    def __init__(self, limits: CallPage) -> None:
        self._limits = limits
        self._visits: dict[str, Visit] = {}
        self._issued: deque[tuple[float, str]] = deque()

    def issue(self, address: str, now: float) -> Visit | Refusal:
        """A pass for whoever asks from this address, or why there is none."""
        self._forget(now)
        limits = self._limits
        if len(self._visits) >= limits.calls_at_once:
            return "busy"
        own = sum(1 for _, other in self._issued if other == address)
        if own >= limits.calls_per_address or len(self._issued) >= limits.calls_in_all:
            return "too_many"
        visit = Visit(secrets.token_hex(16), secrets.token_urlsafe(32), now)
        self._visits[visit.number] = visit
        self._issued.append((now, address))
        return visit

    def admit(self, number: str, channel: str, now: float) -> bool:
        """Whether the call that dialled `number` may enter; it is then the pass's only one."""
        visit = self._visits.get(number)
        if visit is None or visit.channel or now - visit.since > DIAL_WITHIN_S:
            return False
        visit.channel, visit.since = channel, now
        return True

    def find(self, number: str) -> Visit | None:
        return self._visits.get(number)

    def by_key(self, key: str) -> Visit | None:
        return next((v for v in self._visits.values() if secrets.compare_digest(v.key, key)), None)

    def keep(self, channels: Collection[str], now: float) -> None:
        """Forget the passes whose calls are over: `channels` are those of calls that go on."""
        for visit in list(self._visits.values()):
            if visit.channel and visit.channel not in channels and now - visit.since > YOUNG_S:
                self.end(visit)

    def end(self, visit: Visit) -> None:
        self._visits.pop(visit.number, None)

    def _forget(self, now: float) -> None:
        for visit in list(self._visits.values()):
            if not visit.channel and now - visit.since > DIAL_WITHIN_S:
                self.end(visit)
        while self._issued and now - self._issued[0][0] > self._limits.window_s:
            self._issued.popleft()
