"""The tools over streamable HTTP, as an OAuth 2.1 resource server."""

from __future__ import annotations

from urllib.parse import urlsplit

import uvicorn
from mcp.server.auth.provider import TokenVerifier
from mcp.server.auth.settings import AuthSettings
from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette

from convonet_ari.config import Mcp
from convonet_ari.tools.registry import Registry
from convonet_ari.tools.server import Identify, build

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def make_http_app(registry: Registry, settings: Mcp, tokens: TokenVerifier, identify: Identify) -> Starlette:
    """Stateless: a request is answered by its own token's user, and no session can be taken over."""
    server = build(registry, identify, auth=_auth(settings), tokens=tokens)
    place = urlsplit(settings.resource_url)
    hosts = [place.netloc, *(f"{host}:{settings.port}" for host in LOOPBACK)]
    return server.streamable_http_app(
        streamable_http_path=place.path or "/",
        json_response=True,
        stateless_http=True,
        # A page in somebody's browser must not reach a server on that person's machine.
        transport_security=TransportSecuritySettings(
            allowed_hosts=hosts, allowed_origins=[f"{place.scheme}://{place.netloc}"]
        ),
    )


async def serve_http(registry: Registry, settings: Mcp, tokens: TokenVerifier, identify: Identify) -> None:
    """Serve until told to end by a signal."""
    app = make_http_app(registry, settings, tokens, identify)
    config = uvicorn.Config(app, settings.host, settings.port, log_config=None, access_log=False)
    await uvicorn.Server(config).serve()


def _auth(settings: Mcp) -> AuthSettings:
    # Validated as text: an issuer is compared to the letter, and a URL object would gain a slash.
    return AuthSettings.model_validate(
        {
            "issuer_url": settings.issuer,
            "resource_server_url": settings.resource_url,
            "required_scopes": [settings.scope],
            "validate_token_resource": True,
        }
    )
