"""Frames that do not come."""

from __future__ import annotations

import pytest

from convonet_ari.media.absent import PATIENCE_MS, TICK_MS, Absence

pytestmark = pytest.mark.core

ON_TIME = 3.0


def test_a_line_that_stops_is_silent_from_its_last_frame_on() -> None:
    absence = Absence()
    absence.came()
    told = [absence.missing_ms(ON_TIME) for _ in range(8)]
    assert told == [0, 0, 0, 0, PATIENCE_MS, TICK_MS, TICK_MS, TICK_MS]


def test_frames_that_come_leave_nothing_to_stand_in_for() -> None:
    absence = Absence()
    for _ in range(20):
        absence.came()
        assert absence.missing_ms(ON_TIME) == 0


def test_a_short_hole_is_waited_for_anew_each_time() -> None:
    absence = Absence()
    for _ in range(3):
        absence.came()
        assert not any(absence.missing_ms(ON_TIME) for _ in range(4))


def test_who_looks_late_does_not_take_waiting_frames_for_silence() -> None:
    absence = Absence()
    assert not any(absence.missing_ms(TICK_MS) for _ in range(20))
