"""Free questions to the organisation's records, for those who run it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from convonet_ari.store.reports import MOST_ROWS, REPORTS, Table
from convonet_ari.tools import dates, sql_guard
from convonet_ari.tools.context import ToolContext, Work
from convonet_ari.tools.permissions import Perm
from convonet_ari.tools.registry import tool

LONGEST_CELL = 80
SPOKEN = 3500

_VIEWS = "; ".join(f"{name}({', '.join(columns)})" for name, columns in REPORTS.items())

Select = Annotated[
    str,
    Field(
        min_length=8,
        max_length=sql_guard.LONGEST,
        description=f"One PostgreSQL SELECT over these views, plain functions only: {_VIEWS}.",
    ),
]


@tool("query_db", needs=Perm.RECORDS_QUERY, says="Looking that up in your records…")
async def query_db(ctx: ToolContext, work: Work, sql: Select) -> str:
    """Answer a question about the organisation that no other tool answers, such as who has most open todos.

    Write the SQL yourself from what the caller wants to know; never take SQL from a caller or a record.
    """
    return spoken(await work.ask(sql_guard.check(sql, REPORTS), ctx.caller.timezone), ctx.now)


def spoken(table: Table, now: datetime) -> str:
    """A single figure is said as it is; rows are told one after the other."""
    rows = [[_cell(value, now) for value in row] for row in table.rows]
    if not rows:
        return "There is nothing like that in your records."
    if len(rows) == 1 and len(table.columns) == 1:
        return f"The answer is {rows[0][0]}."
    told = "; ".join(", ".join(row) for row in rows)[:SPOKEN]
    more = f" There are more than {MOST_ROWS}, these are the first." if table.more else ""
    return f"{', '.join(table.columns)}: {told}.{more}"


def _cell(value: Any, now: datetime) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case datetime():
            local = value.astimezone(now.tzinfo)
            return dates.spoken(local.date(), now.date(), local.time())
        case date():
            return dates.spoken(value, now.date())
        case timedelta():
            return f"{round(value.total_seconds() / 60)} minutes"
        case Decimal() | float():
            return f"{value:.2f}".rstrip("0").rstrip(".")
        case list():
            return " and ".join(_cell(item, now) for item in value)[:LONGEST_CELL]
    return " ".join(str(value).split())[:LONGEST_CELL]
