"""The road from Asterisk to our workers, as Asterisk has it loaded: whom it opens each call's socket to."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import aiohttp

from convonet_ari.dialplan.render import PLACEHOLDER, DialplanOptions
from convonet_ari.doctor.finding import Finding, fail, ok, warn
from convonet_ari.errors import AriError, ProtocolError
from convonet_ari.stasis.ari.generated import Api

ROAD = "Asterisk's way to the workers"
CLIENT, OUTBOUND = "websocket_client.conf", "ari_additional_custom.conf"
INSTALL_CLIENT = "Run `convonet dialplan install`; by hand: `module reload res_websocket_client.so`."
INSTALL_OUTBOUND = "Run `convonet dialplan install`; by hand: `module reload res_ari.so`."


async def look(api: Api, wanted: DialplanOptions) -> list[Finding]:
    try:
        client = await _fields(api, "res_websocket_client", "websocket_client", wanted.application)
        outbound = await _fields(api, "res_ari", "outbound_websocket", f"{wanted.application}-calls")
    except (AriError, ProtocolError, aiohttp.ClientError) as error:
        mend = f"Compare {CLIENT} and {OUTBOUND} with `convonet dialplan render`."
        return [warn(ROAD, f"Asterisk does not tell ({type(error).__name__})", mend)]
    found = judge_client(client, wanted) + judge_outbound(outbound, wanted)
    return found or [ok(ROAD, f"each call's socket is opened to {wanted.worker_uri}")]


async def _fields(api: Api, module: str, kind: str, name: str) -> dict[str, str] | None:
    """An object of Asterisk's configuration as it is loaded; None when there is none of that name."""
    try:
        found = await api.asterisk.get_object(module, kind, name)
    except AriError as error:
        if error.status == 404:
            return None
        raise
    return {field.attribute: field.value for field in found}


def judge_client(fields: Mapping[str, str] | None, wanted: DialplanOptions) -> list[Finding]:
    if fields is None:
        return [fail(ROAD, f"{CLIENT} has no [{wanted.application}]", INSTALL_CLIENT)]
    found = [*_address(fields.get("uri", ""), wanted.worker_uri)]
    if PLACEHOLDER in fields.get("password", ""):
        found.append(fail(ROAD, f"{CLIENT} still holds {PLACEHOLDER}…", INSTALL_CLIENT))
    elif (fields.get("username"), fields.get("password")) != (wanted.worker_user, wanted.worker_password):
        what = "the workers would refuse Asterisk: user or password differ from listen.ari_user and ours"
        found.append(fail(ROAD, what, INSTALL_CLIENT))
    if fields.get("connection_type") != "per_call_config":
        found.append(fail(ROAD, "not every call gets a socket of its own", INSTALL_CLIENT))
    return found


def _address(uri: str, ours: str) -> list[Finding]:
    """Between different hosts there may be a load balancer, which nobody here knows of."""
    asked, listening = (urlsplit(text.replace("//localhost", "//127.0.0.1")) for text in (uri, ours))
    if asked == listening:
        return []
    what = f"calls are offered at {uri or 'no address'}, the workers listen at {ours}"
    if asked.hostname == listening.hostname:
        mend = f"Set uri in {CLIENT}, or listen.port; then `module reload res_websocket_client.so`."
        return [fail(ROAD, what, mend)]
    return [warn(ROAD, what, "Right only if the first leads to the second, as a load balancer would.")]


def judge_outbound(fields: Mapping[str, str] | None, wanted: DialplanOptions) -> list[Finding]:
    section = f"[{wanted.application}-calls]"
    if fields is None:
        return [fail(ROAD, f"{OUTBOUND} has no {section}", INSTALL_OUTBOUND)]
    absent = set(wanted.applications) - set(fields.get("apps", "").replace(" ", "").split(","))
    wrong = {
        f"Asterisk does not know the applications {', '.join(sorted(absent))}": bool(absent),
        f"{section} names another websocket_client": fields.get("websocket_client_id") != wanted.application,
        f"{section} acts as another ARI user": fields.get("local_ari_user") != wanted.ari_user,
    }
    return [fail(ROAD, what, INSTALL_OUTBOUND) for what, is_so in wrong.items() if is_so]
