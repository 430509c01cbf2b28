"""`convonet mcp`: the assistant's tools for other MCP clients, over stdio or streamable HTTP."""

from __future__ import annotations

import asyncio
from typing import Annotated

import typer

from convonet_ari.commands.books import ConfigFile, Demo, Did, choose
from convonet_ari.errors import ConfigError
from convonet_ari.obs import log as logs


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve streamable HTTP to users with tokens, instead of stdio.")
    ] = False,
    user: Annotated[str, typer.Option(help="Whose tools over stdio: name, number or id.")] = "",
    config_file: ConfigFile = None,
    did: Did = "",
    demo: Demo = False,
) -> None:
    """Give other MCP clients the assistant's tools, each as one user with that user's rights."""
    whose = choose(config_file, did, demo)
    logs.configure(whose.settings.logging)
    if http == bool(user):
        raise ConfigError("say either --http, or --user for stdio")
    # No other command needs these, and they take longer to import than all the rest.
    from convonet_ari.commands.mcp_clients import over_http, over_stdio

    asyncio.run(over_http(whose.settings) if http else over_stdio(whose, user))
