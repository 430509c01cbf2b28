"""Calendar events as Google writes them, and as we keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any, Protocol
from uuid import UUID

from convonet_ari.errors import ProtocolError

UNTITLED = "(no title)"


@dataclass(frozen=True, slots=True)
class RemoteEvent:
    """One event of a user's Google calendar; times are aware. `cancelled` ones have no more than an id."""

    id: str
    cancelled: bool
    updated: datetime
    etag: str = ""
    title: str = UNTITLED
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    all_day: bool = False
    place: str | None = None
    attendees: tuple[str, ...] = ()


class LocalEvent(Protocol):
    """One event as it is to be written to Google; times are aware."""

    @property
    def id(self) -> UUID: ...
    @property
    def title(self) -> str: ...
    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def all_day(self) -> bool: ...
    @property
    def place(self) -> str | None: ...
    @property
    def attendees(self) -> Sequence[str]: ...


def parse(item: Mapping[str, Any], zone: tzinfo) -> RemoteEvent:
    """An item of `events.list`; days without a time begin at midnight in `zone`. Raises ProtocolError."""
    try:
        updated = datetime.fromisoformat(item.get("updated", "1970-01-01T00:00:00Z"))
        if item.get("status") == "cancelled":
            return RemoteEvent(item["id"], True, updated)
        start, end = item["start"], item["end"]
        return RemoteEvent(
            item["id"],
            False,
            updated,
            item.get("etag", ""),
            item.get("summary") or UNTITLED,
            _moment(start, zone),
            max(_moment(start, zone), _moment(end, zone)),
            "date" in start,
            item.get("location") or None,
            tuple(one["email"] for one in item.get("attendees", ()) if "email" in one),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError(f"an event Google should not send: {type(error).__name__}") from error


def body(event: LocalEvent, zone: tzinfo) -> dict[str, Any]:
    """What `events.insert` and `events.patch` take."""
    written: dict[str, Any] = {
        "summary": event.title,
        "start": _edge(event.starts_at, event.all_day, zone),
        "end": _edge(_end(event), event.all_day, zone),
        "location": event.place or "",
    }
    if event.attendees:
        written["attendees"] = [{"email": address} for address in event.attendees]
    return written


def google_id(event: UUID) -> str:
    """Ours, since Google lets us choose among base32hex: sent twice, an event is there once."""
    return event.hex


def _end(event: LocalEvent) -> datetime:
    """Google's last day is the one after."""
    if event.all_day and event.ends_at <= event.starts_at:
        return event.starts_at + timedelta(days=1)
    return event.ends_at


def _edge(moment: datetime, all_day: bool, zone: tzinfo) -> dict[str, str | None]:
    local = moment.astimezone(zone)
    # The other key is cleared, or an event that became one of a whole day would be refused.
    if all_day:
        return {"date": local.date().isoformat(), "dateTime": None}
    return {"dateTime": local.isoformat(), "date": None}


def _moment(edge: Mapping[str, Any], zone: tzinfo) -> datetime:
    if "date" in edge:
        return datetime.combine(date.fromisoformat(edge["date"]), time(), zone)
    moment = datetime.fromisoformat(edge["dateTime"])
    return moment if moment.tzinfo else moment.replace(tzinfo=zone).astimezone(UTC)
