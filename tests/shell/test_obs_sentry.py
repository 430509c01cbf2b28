"""What leaves for Sentry, received by a server on loopback."""

from __future__ import annotations

import pytest
import sentry_sdk
import structlog

from convonet_ari.config import Logging, Sentry
from convonet_ari.obs import log as logs
from convonet_ari.obs import sentry
from tests.fakes.sentry import receiving

pytestmark = pytest.mark.shell


def fail() -> None:
    words = "my secret words"
    raise LookupError(f"nobody at +12344007818 for {len(words)}")


async def test_a_logged_exception_arrives_without_words_and_variables() -> None:
    async with receiving() as receiver:
        logs.configure(Logging(), report=sentry.report)
        logs.bind_call("c1", "t1")
        try:
            fail()
        except LookupError:
            structlog.get_logger("convonet_ari.stasis").exception("a call failed")
        event = await receiver.next("event")
    assert event["tags"] == {"call_id": "c1", "tenant": "t1", "logger": "stasis"}
    assert event["release"] == "1.2.3"
    assert "vars" not in str(event)
    [error] = event["exception"]["values"]
    assert error["value"] == "nobody at …18 for 15"
    assert not {"request", "user", "server_name"} & event.keys()


async def test_each_turn_is_one_transaction_tagged_with_its_call() -> None:
    async with receiving() as receiver:
        turn = sentry.begin_turn("c1", 3)
        turn.note("first_audio_ms", 320.0)
        turn.note("text", "my secret words")
        turn.end()
        event = await receiver.next("transaction")
    assert event["tags"]["call_id"] == "c1"
    assert event["tags"]["turn"] == "3"
    assert event["contexts"]["trace"]["op"] == "turn"
    assert event["contexts"]["trace"]["data"]["first_audio_ms"] == 320.0
    assert "my secret words" not in str(event)


async def test_two_turns_at_once_keep_their_tags_apart() -> None:
    async with receiving() as receiver:
        for turn in [sentry.begin_turn(f"c{number}", number) for number in (1, 2)]:
            turn.end()
        events = [await receiver.next("transaction") for _ in range(2)]
    assert sorted(event["tags"]["call_id"] + event["tags"]["turn"] for event in events) == ["c11", "c22"]


def test_without_a_dsn_nothing_happens() -> None:
    sentry.init(Sentry(), "1.2.3")
    turn = sentry.begin_turn("c1", 1)
    turn.note("total_s", 0.5)
    turn.end()
    sentry.report({"exc_info": True})
    assert not sentry_sdk.is_initialized()
