"""What the demo does about a part that ended by itself: it says so, and starts it again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol

from convonet_ari.errors import ConvonetError

LOOK_EVERY_S = 0.5
# A part that does not stay up so long is not started a second time.
STAYS_S = 10.0


class Parts(Protocol):
    def fallen(self) -> set[str]:
        """Those that were started and have ended by themselves."""
        ...

    async def lift(self, name: str) -> None:
        """Start it again. Raises ConvonetError."""
        ...


async def mind_falls(parts: Parts, say: Callable[[str], None], every_s: float = LOOK_EVERY_S) -> None:
    clock = asyncio.get_running_loop().time
    lifted: dict[str, float] = {}
    left: set[str] = set()
    while True:
        await asyncio.sleep(every_s)
        for name in sorted(parts.fallen() - left):
            if name in lifted and clock() - lifted[name] < STAYS_S:
                left.add(name)
                say(f"{name} has ended again, and is left so.")
                continue
            say(f"{name} has ended. It is started again.")
            if not await _stands(parts, name, say):
                left.add(name)
            lifted[name] = clock()


async def _stands(parts: Parts, name: str, say: Callable[[str], None]) -> bool:
    try:
        await parts.lift(name)
    except ConvonetError as error:
        say(f"{name} does not start: {error}")
        return False
    say(f"{name} is up.")
    return True
