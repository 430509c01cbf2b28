"""A dialog (RFC 3261, section 12) as state that writes the requests and responses of one call."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field

from convonet_ari.embedded.phone import sip
from convonet_ari.embedded.phone.sip import Headers, Request, Response

Pairs = tuple[tuple[str, str], ...]
Address = tuple[str, int]

METHODS = "INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, NOTIFY, UPDATE, INFO"
SDP_TYPE = "application/sdp"


def token(size: int = 8) -> str:
    return secrets.token_hex(size)


@dataclass(slots=True)
class Dialog:
    """`local` and `remote` are From and To values with their tags, `target` the far end's contact."""

    via: Address
    contact: str
    local: str
    remote: str
    target: str
    call_id: str = field(default_factory=token)
    routes: list[str] = field(default_factory=list)
    cseq: int = field(default_factory=lambda: secrets.randbelow(9999) + 1)

    def request(self, method: str, extra: Pairs = (), body: bytes = b"") -> Request:
        self.cseq += 1
        return self._request(method, self.cseq, extra, body)

    def ack(self, cseq: int) -> Request:
        """The ACK of a 2xx: a transaction of its own with the INVITE's number (section 13.2.2.4)."""
        return self._request("ACK", cseq, (), b"")

    def learn(self, message: sip.Message, *, routes: bool) -> None:
        """Takes the far end's tag and contact; the route set comes once, with the answer (section 12.1)."""
        if isinstance(message, Response):
            self.remote = message.headers["to"]
        for contact in message.headers.all("contact")[:1]:
            self.target = sip.name_addr(contact).uri
        if routes:
            recorded = message.headers.all("record-route")
            self.routes = recorded[::-1] if isinstance(message, Response) else recorded

    def _request(self, method: str, cseq: int, extra: Pairs, body: bytes) -> Request:
        pairs: Pairs = (
            ("Via", f"SIP/2.0/UDP {self.via[0]}:{self.via[1]};rport;branch=z9hG4bK{token()}"),
            ("Max-Forwards", "70"),
            *(("Route", route) for route in self.routes),
            ("From", self.local),
            ("To", self.remote),
            ("Call-ID", self.call_id),
            ("CSeq", f"{cseq} {method}"),
            ("Contact", self.contact),
            ("Allow", METHODS),
            *extra,
        )
        return Request(method, self.target, Headers(pairs + content(body)), body)


def accepted(request: Request, *, via: Address, contact: str) -> Dialog:
    """The dialog an incoming INVITE opens, seen from the called side."""
    dialog = Dialog(
        via=via,
        contact=contact,
        local=f"{untagged(request.headers['to'])};tag={token(4)}",
        remote=request.headers["from"],
        target=sip.name_addr(request.headers["from"]).uri,
        call_id=request.headers["call-id"],
    )
    dialog.learn(request, routes=True)
    return dialog


def ack_of_failure(invite: Request, response: Response) -> Request:
    """Same transaction as the INVITE, with the To of the response (section 17.1.1.3)."""
    return _twin(invite, "ACK", response.headers["to"])


def cancel_of(invite: Request) -> Request:
    return _twin(invite, "CANCEL", invite.headers["to"])


def reply(
    request: Request, status: int, reason: str, *, local: str, extra: Pairs = (), body: bytes = b""
) -> Response:
    """A response whose To is `local`, the tagged name of our side."""
    copied = {"via", "v", "record-route", "from", "f", "call-id", "i", "cseq"}
    pairs = tuple((key, value) for key, value in request.headers.pairs if key.lower() in copied)
    return Response(status, reason, Headers((*pairs, ("To", local), *extra, *content(body))), body)


def untagged(value: str) -> str:
    return re.sub(r";\s*tag=[^;>]*$", "", value, flags=re.IGNORECASE)


def content(body: bytes) -> Pairs:
    return (("Content-Type", SDP_TYPE),) if body else ()


def _twin(invite: Request, method: str, to: str) -> Request:
    number, _ = sip.cseq(invite)
    copied = {"Max-Forwards", "Route", "From", "Call-ID"}
    kept = tuple((key, value) for key, value in invite.headers.pairs if key in copied)
    via = ("Via", invite.headers.all("via")[0])
    return Request(method, invite.uri, Headers((via, *kept, ("To", to), ("CSeq", f"{number} {method}"))))
