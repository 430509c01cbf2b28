"""Other MCP clients: every tool in process, over stdio and over HTTP, and nobody without a good token."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import aiohttp.web
import jwt
import pytest
import uvicorn
from cryptography.hazmat.primitives.asymmetric import ec
from mcp import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared._httpx_utils import create_mcp_http_client
from mcp.types import CallToolResult, TextContent
from pydantic import SecretStr

from convonet_ari.clock import SystemClock
from convonet_ari.config import Mcp
from convonet_ari.embedded.ports import free_ports
from convonet_ari.store.people import TeamRole
from convonet_ari.tools.catalogue import catalogue
from convonet_ari.tools.clients import Clients, always, by_token
from convonet_ari.tools.http import make_http_app
from convonet_ari.tools.server import build
from convonet_ari.tools.tokens import Bearer, Tokens
from tests.core.test_tools_tokens import KEY, claims
from tests.db.every_tool import arguments
from tests.db.house import House

pytestmark = pytest.mark.db

ISSUER = "https://login.example"
HELLO = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
ACCEPT = {"Accept": "application/json, text/event-stream"}


def said(result: CallToolResult) -> str:
    return "".join(part.text for part in result.content if isinstance(part, TextContent))


async def call_every_tool(client: Client) -> dict[str, str]:
    """What each tool said; none may break."""
    names = {tool.name for tool in (await client.list_tools()).tools}
    assert names == {spec.name for spec in catalogue()}
    answers = {}
    for spec in catalogue():
        answers[spec.name] = said(await client.call_tool(spec.name, arguments(spec)))
    broken = {name: text for name, text in answers.items() if not text or "Error executing tool" in text}
    assert broken == {}
    assert "cannot reach our records" not in str(answers)
    return answers


@asynccontextmanager
async def over_http(house: House, settings: Mcp) -> AsyncIterator[None]:
    clients = Clients(house.store, SystemClock())
    app = make_http_app(catalogue(), settings, Tokens(settings), by_token(clients, settings))
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", settings.port, log_config=None))
    # It listens already, so nobody has to wait for the server.
    running = asyncio.create_task(server.serve([socket.create_server(("127.0.0.1", settings.port))]))
    try:
        yield
    finally:
        server.should_exit = True
        await running


def settings_for(port: int, **more: Any) -> Mcp:
    url = f"http://127.0.0.1:{port}/mcp"
    return Mcp(port=port, resource_url=url, issuer=ISSUER, **({"key": SecretStr(KEY)} | more))


def token_for(house: House, settings: Mcp, key: Any = KEY, algorithm: str = "HS256", **changed: Any) -> str:
    mine = {
        "iss": ISSUER,
        "aud": settings.resource_url,
        "sub": str(house.demo.user_id),
        "org_id": str(house.demo.org_id),
    }
    return jwt.encode(claims(**{**mine, **changed}), key, algorithm=algorithm, headers={"kid": "one"})


@asynccontextmanager
async def connected(settings: Mcp, token: str) -> AsyncIterator[Client]:
    async with (
        create_mcp_http_client(headers={"Authorization": f"Bearer {token}"}) as http,
        Client(streamable_http_client(settings.resource_url, http_client=http)) as client,
    ):
        yield client


async def test_every_tool_answers_in_process(house: House) -> None:
    clients = Clients(house.store, SystemClock())
    who = Bearer(house.demo.org_id, house.demo.user_id)
    async with Client(build(catalogue(), always(clients, who))) as client:
        answers = await call_every_tool(client)
    assert answers["transfer_to_agent"] == "There is no call that could be put through."
    assert "does not allow" in answers["query_db"]


async def test_every_tool_answers_over_http_as_the_tokens_user(house: House) -> None:
    settings = settings_for(free_ports(1)[0])
    async with over_http(house, settings), connected(settings, token_for(house, settings)) as client:
        answers = await call_every_tool(client)
        assert "You are Ann Lee" in answers["get_my_profile"]
        ben = await other_user(house)
        async with connected(settings, token_for(house, settings, sub=str(ben.user_id))) as other:
            assert "You are Ben Ortiz" in said(await other.call_tool("get_my_profile", {}))
        assert "You are Ann Lee" in said(await client.call_tool("get_my_profile", {}))


async def other_user(house: House) -> Bearer:
    async with house.store.tenant(house.demo.org_id) as tx:
        user = await tx.fetchval("SELECT id FROM users WHERE name = 'Ben Ortiz'")
    return Bearer(house.demo.org_id, user)


async def test_every_tool_answers_over_stdio_as_the_user_named(house: House, tmp_path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "convonet_ari", "mcp", "--user", "Ann Lee", "--did", house.demo.did],
        env={"CONVONET_DATABASE_URL": house.server.app_dsn(house.name), "PYTHONPATH": ":".join(sys.path)},
        cwd=tmp_path,
    )
    async with Client(stdio_client(server)) as client:
        answers = await call_every_tool(client)
    assert "You are Ann Lee" in answers["get_my_profile"]


async def test_an_action_that_asks_first_is_done_at_the_second_request(house: House) -> None:
    async with house.store.tenant(house.demo.org_id) as tx:
        await tx.execute("UPDATE memberships SET role = 'owner' WHERE user_id = $1", house.demo.user_id)
    clients = Clients(house.store, SystemClock())
    ann = await clients.context(Bearer(house.demo.org_id, house.demo.user_id))
    assert TeamRole(ann.caller.teams[0].team_id, "Development", "owner") in ann.caller.teams
    who = always(clients, Bearer(house.demo.org_id, house.demo.user_id))
    async with Client(build(catalogue(), who)) as client:
        words = {"person": "Ben", "team": "development"}
        assert said(await client.call_tool("remove_team_member", words)).endswith("?")
        assert "no longer" in said(await client.call_tool("remove_team_member", words))
        assert "no person" in said(await client.call_tool("remove_team_member", words))


async def test_no_request_without_a_good_token(house: House) -> None:
    settings = settings_for(free_ports(1)[0])
    refused = {
        None: (401, "invalid_token"),
        token_for(house, settings, aud="https://other.example/mcp"): (401, "invalid_token"),
        token_for(house, settings, iss="https://evil.example"): (401, "invalid_token"),
        token_for(house, settings, exp=1): (401, "invalid_token"),
        token_for(house, settings, scope="openid"): (403, "insufficient_scope"),
    }
    async with over_http(house, settings), aiohttp.ClientSession() as http:
        for token, (status, error) in refused.items():
            headers = ACCEPT | ({"Authorization": f"Bearer {token}"} if token else {})
            response = await http.post(settings.resource_url, json=HELLO, headers=headers)
            challenge = response.headers["WWW-Authenticate"]
            assert (response.status, f'error="{error}"' in challenge) == (status, True)
        place = challenge.split('resource_metadata="')[1].split('"')[0]
        metadata = await (await http.get(place)).json()
    assert metadata["resource"] == settings.resource_url
    assert metadata["authorization_servers"] == [ISSUER]
    assert metadata["scopes_supported"] == ["convonet"]


async def test_public_keys_are_fetched_from_the_authorisation_server(house: House) -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    key = jwt.algorithms.ECAlgorithm.to_jwk(private.public_key(), as_dict=True)

    async def keys(request: aiohttp.web.Request) -> aiohttp.web.Response:
        return aiohttp.web.json_response({"keys": [{**key, "kid": "one", "alg": "ES256", "use": "sig"}]})

    app = aiohttp.web.Application()
    app.router.add_get("/jwks", keys)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    port, own = free_ports(2)
    await aiohttp.web.TCPSite(runner, "127.0.0.1", port).start()
    settings = settings_for(own, key=SecretStr(""), jwks_url=f"http://127.0.0.1:{port}/jwks")
    try:
        tokens = Tokens(settings)
        assert await tokens.verify_token(token_for(house, settings, private, "ES256")) is not None
        stranger = ec.generate_private_key(ec.SECP256R1())
        assert await tokens.verify_token(token_for(house, settings, stranger, "ES256")) is None
        assert await tokens.verify_token(token_for(house, settings)) is None
    finally:
        await runner.cleanup()


async def test_a_token_of_a_user_who_is_gone_opens_nothing(house: House) -> None:
    settings = settings_for(free_ports(1)[0])
    async with over_http(house, settings), connected(settings, token_for(house, settings)) as client:
        async with house.store.tenant(house.demo.org_id) as tx:
            await tx.execute("UPDATE users SET active = false WHERE id = $1", house.demo.user_id)
        for spec in catalogue():
            result = await client.call_tool(spec.name, arguments(spec))
            assert (result.is_error, "does not allow" in said(result)) == (True, True), spec.name


async def test_a_user_of_another_organisation_is_nobody_here(house: House) -> None:
    """Each half of the token is good, and together they name nobody."""
    settings = settings_for(free_ports(1)[0])
    stranger = token_for(house, settings, org_id="00000000-0000-0000-0000-000000000009")
    async with over_http(house, settings), connected(settings, stranger) as client:
        assert "does not allow" in said(await client.call_tool("get_todos", {}))
