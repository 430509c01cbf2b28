"""What is kept no longer: calls whose organisation's days are over, threads whose call is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from convonet_ari.store.pool import Store


@dataclass(frozen=True, slots=True)
class Expired:
    """A call to be forgotten, and the recordings that were made of it."""

    org_id: UUID
    call_id: UUID
    files: tuple[Path, ...]


async def expired_calls(store: Store, most: int) -> list[Expired]:
    """Of every organisation, longest over first. Raises StoreError."""
    async with store.lookup() as tx:
        rows = await tx.fetch("SELECT org_id, call_id, files FROM expired_calls($1)", most)
    return [Expired(row["org_id"], row["call_id"], tuple(map(Path, row["files"]))) for row in rows]


async def forget_call(store: Store, call_id: UUID) -> bool:
    """Delete a call with its events, words and recordings' rows; False for one whose days are not over."""
    async with store.lookup() as tx:
        return bool(await tx.fetchval("SELECT forget_call($1)", call_id))


@dataclass(frozen=True, slots=True)
class Deleted:
    """A recording that was deleted by voice and can no longer be taken back."""

    call_id: UUID
    segment: int
    file: Path


async def deleted_recordings(store: Store, most: int) -> list[Deleted]:
    """Of every organisation, longest deleted first. Raises StoreError."""
    async with store.lookup() as tx:
        rows = await tx.fetch("SELECT call_id, segment, path FROM deleted_recordings($1)", most)
    return [Deleted(row["call_id"], row["segment"], Path(row["path"])) for row in rows]


async def forget_recording(store: Store, recording: Deleted) -> bool:
    """Delete the recording's row; False for one that was taken back meanwhile."""
    async with store.lookup() as tx:
        found = await tx.fetchval("SELECT forget_recording($1, $2)", recording.call_id, recording.segment)
    return bool(found)


async def forget_memories(store: Store) -> int:
    """Delete from the journal what callers had forgotten a day ago; how many rows it was."""
    async with store.lookup() as tx:
        count: int = await tx.fetchval("SELECT forget_memories()")
        return count


async def forget_activity(store: Store) -> int:
    """Delete what agents did before their organisation's days; how many entries it was."""
    async with store.lookup() as tx:
        count: int = await tx.fetchval("SELECT forget_activity()")
        return count


async def forget_threads(store: Store) -> int:
    """Delete what the agent kept of calls that are over; how many threads it was."""
    async with store.lookup() as tx:
        count: int = await tx.fetchval("SELECT forget_threads()")
        return count
