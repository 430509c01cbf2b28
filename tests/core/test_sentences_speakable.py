"""Written text made fit for a voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from convonet_ari.speech.speakable import speakable, spoken_time

pytestmark = pytest.mark.core


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("I created it for tomorrow.", "I created it for tomorrow."),
        ("**Team meeting** is _due_ `now`.", "Team meeting is due now."),
        ("# Todos\n- [ ] Buy milk\n- Call Sam!", "Todos. Buy milk. Call Sam!"),
        ("1. Buy milk\n2) Call", "1: Buy milk. 2: Call."),
        ("| a | b |\n|---|---|\n| c | d |", "a, b, c, d,"),
        ("See [the page](https://x.example/a_b) now.", "See the page now."),
        ("Go to https://www.example.com/a?b=1.", "Go to example dot com."),
        ("Write to bob.smith@example.com!", "Write to bob dot smith at example dot com!"),
        ("Due 2026-11-23 at 15:30.", "Due November 23rd, 2026 at 3:30 p.m."),
        ("Due 2026-11-01T09:00:00Z", "Due November 1st, 2026 at 9 a.m."),
        ("On 2026-02-31.", "On 2026-02-31."),
        ("At 14:00, 9:05, 3:00 p.m. or 12:00.", "At 2 p.m., 9:05, 3 p.m. or noon."),
        ("Call +12344007818.", "Call plus 1, 2 3 4, 4 0 0, 7 8 1 8."),
        ("Call (234) 400-7818.", "Call 2 3 4, 4 0 0, 7 8 1 8."),
        ("Extension 1001, queue 2000.", "Extension 1 0 0 1, queue 2 0 0 0."),
        ("1,250 people in 2026, $9.99, 3.14159", "1,250 people in 2026, $9.99, 3.14159."),
        ("Ticket INV-2041, id 3f2a9c1b.", "Ticket I N V 2 0 4 1, id 3 f 2 a 9 c 1 b."),
        ("Id 550e8400-e29b-41d4-a716-446655440000.", "Id ending in 0 0 0 0."),
        ("Tom & Jerry, #5, e.g. this", "Tom and Jerry, number 5, for example, this."),
        ("Done 👍🏽 😀", "Done."),
        ("😀", ""),
        ("***", ""),
        ("", ""),
        ("Tom &amp; Jerry <b>win</b>", "Tom and Jerry win."),
    ],
)
def test_text_is_made_speakable(written: str, spoken: str) -> None:
    assert speakable(written) == spoken


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [(0, 0, "midnight"), (0, 5, "12:05 a.m."), (12, 0, "noon"), (23, 59, "11:59 p.m.")],
)
def test_times_have_twelve_hours(hour: int, minute: int, words: str) -> None:
    assert spoken_time(hour, minute) == words


@given(st.text(max_size=200))
def test_any_text_can_be_made_speakable(text: str) -> None:
    said = speakable(text)
    assert "\n" not in said
    assert not set("*#`<>|") & set(said)
