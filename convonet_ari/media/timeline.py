"""How far playout has come, in samples: what was queued in Asterisk, and what the caller heard of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from convonet_ari.media.frame import FRAME_SAMPLES, RATE, Pcm, silence

WHOLE = 0.985


def heard_text(text: str, share: float) -> str:
    """The words of `text` heard when `share` of its audio was, cut where a word ends."""
    if share >= WHOLE:
        return text
    cut = max(0, round(len(text) * share))
    if not text[cut : cut + 1].isspace():
        cut = max((at for at, sign in enumerate(text[:cut]) if sign.isspace()), default=0)
    return text[:cut].rstrip()


@dataclass(frozen=True, slots=True)
class _Mark:
    id: str
    position: int


class Timeline:
    """Asterisk's marks give positions that are certain; between two of them the clock does."""

    def __init__(self) -> None:
        self.sent = 0
        self._certain = 0
        self._since: float | None = None
        self._paused = False
        self._marks: deque[_Mark] = deque()
        self._count = 0

    @property
    def ahead(self) -> int:
        """Samples that may still wait in Asterisk."""
        return self.sent - self._certain

    def write(self, samples: int, now: float) -> None:
        if not self.ahead:
            self._move(now)
        self.sent += samples

    def mark(self) -> str:
        """The id of a new mark behind everything written so far."""
        self._count += 1
        self._marks.append(_Mark(str(self._count), self.sent))
        return str(self._count)

    def reach(self, mark: str, now: float) -> bool:
        """Asterisk played up to `mark`; False for one that a flush has forgotten."""
        if not any(known.id == mark for known in self._marks):
            return False
        while self._marks:
            passed = self._marks.popleft()
            self._certain = passed.position
            if passed.id == mark:
                break
        self._move(now)
        return True

    def heard(self, now: float) -> int:
        if self._since is None:
            return self._certain
        limit = self._marks[0].position if self._marks else self.sent
        return min(self._certain + round((now - self._since) * RATE), limit)

    def pause(self, now: float) -> None:
        self._certain = self.heard(now)
        self._paused = True
        self._since = None

    def resume(self, now: float) -> None:
        self._paused = False
        self._move(now)

    def flush(self) -> None:
        """Forget what waits; it counts as passed, not as heard."""
        self._certain = self.sent
        self._paused = False
        self._since = None
        self._marks.clear()

    def _move(self, now: float) -> None:
        self._since = None if self._paused else now


class Mirror:
    """A copy of Asterisk's queue, drained at the pace of the caller's frames: what the caller was hearing."""

    def __init__(self) -> None:
        self._waiting: deque[Pcm] = deque()
        self._taken = 0
        self._owed = 0
        self.paused = False

    def write(self, pcm: Pcm) -> None:
        self._waiting.append(pcm)

    def take(self, samples: int) -> Pcm:
        """The next `samples` the caller heard; silence where nothing was playing."""
        if self.paused:
            return silence(samples)
        out = silence(samples)
        at = min(self._owed, samples)
        self._owed -= at
        while at < samples and self._waiting:
            part = self._pop(samples - at)
            out[at : at + len(part)] = part
            at += len(part)
        return out

    def sync(self, position: int, slack: int = 3 * FRAME_SAMPLES) -> None:
        """Asterisk has played up to `position`: catch up, or wait, when more than `slack` off."""
        late = position - self._taken
        if late > slack:
            while self._taken < position and self._waiting:
                self._pop(position - self._taken)
        elif late < -slack:
            self._owed = -late

    def flush(self, position: int) -> None:
        self._waiting.clear()
        self._owed = 0
        self._taken = position

    def _pop(self, samples: int) -> Pcm:
        head = self._waiting.popleft()
        if len(head) > samples:
            self._waiting.appendleft(head[samples:])
            head = head[:samples]
        self._taken += len(head)
        return head
