"""Forgets in time: threads after their call; calls, files and agents' days after their organisation's."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from convonet_ari.errors import StoreError
from convonet_ari.store.pool import Store
from convonet_ari.store.retention import (
    deleted_recordings,
    expired_calls,
    forget_activity,
    forget_call,
    forget_memories,
    forget_recording,
    forget_threads,
)

log = structlog.get_logger(__name__)

EVERY_S = 60.0
AT_ONCE = 100


class Retention:
    """A call's files go before its rows, so that nothing is left behind that nobody knows of."""

    def __init__(self, store: Store, recordings: Path, every_s: float = EVERY_S) -> None:
        self._store = store
        self._recordings = recordings
        self._every_s = every_s

    async def run(self) -> None:
        """Until cancelled; a PostgreSQL that is away is asked again later."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                log.warning("what is over cannot be forgotten now", code=error.code)
            await asyncio.sleep(self._every_s)

    async def look(self) -> int:
        """One look; how many calls were forgotten."""
        if threads := await forget_threads(self._store):
            log.debug("threads forgotten", count=threads)
        await self._deleted()
        await forget_memories(self._store)
        if entries := await forget_activity(self._store):
            log.info("agents' days forgotten", entries=entries)
        forgotten = 0
        for call in await expired_calls(self._store, AT_ONCE):
            folder = self._recordings / str(call.org_id) / str(call.call_id)
            if await asyncio.to_thread(_delete, call.files, folder):
                forgotten += await forget_call(self._store, call.call_id)
        if forgotten:
            log.info("calls forgotten", count=forgotten)
        return forgotten

    async def _deleted(self) -> None:
        """The files of recordings that callers deleted, then their rows."""
        for recording in await deleted_recordings(self._store, AT_ONCE):
            if await asyncio.to_thread(_delete, [recording.file]):
                await forget_recording(self._store, recording)


def _delete(files: Sequence[Path], folder: Path | None = None) -> bool:
    """The files that were noted, and those in the call's folder that nobody could note."""
    try:
        for file in [*files, *(folder.glob("*.wav") if folder else ())]:
            file.unlink(missing_ok=True)
        for empty in {*([folder] if folder else ()), *(file.parent for file in files)}:
            with suppress(OSError):
                empty.rmdir()
    except OSError as error:
        log.error("a recording cannot be deleted", path=str(folder or files[0]), error=error.strerror)
        return False
    return True
