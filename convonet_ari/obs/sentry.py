"""Errors and turns for Sentry, without a word of what callers say; does nothing without a DSN."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

import sentry_sdk
from sentry_sdk import metrics as sentry_metrics
from sentry_sdk.integrations.dedupe import DedupeIntegration

from convonet_ari import config
from convonet_ari.obs.scrub import scrub, scrub_text, without_digits
from convonet_ari.obs.trace import CallTrace, current

if TYPE_CHECKING:
    from sentry_sdk._types import DataCollectionUserOptions, KeyValueCollectionBehaviour

TAGS = ("call_id", "tenant", "process", "logger", "phase", "turn", "effect", "tool", "code")
STATUS = {
    "ok": "ok",
    "done": "ok",
    "failed": "internal_error",
    "timeout": "deadline_exceeded",
    "cut": "cancelled",
}

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
        before_send_metric=_measured,
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
    place = current()
    where = {"phase": place.phase, "turn": place.turn} if place else {}
    with sentry_sdk.new_scope() as scope:
        for key in TAGS:
            if value := event.get(key) or where.get(key):
                scope.set_tag(key, str(value))
        scope.set_extra("message", event.get("event", ""))
        scope.capture_exception(info if isinstance(info, BaseException | tuple) else None)


def turn_over(trace: CallTrace, turn: int, figures: Mapping[str, float], outcome: str) -> None:
    """Send one turn as a transaction tagged with its call, its spans and its figures; never words."""
    spans = trace.take(turn)
    if not sentry_sdk.is_initialized() or not spans:
        return
    wall = trace.clock.utc().timestamp() - trace.clock.monotonic()
    transaction = sentry_sdk.start_transaction(
        op="turn", name="turn", start_timestamp=wall + min(span.began for span in spans)
    )
    for key, tag in {"call_id": trace.call_id, "turn": str(turn), "outcome": outcome}.items():
        transaction.set_tag(key, tag)
    for name, value in figures.items():
        transaction.set_data(name, value)
    for span in spans:
        child = transaction.start_child(op=span.kind, name=span.name, start_timestamp=wall + span.began)
        child.set_data("outcome", span.outcome)
        child.set_data("ms", round(span.seconds * 1000))
        child.set_status(STATUS[span.outcome])
        child.finish(end_timestamp=wall + span.ended)
    transaction.set_status(STATUS[outcome])
    transaction.finish(end_timestamp=wall + max(span.ended for span in spans))


def measured(name: str, seconds: float, **attributes: str) -> None:
    """One value of a distribution, in milliseconds."""
    if sentry_sdk.is_initialized():
        sentry_metrics.distribution(
            f"convonet.{name}", round(seconds * 1000, 1), unit="millisecond", attributes=dict(attributes)
        )


def flush(timeout_s: float = 2.0) -> None:
    """Send what waits, before the process ends."""
    sentry_sdk.flush(timeout_s)


def _scrubbed(event: Any, _: Any) -> Any:
    for key in ("extra", "tags"):
        if isinstance(fields := event.get(key), Mapping):
            event[key] = scrub(fields)
    for error in _values(event.get("exception")):
        error["value"] = without_digits(scrub_text(str(error.get("value") or "")))
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


def _measured(metric: Any, _: Any) -> Any:
    """Without the machine's name."""
    attributes = metric["attributes"]
    attributes.pop("server.address", None)
    metric["attributes"] = scrub(attributes)
    return metric


def _scrub_record(record: MutableMapping[str, Any], text: str) -> None:
    if record.get(text):
        record[text] = scrub_text(str(record[text]))
    if isinstance(record.get("data"), Mapping):
        record["data"] = scrub(record["data"])


def _values(section: Any) -> list[MutableMapping[str, Any]]:
    values = section.get("values") if isinstance(section, Mapping) else section
    return [value for value in values or () if isinstance(value, MutableMapping)]
