"""Keys pressed faster than Asterisk lets them be: each counts once, whatever it is told of twice."""

from __future__ import annotations

import math
import random
from datetime import UTC, datetime, timedelta

import pytest

from convonet_ari.stasis.short_keys import LEAST_MS, MADE_LONGER_MS, ShortKeys

pytestmark = pytest.mark.core

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
# What Asterisk 22.10.1 told of, in ms, for keys of that length.
MEASURED = [
    (100, "12345#", "1:781 2:984 3:1181 4:1382 5:1582 #:1781"),
    (80, "12345#", "1:132 2:271 3:411 4:551 5:691 #:831"),
    (60, "12345#", "1:231 2:352 3:473 3:492 4:592 4:618 5:711 5:745 #:832 #:873"),
    (40, "112233#", "1:91 1:191 2:291 2:319 2:391 2:445 3:491 3:571 3:591 3:696 #:697 #:822"),
    (60, "1", "1:951"),
    (20, "1212#", "1:191 2:271 2:296 1:352 1:421 2:431 2:548 #:550 #:675"),
    (100, "1122#", "1:811 1:973 2:1131 2:1291 #:1456"),
]


def stamp(ms: int) -> str:
    return (NOON + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds").replace("+00:00", "+0000")


def counted(told: str, duration_ms: int, keys: ShortKeys | None = None) -> str:
    keys = keys or ShortKeys()
    messages = [(message[0], int(message[2:])) for message in told.split()]
    return "".join(digit for digit, at in messages if not keys.again(digit, duration_ms, stamp(at)))


@pytest.mark.parametrize(("duration_ms", "pressed", "told"), MEASURED)
def test_what_was_pressed_is_counted(duration_ms: int, pressed: str, told: str) -> None:
    assert counted(told, duration_ms) == pressed


@pytest.mark.parametrize("period_ms", [130, 140, 150, 165, 200, 400, 1000])
def test_one_key_again_and_again_is_not_taken_for_an_echo(period_ms: int) -> None:
    told = " ".join(f"7:{number * period_ms}" for number in range(20))
    assert counted(told, 70) == "7" * 20


def test_a_clock_that_was_set_back_swallows_no_key() -> None:
    keys = ShortKeys()
    assert counted("1:900000 2:900080", 40, keys) == "12"
    assert counted("2:0 2:200 2:400", 40, keys) == "222"


def test_a_key_without_a_time_counts() -> None:
    keys = ShortKeys()
    assert [keys.again("1", 40, "") for _ in range(3)] == [False] * 3


def asterisk(pressed: str, length_ms: int, gap_ms: int, dice: random.Random) -> str:
    """How `main/channel.c` tells of keys: of each as it comes, and again of those that had to wait."""
    told: list[tuple[int, str]] = []
    waiting: list[str] = []
    at, quiet_from, free = 1000, 0, 0

    def catch_up(until: float) -> None:
        nonlocal free
        while waiting and free <= until:
            told.append((free, waiting.pop(0)))
            free += MADE_LONGER_MS + dice.randrange(4)

    for digit in pressed:
        at += length_ms
        catch_up(at)
        told.append((at, digit))
        if at < free:
            waiting.append(digit)
        elif length_ms < LEAST_MS:
            whole = at - length_ms < quiet_from
            free = at + MADE_LONGER_MS - (0 if whole else length_ms)
        quiet_from = max(at + 45, free)
        at += gap_ms
    catch_up(math.inf)
    return " ".join(f"{digit}:{moment}" for moment, digit in told)


def test_whatever_is_pressed_at_any_speed_is_counted() -> None:
    dice = random.Random(5)
    for _ in range(5000):
        pressed = "".join(dice.choice("0123456789*#") for _ in range(dice.randrange(1, 9)))
        length_ms, gap_ms = dice.choice(range(20, 120, 10)), dice.choice(range(60, 200, 10))
        told = asterisk(pressed, length_ms, gap_ms, dice)
        assert counted(told, length_ms) == pressed, (length_ms, gap_ms, told)
