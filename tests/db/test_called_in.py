"""Into whose call the assistant may be called, and what it is told of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from convonet_ari.ids import beside_channel
from convonet_ari.jobs.beside import Assistance
from convonet_ari.store.agent_sessions import SignedIn
from tests.db.console_rig import rigged
from tests.db.house import House

pytestmark = pytest.mark.db


class Telephone:
    """Notes what was placed; its channels stand until they are hung up."""

    def __init__(self) -> None:
        self.placed: dict[str, tuple[str, Mapping[str, str], str]] = {}

    async def call(
        self, channel: str, endpoint: str, caller_id: str, variables: Mapping[str, str], extension: str = "s"
    ) -> None:
        self.placed[channel] = endpoint, variables, extension

    async def stands(self, channel: str) -> bool:
        return channel in self.placed

    async def hangup(self, channel: str) -> None:
        del self.placed[channel]


async def test_only_who_talks_with_a_verified_caller_calls_the_assistant_in_and_once(house: House) -> None:
    async with rigged(house) as rig:
        maria, tom = await rig.browser("maria"), await rig.browser("tom")
        live = await maria.live()
        call_id = await rig.with_people("1.1")
        assist = f"/api/calls/{call_id}/assist"
        rig.called("1.1", "1001")
        await live.next("ring")
        assert (await maria.ask("POST", assist, {}))[0] == 409
        rig.connected("1.1", "1001")
        await live.next("call", call_id=str(call_id), status="answered")
        assert (await tom.ask("POST", assist, {}))[0] == 404
        assert (await maria.ask("POST", assist, {}))[0] == 200
        status, told = await maria.ask("POST", assist, {})
        assert (status, told["error"]["code"]) == (409, "assisting")
        assert rig.supervision.asked == [("1001", "1.1", "assist")] * 2
        assert (await tom.ask("DELETE", assist))[0] == 404
        assert (await maria.ask("DELETE", assist))[0] == 200
        status, told = await maria.ask("DELETE", assist)
    assert (status, told["error"]["code"]) == (409, "not_assisting")


async def test_it_comes_for_nobody_who_did_not_prove_who_they_are(house: House) -> None:
    async with rigged(house) as rig:
        maria = await rig.browser("maria")
        live = await maria.live()
        lease = await house.calls.open(house.demo.org_id, house.demo.did, "+15550009999", "9.1", "worker-1")
        await house.calls.with_human(lease, "2000")
        rig.called("9.1", "1001")
        await live.next("ring")
        rig.connected("9.1", "1001")
        await live.next("call", call_id=str(lease.call_id), status="answered")
        status, told = await maria.ask("POST", f"/api/calls/{lease.call_id}/assist", {})
    assert (status, told["error"]["code"]) == (409, "not_verified")
    assert rig.supervision.asked == []


async def test_the_assistants_leg_knows_whom_to_hear_and_the_audit_log_who_wanted_it(house: House) -> None:
    lease = await house.calls.open(house.demo.org_id, "+12344007818", "+15551234567", "7.1", "worker-1")
    telephone = Telephone()
    assistance = Assistance(telephone, house.store)
    async with house.store.tenant(house.demo.org_id) as tx:
        agent_id: UUID = await tx.fetchval("SELECT id FROM agents LIMIT 1")
    until = datetime.now(UTC) + timedelta(hours=1)
    who = SignedIn(house.demo.org_id, agent_id, until, "maria", "Maria", "1001", "agent", browser=False)
    assert await assistance.call_in(who, lease.call_id, "7.1")
    assert not await assistance.call_in(who, lease.call_id, "7.1")
    endpoint, variables, extension = telephone.placed[beside_channel(lease.call_id)]
    assert (endpoint, extension) == ("Local/ear@convonet-beside/n", "mouth")
    assert variables == {
        "CONVONET_HEARD": "7.1",
        "CONVONET_DID": "+12344007818",
        "CONVONET_CALL": lease.call_id.hex,
    }
    assert not await assistance.call_in(who, uuid4(), "7.2")
    assert not await assistance.call_in(who, lease.call_id, "7.1,evil")
    async with house.store.tenant(house.demo.org_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM audit_log WHERE action = 'assist'") == 1
    assert await assistance.send_away(who, lease.call_id)
    assert telephone.placed == {}
    assert not await assistance.send_away(who, lease.call_id)
    async with house.store.tenant(house.demo.org_id) as tx:
        assert await tx.fetchval("SELECT count(*) FROM audit_log WHERE action = 'assist.end'") == 1


async def test_a_call_is_told_of_while_a_person_has_it_and_its_caller_is_known(house: House) -> None:
    org_id = house.demo.org_id
    lease = await house.calls.open(org_id, "+12344007818", "+15551234567", "8.1", "worker-1")
    await house.calls.utterance(lease, 1, "caller", "About my invoice.")
    assert await house.calls.with_person(org_id, lease.call_id) is None
    await house.calls.with_human(lease, "2000")
    assert await house.calls.with_person(org_id, lease.call_id) is None
    await house.calls.identify(lease, house.demo.user_id)
    found = await house.calls.with_person(org_id, lease.call_id)
    assert found is not None
    assert (found.user_id, found.number, found.about) == (
        house.demo.user_id,
        "+15551234567",
        "caller: About my invoice.",
    )
    assert await house.calls.with_person(uuid4(), lease.call_id) is None
    await house.calls.finish(lease, "hangup")
    assert await house.calls.with_person(org_id, lease.call_id) is None
