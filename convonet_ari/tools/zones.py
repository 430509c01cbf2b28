"""Time zones as people say them: a city, a country's usual name for its time, or the zone itself."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from convonet_ari.tools.sounds import plain

SAID = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "central european": "Europe/Berlin",
    "western european": "Europe/Lisbon",
    "eastern european": "Europe/Helsinki",
    "germany": "Europe/Berlin",
    "france": "Europe/Paris",
    "spain": "Europe/Madrid",
    "italy": "Europe/Rome",
    "england": "Europe/London",
    "uk": "Europe/London",
    "british": "Europe/London",
    "india": "Asia/Kolkata",
    "japan": "Asia/Tokyo",
    "china": "Asia/Shanghai",
    "utc": "UTC",
    "gmt": "UTC",
    "greenwich": "UTC",
    "munich": "Europe/Berlin",
    "hamburg": "Europe/Berlin",
    "frankfurt": "Europe/Berlin",
    "cologne": "Europe/Berlin",
    "san francisco": "America/Los_Angeles",
    "seattle": "America/Los_Angeles",
    "boston": "America/New_York",
    "washington": "America/New_York",
    "miami": "America/New_York",
    "mumbai": "Asia/Kolkata",
    "delhi": "Asia/Kolkata",
    "beijing": "Asia/Shanghai",
    "geneva": "Europe/Zurich",
    "barcelona": "Europe/Madrid",
    "milan": "Europe/Rome",
}
IDLE = ("standard", "daylight", "summer", "time", "zone", "timezone", "the", "in")


def zone_named(said: str) -> str | None:
    """The zone that is meant; None when there is none of that name."""
    if said.strip() in available_timezones():
        return said.strip()
    words = " ".join(word for word in plain(said.replace("/", " ")).split() if word not in IDLE)
    if words in SAID:
        return SAID[words]
    return _cities().get(words)


@cache
def _cities() -> dict[str, str]:
    """The last part of each zone's name, continents' before what is only there for old programs."""
    found: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        if zone.startswith(("Etc/", "SystemV/", "US/")):
            continue
        found.setdefault(plain(zone.rsplit("/", 1)[-1].replace("_", " ")), zone)
        found.setdefault(plain(zone.replace("/", " ").replace("_", " ")), zone)
    return found
