"""`convonet department`: which people a caller may ask for, and the queues they wait in."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Annotated

import typer

from convonet_ari.commands.books import Books, ConfigFile, Demo, Did, choose, columns, with_books
from convonet_ari.errors import ConfigError
from convonet_ari.ids import row_id
from convonet_ari.store.departments import Department, list_departments

app = typer.Typer(no_args_is_help=True, help="Whom a caller may ask for.")

NO_OTHER_DEFAULT = "UPDATE departments SET is_default = false WHERE is_default"
ADD = """
INSERT INTO departments (org_id, id, name, queue, spoken, is_default) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING RETURNING true
"""
QUEUE = re.compile(r"[0-9A-Za-z_-]{1,32}", re.ASCII)


@dataclass(frozen=True, slots=True)
class NewDepartment:
    name: str
    queue: str
    spoken: str
    is_default: bool


@app.command("list")
def list_all(config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """The departments of an organisation."""
    found = asyncio.run(with_books(choose(config_file, did, demo), _departments))
    for line in columns([_cells(department) for department in found]) or ["No department yet."]:
        typer.echo(line)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="As the assistant knows it, such as support.")],
    queue: Annotated[str, typer.Option(help="Its queue in the PBX, such as 2000.")],
    spoken: Annotated[str, typer.Option(help="As callers hear it; default: the name.")] = "",
    default: Annotated[bool, typer.Option("--default", help="For callers who name no department.")] = False,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Add a department, as the database's owner."""
    if not name.strip():
        raise ConfigError("a department needs a name")
    if not QUEUE.fullmatch(queue):
        raise ConfigError(f"{queue!r} is no queue such as 2000")
    new = NewDepartment(name.strip(), queue, spoken.strip() or name.strip(), default)
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _add(books, new)))
    typer.echo(f"{new.name} was added. Its callers wait in queue {queue}.")


def _cells(department: Department) -> tuple[str, ...]:
    default = "default" if department.is_default else ""
    return str(department.id), department.name, department.queue, department.spoken, default


async def _departments(books: Books) -> list[Department]:
    async with books.store.tenant(await books.organisation()) as tx:
        return await list_departments(tx)


async def _add(books: Books, new: NewDepartment) -> None:
    store, org_id = books.as_owner(), await books.organisation()
    async with store.tenant(org_id) as tx:
        if new.is_default:
            await tx.execute(NO_OTHER_DEFAULT)
        row = (org_id, row_id(), new.name, new.queue, new.spoken, new.is_default)
        if not await tx.fetchval(ADD, *row):
            raise ConfigError(f"there is a department {new.name!r} already")
