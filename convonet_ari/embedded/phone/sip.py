"""SIP messages (RFC 3261) as values: bytes in, `Request` or `Response` out, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from convonet_ari.embedded.phone.errors import SipError

_COMPACT = {
    "b": "referred-by",
    "c": "content-type",
    "e": "content-encoding",
    "f": "from",
    "i": "call-id",
    "k": "supported",
    "l": "content-length",
    "m": "contact",
    "o": "event",
    "r": "refer-to",
    "s": "subject",
    "t": "to",
    "v": "via",
}
_MANDATORY = ("via", "from", "to", "call-id", "cseq")
_TOKEN = re.compile(r"[A-Za-z0-9.!%*_+`'~-]+")
_NAME_ADDR = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^<"]*?))\s*<([^<>]+)>(.*)', re.DOTALL)
_URI = re.compile(r"sips?:(?:([^@\s]*)@)?([^\s:;?@>]+)(?::(\d{1,5}))?", re.IGNORECASE)
_LIST_ITEM = re.compile(r'(?:"(?:[^"\\]|\\.)*"|<[^<>]*>|[^,"<])+')


class Headers(Mapping[str, str]):
    """Headers in their order; names are compared without case, and a compact form equals the long one."""

    __slots__ = ("pairs",)

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple(pairs)

    def __getitem__(self, name: str) -> str:
        for key, value in self.pairs:
            if _key(key) == _key(name):
                return value
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(_key(key) for key, _ in self.pairs))

    def __len__(self) -> int:
        return len({_key(key) for key, _ in self.pairs})

    def __repr__(self) -> str:
        return f"Headers({[key for key, _ in self.pairs]})"

    def all(self, name: str) -> list[str]:
        """Each value of a header that may come several times or as a comma list (Via, Route, Contact)."""
        values = (value for key, value in self.pairs if _key(key) == _key(name))
        return [item.strip() for value in values for item in _LIST_ITEM.findall(value) if item.strip()]


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    uri: str
    headers: Headers
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    reason: str
    headers: Headers
    body: bytes = field(default=b"", repr=False)


Message = Request | Response


class NameAddr(NamedTuple):
    name: str
    uri: str
    params: dict[str, str]


class Uri(NamedTuple):
    user: str
    host: str
    port: int | None


def parse(data: bytes) -> Message:
    """One datagram; anything that is no complete SIP message raises `SipError`."""
    head, end, rest = data.partition(b"\r\n\r\n")
    if not end:
        raise SipError("the headers have no end")
    try:
        lines = re.sub(r"\r\n[ \t]+", " ", head.decode()).split("\r\n")
    except UnicodeDecodeError as error:
        raise SipError("the headers are not UTF-8") from error
    headers = Headers(_header(line) for line in lines[1:])
    message = _start(lines[0], headers, _body(headers, rest))
    _check(message)
    return message


def build(message: Message) -> bytes:
    """The datagram for `message`; Content-Length is ours to write."""
    start = (
        f"{message.method} {message.uri} SIP/2.0"
        if isinstance(message, Request)
        else f"SIP/2.0 {message.status} {message.reason}"
    )
    pairs = [(key, value) for key, value in message.headers.pairs if _key(key) != "content-length"]
    lines = [start, *(f"{key}: {value}" for key, value in pairs), f"Content-Length: {len(message.body)}"]
    if any("\r" in line or "\n" in line for line in lines):
        raise SipError("a line break inside a header")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + message.body


def cseq(message: Message) -> tuple[int, str]:
    number, _, method = message.headers["cseq"].partition(" ")
    if not re.fullmatch(r"\d{1,10}", number, re.ASCII) or int(number) >= 2**31:
        raise SipError("CSeq has no number")
    return int(number), method.strip()


def branch(message: Message) -> str:
    """The branch of the topmost Via, which names the transaction."""
    vias = message.headers.all("via")
    found = re.search(r";\s*branch\s*=\s*([^;,\s]+)", vias[0], re.IGNORECASE) if vias else None
    if not found:
        raise SipError("Via has no branch")
    return found[1]


def name_addr(value: str) -> NameAddr:
    """`"Sam" <sip:1001@host>;tag=x` taken apart."""
    match = _NAME_ADDR.fullmatch(value)
    if match:
        quoted, plain, uri, tail = match.groups()
        name = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain.strip()
    else:
        (uri, _, tail), name = value.strip().partition(";"), ""
    return NameAddr(name, uri.strip(), _params(tail))


def uri_parts(uri: str) -> Uri:
    match = _URI.match(uri)
    if not match or (match[3] and int(match[3]) > 65535):
        raise SipError("not a SIP URI")
    return Uri(match[1] or "", match[2], int(match[3]) if match[3] else None)


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _key(name: str) -> str:
    lower = name.lower()
    return _COMPACT.get(lower, lower)


def _header(line: str) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not _TOKEN.fullmatch(name.strip()):
        raise SipError("a header has no name")
    return name.strip(), value.strip()


def _body(headers: Headers, rest: bytes) -> bytes:
    length = headers.get("content-length", str(len(rest)))
    if not re.fullmatch(r"\d{1,6}", length, re.ASCII) or int(length) > len(rest):
        raise SipError("Content-Length does not match the body")
    return rest[: int(length)]


def _start(line: str, headers: Headers, body: bytes) -> Message:
    status = re.fullmatch(r"SIP/2\.0 ([1-6][0-9]{2})(?: (.*))?", line)
    if status:
        return Response(int(status[1]), status[2] or "", headers, body)
    request = re.fullmatch(r"(\S+) (\S+) SIP/2\.0", line)
    if request and _TOKEN.fullmatch(request[1]):
        return Request(request[1], request[2], headers, body)
    raise SipError("neither a request nor a status line")


def _check(message: Message) -> None:
    for name in _MANDATORY:
        if name not in message.headers:
            raise SipError(f"{name} is missing")
    _, method = cseq(message)
    if isinstance(message, Request) and method != message.method:
        raise SipError("CSeq names another method")
    branch(message)


def _params(tail: str) -> dict[str, str]:
    parts = (part.partition("=") for part in tail.split(";") if part.strip())
    return {key.strip().lower(): value.strip() for key, _, value in parts}
