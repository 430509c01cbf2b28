"""Structured logs: a static message and fields, one line each, with the call's id on every line of a call."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from convonet_ari.config import Logging
from convonet_ari.errors import ConvonetError
from convonet_ari.obs.scrub import scrub, scrub_text
from convonet_ari.obs.stderr import Stderr

Report = Callable[[EventDict], None]

_stderr = Stderr()

# Libraries that tell their own story at INFO, or words and headers at DEBUG.
QUIET = ("aiohttp", "asyncio", "httpx", "httpx2", "httpcore", "openai", "langchain", "langgraph", "mcp")
QUIET_TOO = ("asyncpg", "psycopg", "alembic", "panoramisk", "faster_whisper", "sentry_sdk", "urllib3")


def configure(settings: Logging, report: Report | None = None) -> None:
    """Send structlog and the libraries' logging to stderr. `report` is told of every logged exception."""
    level = getattr(logging, settings.level.upper())
    shared = _shared(settings.personal_data)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _add_name,
            _reporter(report),
            *shared,
            _renderer(settings.format),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_Lines,
        cache_logger_on_first_use=False,
    )
    _configure_libraries(settings, shared)


def flush() -> None:
    """Before a process forks or ends, neither of which a full disk may hinder."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()


def bind_call(call_id: str, tenant: str = "") -> None:
    """Name the call, and whose it is, on every further line of this task and of those it starts."""
    structlog.contextvars.bind_contextvars(call_id=call_id, **({"tenant": tenant} if tenant else {}))


class _Lines:
    """Writes structlog's lines."""

    def __init__(self, name: str = "") -> None:
        self.name = name.removeprefix("convonet_ari.")

    def msg(self, line: str) -> None:
        _stderr.write(f"{line}\n")

    debug = info = warning = error = critical = exception = log = msg


def _shared(personal: bool) -> list[Processor]:
    def scrubbed(_: Any, __: str, event: EventDict) -> EventDict:
        message = scrub_text(str(event.pop("event", "")), personal)
        return {"at": event.pop("timestamp"), "event": message, **scrub(event, personal)}

    return [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        # Plain tracebacks: those with local variables would show what callers say.
        structlog.processors.format_exc_info,
        scrubbed,
        _count_lost,
    ]


def _renderer(kind: str) -> Processor:
    if kind == "json":
        return structlog.processors.JSONRenderer(default=str, ensure_ascii=False)
    plain = structlog.dev.plain_traceback
    return structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=plain, timestamp_key="at"
    )


def _count_lost(_: Any, __: str, event: EventDict) -> EventDict:
    """How many lines before this one could not be written."""
    return {**event, "lines_lost": _stderr.lost} if _stderr.lost else event


def _add_name(logger: Any, _: str, event: EventDict) -> EventDict:
    if name := getattr(logger, "name", ""):
        event["logger"] = name
    return event


def _reporter(report: Report | None) -> Processor:
    """An error of this house is told in its line; only a bug needs a traceback. Both are reported."""

    def processor(_: Any, __: str, event: EventDict) -> EventDict:
        if (error := _error(event.get("exc_info"))) is None:
            return event
        if report:
            report({**event, "exc_info": error})
        if isinstance(error, ConvonetError):
            del event["exc_info"]
            event.setdefault("error", str(error))
        return event

    return processor


def _error(info: object) -> BaseException | None:
    if isinstance(info, BaseException):
        return info
    return sys.exc_info()[1] if info is True else None


def _configure_libraries(settings: Logging, shared: list[Processor]) -> None:
    handler = logging.StreamHandler(_stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                *shared,
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _renderer(settings.format),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.INFO, getattr(logging, settings.level.upper())))
    for name in (*QUIET, *QUIET_TOO):
        logging.getLogger(name).setLevel(logging.WARNING)
