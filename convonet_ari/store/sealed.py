"""Secrets that must be read again, kept encrypted: the database alone does not give them away."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken

from convonet_ari.errors import StoreError


class Seal:
    """AES-128-CBC with HMAC-SHA256 (Fernet), under a key made from the configured one."""

    def __init__(self, key: str) -> None:
        digest = hashlib.sha256(b"convonet sealed\0" + key.encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(digest))

    def seal(self, text: str) -> bytes:
        return self._fernet.encrypt(text.encode())

    def open(self, sealed: bytes) -> str:
        """Raises StoreError when it was sealed with another key."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken as error:
            raise StoreError("sealed with another key") from error
