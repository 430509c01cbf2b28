"""How often something failed lately, by whom; bounded, in memory."""

from __future__ import annotations

from collections import OrderedDict, deque

KEPT = 10_000


class Failures:
    """An attempt counts as failed until it is known to have succeeded, so that many at once help nobody."""

    def __init__(self, most: int, window_s: float) -> None:
        self._most = most
        self._window_s = window_s
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def wait_s(self, key: str, now: float) -> float:
        """Seconds until another attempt is allowed; 0 when it is now."""
        times = self._recent(key, now)
        return times[0] + self._window_s - now if len(times) >= self._most else 0.0

    def attempt(self, key: str, now: float) -> None:
        self._recent(key, now).append(now)
        self._times.move_to_end(key)
        while len(self._times) > KEPT:
            self._times.popitem(last=False)

    def succeeded(self, key: str) -> None:
        """The last attempt was no failure."""
        if times := self._times.get(key):
            times.pop()

    def forget(self, key: str) -> None:
        self._times.pop(key, None)

    def _recent(self, key: str, now: float) -> deque[float]:
        times = self._times.setdefault(key, deque())
        while times and times[0] + self._window_s <= now:
            times.popleft()
        return times
