"""The SIP socket: transactions over UDP with the retransmissions of RFC 3261, section 17."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from convonet_ari.embedded.phone import dialog, sip
from convonet_ari.embedded.phone.dialog import Address
from convonet_ari.embedded.phone.sip import Request, Response
from convonet_ari.errors import ProtocolError

T1_S = 0.5
T2_S = 4.0
GIVE_UP_S = 64 * T1_S
OnResponse = Callable[[Response], None]


class Resend:
    """Sends one datagram again and again, at doubling intervals, until stopped or `GIVE_UP_S` have passed."""

    def __init__(self, send: Callable[[], None], on_give_up: Callable[[], None], cap_s: float) -> None:
        self._send = send
        self._cap_s = cap_s
        self._loop = asyncio.get_running_loop()
        self._interval_s = T1_S
        self._timer = self._loop.call_later(T1_S, self._again)
        self._end = self._loop.call_later(GIVE_UP_S, self._give_up, on_give_up)
        send()

    def pause(self) -> None:
        self._timer.cancel()

    def stop(self) -> None:
        self._timer.cancel()
        self._end.cancel()

    def _again(self) -> None:
        self._interval_s = min(2 * self._interval_s, self._cap_s)
        self._timer = self._loop.call_later(self._interval_s, self._again)
        self._send()

    def _give_up(self, on_give_up: Callable[[], None]) -> None:
        self.stop()
        on_give_up()


class ClientTransaction:
    """One request of ours; every response is passed on, a missing one becomes 408."""

    def __init__(self, wire: Wire, request: Request, to: Address, on_response: OnResponse) -> None:
        self.request = request
        self.provisional = False
        self.final = False
        self._wire = wire
        self._to = to
        self._on_response = on_response
        cap_s = GIVE_UP_S if request.method == "INVITE" else T2_S
        self._resend = Resend(lambda: wire.send(request, to), self._timed_out, cap_s)

    def received(self, response: Response) -> None:
        invite = self.request.method == "INVITE"
        if response.status < 200:
            self.provisional = True
            if invite:
                self._resend.pause()
        elif invite and response.status >= 300:
            self._wire.send(dialog.ack_of_failure(self.request, response), self._to)
        again = self.final
        self.final = self.final or response.status >= 200
        if self.final:
            self._resend.pause()
        if not again or (invite and 200 <= response.status < 300):
            self._on_response(response)

    def stop(self) -> None:
        self._resend.stop()

    def _timed_out(self) -> None:
        self._wire.forget(self)
        if not self.final:
            self.final = True
            self._on_response(Response(408, "Request Timeout", self.request.headers))


class ServerTransaction:
    """One request of theirs; its last response is repeated when they repeat themselves."""

    def __init__(self, wire: Wire, request: Request, source: Address) -> None:
        self.request = request
        self.last: Response | None = None
        self._wire = wire
        self._source = source
        self._resend: Resend | None = None
        self._end: asyncio.TimerHandle | None = None

    def respond(self, response: Response) -> None:
        """A final answer to an INVITE is resent until its ACK comes, a 2xx included (section 13.3.1.4)."""
        self.last = response
        if response.status < 200:
            self.repeat()
        elif self.request.method == "INVITE":
            self._resend = Resend(self.repeat, self._forgotten, T2_S)
        else:
            self._end = asyncio.get_running_loop().call_later(GIVE_UP_S, self._forgotten)
            self.repeat()

    def repeat(self) -> None:
        if self.last is not None:
            self._wire.send(self.last, self._source)

    def acked(self) -> None:
        if self._resend is not None:
            self._resend.pause()

    def stop(self) -> None:
        if self._end is not None:
            self._end.cancel()
        if self._resend is not None:
            self._resend.stop()

    def _forgotten(self) -> None:
        self._wire.forget_server(self)


class Wire(asyncio.DatagramProtocol):
    """Matches responses to requests and hands new requests, and ACKs, to its owner."""

    def __init__(
        self, on_request: Callable[[ServerTransaction], None], on_ack: Callable[[Request], None]
    ) -> None:
        self.malformed = 0
        self._on_request = on_request
        self._on_ack = on_ack
        self._transport: asyncio.DatagramTransport | None = None
        self._clients: dict[tuple[str, str], ClientTransaction] = {}
        self._servers: dict[tuple[str, str], ServerTransaction] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: Address) -> None:
        if not data.strip():
            return
        try:
            self._dispatch(sip.parse(data), (addr[0], addr[1]))
        except ProtocolError:
            self.malformed += 1

    def send(self, message: sip.Message, to: Address) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.sendto(sip.build(message), to)

    def ask(self, request: Request, to: Address, on_response: OnResponse) -> ClientTransaction:
        transaction = ClientTransaction(self, request, to, on_response)
        self._clients[sip.branch(request), request.method] = transaction
        return transaction

    def forget(self, transaction: ClientTransaction) -> None:
        self._clients.pop((sip.branch(transaction.request), transaction.request.method), None)

    def forget_server(self, transaction: ServerTransaction) -> None:
        transaction.stop()
        self._servers.pop(_server_key(transaction.request), None)

    def close(self) -> None:
        for client in self._clients.values():
            client.stop()
        for server in self._servers.values():
            server.stop()
        self._clients.clear()
        self._servers.clear()
        if self._transport is not None:
            self._transport.close()

    def _dispatch(self, message: sip.Message, source: Address) -> None:
        if isinstance(message, Response):
            client = self._clients.get((sip.branch(message), sip.cseq(message)[1]))
            if client is not None:
                client.received(message)
        elif message.method == "ACK":
            self._acked(message)
        else:
            self._requested(message, source)

    def _acked(self, ack: Request) -> None:
        for server in self._servers.values():
            invite = server.request
            if invite.method == "INVITE" and _same_invite(invite, ack):
                server.acked()
        self._on_ack(ack)

    def _requested(self, request: Request, source: Address) -> None:
        known = self._servers.get(_server_key(request))
        if known is not None:
            known.repeat()
            return
        transaction = ServerTransaction(self, request, source)
        self._servers[_server_key(request)] = transaction
        self._on_request(transaction)


def _server_key(request: Request) -> tuple[str, str]:
    return sip.branch(request), request.method


def _same_invite(invite: Request, ack: Request) -> bool:
    same_call = invite.headers["call-id"] == ack.headers["call-id"]
    return same_call and sip.cseq(invite)[0] == sip.cseq(ack)[0]
