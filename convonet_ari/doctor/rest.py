"""Asterisk over HTTP: its REST interface, version, modules and media sockets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import aiohttp

from convonet_ari.config import Settings
from convonet_ari.dialplan.settings import from_settings
from convonet_ari.doctor import road
from convonet_ari.doctor.finding import Finding, fail, ok, warn
from convonet_ari.errors import AriError, ProtocolError
from convonet_ari.stasis.ari.generated import Api, Module
from convonet_ari.stasis.ari.rest import Query, Value

REST, VERSION, MODULES, MEDIA = (
    "Asterisk REST interface",
    "Asterisk version",
    "Asterisk modules",
    "Media sockets",
)
OLDEST = (22, 8)
NEEDED = (
    "res_http_websocket",
    "res_websocket_client",
    "chan_websocket",
    "res_ari",
    "res_ari_applications",
    "res_ari_asterisk",
    "res_ari_bridges",
    "res_ari_channels",
    "res_ari_events",
    "res_stasis",
    "app_stasis",
    "app_queue",
    "app_playback",
    "chan_pjsip",
    "res_pjsip",
    "res_pjsip_session",
    "res_rtp_asterisk",
    "pbx_config",
    "func_dialplan",
    "func_callerid",
    "codec_ulaw",
    "codec_resample",
    "bridge_simple",
    "bridge_softmix",
)
RUNNING = "Running"
SWITCH_ON = "Set enabled=yes in ari.conf; FreePBX: Settings > Advanced Settings > Asterisk REST Interface."


class HttpRest:
    """Carries the typed client's requests over plain HTTP."""

    def __init__(self, http: aiohttp.ClientSession, settings: Settings) -> None:
        asterisk = settings.asterisk
        self._http = http
        self._url = f"{asterisk.http_url.rstrip('/')}/ari"
        password = asterisk.ari_password.get_secret_value()
        self._headers = {"Authorization": aiohttp.encode_basic_auth(asterisk.ari_user, password)}

    async def call(self, method: str, uri: str, query: Query | None = None, body: Any = None) -> str:
        url = f"{self._url}/{uri}"
        asked = {name: _text(value) for name, value in (query or {}).items() if value is not None}
        async with self._http.request(method, url, headers=self._headers, params=asked, json=body) as answer:
            if answer.status >= 400:
                raise AriError(answer.status, answer.reason or "", await answer.text())
            return await answer.text()


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, (str, int, float)) else ",".join(value or ())


async def look(settings: Settings, http: aiohttp.ClientSession) -> list[Finding]:
    asterisk = settings.asterisk
    api = Api(HttpRest(http, settings))
    try:
        version = await _version(api)
    except AriError as error:
        return [refused(error.status, asterisk.ari_user), await media(asterisk.http_url, http)]
    except (aiohttp.ClientError, ProtocolError) as error:
        return [unreachable(asterisk.http_url, error)]
    found = [ok(REST, f"answers at {asterisk.http_url}"), judge_version(version)]
    found += judge_modules(await api.asterisk.list_modules())
    found.append(await media(asterisk.http_url, http))
    return found + await road.look(api, from_settings(settings))


async def version(settings: Settings, http: aiohttp.ClientSession) -> str:
    """Asterisk's own word for it; empty when it does not answer."""
    try:
        return judge_version(await _version(Api(HttpRest(http, settings)))).what
    except (AriError, aiohttp.ClientError, ProtocolError):
        return ""


async def _version(api: Api) -> str:
    system = (await api.asterisk.get_info()).system
    return system.version if system else ""


def refused(status: int, user: str) -> Finding:
    if status in (401, 403):
        mend = f"Give user {user} of ari_additional_custom.conf and CONVONET_ARI_PASSWORD the same password."
        return fail(REST, f"user {user}'s password is refused, or there is no such user", mend)
    if status == 404:
        return fail(REST, "Asterisk's HTTP server answers, but ARI is switched off", SWITCH_ON)
    return fail(REST, f"Asterisk answers with status {status}", "Read Asterisk's log.")


def unreachable(url: str, error: Exception) -> Finding:
    mend = "Start Asterisk with its HTTP server on (http_custom.conf), or correct asterisk.http_url."
    return fail(REST, f"nothing that speaks ARI answers at {url} ({type(error).__name__})", mend)


def judge_version(text: str) -> Finding:
    """Packages write `22.10.1+dfsg…`; a build from a branch has no number to go by."""
    found = re.match(r"(?:certified[/-])?(\d+)\.(\d+)(?:\.\d+)?", text)
    wanted = ".".join(map(str, OLDEST))
    if found is None:
        return warn(
            VERSION, f"{text or 'unknown'} tells no number", f"Make sure that it is {wanted} or newer."
        )
    if (int(found[1]), int(found[2])) < OLDEST:
        mend = f"Install Asterisk {wanted} or newer (FreePBX: `asterisk-switch-version`)."
        return fail(VERSION, f"{found[0]} is too old", mend)
    return ok(VERSION, found[0])


def judge_modules(modules: Sequence[Module]) -> list[Finding]:
    running = {module.name.removesuffix(".so") for module in modules if module.status == RUNNING}
    absent = [name for name in NEEDED if name not in running]
    if absent:
        commands = "; ".join(f"module load {name}.so" for name in absent)
        return [fail(MODULES, f"not running: {', '.join(absent)}", f"In Asterisk's CLI: {commands}")]
    return [ok(MODULES, f"all {len(NEEDED)} needed are running")]


async def media(url: str, http: aiohttp.ClientSession) -> Finding:
    """A socket nobody waits for is refused by chan_websocket in words of its own."""
    try:
        async with http.get(f"{url.rstrip('/')}/media/convonet-doctor") as answer:
            return judge_media(answer.status, await answer.text())
    except aiohttp.ClientError:
        return fail(MEDIA, f"nobody answers at {url}/media", "See Asterisk REST interface.")


def judge_media(status: int, body: str) -> Finding:
    if status == 404 and "WebSocket instance" not in body:
        return fail(
            MEDIA, "Asterisk has no media sockets", "In Asterisk's CLI: module load chan_websocket.so"
        )
    return ok(MEDIA, "chan_websocket answers")
