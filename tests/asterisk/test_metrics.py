"""What an operator reads at `/metrics` and in a call's rows after one turn."""

from __future__ import annotations

import json
import os
import re
import signal

import aiohttp
import pytest

from convonet_ari.demo.system import EmbeddedSystem
from tests.asterisk.system_rig import Scribe, all_ready, eventually, owner_pid, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

PARTS = ("endpoint", "recognition", "first_token", "first_audio", "total")


async def figures(system: EmbeddedSystem) -> dict[str, float]:
    """Every sample of every process, by its name and labels."""
    async with aiohttp.ClientSession() as http, http.get(f"{system.http_url}/metrics") as response:
        text = await response.text()
    return {name: float(value) for name, value in re.findall(r"^(\w+(?:{.*})?) (\S+)$", text, re.M)}


async def test_one_turn_is_counted_and_explains_itself(system: EmbeddedSystem, scribe: Scribe) -> None:
    before = await figures(system)
    async with trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        during = await figures(system)
        await caller.hears_out(since=await caller.says("create-todo"))
        call = await caller.row()
    await caller.in_phase("ended")

    async def counted_out() -> bool:
        return (await figures(system))["convonet_calls_active"] == before.get("convonet_calls_active", 0)

    await eventually(counted_out, 5, "the call is still counted as live")
    after = await figures(system)

    def more(name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert during["convonet_calls_active"] == before.get("convonet_calls_active", 0) + 1
    assert more("convonet_calls_started_total") == 1
    assert more('convonet_calls_ended_total{outcome="ended"}') == 1
    assert {part: more(f'convonet_turn_seconds_count{{part="{part}"}}') for part in PARTS} == dict.fromkeys(
        PARTS, 1
    )
    assert more('convonet_tool_seconds_count{outcome="ok",tool="create_todo"}') == 1
    assert more('convonet_ari_request_seconds_count{method="POST",outcome="200"}') > 0
    rows = await query(
        system, "SELECT who, timings FROM utterances WHERE call_id = $1 AND turn = 1 ORDER BY at", call["id"]
    )
    assert {"recognition_ms", "audio_ms"} <= json.loads(rows[0]["timings"]).keys()
    told = [key for row in rows if row["who"] == "assistant" for key in json.loads(row["timings"])]
    assert sorted(told) == sorted([*(f"{part}_ms" for part in PARTS), "model_ms"])
    assert more('convonet_turns_total{outcome="done"}') == 1
    assert more('convonet_model_seconds_count{outcome="ok"}') == 2


async def test_a_call_taken_over_is_live_once_and_not_twice(system: EmbeddedSystem, scribe: Scribe) -> None:
    adopted = 'convonet_takeovers_total{kind="adopted"}'
    before = await figures(system)
    async with trunk_call(system, scribe) as caller:
        await caller.reach_conversation()
        os.kill(await owner_pid(caller), signal.SIGKILL)

        async def taken_over() -> bool:
            return (await figures(system)).get(adopted, 0) == before.get(adopted, 0) + 1

        await eventually(taken_over, 5, "no takeover was counted")
        during = await figures(system)
    await all_ready(system)
    assert during["convonet_calls_active"] == before.get("convonet_calls_active", 0) + 1
