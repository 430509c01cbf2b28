"""ARI over one WebSocket: typed requests out, typed events in order, and a reader that waits for neither."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Awaitable
from dataclasses import dataclass
from typing import Any, Protocol

import structlog

from convonet_ari.errors import AriError, AriLost, AriTimeout, ProtocolError
from convonet_ari.obs import metrics
from convonet_ari.stasis.ari.generated import Api, ApplicationRegistered, ApplicationReplaced, RESTResponse
from convonet_ari.stasis.ari.rest import Query
from convonet_ari.stasis.ari.wire import ReceivedEvent, UnknownEvent, decode, encode

log = structlog.get_logger(__name__)

REQUEST_TIMEOUT_S = 5.0
MAX_WAITING_EVENTS = 2_000

Answer = asyncio.Future[RESTResponse | None]


class Transport(Protocol):
    """The socket as the client needs it."""

    async def send(self, text: str) -> None:
        """Raises OSError when the socket is closed."""
        ...


@dataclass(slots=True)
class Counters:
    """What came in over one socket; the last four are worth an alarm when they grow."""

    events: int = 0
    responses: int = 0
    unknown: int = 0
    malformed: int = 0
    unmatched: int = 0
    overflowed: int = 0


class Ari(Api):
    """One call's ARI. Iterate it for events; `ari.channels`, `ari.bridges` and so on make requests.

    Requests may run concurrently and from several tasks; events have one consumer. The iteration ends when
    the socket is lost. Then every request in flight, and each later one, raises AriLost: whether Asterisk
    carried it out is unknown. Events are never dropped: a consumer that falls `max_waiting` behind loses
    the socket, and Asterisk offers the call to a worker again.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        timeout_s: float = REQUEST_TIMEOUT_S,
        max_waiting: int = MAX_WAITING_EVENTS,
    ) -> None:
        super().__init__(self)
        self.counters = Counters()
        self.lost = asyncio.Event()
        self._transport = transport
        self._timeout_s = timeout_s
        self._max_waiting = max_waiting
        self._ids = itertools.count(1)
        self._pending: dict[str, Answer] = {}
        self._waiting: asyncio.Queue[ReceivedEvent | None] = asyncio.Queue()
        self._registered: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()

    async def registered(self) -> str:
        """The name of the application this socket serves, from Asterisk's first message. Raises AriLost."""
        if (application := await asyncio.shield(self._registered)) is None:
            raise AriLost
        return application

    async def call(
        self,
        method: str,
        uri: str,
        query: Query | None = None,
        body: Any = None,
        *,
        timeout_s: float | None = None,
    ) -> str:
        """Send one request and return the body of its answer, "" when there is none.

        Raises AriError when Asterisk refuses, AriTimeout after the deadline and AriLost with the socket;
        after the last two the outcome is unknown.
        """
        exchange = self._exchange(method, uri, query, body, timeout_s or self._timeout_s)
        response = await self._timed(method, exchange)
        if response.status_code >= 400:
            raise AriError(response.status_code, response.reason_phrase, response.message_body or "")
        return response.message_body or ""

    async def _timed(self, method: str, exchange: Awaitable[RESTResponse]) -> RESTResponse:
        began = time.perf_counter()
        outcome = "cancelled"
        try:
            response = await exchange
            outcome = str(response.status_code)
        except AriError as error:
            outcome = error.code
            raise
        finally:
            metrics.ari_request(method, outcome, time.perf_counter() - began)
        return response

    async def _exchange(
        self, method: str, uri: str, query: Query | None, body: Any, timeout_s: float
    ) -> RESTResponse:
        what = f"{method} {uri}"
        if self.lost.is_set():
            raise AriLost(what)
        request_id = str(next(self._ids))
        text = encode(request_id, method, uri, query, body)
        future: Answer = asyncio.get_running_loop().create_future()
        self._pending[request_id] = future
        try:
            async with asyncio.timeout(timeout_s):
                await self._transport.send(text)
                response = await future
        except TimeoutError:
            raise AriTimeout(what) from None
        except OSError:
            raise AriLost(what) from None
        finally:
            self._pending.pop(request_id, None)
        if response is None:
            raise AriLost(what)
        return response

    def __aiter__(self) -> AsyncIterator[ReceivedEvent]:
        return self

    async def __anext__(self) -> ReceivedEvent:
        event = await self._waiting.get()
        if event is None:
            self._waiting.put_nowait(None)
            raise StopAsyncIteration
        return event

    def feed(self, data: str | bytes) -> None:
        """Take one message from the reader; never waits and never raises."""
        if self.lost.is_set():
            return
        try:
            message = decode(data)
        except ProtocolError as error:
            self.malformed(str(error))
            return
        if isinstance(message, RESTResponse):
            self._respond(message)
        else:
            self._deliver(message)

    def malformed(self, why: str) -> None:
        """Count a message that means nothing; logged at the 1st, 2nd, 4th, 8th… so a flood stays readable."""
        self.counters.malformed = count = self.counters.malformed + 1
        if count & (count - 1) == 0:
            log.warning("malformed ARI message", why=why, count=count)

    def close(self) -> None:
        """The socket is gone: end the iteration after the events that wait, fail what is in flight."""
        if self.lost.is_set():
            return
        self.lost.set()
        self._waiting.put_nowait(None)
        if not self._registered.done():
            self._registered.set_result(None)
        for future in self._pending.values():
            if not future.done():
                future.set_result(None)

    def _respond(self, response: RESTResponse) -> None:
        self.counters.responses += 1
        future = self._pending.get(response.request_id)
        if future is None or future.done():
            self.counters.unmatched += 1
        else:
            future.set_result(response)

    def _deliver(self, event: ReceivedEvent) -> None:
        self.counters.events += 1
        match event:
            case ApplicationRegistered() if not self._registered.done():
                self._registered.set_result(event.application)
            case ApplicationReplaced():
                # Asterisk sends this application's further events to another socket.
                self._enqueue(event)
                self.close()
            case UnknownEvent():
                self._note_unknown(event)
                self._enqueue(event)
            case _:
                self._enqueue(event)

    def _enqueue(self, event: ReceivedEvent) -> None:
        if self._waiting.qsize() < self._max_waiting:
            self._waiting.put_nowait(event)
            return
        self.counters.overflowed += 1
        log.error("the call does not read its events; its socket is given up")
        self.close()

    def _note_unknown(self, event: UnknownEvent) -> None:
        self.counters.unknown = count = self.counters.unknown + 1
        if count & (count - 1) == 0:
            log.warning("unknown ARI event", type=event.type[:64], problem=event.problem[:200], count=count)
