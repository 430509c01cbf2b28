"""Which queues a caller may be moved into."""

from __future__ import annotations

import pytest

from convonet_ari.stasis.handoff import QUEUE

pytestmark = pytest.mark.core


@pytest.mark.parametrize("queue", ["2000", "*45", "sales", "front-desk_2"])
def test_a_queue_that_settings_and_departments_may_name_is_looked_up(queue: str) -> None:
    assert QUEUE.fullmatch(queue)


@pytest.mark.parametrize("queue", ["", "2000,1)", "2000\n", "_X.", "${EXTEN}", "a b", "9" * 33])
def test_a_queue_that_dialplan_would_read_otherwise_is_not(queue: str) -> None:
    assert not QUEUE.fullmatch(queue)
