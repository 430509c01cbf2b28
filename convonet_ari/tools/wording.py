"""Small pieces of spoken English that several tools share."""

from __future__ import annotations

from collections.abc import Sequence


def listed(items: Sequence[str], last: str = "and") -> str:
    """ "one, two and three"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(n: int, noun: str, several: str = "") -> str:
    """ "no todos", "one todo", "3 todos"."""
    words = {0: "no", 1: "one", 2: "two"}
    return f"{words.get(n, n)} {noun if n == 1 else several or f'{noun}s'}"


def one_line(text: str, limit: int) -> str:
    return " ".join(text.split())[:limit].strip()
