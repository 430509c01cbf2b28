"""The length of the RSA key in a certificate, read from its bytes: Python's ssl does not tell it."""

from __future__ import annotations

import base64
import binascii
import re

# rsaEncryption, 1.2.840.113549.1.1.1, with its NULL parameter, as RFC 3279 writes it; a BIT STRING follows.
RSA = bytes.fromhex("06092a864886f70d010101") + b"\x05\x00"
PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.+?)-----END CERTIFICATE-----", re.DOTALL)
BIT_STRING, SEQUENCE, INTEGER = 0x03, 0x30, 0x02


def rsa_bits(pem: str) -> int | None:
    """Of the first certificate; None for another kind of key, or none that can be read."""
    found = PEM.search(pem)
    try:
        der = base64.b64decode("".join(found[1].split()), validate=True) if found else b""
        at = der.index(RSA) + len(RSA)
        at, _ = _header(der, at, BIT_STRING)
        at, _ = _header(der, at + 1, SEQUENCE)
        at, length = _header(der, at, INTEGER)
    except (ValueError, IndexError, binascii.Error):
        return None
    modulus = der[at : at + length]
    return int.from_bytes(modulus, "big").bit_length() if len(modulus) == length else None


def _header(der: bytes, at: int, kind: int) -> tuple[int, int]:
    """Where the content begins, and its length."""
    if der[at] != kind:
        raise ValueError("another kind of key")
    length, at = der[at + 1], at + 2
    if length < 0x80:
        return at, length
    size = length & 0x7F
    return at + size, int.from_bytes(der[at : at + size], "big")
