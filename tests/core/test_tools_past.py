"""Days gone by, in the words of callers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from convonet_ari.tools.dates import When
from convonet_ari.tools.past import parse_past

pytestmark = pytest.mark.core

SUNDAY = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "meant"),
    {
        "yesterday": When(date(2026, 11, 21)),
        "yesterday at 3 pm": When(date(2026, 11, 21), time(15)),
        "the day before yesterday": When(date(2026, 11, 20)),
        "last night": When(date(2026, 11, 21)),
        "three days ago": When(date(2026, 11, 19)),
        "a week ago": When(date(2026, 11, 15)),
        "last Monday": When(date(2026, 11, 16)),
        "on Friday at noon": When(date(2026, 11, 20), time(12)),
        "Sunday": When(date(2026, 11, 15)),
        "today": When(date(2026, 11, 22)),
        "at 9 am": When(date(2026, 11, 22), time(9)),
        "2026-10-01": When(date(2026, 10, 1)),
        "December 24th": When(date(2025, 12, 24)),
    }.items(),
)
def test_the_latest_day_that_can_be_meant(said: str, meant: When) -> None:
    assert parse_past(said, SUNDAY) == meant


def test_no_day_is_no_day() -> None:
    assert parse_past("whenever", SUNDAY) is None
