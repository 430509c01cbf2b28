"""What an agent hears before the bridge, on a real call."""

from __future__ import annotations

import time

import pytest

from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.call_rig import ended, talking
from tests.asterisk.system_rig import Scribe, agent, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

# The demonstration's agents hear something before they are connected in this queue alone.
WHISPERS = "UPDATE departments SET queue = '2002' WHERE name = 'sales'"
AS_BEFORE = "UPDATE departments SET queue = '2001' WHERE name = 'sales'"


async def test_the_agent_hears_who_calls_and_the_caller_does_not(
    system: EmbeddedSystem, scribe: Scribe
) -> None:
    await query(system, WHISPERS)
    try:
        async with agent(system) as desk, trunk_call(system, scribe) as caller:
            await talking(caller)
            await caller.says("sales")
            ringing = await desk.incoming(15)

            async def rendered() -> bool:
                return any((system.home / "whispers").glob("*.ulaw"))

            await eventually(rendered, 10, "nothing was rendered for the agent")
            answered = time.monotonic()
            await ringing.answer()
            whispered = await scribe.words(await ringing.utterance(10, since=answered))
            assert "verified" in whispered
            assert "verified" not in await scribe.words(caller.call.audio(since=answered))
            await ringing.sound(5, since=await caller.says("hello") - 1)
            await caller.call.hangup()
            await ended(caller)
    finally:
        await query(system, AS_BEFORE)
