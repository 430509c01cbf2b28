"""Where the desk's pages are served: in the clear, and over TLS beside it."""

from __future__ import annotations

import ssl
from pathlib import Path

from aiohttp import web


class Site:
    """One application on several addresses."""

    def __init__(self, app: web.Application) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)

    async def plain(self, host: str, port: int) -> None:
        """Raises OSError."""
        await self._begin(host, port)

    async def over_tls(self, host: str, port: int, certificate: Path) -> None:
        """The file holds key and certificate. Raises OSError, of which a file that is neither is one too."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        await self._begin(host, port, context)

    async def _begin(self, host: str, port: int, context: ssl.SSLContext | None = None) -> None:
        if self._runner.server is None:
            await self._runner.setup()
        site = web.TCPSite(self._runner, host, port, ssl_context=context)
        try:
            await site.start()
        except OSError:
            await site.stop()
            raise

    async def close(self) -> None:
        await self._runner.cleanup()
