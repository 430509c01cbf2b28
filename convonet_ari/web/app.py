"""`/healthz`: this process answers; `/readyz`: a call would be taken; `/metrics`: figures for Prometheus."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from aiohttp import web

from convonet_ari.errors import ConvonetError
from convonet_ari.obs import metrics

Check = Callable[[], Awaitable[None]]


def make_app(checks: Mapping[str, Check], routes: Sequence[web.RouteDef] = ()) -> web.Application:
    """`checks` raise ConvonetError naming what a call would miss; `routes` are other rooms' own."""

    async def readyz(request: web.Request) -> web.Response:
        found = {name: await _result(check) for name, check in checks.items()}
        ready = all(result == "ok" for result in found.values())
        return web.json_response({"ready": ready, "checks": found}, status=200 if ready else 503)

    app = web.Application()
    app.add_routes([web.get("/healthz", _healthz), web.get("/readyz", readyz), web.get("/metrics", _metrics)])
    app.add_routes(routes)
    return app


async def _healthz(request: web.Request) -> web.Response:
    return web.json_response({"alive": True})


async def _metrics(request: web.Request) -> web.Response:
    return web.Response(body=metrics.render(), headers={"Content-Type": metrics.CONTENT_TYPE})


async def _result(check: Check) -> str:
    try:
        await check()
    except ConvonetError as error:
        return str(error) or error.code
    return "ok"
