"""Twelve things callers say, in four voices, over a real telephone call to the local engines."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from convonet_ari.bench.understand.cases import cases
from convonet_ari.bench.understand.grade import share
from convonet_ari.bench.understand.spoken import ask_aloud
from convonet_ari.demo.system import EmbeddedSystem

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

# Two of twelve may be misheard on a busy machine; the whole suite asks for nine of ten.
ENOUGH = 10 / 12


@pytest.mark.timeout(300)
async def test_spoken_wishes_of_four_voices_are_done(
    own_system: Callable[..., Awaitable[EmbeddedSystem]],
) -> None:
    system = await own_system(workers=1)
    graded = await ask_aloud(system, [case for case in cases() if case.short])
    wrong = [f"{one.case.slug}: {one.cause}, {one.heard}" for one in graded if not one.right]
    assert share(graded) >= ENOUGH, "\n".join(wrong)
