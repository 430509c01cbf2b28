"""One telephone call as its user sees it: answer, hold, transfer, hang up, and speak with `Voice`."""

from __future__ import annotations

import asyncio
import time
import urllib.parse
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from convonet_ari.embedded.phone import sdp, sip
from convonet_ari.embedded.phone.dialog import Dialog, Pairs
from convonet_ari.embedded.phone.errors import CallEnded, CallRejected, PhoneError
from convonet_ari.embedded.phone.leg import Leg, State
from convonet_ari.embedded.phone.line import Line
from convonet_ari.embedded.phone.pacer import Pacer
from convonet_ari.embedded.phone.sip import Headers
from convonet_ari.embedded.phone.voice import Voice
from convonet_ari.embedded.phone.wire import ServerTransaction

T = TypeVar("T")


class Ended(NamedTuple):
    """`by` is "us" or "them"; `header` is the far end's Reason header, as sent."""

    by: str
    reason: str
    status: int
    header: str


class Call(Voice):
    """Made by `Phone.dial` and `Phone.incoming`."""

    def __init__(self, line: Line, pacer: Pacer, dialog: Dialog) -> None:
        super().__init__(line.local[0], pacer)
        self._flowing = False
        local = sdp.Session(line.local[0], self._stream.port, ident=self._stream.port)
        self._leg = Leg(line, dialog, local, self._changed, self._media)

    @property
    def leg(self) -> Leg:
        """The signalling, for the telephone that owns the call."""
        return self._leg

    @property
    def state(self) -> State:
        return self._leg.state

    @property
    def call_id(self) -> str:
        return self._leg.dialog.call_id

    @property
    def headers(self) -> Headers:
        """Of the INVITE that was received; empty on a call we dialled."""
        return self._leg.headers

    @property
    def answer_headers(self) -> Headers:
        """Of the 2xx that answered a call we dialled."""
        return self._leg.answer_headers

    @property
    def caller_name(self) -> str:
        return sip.name_addr(self._leg.dialog.remote).name

    @property
    def caller_number(self) -> str:
        return sip.uri_parts(sip.name_addr(self._leg.dialog.remote).uri).user

    @property
    def held(self) -> bool:
        """Whether the far end has put us on hold."""
        return self._leg.remote is not None and not self._stream.sending

    @property
    def up_at(self) -> float | None:
        return self._leg.up_at

    @property
    def ended_at(self) -> float | None:
        return self._leg.ended_at

    @property
    def ended_reason(self) -> str:
        """One phrase, followed by the far end's Reason header if there was one."""
        return f"{self._leg.ended_reason} {self._leg.reason_header}".strip()

    @property
    def history(self) -> list[tuple[float, str]]:
        """What happened, with its time; for messages and measurements."""
        return list(self._leg.history)

    async def ringing(self, timeout: float = 10) -> None:
        """Until the far end rings, or has answered already."""
        await self._until(lambda: self.state in (State.RINGING, State.UP) or None, timeout, "no ringing")

    async def answered(self, timeout: float = 10) -> None:
        """Until the call is up; a refusal raises `CallRejected`."""
        try:
            await self._until(lambda: self.state is State.UP or None, timeout, "no answer")
        except CallEnded as error:
            if self._leg.status >= 300:
                raise CallRejected(self._leg.status, self._leg.ended_reason) from error
            raise

    async def ended(self, timeout: float = 10) -> Ended:
        """Until the call is over, whoever ended it."""
        over = self._changes.until(
            lambda: self.state is State.ENDED or None, timeout, lambda: self._missing("the call goes on")
        )
        await over
        leg = self._leg
        return Ended(leg.ended_by, leg.ended_reason, leg.status, leg.reason_header)

    async def held_by_peer(self, held: bool = True, timeout: float = 10) -> None:
        """Until the far end has put us on hold, or with `held=False` taken us back."""
        await self._until(lambda: self.held is held or None, timeout, "no hold" if held else "still held")

    async def ring(self) -> None:
        self._must_be(State.INCOMING)
        self._leg.ring()

    async def answer(self) -> None:
        self._must_be(State.INCOMING)
        self._leg.accept()

    async def reject(self, status: int = 486) -> None:
        self._must_be(State.INCOMING)
        self._leg.reject(status)

    async def hangup(self, reason: str = "", timeout: float = 5) -> None:
        """Ends the call in whatever state it is; `reason` becomes the Reason header of a BYE."""
        self._leg.hang_up(reason)
        try:
            await self._changes.until(self._gone, timeout, lambda: self._missing("no goodbye"))
        except TimeoutError:
            self._leg.abandon("hung up, and the far end never confirmed it")

    async def hold(self, timeout: float = 5) -> None:
        await self._redirect("sendonly", timeout)

    async def unhold(self, timeout: float = 5) -> None:
        await self._redirect("sendrecv", timeout)

    async def transfer(self, to: str, *, replaces: Call | None = None, timeout: float = 30) -> int:
        """REFER, blind or (with `replaces`) attended; the final status the far end notified."""
        self._must_be_up()
        target = f"{to}?Replaces={replaces.as_replaced()}" if replaces else to
        referrer = f"<{sip.name_addr(self._leg.dialog.local).uri}>"
        extra: Pairs = (("Refer-To", f"<{target}>"), ("Referred-By", referrer))
        self._leg.transfer.clear()
        async with asyncio.timeout(timeout):
            response = await self._leg.request("REFER", extra)
        if response.status >= 300:
            raise CallRejected(response.status, response.reason)
        return await self._until(self._transferred, timeout, "no word of the transfer")

    def as_replaced(self) -> str:
        """This call's dialog in a Replaces parameter (RFC 3891), escaped for a URI."""
        dialog = self._leg.dialog
        ours = sip.name_addr(dialog.local).params.get("tag", "")
        theirs = sip.name_addr(dialog.remote).params.get("tag", "")
        return urllib.parse.quote(f"{dialog.call_id};to-tag={theirs};from-tag={ours}", safe="")

    def start(self, extra: Pairs) -> None:
        self._leg.invite(extra)

    def receive(self, transaction: ServerTransaction) -> None:
        self._leg.incoming(transaction)

    async def _redirect(self, direction: sdp.Direction, timeout: float) -> None:
        self._must_be_up()
        async with asyncio.timeout(timeout):
            await self._leg.redirect(direction)

    def _gone(self) -> bool | None:
        return (self.state is State.ENDED and not self._leg.parting) or None

    def _transferred(self) -> int | None:
        return next((status for status in self._leg.transfer if status >= 200), None)

    def _changed(self) -> None:
        if self.state is State.ENDED:
            self._over(self.ended_reason)
        self._changes.tell()

    def _media(self, remote: sdp.Session) -> None:
        stream = self._stream
        stream.remote = (remote.host, remote.port) if remote.port else None
        stream.event_type = remote.events
        stream.sending = remote.direction in ("sendrecv", "recvonly")
        if not self._flowing and self.state is not State.ENDED:
            self._flowing = True
            self._pacer.add(stream)

    async def _until(self, look: Callable[[], T | None], timeout: float, what: str) -> T:
        def look_or_raise() -> T | None:
            found = look()
            if found is None:
                self._must_not_be_over()
            return found

        return await self._changes.until(look_or_raise, timeout, lambda: self._missing(what))

    def _missing(self, what: str) -> str:
        return f"{what}; so far: {', '.join(text for _, text in self._leg.history)}"

    def _span(self) -> tuple[float, float]:
        start = self._leg.history[0][0] if self.up_at is None else self.up_at
        return start, time.monotonic() if self.ended_at is None else self.ended_at

    def _must_be_up(self) -> None:
        self._must_be(State.UP)

    def _must_be(self, state: State) -> None:
        self._must_not_be_over()
        if self.state is not state:
            raise PhoneError(f"the call is {self.state}, not {state}")

    def _must_not_be_over(self) -> None:
        if self.state is State.ENDED:
            raise CallEnded(self.ended_reason)
