"""The media thread of a telephone: one clock of 10 ms that sends and receives for all its calls."""

from __future__ import annotations

import select
import threading
import time
from collections import deque
from collections.abc import Callable

from convonet_ari.embedded.phone.stream import Stream

TICK_S = 0.01
# Packets of one call taken in one tick, so that a flood cannot stop the others' clock.
BURST = 50
# Ticks and packets lie on one grid; what rounding puts just behind a tick still belongs to it.
EARLY_S = 0.001


class Pacer:
    """Sleeps without a call; everything that touches a running stream's socket happens in its thread."""

    def __init__(self) -> None:
        self._streams: dict[int, Stream] = {}
        self._orders: deque[Callable[[], None]] = deque()
        self._awake = threading.Event()
        self._running = True
        self._poll = select.epoll()
        self._thread = threading.Thread(target=self._run, name="phone-media", daemon=True)
        self._thread.start()

    def add(self, stream: Stream) -> None:
        self._order(lambda: self._add(stream))

    def remove(self, stream: Stream) -> None:
        self._order(lambda: self._remove(stream))

    def shift(self, stream: Stream, seconds: float) -> None:
        """Let this stream's packets go later by a part of a packet from now on."""
        self._order(lambda: stream.delay(seconds))

    def watch(self, stream: Stream, look: Callable[[float], bool]) -> None:
        """`look` is called with the time, once a tick, until it returns true."""
        self._order(lambda: stream.watches.append(look))

    def close(self) -> None:
        """Returns once the thread has ended, within a tick or two."""
        self._running = False
        self._awake.set()
        self._thread.join(timeout=1)

    def _order(self, order: Callable[[], None]) -> None:
        self._orders.append(order)
        self._awake.set()

    def _run(self) -> None:
        while self._running:
            self._obey()
            if not self._streams:
                self._idle()
                continue
            self._turn(time.monotonic())
            now = time.monotonic()
            time.sleep(max(0.0, self._next_wake(now) - now))
        self._obey()
        for stream in [*self._streams.values()]:
            self._remove(stream)
        self._poll.close()

    def _obey(self) -> None:
        while self._orders:
            self._orders.popleft()()

    def _next_wake(self, now: float) -> float:
        """The next tick, or before it the time of a packet that lies off the grid."""
        return min(_next_tick(now), *(stream.due for stream in self._streams.values()))

    def _idle(self) -> None:
        self._awake.wait()
        self._awake.clear()

    def _turn(self, now: float) -> None:
        for stream in self._streams.values():
            stream.transmit(now + EARLY_S)
        offset = time.time() - time.monotonic()
        for _ in range(BURST):
            ready = self._poll.poll(0)
            if not ready:
                break
            for descriptor, _ in ready:
                self._streams[descriptor].receive(offset)
        for stream in self._streams.values():
            if stream.watches:
                stream.watches[:] = [watch for watch in stream.watches if not watch(now)]

    def _add(self, stream: Stream) -> None:
        descriptor = stream.socket.fileno()
        stream.due = _next_tick(time.monotonic())
        self._streams[descriptor] = stream
        self._poll.register(descriptor, select.EPOLLIN)

    def _remove(self, stream: Stream) -> None:
        descriptor = stream.socket.fileno()
        if self._streams.pop(descriptor, None) is not None:
            self._poll.unregister(descriptor)
        stream.close()


def _next_tick(now: float) -> float:
    return (int(now / TICK_S) + 1) * TICK_S
