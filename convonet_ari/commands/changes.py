"""`convonet user changes`, `undo` and `link`: what a user changed by voice, and taking it back."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from convonet_ari.clock import zone
from convonet_ari.commands.books import Books, ConfigFile, Demo, Did, choose, columns, with_books
from convonet_ari.commands.users import find_user
from convonet_ari.errors import ConfigError, ToolError
from convonet_ari.store.people import find_caller
from convonet_ari.store.user_passes import new_link, page_of
from convonet_ari.tools.undo import Undoable, take_back, undoable

Name = Annotated[str, typer.Argument(help="Name, number or id.")]


def changes(user: Name, config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """What the user changed in the last day and can be taken back, the latest first."""
    found = asyncio.run(with_books(choose(config_file, did, demo), lambda books: _changes(books, user)))
    for line in columns([_cells(place, one) for place, one in enumerate(found, 1)]) or ["Nothing."]:
        typer.echo(line)


def undo(
    user: Name,
    which: Annotated[int, typer.Argument(min=1, help="Its number in `convonet user changes`.")] = 1,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Take back one change of the user's, the latest unless you name another."""
    whose = choose(config_file, did, demo)
    typer.echo(asyncio.run(with_books(whose, lambda books: _undo(books, user, which))))


def link(user: Name, config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """A link to the page on which the user takes changes back; it opens once, within a day."""
    typer.echo(asyncio.run(with_books(choose(config_file, did, demo), lambda books: _link(books, user))))


def _cells(place: int, one: Undoable) -> tuple[str, ...]:
    return str(place), f"{one.at.astimezone():%Y-%m-%d %H:%M}", one.words


async def _changes(books: Books, name: str) -> list[Undoable]:
    org_id = await books.organisation()
    user_id = await find_user(books, org_id, name)
    async with books.store.tenant(org_id) as tx:
        caller = await find_caller(tx, user_id)
        now = datetime.now(UTC).astimezone(zone(caller.timezone if caller else "UTC"))
        return await undoable(tx, user_id, now)


async def _undo(books: Books, name: str, which: int) -> str:
    found = await _changes(books, name)
    if which > len(found):
        raise ConfigError(f"there is no change number {which} of {name} in the last day")
    org_id = await books.organisation()
    user_id = await find_user(books, org_id, name)
    try:
        async with books.store.tenant(org_id) as tx:
            caller = await find_caller(tx, user_id)
            if caller is None:
                raise ConfigError(f"{name} is not active any more")
            return await take_back(tx, caller, found[which - 1])
    except ToolError as error:
        raise ConfigError(error.spoken) from None


async def _link(books: Books, name: str) -> str:
    settings = books.whose.settings
    own = f"http://{settings.listen.http_host}:{settings.listen.http_port}"
    org_id = await books.organisation()
    user_id = await find_user(books, org_id, name)
    async with books.store.tenant(org_id) as tx:
        secret = await new_link(tx, org_id, user_id, datetime.now(UTC))
    return page_of(settings.console.public_url or own, secret)
