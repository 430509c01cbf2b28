"""The agent console at the real Asterisk: states both ways, who rings before anybody answers, and records."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.embedded import voices
from convonet_ari.embedded.phone import Call, Phone
from convonet_ari.embedded.phone.ears import hears
from tests.asterisk.call_rig import altered, ended, talking
from tests.asterisk.system_rig import Scribe, agent, eventually, query, trunk_call

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

SOON_S = 2.0
SAME_VOICE = 0.4
SUE_COMES = """
INSERT INTO agents (org_id, id, login, name, extension, role, password_hash)
SELECT org_id, gen_random_uuid(), 'sue', 'Sue', '7000', 'supervisor', password_hash
FROM agents WHERE login = 'maria'
"""
SUE_GOES = "DELETE FROM agents WHERE login = 'sue'"
LEG = """
SELECT a.answered_at, a.ended_at, a.queue, c.channel_id FROM agent_calls a JOIN calls c ON c.id = a.call_id
WHERE c.id = $1::uuid
"""


@dataclass
class Desk:
    """An agent's browser: signed in, and listening."""

    http: aiohttp.ClientSession
    socket: aiohttp.ClientWebSocketResponse
    csrf: str

    async def next(self, kind: str, within_s: float = 15, **fields: object) -> dict[str, Any]:
        """The next message of this kind with these fields; others are passed over."""
        async with asyncio.timeout(within_s):
            while True:
                message: dict[str, Any] = await self.socket.receive_json()
                if message["type"] == kind and fields.items() <= message.items():
                    return message

    async def ask(self, method: str, path: str, body: object) -> dict[str, Any]:
        async with self.http.request(method, path, json=body, headers={"X-CSRF-Token": self.csrf}) as answer:
            assert answer.status == 200, await answer.text()
            told: dict[str, Any] = await answer.json()
            return told


@asynccontextmanager
async def console(system: EmbeddedSystem, login: str) -> AsyncIterator[Desk]:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(system.http_url, cookie_jar=jar) as http:
        credentials = {"login": login, "password": system.plan.secrets.console}
        async with http.post("/api/session", json=credentials) as answer:
            assert answer.status == 200, await answer.text()
            csrf = (await answer.json())["csrf"]
        async with http.ws_connect("/api/live") as socket:
            yield Desk(http, socket, csrf)


async def queue_shows(system: EmbeddedSystem, extension: str, words: str, queue: str = "2000") -> None:
    async def shown() -> bool:
        status = await system.asterisk.cli(f"queue show {queue}")
        return any(f"/{extension}@" in line and words in line for line in status.splitlines())

    await eventually(shown, 5, f"{extension} in queue {queue} never was {words!r}")


async def test_states_go_both_ways_between_console_and_queues(system: EmbeddedSystem) -> None:
    """Tom's console adds him to his queues; what a phone's *46 would do shows in the browser."""
    member = "Local/1002@from-queue/n"
    async with console(system, "tom") as tom:
        await tom.next("hello")
        lunch = await tom.ask("PUT", "/api/state", {"state": "not_ready", "reason": "Lunch"})
        assert (lunch["state"], lunch["reason"]) == ("not_ready", "Lunch")
        await queue_shows(system, "1002", "paused:Lunch", "2001")
        lamps = await system.asterisk.cli("devstate list")
        assert "Custom:QUEUE1002*2000" in lamps
        await system.asterisk.cli(f"queue unpause member {member}")
        await tom.next("state", state="ready")
        for queue in ("2000", "2001"):
            await system.asterisk.cli(f"queue pause member {member} queue {queue} reason Coffee")
        await tom.next("state", state="not_ready", reason="Coffee")
        for queue in ("2000", "2001"):
            await system.asterisk.cli(f"queue remove member {member} from {queue}")
        await tom.next("state", state="logged_out")
        assert (await tom.ask("PUT", "/api/state", {"state": "ready"}))["state"] == "ready"
        assert (await tom.ask("PUT", "/api/state", {"state": "logged_out"}))["state"] == "logged_out"
        assert "1002" not in await system.asterisk.cli("queue show 2000")


async def test_an_agent_knows_who_rings_before_answering(system: EmbeddedSystem, scribe: Scribe) -> None:
    async with (
        console(system, "maria") as maria,
        agent(system) as phone,
        trunk_call(system, scribe) as caller,
    ):
        await talking(caller)
        await caller.call.press("0")
        call = (await maria.next("ring"))["call"]
        ringing = await phone.incoming(15)
        assert call["call_id"] == ringing.headers["X-Convonet-Call"]
        assert call["caller"]["name"] == "Ann Lee"
        assert call["caller"]["verified"]
        await maria.next("state", state="ringing", call_id=call["call_id"])
        await ringing.answer()
        await maria.next("call", call_id=call["call_id"], status="answered")
        await _is_heard_by_a_supervisor(system, call["call_id"], caller.call, ringing)
        board = await maria.next("board")
        assert next(one for one in board["agents"] if one["extension"] == "1001")["state"] == "on_call"
        await caller.call.hangup()
        await maria.next("call", call_id=call["call_id"], status="ended")
        await maria.next("state", state="wrap_up")
        await queue_shows(system, "1001", "paused:wrap-up")
        known = await maria.ask("GET", f"/api/calls/{call['call_id']}", None)
        assert known["reason"] == "pressed 0 for a person"
        await maria.ask("PUT", f"/api/calls/{call['call_id']}/wrap", {"notes": "x", "disposition": "Solved"})
        await maria.next("state", state="ready")
        await ended(caller)
    await agrees_with_queue_log(system, call["call_id"])


async def _is_heard_by_a_supervisor(
    system: EmbeddedSystem, call_id: str, caller: Call, colleague: Call
) -> None:
    """Sue's own telephone rings; what she whispers is for her colleague alone."""
    words, phrase = voices.load("bf_emma", "hello"), voices.load("am_michael", "my-todos")
    server = (system.plan.host, system.plan.ports.sip)
    own = system.plan.phone
    async with (
        altered(system, SUE_COMES, SUE_GOES),
        console(system, "sue") as sue,
        Phone(ip=server[0], user=own.extension, password=own.secret, server=server) as phone,
    ):
        await phone.register()
        await sue.ask("POST", f"/api/calls/{call_id}/supervise", {"mode": "whisper"})
        listening = await phone.incoming(10)
        await listening.answer()
        said = await caller.say(phrase) - len(phrase) / 8000
        assert hears(phrase, listening.audio(since=said)).score > SAME_VOICE
        whispered = await listening.say(words) - len(words) / 8000
        assert hears(words, colleague.audio(since=whispered)).score > SAME_VOICE
        assert hears(words, caller.audio(since=whispered)).score < SAME_VOICE
        await listening.hangup()
    assert await query(system, "SELECT 1 FROM audit_log WHERE action = 'supervise.whisper'")


async def agrees_with_queue_log(system: EmbeddedSystem, call_id: str) -> None:
    """Our record of who answered and when is that of FreePBX's reports, which knows whole seconds only."""
    (leg,) = await query(system, LEG, call_id)
    lines = (system.asterisk.log_dir / "queue_log").read_text(encoding="utf-8").splitlines()
    entries = [line.split("|") for line in lines if f"|{leg['channel_id']}|{leg['queue']}|" in line]
    times = {entry[4]: datetime.fromtimestamp(float(entry[0]), UTC) for entry in entries}
    assert 0 <= (leg["answered_at"] - times["CONNECT"]).total_seconds() < 1 + SOON_S
    assert 0 <= (leg["ended_at"] - times["COMPLETECALLER"]).total_seconds() < 1 + SOON_S
