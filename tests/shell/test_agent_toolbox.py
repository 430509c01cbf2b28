"""The tools as callers hear them, called through MCP on records in memory."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import structlog

from convonet_ari.agent.background import Background
from convonet_ari.agent.toolbox import Toolbox
from convonet_ari.agent.turn import TurnTransfers
from convonet_ari.errors import ToolError
from convonet_ari.tools.catalogue import catalogue
from convonet_ari.tools.context import ToolContext
from tests.fakes.agent import SUNDAY
from tests.fakes.records import ANN, FakeRecords, FakeWork

pytestmark = pytest.mark.shell


class Bench:
    """Calls tools as Ann, each call with an id of its own."""

    def __init__(self, toolbox: Toolbox) -> None:
        self.toolbox = toolbox
        self.records = FakeRecords()
        self.transfers = TurnTransfers(None)
        self.context = ToolContext(
            caller=ANN,
            call_id=UUID(int=5),
            fence=1,
            tool_call_id="call_0",
            now=SUNDAY.astimezone(ZoneInfo("Europe/Berlin")),
            records=self.records,
            transfers=self.transfers,
        )
        self._calls = 0

    async def __call__(self, tool: str, **arguments: Any) -> str:
        self._calls += 1
        return await self.again(tool, f"call_{self._calls}", **arguments)

    async def again(self, tool: str, tool_call_id: str, **arguments: Any) -> str:
        return await self.toolbox.call(tool, arguments, replace(self.context, tool_call_id=tool_call_id))

    async def refusal(self, tool: str, **arguments: Any) -> str:
        with pytest.raises(ToolError) as refused:
            await self(tool, **arguments)
        return refused.value.spoken


@pytest.fixture
async def bench() -> AsyncIterator[Bench]:
    toolbox = Toolbox(catalogue(), Background(), 8)
    await toolbox.open()
    yield Bench(toolbox)
    await toolbox.close()


async def test_a_date_in_words_and_a_date_in_digits_are_the_same(bench: Bench) -> None:
    spoken = await bench("create_todo", title="tea", due="tomorrow at 5 pm")
    assert spoken == "I created the todo “tea”, due tomorrow, Monday the 23rd at 5 pm."
    await bench("create_todo", title="cake", due="2026-11-23")
    assert [todo.due for todo in bench.records.todos] == [date(2026, 11, 23)] * 2
    at = bench.records.todos[0].due_at
    assert at is not None
    assert at.isoformat() == "2026-11-23T17:00:00+01:00"


async def test_tomorrow_is_the_callers_tomorrow_and_not_the_servers(bench: Bench) -> None:
    bench.context = replace(
        bench.context, now=SUNDAY.replace(hour=23, minute=30).astimezone(ZoneInfo("Europe/Berlin"))
    )
    assert "Tuesday the 24th" in await bench("create_todo", title="tea", due="tomorrow")


async def test_a_repeated_tool_call_writes_once_and_answers_the_same(bench: Bench) -> None:
    first = await bench.again("create_todo", "same", title="tea")
    assert await bench.again("create_todo", "same", title="tea") == first
    assert bench.records.titles == ["tea"]


async def test_a_day_not_understood_or_past_is_asked_for_again(bench: Bench) -> None:
    assert "did not understand the date “someday”" in await bench.refusal(
        "create_todo", title="x", due="someday"
    )
    assert "in the past" in await bench.refusal("create_todo", title="x", due="2026-11-20")
    assert bench.records.todos == []


async def test_todos_are_told_with_their_days(bench: Bench) -> None:
    assert await bench("get_todos") == "You have no open todos."
    await bench("create_todo", title="tea", due="today")
    await bench("create_todo", title="cake", due="Friday")
    await bench("create_todo", title="call Bob")
    told = await bench("get_todos")
    assert (
        told == "You have 3 open todos: tea, due today, Sunday the 22nd; cake, due Friday the 27th; call Bob."
    )
    assert (
        await bench("get_todos", due="friday")
        == "You have one open todo for friday: cake, due Friday the 27th."
    )


async def test_a_long_list_is_cut_short(bench: Bench) -> None:
    for n in range(9):
        await bench("create_todo", title=f"thing {n}")
    assert (await bench("get_todos")).endswith("thing 4; 4 more.")


async def test_a_finished_todo_is_no_longer_open(bench: Bench) -> None:
    await bench("create_todo", title="budget report")
    assert await bench("complete_todo", title="the budget") == "I marked “budget report” as done."
    assert await bench("get_todos") == "You have no open todos."
    assert await bench("get_todos", which="done") == "You have one finished todo: budget report."
    assert "no open todo called" in await bench.refusal("complete_todo", title="budget")


async def test_two_todos_alike_are_both_offered_and_none_is_marked(bench: Bench) -> None:
    await bench("create_todo", title="budget report")
    await bench("create_todo", title="sales report")
    asked = await bench.refusal("complete_todo", title="report")
    assert asked == "Which one do you mean: “budget report” or “sales report”?"
    assert all(todo.done_at is None for todo in bench.records.todos)


async def test_departments_are_told_with_who_is_free(bench: Bench) -> None:
    assert await bench("get_available_departments") == (
        "I can put you through to Support, Sales or General enquiries. Somebody is free in Support. "
        "Nobody is free in Sales right now."
    )


async def test_a_transfers_reason_is_one_short_line(bench: Bench) -> None:
    await bench("transfer_to_agent", department="general", reason="a\nbill " * 40)
    asked = bench.transfers.asked
    assert asked is not None
    assert (asked.queue, len(asked.reason) <= 120, "\n" in asked.reason) == ("2002", True, False)


async def test_arguments_beyond_their_limits_are_the_models_mistake(bench: Bench) -> None:
    assert "Error executing tool" in await bench.refusal("create_todo", title="x" * 500)
    assert "Error executing tool" in await bench.refusal("get_todos", which="everything")
    assert bench.records.todos == []


async def test_the_tool_server_leaves_logging_alone(bench: Bench) -> None:
    before = list(logging.root.handlers)
    toolbox = Toolbox(catalogue(), Background(), 8)
    await toolbox.open()
    await toolbox.close()
    assert logging.root.handlers == before


async def test_a_bug_in_a_tool_is_told_to_operators_with_its_name_and_never_to_the_model(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(self: FakeWork) -> None:
        raise KeyError("a bug")

    monkeypatch.setattr(FakeWork, "departments", broken)
    with structlog.testing.capture_logs() as lines:
        assert await bench.refusal("get_available_departments") == "I am sorry, that did not work."
    assert [(line["event"], line["tool"]) for line in lines] == [
        ("a tool failed", "get_available_departments")
    ]
