"""What is kept of a PIN: a keyed index to find it by and a slow hash to prove it, useless without the key."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from uuid import UUID

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from convonet_ari.call.pin import is_weak
from convonet_ari.errors import ConfigError

T = TypeVar("T")

MIN_KEY_BYTES = 16


class PinHasher:
    """Hashing runs on threads of its own; digits never reach PostgreSQL, a log or an exception."""

    def __init__(self, key: str) -> None:
        if len(key.encode()) < MIN_KEY_BYTES:
            raise ConfigError(f"pin.key: CONVONET_PIN_KEY must have {MIN_KEY_BYTES} characters or more")
        self._key = key.encode()
        self._argon2 = PasswordHasher(time_cost=2, memory_cost=8 * 1024, parallelism=1)
        self._nobody = self._argon2.hash(secrets.token_bytes(32))
        self._threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="pin")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    def index(self, org_id: UUID, digits: str) -> bytes:
        """The blind index: equal for equal PINs of one organisation, meaningless without the key."""
        return self._keyed(b"index", org_id.bytes, digits)

    async def hash(self, user_id: UUID, digits: str) -> str:
        return await self._run(lambda: self._argon2.hash(self._keyed(b"hash", user_id.bytes, digits)))

    async def verify(self, user_id: UUID | None, pin_hash: str | None, digits: str) -> bool:
        """Whether these are the user's digits; nobody's take as long."""
        proof = self._keyed(b"hash", user_id.bytes if user_id else bytes(16), digits)
        return await self._run(lambda: self._matches(pin_hash or self._nobody, proof))

    def _matches(self, pin_hash: str, proof: bytes) -> bool:
        try:
            return self._argon2.verify(pin_hash, proof)
        except (VerificationError, InvalidHashError):
            return False

    def _keyed(self, purpose: bytes, owner: bytes, digits: str) -> bytes:
        return hmac.digest(self._key, purpose + owner + digits.encode(), hashlib.sha256)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)


def random_pin(length: int) -> str:
    """Digits nobody would try first."""
    while is_weak(digits := f"{secrets.randbelow(10**length):0{length}}"):
        pass
    return digits
