"""The telephone's line: who it is, where its server is, and how it asks for something with its password."""

from __future__ import annotations

import asyncio
import ipaddress
from dataclasses import dataclass, field

from convonet_ari.embedded.phone import digest, sip
from convonet_ari.embedded.phone.dialog import METHODS, Address, Dialog, Pairs, accepted, reply, token
from convonet_ari.embedded.phone.errors import SipError
from convonet_ari.embedded.phone.sip import Request, Response
from convonet_ari.embedded.phone.wire import ClientTransaction, OnResponse, ServerTransaction, Wire

PHRASES = {
    100: "Trying",
    180: "Ringing",
    200: "OK",
    400: "Bad Request",
    404: "Not Found",
    405: "Method Not Allowed",
    480: "Temporarily Unavailable",
    481: "Call Does Not Exist",
    486: "Busy Here",
    487: "Request Terminated",
    488: "Not Acceptable Here",
    491: "Request Pending",
    503: "Service Unavailable",
    603: "Decline",
}
_CREDENTIALS = {
    401: ("www-authenticate", "Authorization"),
    407: ("proxy-authenticate", "Proxy-Authorization"),
}


@dataclass(frozen=True, slots=True)
class Line:
    wire: Wire
    local: Address
    server: Address
    user: str
    domain: str
    name: str = ""
    password: str | None = field(default=None, repr=False)

    @property
    def contact(self) -> str:
        return f"<sip:{self.user}@{self.local[0]}:{self.local[1]}>"

    def dialog(self, target: str, caller: str | None = None, name: str | None = None) -> Dialog:
        shown = self.name if name is None else name
        identity = f"<sip:{caller or self.user}@{self.domain}>;tag={token(4)}"
        return Dialog(
            via=self.local,
            contact=self.contact,
            local=f"{sip.quoted(shown)} {identity}" if shown else identity,
            remote=f"<{target}>",
            target=target,
        )

    def accept(self, invite: Request) -> Dialog:
        return accepted(invite, via=self.local, contact=self.contact)

    def next_hop(self, request: Request) -> Address:
        """The first route or the target where it names an address, else the server."""
        routes = request.headers.all("route")
        uri = sip.uri_parts(sip.name_addr(routes[0]).uri if routes else request.uri)
        try:
            return str(ipaddress.IPv4Address(uri.host)), uri.port or 5060
        except ValueError:
            return self.server

    def ask(
        self, dialog: Dialog, method: str, on_response: OnResponse, extra: Pairs = (), body: bytes = b""
    ) -> Ask:
        return Ask(self, dialog, method, on_response, extra, body)

    async def final(self, dialog: Dialog, method: str, extra: Pairs = (), body: bytes = b"") -> Response:
        arrived: asyncio.Future[Response] = asyncio.get_running_loop().create_future()

        def on_response(response: Response) -> None:
            if response.status >= 200 and not arrived.done():
                arrived.set_result(response)

        self.ask(dialog, method, on_response, extra, body)
        return await arrived

    def answer(
        self, transaction: ServerTransaction, status: int, *, local: str | None = None, body: bytes = b""
    ) -> None:
        """`local` is our tagged side of a dialog; without one the request's own To goes back."""
        request = transaction.request
        extra = (("Contact", self.contact), ("Allow", METHODS))
        to = local or request.headers["to"]
        phrase = PHRASES.get(status, "Refused")
        transaction.respond(reply(request, status, phrase, local=to, extra=extra, body=body))


class Ask:
    """One request, asked a second time with credentials when the far end wants them."""

    def __init__(
        self, line: Line, dialog: Dialog, method: str, on_response: OnResponse, extra: Pairs, body: bytes
    ) -> None:
        self._line = line
        self._dialog = dialog
        self._method = method
        self._on_response = on_response
        self._extra = extra
        self._body = body
        self._tried = line.password is None
        self.transaction: ClientTransaction = self._send(())

    def _send(self, credentials: Pairs) -> ClientTransaction:
        request = self._dialog.request(self._method, self._extra + credentials, self._body)
        return self._line.wire.ask(request, self._line.next_hop(request), self._received)

    def _received(self, response: Response) -> None:
        if response.status not in (401, 407) or self._tried:
            self._on_response(response)
            return
        self._tried = True
        try:
            credentials = self._credentials(response)
        except SipError:
            self._on_response(response)
            return
        self.transaction = self._send((credentials,))

    def _credentials(self, response: Response) -> tuple[str, str]:
        asked, answered = _CREDENTIALS[response.status]
        challenge = digest.parse(response.headers.get(asked, ""))
        value = digest.answer(
            challenge,
            user=self._line.user,
            password=self._line.password or "",
            method=self._method,
            uri=self.transaction.request.uri,
            cnonce=token(),
        )
        return answered, value
