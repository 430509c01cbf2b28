"""A circuit breaker: a provider that failed is left alone for a while, then tried by one request."""

from __future__ import annotations

from dataclasses import dataclass

FIRST_PAUSE_S = 2.0
LONGEST_PAUSE_S = 60.0
REFUSED_PAUSE_S = 60.0
PROBE_S = 15.0


@dataclass(slots=True)
class Breaker:
    """Pure: time is an argument. Pauses double with each failure, from 2 s to a minute."""

    failures: int = 0
    closed_until: float = 0.0

    def allows(self, now: float) -> bool:
        """Whether to try now; the first to ask after a pause is the probe, others wait for its outcome."""
        if now < self.closed_until:
            return False
        if self.failures:
            self.closed_until = now + PROBE_S
        return True

    def succeeded(self) -> None:
        self.failures = 0
        self.closed_until = 0.0

    def failed(self, now: float) -> None:
        self.closed_until = now + min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2**self.failures)
        self.failures += 1

    def refused(self, now: float) -> None:
        """A wrong key or model does not mend itself soon."""
        self.closed_until = now + REFUSED_PAUSE_S
        self.failures += 1
