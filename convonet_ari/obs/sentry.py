"""Errors and turns for Sentry, without a word of what callers say; does nothing without a DSN."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

import sentry_sdk
from sentry_sdk.integrations.dedupe import DedupeIntegration

from convonet_ari import config
from convonet_ari.obs.scrub import scrub, scrub_text

if TYPE_CHECKING:
    from sentry_sdk._types import DataCollectionUserOptions, KeyValueCollectionBehaviour

TAGS = ("call_id", "tenant", "process", "logger", "phase", "effect", "code")

_OFF: KeyValueCollectionBehaviour = {"mode": "off"}
NOTHING_PERSONAL: DataCollectionUserOptions = {
    "user_info": False,
    "cookies": _OFF,
    "http_headers": {"request": _OFF},
    "http_bodies": [],
    "url_query_params": _OFF,
    "gen_ai": {"inputs": False, "outputs": False},
    "database_query_data": False,
    "stack_frame_variables": False,
}


def init(settings: config.Sentry, release: str) -> None:
    """Once per process; a fork inherits nothing that works."""
    dsn = settings.dsn.get_secret_value()
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        environment=settings.environment,
        traces_sample_rate=settings.traces_sample_rate,
        data_collection=NOTHING_PERSONAL,
        include_local_variables=False,
        auto_session_tracking=False,
        before_send=_scrubbed,
        before_send_transaction=_scrubbed,
        # The others report what is logged once more, and import every library they know: seconds per process.
        default_integrations=False,
        auto_enabling_integrations=False,
        integrations=[DedupeIntegration()],
    )


def report(event: Mapping[str, Any]) -> None:
    """A logged exception: hand it to `log.configure`."""
    if not sentry_sdk.is_initialized():
        return
    info = event.get("exc_info")
    with sentry_sdk.new_scope() as scope:
        for key in TAGS:
            if value := event.get(key):
                scope.set_tag(key, str(value))
        scope.set_extra("message", event.get("event", ""))
        scope.capture_exception(info if isinstance(info, BaseException | tuple) else None)


class Turn:
    """One turn under way; `note` adds figures, never words."""

    def __init__(self, span: sentry_sdk.tracing.Transaction | sentry_sdk.tracing.NoOpSpan | None) -> None:
        self._span = span

    def note(self, key: str, value: float | str | bool) -> None:
        if self._span is not None:
            self._span.set_data(key, value)

    def end(self) -> None:
        if self._span is not None:
            self._span.finish()


def begin_turn(call_id: str, turn: int) -> Turn:
    """One transaction for one turn, tagged with the call, from here to its `end` in whatever task."""
    if not sentry_sdk.is_initialized():
        return Turn(None)
    transaction = sentry_sdk.start_transaction(op="turn", name="turn")
    transaction.set_tag("call_id", call_id)
    transaction.set_tag("turn", str(turn))
    return Turn(transaction)


def flush(timeout_s: float = 2.0) -> None:
    """Send what waits, before the process ends."""
    sentry_sdk.flush(timeout_s)


def _scrubbed(event: Any, _: Any) -> Any:
    for key in ("extra", "tags"):
        if isinstance(fields := event.get(key), Mapping):
            event[key] = scrub(fields)
    for error in _values(event.get("exception")):
        error["value"] = scrub_text(str(error.get("value") or ""))
    for crumb in _values(event.get("breadcrumbs")):
        _scrub_record(crumb, "message")
    for span in event.get("spans") or ():
        _scrub_record(span, "description")
    trace = (event.get("contexts") or {}).get("trace")
    if isinstance(trace, MutableMapping):
        _scrub_record(trace, "description")
    for absent in ("request", "user", "server_name"):
        event.pop(absent, None)
    return event


def _scrub_record(record: MutableMapping[str, Any], text: str) -> None:
    if record.get(text):
        record[text] = scrub_text(str(record[text]))
    if isinstance(record.get("data"), Mapping):
        record["data"] = scrub(record["data"])


def _values(section: Any) -> list[MutableMapping[str, Any]]:
    values = section.get("values") if isinstance(section, Mapping) else section
    return [value for value in values or () if isinstance(value, MutableMapping)]
