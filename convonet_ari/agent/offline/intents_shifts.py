"""What the offline assistant makes of changes by a stretch of time, and of everything at once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Action, Answer, Heard, given
from convonet_ari.agent.offline.things import SOUNDS_BOOKED, changed, kind_of, name_of
from convonet_ari.tools import dates
from convonet_ari.tools.numerals import number

EARLIER = re.compile(r"forwards?|ahead|up|earlier|sooner", re.I)
SHORTER = re.compile(r"shorten|cut|reduce|trim|shorter|less", re.I)
PER_UNIT = {"minute": 1, "hour": 60}
LENGTH = re.compile(
    r"(?P<n>half an|(?:a )?quarter of an|\S+(?:[ -]\w+)??) (?P<unit>minute|hour)s?(?P<half> and a half)?$",
    re.I,
)
WEEK = re.compile(r"\b(?:this|next|the coming) (?:week|weekend|month)\b", re.I)
PART = re.compile(r"^(?:the |my )?(?:whole |entire |rest of the )?(?P<part>morning|afternoon|evening)$", re.I)
WHOLE = re.compile(r"\b(?:week|weekend)\b", re.I)
NO_APPOINTMENTS = re.compile(r"\b(?:todos?|tasks?|reminders?|list|notes?|recordings?|memories)\b", re.I)
KNOWN = re.compile(r"\b(?:know|remember|told|said|about (?:me|us)|stored|saved|forget)\b", re.I)


def shifted(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "Push it back by twenty minutes": so much later than it was."""
    side = "earlier" if EARLIER.fullmatch(match["way"]) else "later"
    amount = re.sub(r" more\b", "", match["amount"], flags=re.I)
    what = match.groupdict().get("what") or "it"
    what = "the reminder" if what.lower() == "remind" else what
    kind = kind_of(what, heard)
    if not kind and _nameless(what):
        return None
    kind = kind or ("todo" if _days(amount) and not SOUNDS_BOOKED.search(what) else "calendar_event")
    return changed(kind, name_of(what, kind), when=f"{amount} {side}")


def lengthened(match: re.Match[str], heard: Heard) -> Answer | None:
    """So much longer than it was; of a reminder, so much later."""
    what = match.groupdict().get("what") or "it"
    kind = kind_of(what, heard)
    if kind == "reminder":
        return changed(kind, name_of(what, kind), when=f"{match['amount']} later")
    longer = _minutes(match["amount"])
    if longer is None or kind == "todo" or (not kind and _nameless(what)):
        return None
    longer = -longer if SHORTER.fullmatch(match["way"].strip()) else longer
    title = name_of(what, "calendar_event")
    return Answer(tool="update_calendar_event", arguments=given(title=title, longer=longer))


def clear_all(match: re.Match[str], heard: Heard) -> Answer | None:
    """Everything of a day goes from the calendar; all of a list never goes at once."""
    words = match["all"]
    if KNOWN.search(words):
        return None
    if NO_APPOINTMENTS.search(words):
        return Answer(replies.ONE_AT_A_TIME) if re.match(r"all|every", words, re.I) else None
    day = _day(words)
    return Answer(tool="delete_calendar_event", arguments={"day": day}) if day else None


def _day(words: str) -> str | None:
    if found := dates.find(words):
        return found.phrase
    if week := WEEK.search(words):
        return week[0]
    if part := PART.search(words):
        return f"this {part['part']}"
    if whole := WHOLE.search(words):
        return f"this {whole[0]}"
    return "today" if re.search(r"\bday\b", words, re.I) else None


def _nameless(what: str) -> bool:
    return name_of(what, "calendar_event") is None


def _days(amount: str) -> bool:
    return re.search(r"\b(?:day|week)s?\b", amount, re.I) is not None


def _minutes(amount: str) -> int | None:
    length = LENGTH.search(re.sub(r" more\b", "", amount.lower()))
    if length is None:
        return None
    unit = PER_UNIT[length["unit"]]
    part = {"half an": 0.5, "quarter of an": 0.25, "a quarter of an": 0.25}.get(length["n"])
    count = part if part is not None else number(length["n"])
    return round((count + (0.5 if length["half"] else 0)) * unit)


SHIFT_ACTIONS: Mapping[str, Action] = {
    "shifted": shifted,
    "lengthened": lengthened,
    "clear_all": clear_all,
}
