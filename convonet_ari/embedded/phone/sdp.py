"""Session descriptions (RFC 4566) of one PCMU stream with telephone events, all this telephone speaks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

from convonet_ari.embedded.phone.errors import SdpError

Direction = Literal["sendrecv", "sendonly", "recvonly", "inactive"]
MIRROR: dict[Direction, Direction] = {
    "sendrecv": "sendrecv",
    "sendonly": "recvonly",
    "recvonly": "sendonly",
    "inactive": "inactive",
}
PCMU = "0"


@dataclass(frozen=True, slots=True)
class Session:
    """Where one side wants its audio; `events` is its RFC 4733 payload type, None when it takes none."""

    host: str
    port: int
    direction: Direction = "sendrecv"
    events: int | None = 101
    ident: int = 1
    version: int = 1


def parse(body: bytes) -> Session:
    try:
        lines = body.decode().replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        raise SdpError("the description is not UTF-8") from error
    common, audio = _sections(lines)
    ident, version = _origin(common)
    return Session(
        host=_host(common, audio),
        port=_port(audio),
        direction=_direction(audio) or _direction(common) or "sendrecv",
        events=_events(audio),
        ident=ident,
        version=version,
    )


def build(session: Session) -> bytes:
    formats = PCMU if session.events is None else f"{PCMU} {session.events}"
    lines = [
        "v=0",
        f"o=- {session.ident} {session.version} IN IP4 {session.host}",
        "s=-",
        f"c=IN IP4 {session.host}",
        "t=0 0",
        f"m=audio {session.port} RTP/AVP {formats}",
        "a=rtpmap:0 PCMU/8000",
    ]
    if session.events is not None:
        lines += [f"a=rtpmap:{session.events} telephone-event/8000", f"a=fmtp:{session.events} 0-15"]
    lines += ["a=ptime:20", f"a={session.direction}"]
    return ("\r\n".join(lines) + "\r\n").encode()


def _sections(lines: list[str]) -> tuple[list[str], list[str]]:
    starts = [index for index, line in enumerate(lines) if line.startswith("m=")]
    for start, end in pairwise([*starts, len(lines)]):
        if lines[start].startswith("m=audio "):
            return lines[: starts[0]], lines[start:end]
    raise SdpError("no audio is described")


def _port(audio: list[str]) -> int:
    match = re.fullmatch(r"m=audio ([0-9]{1,5})(?:/[0-9]+)? RTP/AVPF? ([0-9 ]+)", audio[0].strip())
    if not match or int(match[1]) > 65535:
        raise SdpError("the audio line is malformed")
    if PCMU not in match[2].split():
        raise SdpError("PCMU is not among the codecs")
    return int(match[1])


def _host(common: list[str], audio: list[str]) -> str:
    for line in [*audio, *common]:
        match = re.match(r"c=IN IP4 ([0-9.]{7,15})(?:/|\s|$)", line)
        if match:
            return match[1]
    raise SdpError("no IPv4 address to send to")


def _direction(lines: list[str]) -> Direction | None:
    for name in get_args(Direction):
        if f"a={name}" in lines:
            direction: Direction = name
            return direction
    return None


def _events(audio: list[str]) -> int | None:
    for line in audio:
        match = re.match(r"a=rtpmap:([0-9]{1,3}) telephone-event/8000", line, re.IGNORECASE)
        if match and int(match[1]) < 128:
            return int(match[1])
    return None


def _origin(common: list[str]) -> tuple[int, int]:
    for line in common:
        match = re.match(r"o=\S+ ([0-9]{1,20}) ([0-9]{1,20}) ", line)
        if match:
            return int(match[1]), int(match[2])
    return 1, 1
