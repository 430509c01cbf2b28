"""`convonet agent`: who answers callers, on which extension, for which departments, and who may sign in."""

from __future__ import annotations

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from typing import Annotated
from uuid import UUID

import typer

from convonet_ari.commands.books import Books, ConfigFile, Demo, Did, choose, columns, with_books
from convonet_ari.errors import ConfigError
from convonet_ari.store.agents import (
    AgentLine,
    NewAgent,
    add_agent,
    find_agents,
    list_agents,
    remove_agent,
    serve_department,
    set_password,
)
from convonet_ari.store.passwords import LONGEST, SHORTEST, Passwords
from convonet_ari.store.sealed import Seal

app = typer.Typer(no_args_is_help=True, help="Who answers callers.")

LOGIN = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}", re.ASCII)
EXTENSION = re.compile(r"[0-9]{2,10}", re.ASCII)
ROLES = ("agent", "supervisor")
WORD_BYTES = 12


@dataclass(frozen=True, slots=True)
class Wanted:
    login: str
    name: str
    extension: str
    role: str
    departments: tuple[str, ...]
    sip_secret: str = field(repr=False)


@app.command("list")
def list_all(config_file: ConfigFile = None, did: Did = "", demo: Demo = False) -> None:
    """The agents of an organisation."""
    rows = asyncio.run(with_books(choose(config_file, did, demo), _agents))
    for line in columns([_cells(row) for row in rows]) or ["No agent yet."]:
        typer.echo(line)


@app.command()
def add(
    login: Annotated[str, typer.Argument(help="What they sign in with, such as tom.")],
    name: Annotated[str, typer.Option(help="As colleagues and the queue know them.")],
    extension: Annotated[str, typer.Option(help="Their extension in the PBX, such as 1002.")],
    department: Annotated[
        list[str] | None, typer.Option(help="Whom they answer for; may be repeated.")
    ] = None,
    role: Annotated[str, typer.Option(help=f"{' or '.join(ROLES)}.")] = "agent",
    browser: Annotated[
        bool, typer.Option("--browser", help="They answer in the console; asks for the extension's secret.")
    ] = False,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Add an agent, with a password that is shown this once."""
    if not LOGIN.fullmatch(login.lower()):
        raise ConfigError(f"{login!r} is no login such as tom or tom@example.com")
    if not EXTENSION.fullmatch(extension):
        raise ConfigError(f"{extension!r} is no extension such as 1002")
    if role not in ROLES:
        raise ConfigError(f"role {role!r} is not one of {', '.join(ROLES)}")
    if not name.strip():
        raise ConfigError("an agent needs a name")
    secret = typer.prompt(f"SIP secret of extension {extension}", hide_input=True) if browser else ""
    wanted = Wanted(login.lower(), name.strip(), extension, role, tuple(department or ()), secret)
    word = asyncio.run(with_books(choose(config_file, did, demo), lambda books: _add(books, wanted)))
    typer.echo(f"{wanted.name} was added. Login: {wanted.login}  Password: {word}")


@app.command()
def password(
    agent: Annotated[str, typer.Argument(help="Login, extension, name or id.")],
    ask: Annotated[bool, typer.Option("--ask", help="Ask for it instead of making one.")] = False,
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Give an agent a new password, shown this once; their browsers have to sign in anew."""
    word = typer.prompt("New password", hide_input=True, confirmation_prompt=True) if ask else _word()
    if not SHORTEST <= len(word) <= LONGEST:
        raise ConfigError(f"a password has {SHORTEST} characters or more")
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _set_password(books, agent, word)))
    typer.echo("The password is set." if ask else f"Password: {word}")


@app.command()
def remove(
    agent: Annotated[str, typer.Argument(help="Login, extension, name or id.")],
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Remove an agent; what they did is kept, and login and extension are free again."""
    asyncio.run(with_books(choose(config_file, did, demo), lambda books: _remove(books, agent)))
    typer.echo(f"{agent} was removed.")


def _word() -> str:
    return secrets.token_urlsafe(WORD_BYTES)


def _cells(agent: AgentLine) -> tuple[str, ...]:
    access = "signs in" if agent.signs_in else "no password"
    phone = "browser" if agent.browser else "desk phone"
    served = ", ".join(agent.departments) or "no department"
    return (
        str(agent.id),
        agent.login or "",
        agent.name,
        agent.extension,
        agent.role,
        phone,
        access,
        served,
        agent.state,
    )


async def _agents(books: Books) -> list[AgentLine]:
    async with books.store.tenant(await books.organisation()) as tx:
        return await list_agents(tx)


async def _add(books: Books, wanted: Wanted) -> str:
    org_id, word = await books.organisation(), _word()
    new = NewAgent(
        wanted.login,
        wanted.name,
        wanted.extension,
        wanted.role,
        await _hash(word),
        _sealed(books, wanted.sip_secret) if wanted.sip_secret else None,
    )
    async with books.store.tenant(org_id) as tx:
        agent_id = await add_agent(tx, org_id, new)
        if agent_id is None:
            raise ConfigError(f"login {wanted.login} or extension {wanted.extension} is somebody's already")
        for department in wanted.departments:
            if not await serve_department(tx, agent_id, department):
                raise ConfigError(f"there is no department {department!r}")
    return word


async def _set_password(books: Books, agent: str, word: str) -> None:
    org_id, hashed = await books.organisation(), await _hash(word)
    agent_id = await _find(books, org_id, agent)
    async with books.store.tenant(org_id) as tx:
        await set_password(tx, agent_id, hashed)


async def _remove(books: Books, agent: str) -> None:
    org_id = await books.organisation()
    agent_id = await _find(books, org_id, agent)
    async with books.store.tenant(org_id) as tx:
        await remove_agent(tx, agent_id)


async def _find(books: Books, org_id: UUID, agent: str) -> UUID:
    async with books.store.tenant(org_id) as tx:
        found = await find_agents(tx, agent)
    if len(found) != 1:
        raise ConfigError(f"{'several agents are' if found else 'no agent is'} {agent!r}; take the id")
    return found[0]


async def _hash(word: str) -> str:
    passwords = Passwords()
    try:
        return await passwords.hash(word)
    finally:
        passwords.close()


def _sealed(books: Books, secret: str) -> bytes:
    key = books.whose.settings.google.token_key.get_secret_value()
    if not key:
        raise ConfigError("not set: CONVONET_TOKEN_KEY, which encrypts agents' SIP secrets")
    return Seal(key).seal(secret)
