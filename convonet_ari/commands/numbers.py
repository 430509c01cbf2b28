"""`convonet user number` and `convonet user remove`: whose a number is, and whose no more."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from convonet_ari.commands.books import Books, ConfigFile, Demo, Did, as_number, choose, with_books
from convonet_ari.commands.users import find_user
from convonet_ari.errors import ConfigError

ONE_S_OWN = """
UPDATE users u SET number = coalesce(nullif($2, ''), number),
  number_verified = $3 AND ($2 <> '' OR number IS NOT NULL)
WHERE id = $1 AND NOT EXISTS (
  SELECT FROM users o WHERE o.id <> u.id AND o.number_digits = nullif(convonet.digits($2), ''))
RETURNING number
"""
GONE = """
UPDATE users SET active = false, number = NULL, number_verified = false, pin_hash = NULL, pin_index = NULL
WHERE id = $1
"""


def number(
    user: Annotated[str, typer.Argument(help="Name, number or id.")],
    to: Annotated[str, typer.Argument(help="The number they call from; default: the one they have.")] = "",
    verified: Annotated[
        bool, typer.Option(help="You know it is theirs: reminders and call-backs may call it.")
    ] = False,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Set a user's number, and whether it was verified: only such a number is ever called."""
    fresh = as_number(to) if to else ""
    known = asyncio.run(
        with_books(choose(config_file, did, demo), lambda books: _number(books, user, fresh, verified))
    )
    typer.echo(f"{known} is {'verified' if verified else 'not verified'}.")


def remove(
    user: Annotated[str, typer.Argument(help="Name, number or id.")],
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Retire a user: PIN and number are theirs no more; what they did is kept."""
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _remove(books, user)))
    typer.echo(f"{user} was removed.")


async def _number(books: Books, name: str, fresh: str, verified: bool) -> str:
    org_id = await books.organisation()
    user_id = await find_user(books, org_id, name)
    async with books.store.tenant(org_id) as tx:
        row = await tx.fetchrow(ONE_S_OWN, user_id, fresh, verified)
    if row is None:
        raise ConfigError(f"somebody has the number {fresh} already")
    if row["number"] is None:
        raise ConfigError(f"{name} has no number: name one")
    known: str = row["number"]
    return known


async def _remove(books: Books, name: str) -> None:
    org_id = await books.organisation()
    user_id = await find_user(books, org_id, name)
    async with books.store.tenant(org_id) as tx:
        await tx.execute(GONE, user_id)
