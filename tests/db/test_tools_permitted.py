"""The registry on real records: roles of the moment, questions before acting, and an audit."""

from __future__ import annotations

from typing import Any

import pytest

from convonet_ari.errors import ToolDenied
from convonet_ari.tools.confirming import LEFT, Intent
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import Registry
from tests.db.desk import Desk, open_desk
from tests.db.house import House

pytestmark = pytest.mark.db

QUESTION = "Shall I forget everything?"


@pytest.fixture
async def desk(house: House) -> Desk:
    return await open_desk(house, tools())


def tools() -> Registry:
    registry = Registry()

    async def intent(ctx: ToolContext, work: Work, what: str) -> Intent:
        return Intent(f"memory:{what}", QUESTION)

    @registry.tool("forget", needs=Perm.TODO_WRITE, says="…", confirms=intent)
    async def forget(ctx: ToolContext, work: Work, what: str) -> str:
        await work.tx.execute("DELETE FROM todos")
        return f"Forgot {what}."

    @registry.tool("look", needs=Perm.RECORDS_QUERY, says="…")
    async def look(ctx: ToolContext, work: Work) -> str:
        return f"{ctx.caller.role}"

    return registry


async def todos(desk: Desk) -> int:
    return int(await desk.value("SELECT count(*) FROM todos"))


async def test_a_tool_that_confirms_asks_first_and_acts_in_a_later_turn(desk: Desk) -> None:
    assert await desk("forget", what="x", said="forget x") == QUESTION
    assert await todos(desk) == 3
    assert await desk("forget", what="x", said="yes") == "Forgot x."
    assert await todos(desk) == 0


async def test_the_model_cannot_agree_for_the_caller_in_the_same_turn(desk: Desk) -> None:
    for _ in range(3):
        assert await desk("forget", what="x", same_turn=True) == QUESTION
    assert await todos(desk) == 3


async def test_consent_to_one_thing_is_none_to_another(desk: Desk) -> None:
    await desk("forget", what="x")
    assert await desk("forget", what="y", said="yes") == QUESTION
    assert await todos(desk) == 3


async def test_a_caller_who_says_no_is_heard_whatever_the_model_does(desk: Desk) -> None:
    await desk("forget", what="x")
    assert await desk("forget", what="x", said="Um, no, leave it") == LEFT
    assert await todos(desk) == 3


async def test_an_old_question_is_asked_again(desk: Desk) -> None:
    await desk("forget", what="x")
    desk.turn += 5
    assert await desk("forget", what="x", said="yes") == QUESTION


async def test_consent_counts_once(desk: Desk) -> None:
    await desk("forget", what="x")
    await desk("forget", what="x", said="yes")
    assert await desk("forget", what="x", said="yes") == QUESTION


async def test_the_roles_that_count_are_those_of_this_moment(desk: Desk) -> None:
    with pytest.raises(ToolDenied):
        await desk("look")
    await desk.execute("UPDATE users SET org_role = 'admin' WHERE id = $1", desk.caller.user_id)
    assert await desk("look") == "admin"
    await desk.execute("UPDATE users SET active = false WHERE id = $1", desk.caller.user_id)
    with pytest.raises(ToolDenied):
        await desk("look")


async def test_what_a_tool_wrote_is_audited_and_journaled(desk: Desk) -> None:
    await desk("forget", what="x")
    await desk("forget", what="x", said="yes")
    rows: list[Any] = await desk.rows("SELECT action, user_id, call_id FROM audit_log ORDER BY id")
    assert [tuple(row) for row in rows] == [("tool.forget", desk.caller.user_id, desk.lease.call_id)] * 2
    assert await desk.value("SELECT count(*) FROM changes WHERE before IS NOT NULL AND after IS NULL") == 3
