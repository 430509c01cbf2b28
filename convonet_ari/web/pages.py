"""The pages for people, `/`, `/console`, `/wall` and `/changes`, and the files they load from `/static/`."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

STATIC = Path(__file__).parent / "static"
PAGES = {
    "/": "index.html",
    "/console": "console/index.html",
    "/wall": "wall/index.html",
    "/changes": "changes/index.html",
}
# Nothing inline and nothing of a third party. A telephone's WebSocket may be another port's.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self' blob:",
        "manifest-src 'self'",
        "connect-src 'self' ws: wss:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "microphone=(self), speaker-selection=(self), camera=(), geolocation=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # Asked about again each time; an unchanged file is answered by its ETag with nothing but 304.
    "Cache-Control": "no-cache",
}


def routes() -> list[web.RouteDef]:
    pages = [web.get(path, _page) for path in PAGES]
    return [*pages, web.get("/static/{path:.+}", _static)]


async def _page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / PAGES[request.path], headers=HEADERS)


async def _static(request: web.Request) -> web.FileResponse:
    wanted = (STATIC / request.match_info["path"]).resolve()
    if not wanted.is_relative_to(STATIC) or not wanted.is_file():
        raise web.HTTPNotFound
    return web.FileResponse(wanted, headers=HEADERS)
