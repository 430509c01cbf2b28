"""Bearer tokens: only one that is good, made for us and by whom we believe, names a user."""

from __future__ import annotations

import asyncio
import time
from typing import Any
from uuid import UUID

import jwt
import pytest
from pydantic import SecretStr

from convonet_ari.config import Mcp
from convonet_ari.errors import ConfigError
from convonet_ari.tools.tokens import Tokens

pytestmark = pytest.mark.core

KEY = "a key for tests that is long enough, sixty-four characters or so"
SETTINGS = Mcp(issuer="https://login.example", key=SecretStr(KEY))
ORG, USER = UUID(int=1), UUID(int=2)


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    plain = {
        "iss": SETTINGS.issuer,
        "aud": SETTINGS.resource_url,
        "sub": str(USER),
        "org_id": str(ORG),
        "exp": now + 60,
        "scope": "openid convonet",
        "client_id": "desktop",
    }
    return {name: value for name, value in {**plain, **changed}.items() if value is not None}


def signed(key: str = KEY, algorithm: str = "HS256", **changed: Any) -> str:
    return jwt.encode(claims(**changed), key, algorithm=algorithm)


def verdict(token: str, settings: Mcp = SETTINGS) -> Any:
    return asyncio.run(Tokens(settings).verify_token(token))


def test_a_good_token_names_its_user_and_scopes() -> None:
    granted = verdict(signed())
    assert granted is not None
    assert (granted.client_id, granted.scopes, granted.subject) == (
        "desktop",
        ["openid", "convonet"],
        str(USER),
    )
    assert granted.resource == SETTINGS.resource_url


def test_an_audience_among_others_is_good() -> None:
    assert verdict(signed(aud=["https://other.example", SETTINGS.resource_url])) is not None


@pytest.mark.parametrize(
    "token",
    [
        "",
        "rubbish",
        "a.b.c",
        signed(aud="https://other.example/mcp"),
        signed(aud=None),
        signed(iss="https://evil.example"),
        signed(iss=None),
        signed(exp=int(time.time()) - 3600),
        signed(exp=None),
        signed(nbf=int(time.time()) + 3600),
        signed(key="another key that is also long enough, sixty-four characters or so"),
        signed(sub=None),
        signed(sub="ann"),
        signed(org_id=None),
        signed(org_id="'; DROP TABLE users"),
        jwt.encode(claims(), "", algorithm="none"),
    ],
    ids=range(16),
)
def test_any_other_token_is_refused(token: str) -> None:
    assert verdict(token) is None


def test_a_shared_key_never_verifies_where_public_keys_are_configured() -> None:
    """Else whoever knows the public key could sign with it."""
    public = Mcp(issuer=SETTINGS.issuer, jwks_url="http://127.0.0.1:9/none")
    assert verdict(signed(), public) is None


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        (Mcp(key=SecretStr(KEY)), "mcp.issuer"),
        (Mcp(issuer="x"), "jwks_url"),
        (Mcp(issuer="x", key=SecretStr(KEY), jwks_url="http://127.0.0.1:9/"), "either"),
        (Mcp(issuer="x", key=SecretStr("short")), "32 characters"),
    ],
)
def test_a_server_without_a_trustworthy_key_does_not_start(settings: Mcp, what: str) -> None:
    with pytest.raises(ConfigError, match=what):
        Tokens(settings)
