"""What Sentry learns of a call: its failures, each once, and its turns; never a digit or a word."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import pytest

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call import phrases
from convonet_ari.call.machine import Machine, Phase
from convonet_ari.clock import SystemClock
from convonet_ari.config import Logging
from convonet_ari.errors import AriError, ProviderUnavailable
from convonet_ari.obs import log as logs
from convonet_ari.obs import sentry
from convonet_ari.stasis.session import Session
from tests.fakes.agent import rig
from tests.fakes.living import CALL, PIN, living
from tests.fakes.scripted_speech import HandClock
from tests.fakes.sentry import receiving
from tests.fakes.strict import StrictModel

pytestmark = pytest.mark.shell


class Broken(StrictModel):
    """Answers nobody."""

    async def _astream(self, messages: list[Any], *args: Any, **kwargs: Any) -> Any:
        raise ProviderUnavailable(f"no answer to {messages[-1].text}")
        yield


# Neither in an id nor in a time, where it may stand by chance.
KEYED_IN = re.compile(rb"(?<![0-9a-f.])%s(?![0-9a-f])" % PIN.encode())


class Failing:
    """Cannot check PINs; everything else works."""

    async def perform(self, effect: fx.Effect) -> None:
        if isinstance(effect, fx.CheckPin):
            digits = effect.digits
            raise AriError(500, f"no {len(digits)} digits here")

    def event(self, at_ms: int, event: ev.Event, phase: Phase) -> None: ...


def list_of(items: asyncio.Queue[tuple[str, dict[str, Any]]]) -> list[tuple[str, dict[str, Any]]]:
    return [items.get_nowait() for _ in range(items.qsize())]


async def test_a_failed_order_arrives_once_with_call_and_phase_and_no_digit() -> None:
    async with receiving() as receiver:
        logs.configure(Logging(), report=sentry.report)
        logs.bind_call("c1", "t1")
        session = Session(Machine(), Failing(), Failing(), HandClock(), 100.0)
        session.tell(ev.CallArrived("Demo Company", recorded=False))
        for key in PIN:
            session.tell(ev.DigitPressed(key))
        running = asyncio.create_task(session.run())
        event = await receiver.next("event")
        session.tell(ev.ChannelGone("hangup"))
        assert await running
    assert receiver.items.empty()
    assert {"call_id": "c1", "phase": "pin", "effect": "CheckPin", "code": "ari"}.items() <= event[
        "tags"
    ].items()
    assert PIN not in json.dumps(event)
    assert "vars" not in json.dumps(event)


async def test_a_whole_turn_is_traced_with_everything_that_worked_on_it() -> None:
    async with receiving() as receiver, rig() as here:
        logs.configure(Logging(), report=sentry.report)
        async with living(here.brain, SystemClock()) as life:
            life.hears("Create a todo for team meeting tomorrow")
            await life.until("I created the todo")
            event = await receiver.next("transaction")
        await receiver.everything()
    assert event["tags"] == {"call_id": str(CALL), "turn": "1", "outcome": "done"}
    works = [(span["op"], span["description"]) for span in event["spans"]]
    assert sorted(works) == [
        ("endpoint", "endpoint"),
        ("model", "local"),
        ("model", "local"),
        ("recognition", "recognition"),
        ("synthesis", "first_audio"),
        ("tool", "create_todo"),
    ]
    assert all(event["start_timestamp"] <= span["start_timestamp"] for span in event["spans"])
    assert all(span["timestamp"] <= event["timestamp"] for span in event["spans"])
    assert event["contexts"]["trace"]["data"].keys() >= {"endpoint_ms", "first_token_ms", "total_ms"}
    measured = {
        (metric["name"], metric["attributes"].get("part", {}).get("value")) for metric in receiver.metrics
    }
    assert measured >= {("convonet.turn", "total"), ("convonet.tool", None), ("convonet.model", None)}
    assert not KEYED_IN.search(receiver.bytes)
    for secret in ("team meeting", "Ann", "127.0.0.1"):
        assert secret.encode() not in receiver.bytes
    assert receiver.items.empty()


async def test_the_first_row_of_an_answer_tells_how_long_the_model_worked() -> None:
    async with rig() as here, living(here.brain, SystemClock()) as life:
        life.hears("Create a todo for team meeting tomorrow")
        await life.until("I created the todo")
        assert await life.record.flushed()
    timings = {
        name for _, who, _, _, figures in life.rows.utterances if who == "assistant" for name in figures
    }
    assert timings == {
        "endpoint_ms",
        "recognition_ms",
        "first_token_ms",
        "first_audio_ms",
        "total_ms",
        "model_ms",
    }


async def test_a_turn_that_fails_is_reported_with_its_place_and_the_callers_digits_never_leave() -> None:
    async with receiving() as receiver, rig(model=Broken()) as here:
        logs.configure(Logging(), report=sentry.report)
        async with living(here.brain, SystemClock()) as life:
            life.hears(f"my pin is {PIN}")
            await life.until("something went wrong")
            event = await receiver.next("event")
            life.hears(f"{PIN} again")
            await life.until(phrases.SORRY_PERSON)
        await receiver.everything()
    assert {"phase": "conversation", "turn": "1", "code": "provider_unavailable"}.items() <= event[
        "tags"
    ].items()
    traces = [item for kind, item in list_of(receiver.items) if kind == "transaction"]
    assert [trace["tags"]["outcome"] for trace in traces] == ["failed", "failed"]
    assert not KEYED_IN.search(receiver.bytes)
