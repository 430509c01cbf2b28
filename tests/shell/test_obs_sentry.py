"""What leaves for Sentry, received by a server on loopback."""

from __future__ import annotations

import pytest
import sentry_sdk
import structlog

from convonet_ari.config import Logging, Sentry
from convonet_ari.errors import ProviderUnavailable
from convonet_ari.obs import log as logs
from convonet_ari.obs import sentry
from convonet_ari.obs.trace import CallTrace, bind
from tests.fakes.scripted_speech import HandClock
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


def worked(trace: CallTrace, turn: int) -> CallTrace:
    trace.note(turn, "model", "my-model", 0.3)
    trace.note(turn, "tool", "create_todo", 0.1, "failed")
    return trace


async def test_a_turn_is_one_transaction_with_its_works_and_figures() -> None:
    async with receiving() as receiver:
        trace = worked(CallTrace("c1", HandClock()), 3)
        sentry.turn_over(trace, 3, {"first_audio_ms": 320, "title": 123_456}, "timeout")
        event = await receiver.next("transaction")
    assert event["tags"] == {"call_id": "c1", "turn": "3", "outcome": "timeout"}
    assert event["contexts"]["trace"]["op"] == "turn"
    assert event["contexts"]["trace"]["status"] == "deadline_exceeded"
    assert event["contexts"]["trace"]["data"]["first_audio_ms"] == 320
    works = [(span["op"], span["description"], span["data"]["ms"], span["status"]) for span in event["spans"]]
    assert works == [("model", "my-model", 300, "ok"), ("tool", "create_todo", 100, "internal_error")]
    assert "123456" not in str(event)


async def test_two_turns_at_once_keep_their_tags_apart() -> None:
    async with receiving() as receiver:
        for number, trace in [(n, worked(CallTrace(f"c{n}", HandClock()), n)) for n in (1, 2)]:
            sentry.turn_over(trace, number, {}, "done")
        events = [await receiver.next("transaction") for _ in range(2)]
    assert sorted(event["tags"]["call_id"] + event["tags"]["turn"] for event in events) == ["c11", "c22"]


async def test_figures_are_distributions_without_the_machines_name() -> None:
    async with receiving() as receiver:
        sentry.measured("turn", 0.32, part="total")
        await receiver.everything()
    [metric] = receiver.metrics
    assert (metric["name"], metric["type"], metric["unit"]) == (
        "convonet.turn",
        "distribution",
        "millisecond",
    )
    assert metric["value"] == 320
    assert metric["attributes"]["part"]["value"] == "total"
    assert "server.address" not in metric["attributes"]


async def test_an_expected_error_is_reported_with_its_place_and_logged_without_a_traceback(
    capsys: pytest.CaptureFixture[str],
) -> None:
    async with receiving() as receiver:
        logs.configure(Logging(), report=sentry.report)
        trace = CallTrace("c1", HandClock())
        trace.phase, trace.turn = "conversation", 4
        bind(trace)
        error = ProviderUnavailable("no model")
        structlog.get_logger().warning("a turn failed", tool="create_todo", code=error.code, exc_info=error)
        event = await receiver.next("event")
    places = {"phase": "conversation", "turn": "4", "tool": "create_todo", "code": "provider_unavailable"}
    assert places.items() <= event["tags"].items()
    assert "Traceback" not in capsys.readouterr().err


def test_a_bug_is_logged_with_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Logging())
    try:
        fail()
    except LookupError as error:
        structlog.get_logger().warning("a turn failed", exc_info=error)
    structlog.reset_defaults()
    assert "in fail" in capsys.readouterr().err


def test_without_a_dsn_nothing_happens() -> None:
    sentry.init(Sentry(), "1.2.3")
    sentry.turn_over(worked(CallTrace("c1", HandClock()), 1), 1, {"total_ms": 500}, "done")
    sentry.measured("turn", 0.5, part="total")
    sentry.report({"exc_info": True})
    assert not sentry_sdk.is_initialized()
