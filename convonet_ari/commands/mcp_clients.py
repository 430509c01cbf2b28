"""Serves the assistant's tools to other MCP clients: to one user over stdio, or to many over HTTP."""

from __future__ import annotations

from convonet_ari.clock import SystemClock
from convonet_ari.commands.books import Books, Whose, with_books
from convonet_ari.config import Settings
from convonet_ari.errors import ConfigError
from convonet_ari.store.pool import Store
from convonet_ari.tools.catalogue import catalogue
from convonet_ari.tools.clients import always, by_token, opened
from convonet_ari.tools.http import serve_http
from convonet_ari.tools.server import build
from convonet_ari.tools.tokens import Bearer, Tokens

FIND = """
SELECT org_id, id FROM users WHERE active AND (lower(name) = lower($1) OR id::text = $1
  OR number_digits = nullif(convonet.digits($1), '')) LIMIT 2
"""


async def over_stdio(whose: Whose, user: str) -> None:
    who = await with_books(whose, lambda books: _named(books, user))
    async with opened(_store(whose.settings), SystemClock()) as clients:
        await build(catalogue(), always(clients, who)).run_stdio_async()


async def over_http(settings: Settings) -> None:
    tokens = Tokens(settings.mcp)
    async with opened(_store(settings), SystemClock()) as clients:
        await serve_http(catalogue(), settings.mcp, tokens, by_token(clients, settings.mcp))


def _store(settings: Settings) -> Store:
    """As the application's role: the tools are bound by row security whoever runs this."""
    url = settings.database.url.get_secret_value()
    if not url:
        raise ConfigError("not set: CONVONET_DATABASE_URL")
    return Store(url, settings.database)


async def _named(books: Books, user: str) -> Bearer:
    async with books.store.tenant(await books.organisation()) as tx:
        found = await tx.fetch(FIND, user)
    if len(found) != 1:
        raise ConfigError(f"{'several users are' if found else 'no user is'} {user!r}; take the id")
    return Bearer(found[0]["org_id"], found[0]["id"])
