"""`convonet department`: which people a caller may ask for, and the queues they wait in."""

from __future__ import annotations

import asyncio
import re
from typing import Annotated
from uuid import UUID

import typer

from convonet_ari.commands.books import Books, ConfigFile, Demo, Did, choose, columns, with_books
from convonet_ari.commands.callers import DAYS, parse
from convonet_ari.errors import ConfigError
from convonet_ari.ids import row_id
from convonet_ari.store.department_settings import (
    Changes,
    Span,
    change_department,
    find_department,
    hours_of,
)
from convonet_ari.store.departments import Department, list_departments
from convonet_ari.store.pool import Tx

app = typer.Typer(no_args_is_help=True, help="Whom a caller may ask for.")

ADD = """
INSERT INTO departments (org_id, id, name, queue, spoken) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING true
"""
QUEUE = re.compile(r"[0-9A-Za-z_-]{1,32}", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
ANY, NONE, USUAL = "any", "none", "usual"

Name = Annotated[str, typer.Argument(help="As the assistant knows it, such as support.")]
Spoken = Annotated[str, typer.Option(help="As callers hear it; default: the name.")]
Default = Annotated[bool, typer.Option("--default", help="For callers who name no department.")]
Language = Annotated[
    list[str] | None,
    typer.Option(help=f"Such as en or es; may be repeated. Default, and `{ANY}`: every language."),
]
Skill = Annotated[
    list[str] | None,
    typer.Option(help=f"What it helps with, such as billing; may be repeated. `{NONE}`: none."),
]
Hours = Annotated[
    list[str] | None,
    typer.Option(
        help=f"Such as mon-fri=09:00-17:30; may be repeated. Default, and `{USUAL}`: the organisation's."
    ),
]
Fallback = Annotated[
    str | None, typer.Option(help=f"The department that takes over while it is closed. `{NONE}`: nobody.")
]


@app.command("list")
def list_all(config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """The departments of an organisation."""
    found = asyncio.run(with_books(choose(config_file, did, demo), _departments))
    names = {department.id: department.name for department, _ in found}
    lines = columns([_cells(department, hours, names) for department, hours in found])
    for line in lines or ["No department yet."]:
        typer.echo(line)


@app.command()
def add(
    name: Name,
    queue: Annotated[str, typer.Option(help="Its queue in the PBX, such as 2000.")],
    spoken: Spoken = "",
    default: Default = False,
    language: Language = None,
    skill: Skill = None,
    hours: Hours = None,
    fallback: Fallback = None,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Add a department, as the database's owner."""
    name = name.strip()
    if not name:
        raise ConfigError("a department needs a name")
    to = _changes(queue, spoken or name, default, language, skill, hours, fallback)
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _add(books, name, to)))
    typer.echo(f"{name} was added. Its callers wait in queue {queue}.")


@app.command("set")
def change(
    name: Name,
    queue: Annotated[str | None, typer.Option(help="Its queue in the PBX, such as 2000.")] = None,
    spoken: Annotated[str | None, typer.Option(help="As callers hear it.")] = None,
    default: Default = False,
    language: Language = None,
    skill: Skill = None,
    hours: Hours = None,
    fallback: Fallback = None,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Change what is named, as the database's owner; calls under way keep what they were told."""
    to = _changes(queue, spoken, default, language, skill, hours, fallback)
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _change(books, name, to)))
    typer.echo(f"{name} was changed.")


def _changes(
    queue: str | None,
    spoken: str | None,
    default: bool,
    languages: list[str] | None,
    skills: list[str] | None,
    hours: list[str] | None,
    fallback: str | None,
) -> Changes:
    if queue is not None and not QUEUE.fullmatch(queue):
        raise ConfigError(f"{queue!r} is no queue such as 2000")
    if spoken is not None and not spoken.strip():
        raise ConfigError("callers must hear a name")
    return Changes(
        queue=queue,
        spoken=spoken and spoken.strip(),
        default=default,
        languages=_languages(languages),
        skills=None if not skills else [] if skills == [NONE] else [skill.strip() for skill in skills],
        hours=_spans(hours),
        fallback="" if fallback == NONE else fallback,
    )


def _languages(named: list[str] | None) -> list[str] | None:
    if not named or named == [ANY]:
        return [] if named else None
    for language in named:
        if not LANGUAGE.fullmatch(language):
            raise ConfigError(f"{language!r} is no language such as es")
    return named


def _spans(hours: list[str] | None) -> list[Span] | None:
    if not hours or hours == [USUAL]:
        return [] if hours else None
    return [span for written in hours for span in parse(written)]


def _cells(department: Department, hours: list[Span], names: dict[UUID, str]) -> tuple[str, ...]:
    fallback = names.get(department.fallback_id) if department.fallback_id else None
    return (
        str(department.id),
        department.name,
        department.queue,
        department.spoken,
        "default" if department.is_default else "",
        "open" if department.is_open else "closed",
        " ".join(_hours(span) for span in hours),
        f"then {fallback}" if fallback else "",
        " ".join(department.languages),
        ", ".join(department.skills),
    )


def _hours(span: Span) -> str:
    weekday, opens, closes = span
    return f"{DAYS[weekday - 1]}={opens:%H:%M}-{closes:%H:%M}"


async def _departments(books: Books) -> list[tuple[Department, list[Span]]]:
    async with books.store.tenant(await books.organisation()) as tx:
        return [(found, await hours_of(tx, found.id)) for found in await list_departments(tx)]


async def _add(books: Books, name: str, to: Changes) -> None:
    store, org_id, department = books.as_owner(), await books.organisation(), row_id()
    async with store.tenant(org_id) as tx:
        if not await tx.fetchval(ADD, org_id, department, name, to.queue, to.spoken):
            raise ConfigError(f"there is a department {name!r} already")
        await _apply(tx, org_id, department, to)


async def _change(books: Books, name: str, to: Changes) -> None:
    store, org_id = books.as_owner(), await books.organisation()
    async with store.tenant(org_id) as tx:
        department = await find_department(tx, name)
        if department is None:
            raise ConfigError(f"there is no department {name!r}")
        await _apply(tx, org_id, department, to)


async def _apply(tx: Tx, org_id: UUID, department: UUID, to: Changes) -> None:
    if not await change_department(tx, org_id, department, to):
        raise ConfigError(f"no other department {to.fallback!r} could take over")
