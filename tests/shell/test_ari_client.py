"""One call's ARI over a scripted socket: answers, deadlines, loss, order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from convonet_ari.errors import AriError, AriLost, AriTimeout, ProtocolError
from convonet_ari.stasis.ari import Ari
from convonet_ari.stasis.ari.generated import ApplicationReplaced, ChannelDtmfReceived

pytestmark = pytest.mark.shell

CHANNEL: dict[str, Any] = {
    "id": "c1",
    "name": "PJSIP/trunk-1",
    "state": "Up",
    "protocol_id": "",
    "caller": {"name": "", "number": ""},
    "connected": {"name": "", "number": ""},
    "accountcode": "",
    "dialplan": {"context": "", "exten": "", "priority": 1, "app_name": "", "app_data": ""},
    "creationtime": "",
    "language": "en",
}


class ScriptedSocket:
    """Records what is sent; `script` may answer each request with status, reason and body."""

    def __init__(self, script: Callable[[dict[str, Any]], tuple[int, str, Any] | None]) -> None:
        self.sent: list[dict[str, Any]] = []
        self.ari = Ari(self, timeout_s=0.2, max_waiting=5)
        self.broken = False
        self._script = script

    async def send(self, text: str) -> None:
        if self.broken:
            raise ConnectionResetError
        request = json.loads(text)
        self.sent.append(request)
        if answer := self._script(request):
            self.answer(request["request_id"], *answer)

    def answer(self, request_id: str, status: int, reason: str, body: Any = None) -> None:
        ids = {"transaction_id": request_id, "request_id": request_id}
        frame: dict[str, Any] = {
            "type": "RESTResponse",
            "uri": "",
            "status_code": status,
            "reason_phrase": reason,
        } | ids
        if body is not None:
            frame["message_body"] = json.dumps(body)
        self.ari.feed(json.dumps(frame))

    def event(self, kind: str, **fields: Any) -> None:
        common = {"type": kind, "application": "convonet-0:x", "timestamp": ""}
        self.ari.feed(json.dumps(common | fields))


async def test_a_typed_answer_comes_back_to_the_request_that_asked() -> None:
    sock = ScriptedSocket(lambda r: (200, "OK", CHANNEL | {"id": r["uri"].removeprefix("channels/")}))
    first, second = await asyncio.gather(sock.ari.channels.get("a"), sock.ari.channels.get("b"))
    assert (first.id, second.id) == ("a", "b")


async def test_answers_out_of_order_find_their_requests() -> None:
    sock = ScriptedSocket(lambda r: None)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(sock.ari.channels.get("a"))
        second = group.create_task(sock.ari.channels.get("b"))
        await asyncio.sleep(0)
        sock.answer("2", 200, "OK", CHANNEL | {"id": "b"})
        sock.answer("1", 200, "OK", CHANNEL | {"id": "a"})
    assert (first.result().id, second.result().id) == ("a", "b")


async def test_a_refusal_carries_status_reason_and_body() -> None:
    sock = ScriptedSocket(lambda r: (404, "Not Found", {"message": "Channel not found"}))
    with pytest.raises(AriError) as caught:
        await sock.ari.channels.answer("gone")
    assert (caught.value.status, caught.value.reason) == (404, "Not Found")
    assert caught.value.body == '{"message": "Channel not found"}'


async def test_ari_py_vocabulary_reaches_the_wire() -> None:
    sock = ScriptedSocket(lambda r: (204, "No Content", None))
    await sock.ari.bridges.add_channel("b/1", channel="c1", absorb_dtmf=True)
    await sock.ari.channels.continue_in_dialplan("c1", context="ext-queues", extension="2000", priority=1)
    await sock.ari.channels.set_channel_vars("c1", {"NAME": "Zoë"})
    add, go_on, variables = sock.sent
    assert (add["method"], add["uri"]) == ("POST", "bridges/b%2F1/addChannel")
    assert {"name": "absorbDTMF", "value": "true"} in add["query_strings"]
    assert go_on["uri"] == "channels/c1/continue"
    assert json.loads(variables["message_body"]) == {"variables": {"NAME": "Zoë"}}


async def test_no_answer_within_the_deadline_is_a_timeout_and_the_late_answer_is_only_counted() -> None:
    sock = ScriptedSocket(lambda r: None)
    with pytest.raises(AriTimeout):
        await sock.ari.call("GET", "channels", timeout_s=0.01)
    sock.answer("1", 200, "OK", [])
    sock.answer("nobody", 200, "OK", [])
    assert sock.ari.counters.unmatched == 2


async def test_a_lost_socket_fails_requests_in_flight_and_every_later_one() -> None:
    sock = ScriptedSocket(lambda r: None)
    waiting = [asyncio.create_task(sock.ari.channels.get(name)) for name in "abc"]
    await asyncio.sleep(0)
    sock.ari.close()
    results = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(result) for result in results] == [AriLost, AriLost, AriLost]
    with pytest.raises(AriLost):
        await sock.ari.channels.list()


async def test_a_socket_that_breaks_while_sending_is_lost() -> None:
    sock = ScriptedSocket(lambda r: None)
    sock.broken = True
    with pytest.raises(AriLost):
        await sock.ari.channels.list()


async def test_an_unexpected_answer_is_a_protocol_error() -> None:
    sock = ScriptedSocket(lambda r: (200, "OK", {"not": "a channel"}))
    with pytest.raises(ProtocolError):
        await sock.ari.channels.get("c1")


async def test_events_come_in_order_and_end_with_the_socket() -> None:
    sock = ScriptedSocket(lambda r: None)
    for digit in "123":
        sock.event("ChannelDtmfReceived", digit=digit, duration_ms=80, channel=CHANNEL)
    sock.ari.close()
    seen = [event.digit async for event in sock.ari if isinstance(event, ChannelDtmfReceived)]
    assert seen == ["1", "2", "3"]
    with pytest.raises(StopAsyncIteration):
        await anext(sock.ari)


async def test_a_cancelled_request_leaves_nothing_behind() -> None:
    sock = ScriptedSocket(lambda r: None)
    task = asyncio.create_task(sock.ari.channels.get("a"))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    sock.answer("1", 200, "OK", CHANNEL)
    assert sock.ari.counters.unmatched == 1


async def test_a_consumer_that_falls_behind_loses_the_socket_but_no_waiting_event() -> None:
    sock = ScriptedSocket(lambda r: None)
    for number in range(9):
        sock.event("Unheard", number=number)
    assert sock.ari.lost.is_set()
    assert sock.ari.counters.overflowed == 1
    assert len([event async for event in sock.ari]) == 5


async def test_the_first_registration_names_the_socket_and_is_not_an_event() -> None:
    sock = ScriptedSocket(lambda r: None)
    sock.event("ApplicationRegistered")
    assert await sock.ari.registered() == "convonet-0:x"
    sock.ari.close()
    assert [event async for event in sock.ari] == []


async def test_a_replaced_application_is_told_and_ends_the_socket() -> None:
    sock = ScriptedSocket(lambda r: None)
    sock.event("ApplicationReplaced")
    seen = [event async for event in sock.ari]
    assert [type(event) for event in seen] == [ApplicationReplaced]
    assert sock.ari.lost.is_set()
