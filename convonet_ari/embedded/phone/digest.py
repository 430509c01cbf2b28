"""Digest authentication (RFC 2617, RFC 7616): a challenge and a password make the answering header."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from convonet_ari.embedded.phone.errors import SipError

_PARAM = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


@dataclass(frozen=True, slots=True)
class Challenge:
    realm: str
    nonce: str
    algorithm: str = "MD5"
    qop: bool = False
    opaque: str | None = None


def parse(value: str) -> Challenge:
    scheme, _, rest = value.strip().partition(" ")
    given = {name.lower(): quoted or plain for name, quoted, plain in _PARAM.findall(rest)}
    if scheme.lower() != "digest" or "realm" not in given or "nonce" not in given:
        raise SipError("not a digest challenge")
    algorithm = given.get("algorithm", "MD5").upper()
    if algorithm not in _HASHES:
        raise SipError("an unknown digest algorithm")
    offered = [item.strip() for item in given.get("qop", "").split(",")]
    if offered != [""] and "auth" not in offered:
        raise SipError("an unknown quality of protection")
    return Challenge(given["realm"], given["nonce"], algorithm, "auth" in offered, given.get("opaque"))


def answer(challenge: Challenge, *, user: str, password: str, method: str, uri: str, cnonce: str) -> str:
    """The value of Authorization or Proxy-Authorization; each nonce is used once, so the count is 1."""
    secret = _hash(challenge, f"{user}:{challenge.realm}:{password}")
    asked = _hash(challenge, f"{method}:{uri}")
    count = f"00000001:{cnonce}:auth:" if challenge.qop else ""
    response = _hash(challenge, f"{secret}:{challenge.nonce}:{count}{asked}")
    parts = [
        f'username="{user}"',
        f'realm="{challenge.realm}"',
        f'nonce="{challenge.nonce}"',
        f'uri="{uri}"',
        f'response="{response}"',
        f"algorithm={challenge.algorithm}",
    ]
    if challenge.qop:
        parts += ["qop=auth", "nc=00000001", f'cnonce="{cnonce}"']
    if challenge.opaque is not None:
        parts.append(f'opaque="{challenge.opaque}"')
    return "Digest " + ", ".join(parts)


def _hash(challenge: Challenge, text: str) -> str:
    return _HASHES[challenge.algorithm](text.encode()).hexdigest()
