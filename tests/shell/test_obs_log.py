"""Lines of log as an operator reads them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from convonet_ari.config import Logging
from convonet_ari.obs import log as logs

pytestmark = pytest.mark.shell


@pytest.fixture(autouse=True)
def restored() -> Iterator[None]:
    root = logging.getLogger()
    before = root.handlers, root.level
    yield
    root.handlers, root.level = before
    structlog.contextvars.clear_contextvars()
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_has_time_level_place_and_fields(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Logging())
    structlog.get_logger("convonet_ari.stasis.session").info("transition", from_="pin", to="conversation")
    [line] = lines(capsys)
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "transition",
        "from_": "pin",
        "to": "conversation",
        "level": "info",
        "logger": "stasis.session",
    }


async def test_each_call_names_itself_on_its_own_lines(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Logging())
    log = structlog.get_logger()

    async def call(number: int) -> None:
        logs.bind_call(f"c{number}", tenant="t")
        await asyncio.sleep(0)
        log.info("hello")

    async with asyncio.TaskGroup() as calls:
        for number in range(3):
            calls.create_task(call(number))
    log.info("after")
    assert [line.get("call_id") for line in lines(capsys)] == ["c0", "c1", "c2", None]


def test_digits_and_words_never_reach_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Logging(level="debug"))
    structlog.get_logger().debug("event", pin="4711", digit="7", text="my secret", number="+12344007818")
    logging.getLogger("some.library").warning("calling %s", "+12344007818")
    seen = capsys.readouterr().err
    assert not any(word in seen for word in ("4711", '"7"', "my secret", "2344007818"))


def test_words_are_shown_where_the_operator_asks_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Logging(personal_data=True))
    structlog.get_logger().info("heard", text="hello", pin="4711")
    [line] = lines(capsys)
    assert line["text"] == "hello"
    assert "4711" not in str(line)


def test_libraries_speak_in_the_same_form_and_less(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Logging(level="debug"))
    logging.getLogger("httpx").info("request")
    logging.getLogger("aiohttp.access").info("GET /")
    logging.getLogger("asyncpg").warning("slow")
    [line] = lines(capsys)
    assert (line["event"], line["logger"], line["level"]) == ("slow", "asyncpg", "warning")


def test_below_the_level_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Logging(level="warning"))
    structlog.get_logger().info("no")
    assert capsys.readouterr().err == ""


def test_an_exception_is_reported_once_and_shows_no_variables(capsys: pytest.CaptureFixture[str]) -> None:
    told: list[Any] = []
    logs.configure(Logging(), report=told.append)
    log = structlog.get_logger()
    try:
        hidden = "my secret"
        raise LookupError(len(hidden))
    except LookupError:
        log.exception("failed")
    [line] = lines(capsys)
    assert "LookupError: 9" in line["exception"]
    assert "my secret'" not in line["exception"]
    assert [event["event"] for event in told] == ["failed"]


def test_the_console_form_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(Logging(format="console"))
    structlog.get_logger("convonet_ari.x").info("hello", turn=1)
    seen = capsys.readouterr().err
    assert "hello" in seen
    assert "turn=1" in seen
