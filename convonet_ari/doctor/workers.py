"""Our own processes: workers where Asterisk looks for them, and the desk beside them."""

from __future__ import annotations

import asyncio

import aiohttp

from convonet_ari.config import Listen, Settings
from convonet_ari.doctor.finding import Finding, fail, ok, warn
from convonet_ari.obs import ports

WORKERS, DESK = "Workers", "Desk"
ANYWHERE = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}
REALM = 'Basic realm="convonet"'
ANSWER_S = 2.0


async def look(settings: Settings, http: aiohttp.ClientSession) -> list[Finding]:
    return list(await asyncio.gather(_workers(settings.listen, http), _desk(settings.listen, http)))


async def _workers(listen: Listen, http: aiohttp.ClientSession) -> Finding:
    holder = await asyncio.to_thread(ports.holder, listen.port)
    try:
        async with asyncio.timeout(ANSWER_S):
            return await _asked(listen, http, holder)
    except TimeoutError:
        mend = "A hung worker is replaced by `convonet serve`; end anything else, or set another listen.port."
        return fail(WORKERS, f"what listens on port {listen.port} is silent{by(holder)}", mend)


async def _asked(listen: Listen, http: aiohttp.ClientSession, holder: str) -> Finding:
    address = f"{ANYWHERE.get(listen.host, listen.host)}:{listen.port}"
    url = f"http://{address}/ari"
    try:
        async with http.get(url) as answer:
            stranger = answer.status, answer.headers.get("WWW-Authenticate", "")
        # Not an upgrade, so the right password is answered with 400 and no call begins.
        password = listen.ari_password.get_secret_value()
        headers = {"Authorization": aiohttp.encode_basic_auth(listen.ari_user, password)}
        async with http.get(url, headers=headers) as answer:
            return judge_worker(address, *stranger, answer.status, holder)
    except aiohttp.ClientConnectorError:
        return fail(WORKERS, f"nobody listens on {address}", "Start `convonet serve`.")
    except aiohttp.ClientError:
        return taken(address, holder)


def judge_worker(address: str, stranger: int, realm: str, known: int, holder: str = "") -> Finding:
    """From the answers to somebody without a password, and to somebody with ours."""
    if stranger != 401 or realm != REALM:
        return taken(address, holder)
    if known == 401:
        mend = "Start `convonet serve` with the same CONVONET_LISTEN_PASSWORD as here."
        return fail(WORKERS, f"the workers on {address} know another password", mend)
    if known == 503:
        return fail(
            WORKERS, f"the worker on {address} is ending and takes no calls", "Start `convonet serve` again."
        )
    return ok(WORKERS, f"a worker answers on {address} and asks for its password")


def taken(address: str, holder: str) -> Finding:
    what = f"another program holds {address}{by(holder)}"
    return fail(WORKERS, what, "End it, or set listen.port to a free port.")


def by(holder: str) -> str:
    return f": {holder}" if holder else ""


async def _desk(listen: Listen, http: aiohttp.ClientSession) -> Finding:
    url = f"http://{ANYWHERE.get(listen.http_host, listen.http_host)}:{listen.http_port}/readyz"
    try:
        async with asyncio.timeout(ANSWER_S), http.get(url) as answer:
            checks = (await answer.json(content_type=None)).get("checks", {})
    except aiohttp.ClientConnectorError:
        mend = (
            "Start `convonet serve`; until then nobody sees which agents are free, nor when their calls end."
        )
        return warn(DESK, f"nobody answers at {url}", mend)
    except (aiohttp.ClientError, ValueError, AttributeError, TimeoutError):
        holder = await asyncio.to_thread(ports.holder, listen.http_port)
        what = f"not our desk is at {url}, or it hangs{by(holder)}"
        return warn(DESK, what, "End it, or set listen.http_port to a free port.")
    return judge_desk(url, checks)


def judge_desk(url: str, checks: dict[str, str]) -> Finding:
    wrong = [f"{name}: {result}" for name, result in checks.items() if result != "ok"]
    if wrong:
        return warn(
            DESK,
            f"not ready ({'; '.join(wrong)})",
            "Mend what is named there; the desk tries again by itself.",
        )
    return ok(DESK, f"ready at {url}")
