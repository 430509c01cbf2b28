"""A telephone: one SIP socket that registers, dials and is called, for any number of calls at once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Self

from convonet_ari.embedded.phone.call import Call
from convonet_ari.embedded.phone.errors import PhoneError, RegistrationFailed
from convonet_ari.embedded.phone.leg import State
from convonet_ari.embedded.phone.line import Line
from convonet_ari.embedded.phone.pacer import Pacer
from convonet_ari.embedded.phone.sip import Request
from convonet_ari.embedded.phone.wire import ServerTransaction, Wire
from convonet_ari.errors import ProtocolError

WAITING_CALLS = 100
REFRESH = 0.8
GOODBYE_S = 1.0


class Phone:
    """`async with Phone(...)`, or `start` and `close`; leaving hangs up every call and unregisters.

    With a password the telephone is an extension of `server`; without one it is a trunk known by `ip`.
    """

    def __init__(
        self,
        ip: str = "127.0.0.1",
        port: int = 0,
        user: str = "+15551234567",
        password: str | None = None,
        server: tuple[str, int] = ("127.0.0.1", 5060),
        name: str = "",
    ) -> None:
        self.ip = ip
        self.port = port
        self.user = user
        self.registered = False
        self._password = password
        self._server = server
        self._name = name
        self._calls: dict[str, Call] = {}
        self._waiting: asyncio.Queue[Call] = asyncio.Queue(WAITING_CALLS)
        self._refreshing: asyncio.Task[None] | None = None
        self._wire = Wire(self._requested, self._acked)
        self._pacer: Pacer | None = None
        self._started: Line | None = None

    @property
    def uri(self) -> str:
        """Where this telephone is called directly, without a server."""
        return f"sip:{self.user}@{self.ip}:{self.port}"

    @property
    def calls(self) -> list[Call]:
        """Those that are not over."""
        return [call for call in self._calls.values() if call.state is not State.ENDED]

    @property
    def malformed(self) -> int:
        """Datagrams on the SIP socket that were not understood."""
        return self._wire.malformed

    async def start(self) -> Self:
        if self._started is None:
            await self._open()
        return self

    async def close(self) -> None:
        """Bounded: what the far end does not confirm within a second is left to its own timers."""
        if self._refreshing is not None:
            self._refreshing.cancel()
        async with asyncio.TaskGroup() as leaving:
            for call in self.calls:
                leaving.create_task(call.hangup(timeout=GOODBYE_S))
            if self.registered:
                leaving.create_task(self._unregister_quietly())
        self._wire.close()
        if self._pacer is not None:
            await asyncio.to_thread(self._pacer.close)

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def register(self, expires_s: int = 300, timeout: float = 5) -> None:
        """Registers and keeps the registration fresh; a refusal raises `RegistrationFailed`."""
        await self.start()
        await self._register(expires_s, timeout)
        if self._refreshing is None:
            self._refreshing = asyncio.create_task(self._refresh(expires_s, timeout))

    async def unregister(self, timeout: float = 5) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()
            self._refreshing = None
        await self._register(0, timeout)

    async def dial(
        self,
        to: str,
        headers: Mapping[str, str] | None = None,
        *,
        caller: str | None = None,
        name: str | None = None,
    ) -> Call:
        """Returns once the INVITE is sent; `to` is a SIP URI or a number at the server."""
        await self.start()
        uri = to if to.startswith("sip:") else f"sip:{to}@{self._server[0]}:{self._server[1]}"
        call = Call(self._line, self._media, self._line.dialog(uri, caller, name))
        self._keep(call)
        call.start(tuple((headers or {}).items()))
        return call

    async def incoming(self, timeout: float = 10) -> Call:
        """The next call that waits for `ring`, `answer` or `reject`; one given up is passed over."""
        async with asyncio.timeout(timeout):
            while True:
                call = await self._waiting.get()
                if call.state is not State.ENDED:
                    return call

    @property
    def _line(self) -> Line:
        if self._started is None:
            raise PhoneError("the telephone is not started")
        return self._started

    @property
    def _media(self) -> Pacer:
        if self._pacer is None:
            raise PhoneError("the telephone is not started")
        return self._pacer

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        address = (self.ip, self.port)
        transport, _ = await loop.create_datagram_endpoint(lambda: self._wire, local_addr=address)
        self.port = transport.get_extra_info("sockname")[1]
        self._pacer = Pacer()
        self._started = Line(
            wire=self._wire,
            local=(self.ip, self.port),
            server=self._server,
            user=self.user,
            domain=self._server[0] if self._password else self.ip,
            name=self._name,
            password=self._password,
        )

    async def _register(self, expires_s: int, timeout: float) -> None:
        line = self._line
        dialog = line.dialog(f"sip:{self._server[0]}:{self._server[1]}")
        dialog.remote = f"<sip:{self.user}@{line.domain}>"
        async with asyncio.timeout(timeout):
            response = await line.final(dialog, "REGISTER", (("Expires", str(expires_s)),))
        self.registered = response.status < 300 and expires_s > 0
        if response.status >= 300:
            raise RegistrationFailed(response.status, response.reason)

    async def _refresh(self, expires_s: int, timeout: float) -> None:
        while True:
            await asyncio.sleep(expires_s * REFRESH)
            await self._register(expires_s, timeout)

    async def _unregister_quietly(self) -> None:
        with suppress(TimeoutError, RegistrationFailed):
            await self._register(0, GOODBYE_S)

    def _keep(self, call: Call) -> None:
        """Calls that are over stay known only until the next one begins."""
        self._calls = {known.call_id: known for known in [*self.calls, call]}

    def _acked(self, ack: Request) -> None:
        call = self._calls.get(ack.headers["call-id"])
        if call is not None:
            call.leg.on_ack(ack)

    def _requested(self, transaction: ServerTransaction) -> None:
        request = transaction.request
        call = self._calls.get(request.headers["call-id"])
        if call is not None:
            call.leg.on_request(transaction)
        elif request.method == "INVITE" and ";tag=" not in request.headers["to"].lower():
            self._invited(transaction)
        else:
            status = 200 if request.method in ("OPTIONS", "NOTIFY") else 481
            self._line.answer(transaction, status)

    def _invited(self, transaction: ServerTransaction) -> None:
        if self._waiting.full():
            self._line.answer(transaction, 486)
            return
        call = Call(self._line, self._media, self._line.accept(transaction.request))
        try:
            call.receive(transaction)
        except ProtocolError:
            call.leg.reject(488)
            raise
        self._keep(call)
        self._waiting.put_nowait(call)
