"""`convonet user`: who may call, and their PINs, which are shown once."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import typer

from convonet_ari.call.languages import NAMES, ours
from convonet_ari.commands.books import Books, ConfigFile, Demo, Did, as_number, choose, columns, with_books
from convonet_ari.errors import ConfigError
from convonet_ari.google.oauth import new_verifier
from convonet_ari.ids import row_id
from convonet_ari.store.google import GoogleAccounts
from convonet_ari.store.people import People
from convonet_ari.store.pool import Record
from convonet_ari.store.sealed import Seal

app = typer.Typer(no_args_is_help=True, help="Who may call.")

LIST = """
SELECT id, name, number, number_verified, org_role, pin_hash IS NOT NULL AS has_pin, active FROM users
WHERE org_id = tenant() ORDER BY name, id
"""
ADD = """
INSERT INTO users (org_id, id, name, number, org_role) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING RETURNING true
"""
FIND = """
SELECT id FROM users WHERE org_id = tenant() AND active AND (lower(name) = lower($1) OR id::text = $1
  OR number_digits = nullif(convonet.digits($1), '')) LIMIT 2
"""
RECEIPTS = """
INSERT INTO preferences (org_id, user_id, receipts, email) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id) DO UPDATE SET receipts = excluded.receipts,
  email = coalesce(excluded.email, preferences.email)
"""
LANGUAGE = "UPDATE users SET language = $2 WHERE id = $1"
DEFAULT = "default"
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ROLES = ("owner", "admin", "member", "viewer")


@dataclass(frozen=True, slots=True)
class NewUser:
    name: str
    number: str
    role: str


@dataclass(frozen=True, slots=True)
class Receipts:
    kind: str
    email: str | None


@app.command("list")
def list_users(config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """The users of an organisation."""
    rows = asyncio.run(with_books(choose(config_file, did, demo), _users))
    for line in columns([_cells(row) for row in rows]) or ["No user yet."]:
        typer.echo(line)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="As the assistant and agents are told it.")],
    number: Annotated[str, typer.Option(help="The number they call from, such as +15551234567.")] = "",
    role: Annotated[str, typer.Option(help=f"In the organisation: {', '.join(ROLES)}.")] = "member",
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Add a user, with a PIN that is shown this once."""
    if role not in ROLES:
        raise ConfigError(f"role {role!r} is not one of {', '.join(ROLES)}")
    user = NewUser(name, as_number(number) if number else "", role)
    pin = asyncio.run(with_books(choose(config_file, did, demo), lambda books: _add(books, user)))
    typer.echo(f"{name} was added. PIN: {pin}")


@app.command()
def pin(
    user: Annotated[str, typer.Argument(help="Name, number or id.")],
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Assign a fresh PIN, which is shown this once; the old one ends."""
    fresh = asyncio.run(with_books(choose(config_file, did, demo), lambda books: _fresh_pin(books, user)))
    typer.echo(f"PIN: {fresh}")


@app.command()
def google(
    user: Annotated[str, typer.Argument(help="Name, number or id.")],
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """A link with which the user connects their Google calendar; it is good once, for 15 minutes."""
    typer.echo(asyncio.run(with_books(choose(config_file, did, demo), lambda books: _google(books, user))))


@app.command()
def receipts(
    user: Annotated[str, typer.Argument(help="Name, number or id.")],
    email: Annotated[str, typer.Option(help="Where they go.")] = "",
    off: Annotated[bool, typer.Option("--off", help="No receipts any more.")] = False,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Send the user a receipt by e-mail after each call that changed something, or none any more."""
    if off == bool(email):
        raise ConfigError("say either --email ADDRESS or --off")
    if email and not EMAIL.fullmatch(email):
        raise ConfigError(f"{email!r} is no e-mail address")
    way = Receipts("none" if off else "email", email or None)
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _receipts(books, user, way)))
    typer.echo("No receipts any more." if off else f"Receipts go to {email}.")


@app.command()
def language(
    user: Annotated[str, typer.Argument(help="Name, number or id.")],
    tag: Annotated[str, typer.Argument(help="Such as en, es-MX or zh; `default` is the organisation's.")],
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """The language in which the assistant talks with the user, where its engines know it."""
    name = ours(tag)
    if tag != DEFAULT and not name:
        raise ConfigError(f"{tag!r} is no language of the assistant; it has {', '.join(NAMES)}")
    wanted = None if tag == DEFAULT else tag
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _language(books, user, wanted)))
    typer.echo(f"{NAMES[name] if wanted else 'As the organisation'}, from the next call on.")


def _cells(row: Record) -> tuple[str, ...]:
    state = "" if row["active"] else "inactive"
    pin = "PIN set" if row["has_pin"] else "no PIN"
    number = f"{row['number'] or ''}{' (verified)' if row['number_verified'] else ''}"
    return str(row["id"]), row["name"], number, row["org_role"] or "", pin, state


async def _users(books: Books) -> list[Record]:
    async with books.store.tenant(await books.organisation()) as tx:
        return list(await tx.fetch(LIST))


async def _add(books: Books, user: NewUser) -> str:
    org_id, user_id = await books.organisation(), row_id()
    people = People(books.store, books.whose.settings.pin)
    try:
        async with books.store.tenant(org_id) as tx:
            row = (org_id, user_id, user.name, user.number or None, user.role)
            if not await tx.fetchval(ADD, *row):
                raise ConfigError(f"somebody has the number {user.number} already")
        return await people.assign_pin(org_id, user_id)
    finally:
        people.close()


async def _fresh_pin(books: Books, name: str) -> str:
    org_id = await books.organisation()
    people = People(books.store, books.whose.settings.pin)
    try:
        return await people.assign_pin(org_id, await find_user(books, org_id, name))
    finally:
        people.close()


async def _google(books: Books, name: str) -> str:
    settings = books.whose.settings.google
    if not settings.client_id:
        raise ConfigError("google.client_id: absent; it is that of an OAuth client in Google Cloud's console")
    org_id = await books.organisation()
    accounts = GoogleAccounts(books.store, Seal(settings.token_key.get_secret_value()))
    user_id = await find_user(books, org_id, name)
    link = await accounts.begin_consent(org_id, user_id, new_verifier(), datetime.now(UTC))
    return f"{settings.redirect_url.rpartition('/')[0]}/connect/{link}"


async def _receipts(books: Books, name: str, way: Receipts) -> None:
    org_id = await books.organisation()
    user_id = await find_user(books, org_id, name)
    async with books.store.tenant(org_id) as tx:
        await tx.execute(RECEIPTS, org_id, user_id, way.kind, way.email)


async def _language(books: Books, name: str, tag: str | None) -> None:
    org_id = await books.organisation()
    user_id = await find_user(books, org_id, name)
    async with books.store.tenant(org_id) as tx:
        await tx.execute(LANGUAGE, user_id, tag)


async def find_user(books: Books, org_id: UUID, name: str) -> UUID:
    async with books.store.tenant(org_id) as tx:
        found = await tx.fetch(FIND, name)
    if len(found) != 1:
        raise ConfigError(f"{'several users are' if found else 'no user is'} {name!r}; take the id")
    user_id: UUID = found[0]["id"]
    return user_id
