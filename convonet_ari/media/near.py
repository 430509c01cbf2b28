"""Is this the caller? Who talks behind him is softer than he was himself, by his words so far."""

from __future__ import annotations

import math

# Measured with six people talking 15 dB below recorded callers: a frame a minute comes so near to a caller's
# usual loudness, and nine of ten interruptions do within 100 ms.
NEAR_DB = 6.0
HOLD_FRAMES = 5
# What was learned counts for less and less: a caller may put the telephone down and speak from afar.
AGE_DB_A_FRAME = 0.001
NEWEST = 0.3


# A voice's loudest frame lies so far above its mean.
CREST_DB = 6.0


class Near:
    """Feed it the energy of frames that are speech; `spoke` when words were found in them, else `forget`."""

    def __init__(self) -> None:
        self._db = 0.0
        self._loudest = 0.0
        self._hold = 0

    def feed(self, energy: float) -> None:
        self._loudest = max(energy, self._loudest)

    def spoke(self) -> None:
        """Words may also be found in what others say: the louder of two is the caller."""
        db = self._turn
        self._db = max(db, NEWEST * db + (1 - NEWEST) * self._db)
        self.forget()

    def forget(self) -> None:
        self._loudest = 0.0

    def far(self, energy: float) -> bool:
        """Whether a frame is too soft for this caller, and those before it."""
        self._db -= AGE_DB_A_FRAME
        near = _db(energy) >= max(self._db, self._turn) - NEAR_DB
        self._hold = HOLD_FRAMES if near else self._hold - 1
        return self._hold < 0

    @property
    def _turn(self) -> float:
        return _db(self._loudest) - CREST_DB


def _db(energy: float) -> float:
    return 10 * math.log10(energy + 1)
