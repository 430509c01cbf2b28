"""When a failed provider is tried again."""

from __future__ import annotations

import pytest

from convonet_ari.speech.breaker import Breaker

pytestmark = pytest.mark.core


def test_pauses_double_up_to_a_minute() -> None:
    breaker, now, pauses = Breaker(), 0.0, []
    for _ in range(7):
        breaker.failed(now)
        pauses.append(breaker.closed_until - now)
        now = breaker.closed_until
    assert pauses == [2, 4, 8, 16, 32, 60, 60]


def test_after_a_pause_one_request_probes_and_others_wait() -> None:
    breaker = Breaker()
    breaker.failed(0)
    assert not breaker.allows(1.9)
    assert breaker.allows(2.0)
    assert not breaker.allows(2.1)
    breaker.succeeded()
    assert breaker.allows(2.2)
    assert breaker.allows(2.2)


def test_a_probe_that_never_reports_does_not_close_the_way_for_ever() -> None:
    breaker = Breaker()
    breaker.failed(0)
    assert breaker.allows(2)
    assert breaker.allows(18)


def test_a_refused_provider_rests_for_a_minute() -> None:
    breaker = Breaker()
    breaker.refused(0)
    assert not breaker.allows(59)
    assert breaker.allows(60)
