"""One request to Google: JSON in and out, a deadline, and errors that tell what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp

from convonet_ari.errors import GoogleError, GoogleRevoked

TIMEOUT_S = 15.0
SUCCESS = range(200, 300)


async def request(
    http: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    params: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    body: object = None,
) -> dict[str, Any]:
    """Raises GoogleError; GoogleRevoked when the user's consent is gone."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    try:
        async with http.request(
            method, url, headers=headers, params=params, data=form, json=body, timeout=timeout
        ) as answer:
            found = await _json(answer)
            if answer.status in SUCCESS:
                return found
            raise _error(answer.status, found, answer.headers.get("Retry-After", ""))
    except (aiohttp.ClientError, TimeoutError) as error:
        raise GoogleError(0, type(error).__name__) from error


async def _json(answer: aiohttp.ClientResponse) -> dict[str, Any]:
    try:
        found = await answer.json(content_type=None)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _error(status: int, found: Mapping[str, Any], retry_after: str) -> GoogleError:
    wait_s = float(retry_after) if retry_after.isdigit() else 0.0
    problem = found.get("error")
    reason = _reason(problem)
    # RFC 6749, 5.2: the refresh token was revoked, has expired, or was another client's.
    if reason == "invalid_grant":
        return GoogleRevoked(status, reason)
    return GoogleError(status, reason, wait_s)


def _reason(problem: object) -> str:
    """A code of Google's, never its prose, which quotes what was sent."""
    match problem:
        case str():
            return problem
        case {"errors": [{"reason": str() as reason}, *_]} | {"status": str() as reason}:
            return reason
    return ""
