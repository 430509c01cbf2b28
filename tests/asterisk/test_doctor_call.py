"""The doctor's own call at a real system: each step with its time, and each fault by its name."""

from __future__ import annotations

import pytest

from convonet_ari.demo.plan import DID
from convonet_ari.demo.system import EmbeddedSystem
from convonet_ari.doctor.examine import place_call
from convonet_ari.doctor.finding import Finding, Level
from convonet_ari.doctor.ledger import NAME
from convonet_ari.doctor.trial import Options
from convonet_ari.embedded.ports import free_ports
from tests.asterisk.system_rig import agent, query
from tests.asterisk.test_doctor_system import changed, settings_of

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="session")]

ALL = [
    "The doctor's line",
    "Ringing",
    "Answered",
    "Voice from the assistant",
    "PIN",
    "Speech understood",
    "Barge-in",
    "Asked for a person",
    "Queue entered",
    "Members logged in",
    "Recording",
    "The way back",
]


def faults(found: list[Finding]) -> dict[str, str]:
    return {each.part: each.fault for each in found if each.fault}


async def test_a_call_with_the_doctor_s_own_user_proves_every_step(system: EmbeddedSystem) -> None:
    async with agent(system):
        found = await place_call(settings_of(system), Options(DID), with_user=True)
    assert [each for each in found if each.level is not Level.OK] == []
    assert [each.part for each in found] == ALL
    assert all(each.ms is not None for each in found if each.part not in ("Members logged in", "Recording"))
    (user,) = await query(system, "SELECT active, pin_hash FROM users WHERE name = $1", NAME)
    assert (user["active"], user["pin_hash"]) == (False, None)


async def test_without_a_pin_the_call_proves_what_it_can_and_says_so(system: EmbeddedSystem) -> None:
    found = await place_call(settings_of(system), Options(DID), with_user=False)
    (keys,) = (each for each in found if each.part == "Keys")
    assert (keys.level, "were not tried" in keys.what) == (Level.WARN, True)
    assert faults(found) == {"Members logged in": "nobody-logged-in"}


async def test_faults_of_a_call_are_called_by_their_names(system: EmbeddedSystem) -> None:
    settings = settings_of(system)
    no_route = await place_call(settings, Options("+19995550000"), with_user=False)
    assert faults(no_route)["Ringing"] == "no-route"
    wrong_user = settings_of(system, CONVONET_ARI_PASSWORD="another")
    refused = await place_call(wrong_user, Options(DID), with_user=False)
    assert faults(refused) == {"The doctor's line": "ari-user"}
    nothing = changed(settings, "asterisk", http_url=f"http://127.0.0.1:{free_ports(1)[0]}")
    assert "http-off" in faults(await place_call(nothing, Options(DID), with_user=False)).values()


async def test_a_missing_chan_websocket_is_called_by_its_name(system: EmbeddedSystem) -> None:
    await system.asterisk.cli("module unload chan_websocket.so")
    try:
        found = await place_call(settings_of(system), Options(DID), with_user=False)
    finally:
        await system.asterisk.cli("module load chan_websocket.so")
    assert faults(found)["The doctor's line"] == "chan-websocket-missing"
