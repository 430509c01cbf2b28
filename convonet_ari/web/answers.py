"""What the console's API answers with: JSON, or a refusal that says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from json import JSONDecodeError
from typing import Any

from aiohttp import web

from convonet_ari.errors import ConvonetError

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
LONGEST_BODY = 64 * 1024


class Refused(ConvonetError):
    """An answer that is not what was asked for; `wait_s` is when asking again may help."""

    code = "refused"

    def __init__(self, status: int, code: str, message: str, wait_s: int = 0) -> None:
        super().__init__(message)
        self.status = status
        self.reason = code
        self.message = message
        self.wait_s = wait_s


def answer(body: Mapping[str, Any], status: int = 200) -> web.Response:
    return web.json_response(body, status=status, headers=HEADERS)


def refusal(refused: Refused) -> web.Response:
    wait = {"Retry-After": str(refused.wait_s)} if refused.wait_s else {}
    body = {"error": {"code": refused.reason, "message": refused.message}}
    return web.json_response(body, status=refused.status, headers={**HEADERS, **wait})


async def body_of(request: web.Request) -> Mapping[str, Any]:
    """The JSON object sent; raises Refused."""
    if request.content_type != "application/json":
        raise Refused(415, "not_json", "Send JSON")
    if (request.content_length or 0) > LONGEST_BODY:
        raise Refused(413, "too_long", "That is too much")
    try:
        body = await request.json()
    except (JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise Refused(400, "not_json", "That is no JSON") from None
    if not isinstance(body, dict):
        raise Refused(400, "not_json", "Send a JSON object")
    return body


def text_of(body: Mapping[str, Any], name: str, longest: int, *, default: str | None = None) -> str:
    """A text in the body; raises Refused when it is absent, no text, or too long."""
    value = body.get(name, default)
    if not isinstance(value, str):
        raise Refused(400, "bad_request", f"{name} must be text")
    if len(value) > longest:
        raise Refused(400, "bad_request", f"{name} must have at most {longest} characters")
    return value


def moment(at: datetime | None) -> str | None:
    """ISO 8601 in UTC, to the millisecond."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z") if at else None
