"""The signalling of one call: what the far end asks is answered, what we ask is followed to its end."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum

from convonet_ari.embedded.phone import sdp, sip
from convonet_ari.embedded.phone.dialog import Dialog, Pairs, cancel_of
from convonet_ari.embedded.phone.errors import CallRejected, SdpError
from convonet_ari.embedded.phone.line import Ask, Line
from convonet_ari.embedded.phone.sip import Headers, Request, Response
from convonet_ari.embedded.phone.wire import ServerTransaction

GLARE_TRIES = 3
GLARE_S = 0.2


class State(StrEnum):
    CALLING = "calling"
    RINGING = "ringing"
    INCOMING = "incoming"
    UP = "up"
    ENDED = "ended"


class Leg:
    """`changed` is called after every change, `media` with each description the far end sent."""

    def __init__(
        self,
        line: Line,
        dialog: Dialog,
        local: sdp.Session,
        changed: Callable[[], None],
        media: Callable[[sdp.Session], None],
    ) -> None:
        self.dialog = dialog
        self.local = local
        self.state = State.CALLING
        self.status = 0
        self.parting = False
        self.ended_reason = ""
        self.ended_by = ""
        self.reason_header = ""
        self.up_at: float | None = None
        self.ended_at: float | None = None
        self.remote: sdp.Session | None = None
        self.headers = Headers()
        self.answer_headers = Headers()
        self.transfer: list[int] = []
        self.history: list[tuple[float, str]] = []
        self._line = line
        self._changed = changed
        self._media = media
        self._invite: Ask | None = None
        self._offered: ServerTransaction | None = None
        self._cancelling = False
        self._reinviting = False

    def invite(self, extra: Pairs) -> None:
        self._note("invite sent")
        self._invite = self._line.ask(self.dialog, "INVITE", self._answered, extra, sdp.build(self.local))

    def incoming(self, transaction: ServerTransaction) -> None:
        self.state = State.INCOMING
        self._offered = transaction
        self.headers = transaction.request.headers
        self._note("invite received")
        self._line.answer(transaction, 100)
        if transaction.request.body:
            self._described(transaction.request.body)

    def ring(self) -> None:
        self._answer_invite(180)

    def accept(self) -> None:
        self.local = self._answering()
        self._answer_invite(200, sdp.build(self.local))
        self._up()
        if self.remote is not None:
            self._media(self.remote)

    def reject(self, status: int) -> None:
        self._answer_invite(status)
        self._end("us", f"rejected with {status}", status)

    def hang_up(self, reason: str = "") -> None:
        """BYE, CANCEL or a refusal, whichever the state asks for."""
        match self.state:
            case State.CALLING | State.RINGING:
                self._cancelling = True
                self._cancel()
            case State.INCOMING:
                self.reject(486)
            case State.UP:
                self._bye(reason)
                self._end("us", "we hung up")

    def abandon(self, why: str) -> None:
        self._end("us", why)

    async def request(self, method: str, extra: Pairs = (), body: bytes = b"") -> Response:
        """The final response to a request inside the call."""
        return await self._line.final(self.dialog, method, extra, body)

    async def redirect(self, direction: sdp.Direction) -> None:
        """A re-INVITE; when both sides ask at once (491) it is asked again."""
        before = self.local.direction
        for _ in range(GLARE_TRIES):
            response = await self._reinvite(direction)
            if response.status != 491:
                break
            await asyncio.sleep(GLARE_S)
        if response.status >= 300:
            self.local = replace(self.local, direction=before)
            raise CallRejected(response.status, response.reason)
        self._described(response.body)

    def on_request(self, transaction: ServerTransaction) -> None:
        request = transaction.request
        match request.method:
            case "BYE":
                self._line.answer(transaction, 200)
                self._end("them", "the far end hung up", reason_header=request.headers.get("reason", ""))
            case "CANCEL":
                self._cancelled(transaction)
            case "INVITE" | "UPDATE":
                self._redescribed(transaction)
            case "NOTIFY":
                self._line.answer(transaction, 200)
                self._notified(request)
            case "INFO" | "OPTIONS":
                self._line.answer(transaction, 200)
            case "REFER":
                self._line.answer(transaction, 603)
            case _:
                self._line.answer(transaction, 405)

    def on_ack(self, ack: Request) -> None:
        """Only the answer to an offer of ours rides on an ACK."""
        if ack.body and self.state is State.UP:
            self._described(ack.body)

    def _answered(self, response: Response) -> None:
        if response.status < 200:
            self._progressed(response)
        elif response.status < 300:
            self._accepted(response)
        else:
            self._end("us" if self._cancelling else "them", response.reason, response.status)

    def _progressed(self, response: Response) -> None:
        self._note(f"{response.status} {response.reason}")
        if self._cancelling:
            self._cancel()
            return
        if response.status >= 180 and self.state is State.CALLING:
            self.state = State.RINGING
        if response.body:
            self._described(response.body)
        self._changed()

    def _accepted(self, response: Response) -> None:
        """Every repetition of the 2xx is acknowledged again (section 13.2.2.4)."""
        first = self.state in (State.CALLING, State.RINGING)
        if first:
            self.dialog.learn(response, routes=True)
        self._ack(response)
        if not first:
            return
        if self._cancelling:
            self._bye("")
            self._end("us", "answered while we cancelled", 487)
            return
        self.answer_headers = response.headers
        self._up()
        try:
            self._described(response.body)
        except SdpError:
            self._bye("")
            self._end("us", "the answer describes no audio we can speak", 488)
            raise

    def _ack(self, response: Response) -> None:
        ack = self.dialog.ack(sip.cseq(response)[0])
        self._line.wire.send(ack, self._line.next_hop(ack))

    def _cancel(self) -> None:
        """Not before the first provisional response (section 9.1)."""
        if self._invite is None or not self._invite.transaction.provisional:
            return
        request = cancel_of(self._invite.transaction.request)
        self._line.wire.ask(request, self._line.next_hop(request), lambda _: None)

    def _bye(self, reason: str) -> None:
        extra: Pairs = (("Reason", reason),) if reason else ()
        self.parting = True
        self._line.ask(self.dialog, "BYE", self._parted, extra)

    def _parted(self, response: Response) -> None:
        self.parting = response.status < 200
        self._changed()

    def _cancelled(self, transaction: ServerTransaction) -> None:
        self._line.answer(transaction, 200, local=self.dialog.local)
        if self.state is State.INCOMING:
            self._answer_invite(487)
            reason = transaction.request.headers.get("reason", "")
            self._end("them", "the caller gave up", 487, reason_header=reason)

    async def _reinvite(self, direction: sdp.Direction) -> Response:
        self._reinviting = True
        self.local = replace(self.local, direction=direction, version=self.local.version + 1)
        final: asyncio.Future[Response] = asyncio.get_running_loop().create_future()

        def arrived(response: Response) -> None:
            if 200 <= response.status < 300:
                self.dialog.learn(response, routes=False)
                self._ack(response)
            if response.status >= 200 and not final.done():
                final.set_result(response)

        self._line.ask(self.dialog, "INVITE", arrived, (), sdp.build(self.local))
        try:
            return await final
        finally:
            self._reinviting = False

    def _redescribed(self, transaction: ServerTransaction) -> None:
        if self._reinviting or self.state is not State.UP:
            self._line.answer(transaction, 491)
            return
        request = transaction.request
        try:
            if request.body:
                self._described(request.body)
        except SdpError:
            self._line.answer(transaction, 488)
            raise
        self.dialog.learn(request, routes=False)
        if request.body or request.method == "INVITE":
            self.local = self._answering()
            self._line.answer(transaction, 200, body=sdp.build(self.local))
        else:
            self._line.answer(transaction, 200)

    def _answering(self) -> sdp.Session:
        """Our side of their offer; what we hold stays held."""
        if self.remote is None:
            return self.local
        held = self.local.direction in ("sendonly", "inactive") and self.remote.direction == "sendrecv"
        direction = self.local.direction if held else sdp.MIRROR[self.remote.direction]
        version = self.local.version + 1
        return replace(self.local, direction=direction, events=self.remote.events, version=version)

    def _notified(self, request: Request) -> None:
        status = re.match(rb"SIP/2\.0 ([1-6][0-9]{2})", request.body)
        if status:
            self.transfer.append(int(status[1]))
            self._note(f"transfer: {int(status[1])}")
            self._changed()

    def _answer_invite(self, status: int, body: bytes = b"") -> None:
        if self._offered is not None:
            self._line.answer(self._offered, status, local=self.dialog.local, body=body)
            self._note(f"answered {status}")

    def _described(self, body: bytes) -> None:
        self.remote = sdp.parse(body)
        self._note(f"media {self.remote.host}:{self.remote.port} {self.remote.direction}")
        if self.state is not State.INCOMING:
            self._media(self.remote)
        self._changed()

    def _up(self) -> None:
        self.state = State.UP
        self.up_at = time.monotonic()
        self._note("up")
        self._changed()

    def _end(self, by: str, reason: str, status: int = 0, *, reason_header: str = "") -> None:
        if self.state is State.ENDED:
            return
        self.state = State.ENDED
        self.ended_by, self.ended_reason, self.status = by, reason, status
        self.reason_header = reason_header
        self.ended_at = time.monotonic()
        self._note(f"ended by {by}: {reason} {reason_header}".rstrip())
        self._changed()

    def _note(self, text: str) -> None:
        self.history.append((time.monotonic(), text))
