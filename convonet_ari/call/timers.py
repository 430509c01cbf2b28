"""Named deadlines of one call; the shell waits for the earliest."""

from __future__ import annotations

from dataclasses import dataclass, field

# Half a millisecond and rounding: the shell's clock may wake just before the mark.
EARLY = 0.0006


@dataclass(slots=True)
class Timers:
    _due: dict[str, float] = field(default_factory=dict)

    @property
    def earliest(self) -> float | None:
        return min(self._due.values(), default=None)

    def __contains__(self, name: str) -> bool:
        return name in self._due

    def set(self, name: str, at: float) -> None:
        self._due[name] = at

    def clear(self, *names: str) -> None:
        """Forget these timers; without names, all."""
        for name in names or tuple(self._due):
            self._due.pop(name, None)

    def pop_due(self, now: float) -> list[str]:
        """The names whose time has come, earliest first; they are forgotten."""
        due = sorted((at, name) for name, at in self._due.items() if at <= now + EARLY)
        for _, name in due:
            del self._due[name]
        return [name for _, name in due]
