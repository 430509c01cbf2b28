"""The figures a call's machine goes by; all times are seconds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Policy:
    pin_min: int = 4
    pin_max: int = 6
    pin_tries: int = 3
    first_digit: float = 10.0
    next_digit: float = 4.0
    silence: float = 12.0
    silent_prompts: int = 2
    slow_tool: float = 1.0
    turn_limit: float = 12.0
    announcement_limit: float = 20.0
    leave_again: float = 1.0
    pause_limit: float = 0.6
    goes_on_within: float = 1.5
    patience: float = 40.0
    wordless_turns: int = 5
    wordless_time: float = 20.0
    standstill_limit: float = 45.0
    returns_unverified: int = 2
    queue: str = "2000"
    key_back: bool = False
    word_back: bool = False
