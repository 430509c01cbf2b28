"""What a thing is called, which kind it is, and when it is to be: what wishes about work share."""

from __future__ import annotations

import re
from datetime import datetime

from convonet_ari.agent.offline.heard import Answer, Heard, given
from convonet_ari.tools import dates
from convonet_ari.tools.meaning import is_it
from convonet_ari.tools.moving import SHIFT, in_clock_words
from convonet_ari.tools.numerals import number

ANY_DAY = datetime(2026, 1, 1, 12)
NOUNS = {
    "todo": r"todos?|tasks?",
    "reminder": r"reminders?",
    "calendar_event": r"appointments?|meetings?|events?|calendar",
}
SOUNDS_BOOKED = re.compile(
    r"\b(?:lunch|dinner|breakfast|dentist|doctor|interview|call with|coffee|review|flight|stand-?up|catch-?up"
    r"|one[- ]on[- ]one|workshop|session|training|conference|(?:today|tomorrow|\w+day)'s|\d{1,2} ?[ap]m"
    r"|o'clock)\b",
    re.I,
)
LINK = re.compile(
    r"^(?:(?:for|to|about|called|named|titled|saying|of|that|that says|on|at|by|is|and|me"
    r"|i (?:have|need|must) to)\b\s*)+",
    re.I,
)
THE_ONE = re.compile(r"^(?:the |my )?(?:one|thing|bit|entry) (?:about|with|for|of|regarding) ", re.I)
ARTICLE = re.compile(r"^(?:(?:a|an|the|my|another|me|new)\s+)+", re.I)
POINTED = re.compile(
    r"\b(?P<to>(?:about|regarding|concerning|for|with|of|over)) (?:it|that|this)(?: (?:one|todo|task|reminder"
    r"|appointment|meeting|event))?(?=$| (?:again|first|too|before|by|on|at|tomorrow)\b)",
    re.I,
)
OF_DAY = re.compile(
    r"(?:the |my )?(?P<noun>appointment|meeting|event) (?:on |of |for )?(?P<day>today|tomorrow|\w+day)", re.I
)
WHEN_SLOT = {"todo": "due", "reminder": "when", "calendar_event": "when"}


def changed(kind: str, title: str | None, when: str) -> Answer:
    return Answer(tool=f"update_{kind}", arguments=given(title=title, **{WHEN_SLOT[kind]: when}))


def split(words: str) -> tuple[str, str]:
    """What is moved, and where to: the time at the very end, if there is one."""
    if shift := SHIFT.search(words):
        return clean_end(words[: shift.start()]), shift[0]
    found = dates.find(words)
    if found and words.lower().endswith(found.phrase.lower()):
        return clean_end(words[: -len(found.phrase)]), found.phrase
    what, link, when = words.rpartition(" to ")
    return (clean_end(what), when) if link and only_time(when) else ("", "")


def only_time(words: str) -> bool:
    plain = in_clock_words(words)
    if SHIFT.fullmatch(plain):
        return True
    found = dates.find(plain)
    return (
        found is not None
        and not re.sub(r"\b(?:in the )?(?:morning|afternoon|evening)\b", "", found.rest).strip()
    )


def names_no_time(when: str) -> bool:
    if shift := SHIFT.fullmatch(dates.plain(when)):
        return shift["unit"] in ("day", "week")
    parsed = dates.parse(in_clock_words(when), ANY_DAY)
    return parsed is not None and parsed.at is None


def kind_of(what: str, heard: Heard) -> str:
    """By a title that was named before, by the noun it is called, or what was spoken of last."""
    kinds = (kind for kind, nouns in NOUNS.items() if re.search(rf"\b(?:{nouns})\b", what, re.I))
    named = next(kinds, "")
    return named or heard.topic if is_it(what) else _known(what, heard) or named


def _known(what: str, heard: Heard) -> str:
    """By a title that the conversation has named."""
    words = set(clean(what).lower().split())
    for past in reversed(heard.past):
        title = str(past.arguments.get("title", "")).lower().split()
        if past.kind and words and words <= set(title):
            return past.kind
    return ""


def name_of(what: str, kind: str) -> str | None:
    """The title without its kind: "the landlord todo" is the landlord. None for "it"."""
    if is_it(what):
        return None
    nouns = "todos?|tasks?|reminders?|calendar" if kind == "calendar_event" else NOUNS[kind]
    what = re.sub(r" (?:off|from|on|in) (?:the|my) (?:list|todos|calendar|schedule)$", "", what, flags=re.I)
    what = re.sub(
        r"^(?:my |the )?(?:today|tomorrow|\w+day)'s (?!(?:appointment|meeting|event)s?$)(?=\w)",
        "",
        what,
        flags=re.I,
    )
    what = re.sub(r" (?:thing|bit|stuff)$", "", THE_ONE.sub("", what), flags=re.I)
    if kind == "calendar_event" and (of_day := OF_DAY.fullmatch(what)):
        return f"{of_day['day']}'s {of_day['noun']}"
    bare = clean(re.sub(rf"\b(?:{nouns})\b(?: (?:called|named|for|to|about|on))?", " ", what, flags=re.I))
    return " ".join(bare.split()) or clean(what) or None


def minutes(length: re.Match[str] | None) -> int | None:
    if length is None:
        return None
    n = 0.5 if length["n"].lower() == "half an" else float(number(length["n"].lower()))
    n += 0.5 if length[0].lower().endswith("and a half") or length.groupdict().get("half") else 0
    return round(n * (60 if length["unit"].lower() == "hour" else 1))


def clean(words: str) -> str:
    words = LINK.sub("", re.sub(r"'s$", "", words.strip(" ,.:")))
    return ARTICLE.sub("", words).strip(" ,.:")


def clean_end(words: str) -> str:
    return re.sub(r"(?:\s+(?:to|till?|until|for|on|at|by|back))+$", "", words.strip(), flags=re.I).strip()


def in_full(title: str, heard: Heard) -> str:
    """ "Call Sarah about it" names what was spoken of last: by its title it is still known tomorrow."""
    pointed = POINTED.search(title)
    titles = (past.arguments.get("new_title") or past.arguments.get("title") for past in reversed(heard.past))
    last = next((str(name) for name in titles if name), "")
    return f"{title[: pointed.end('to')]} {last}{title[pointed.end() :]}" if pointed and last else title
