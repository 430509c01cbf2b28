"""What the offline assistant makes of wishes about reminders, appointments, teams and changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from convonet_ari.agent import replies
from convonet_ari.agent.heard import Action, Answer, Heard, given
from convonet_ari.tools import dates
from convonet_ari.tools.meaning import is_it
from convonet_ari.tools.moving import SHIFT, in_clock_words
from convonet_ari.tools.numerals import NUMBER, number

ANY_DAY = datetime(2026, 1, 1, 12)
NOUNS = {
    "todo": r"todos?|tasks?",
    "reminder": r"reminders?",
    "calendar_event": r"appointments?|meetings?|events?|calendar",
}
SOUNDS_BOOKED = re.compile(
    r"\b(?:lunch|dinner|breakfast|dentist|doctor|interview|call with|coffee|review|flight|standup)\b",
    re.I,
)
LENGTH = re.compile(
    rf"\bfor (?P<n>half an|{NUMBER})(?P<half> and a half)? (?P<unit>minute|hour)s?(?: and a half)?\b", re.I
)
LINK = re.compile(
    r"^(?:(?:for|to|about|called|named|titled|saying|of|that|that says|on|at|by|is|and|me"
    r"|i (?:have|need|must) to)\b\s*)+",
    re.I,
)
AROUND_TIME = re.compile(
    r"^(?:(?:i (?:meant|mean|said)|make (?:it|that)|rather|better|actually|on|at|for"
    r"|not \w+ but|it's|it is) )+"
    r"|\b(?:instead|rather|i mean|i meant)$",
    re.I,
)
ARTICLE = re.compile(r"^(?:(?:a|an|the|my|another|me|new)\s+)+", re.I)
DATE_OF = re.compile(r"^(?:the )?(?:due date|date|day|time|deadline) (?:of|for) ", re.I)
TRAILING = re.compile(r"\s+(?:for|on|at|to|by|in|with)$", re.I)
WHEN_SLOT = {"todo": "due", "reminder": "when", "calendar_event": "when"}


def correct(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "No, Thursday": nothing but a time, about what was spoken of last."""
    words = AROUND_TIME.sub("", match["when"].strip()).strip()
    changing = re.search(r"^(?:create|update|snooze)_", heard.past[-1].tool) if heard.past else None
    if not heard.topic or not changing or not _only_time(words):
        return None
    return _changed(heard.topic, None, when=words)


def undo(match: re.Match[str], heard: Heard) -> Answer:
    many = re.search(rf"\b(?:last )?(?P<n>{NUMBER}) (?:changes|things|steps)", match["what"] or "", re.I)
    count = number(many["n"].lower()) if many else 1
    return Answer(tool="undo_last_change", arguments=given(changes=count if count > 1 else None))


def snooze(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="snooze_reminder", arguments=given(until=match["until"]))


def move(match: re.Match[str], heard: Heard) -> Answer | None:
    """The words behind the verb end in a time: that is where it goes."""
    what, when = _split(heard.text[match.start("what") :])
    what = DATE_OF.sub("", what)
    if not when or not what:
        return None
    if re.match(r"(?:make|set|put)\b", heard.text[: match.start("what")].split()[-1], re.I) and not is_it(
        what
    ):
        return None
    kind = _kind(what, heard) or (
        "todo" if _names_no_time(when) and not SOUNDS_BOOKED.search(what) else "calendar_event"
    )
    return _changed(kind, _name(what, kind), when=when)


def rename(match: re.Match[str], heard: Heard) -> Answer | None:
    what, title = match["what"] or "it", match["title"].strip()
    kind = _kind(what, heard) or ("calendar_event" if SOUNDS_BOOKED.search(what) else "todo")
    if re.match(r"(?:as )?(?:done|off)\b", title, re.I):
        return None
    return Answer(tool=f"update_{kind}", arguments=given(title=_name(what, kind), new_title=title))


def drop(match: re.Match[str], heard: Heard) -> Answer | None:
    what = match["what"]
    if is_it(what) and not heard.topic:
        return None
    booked = "calendar_event" if SOUNDS_BOOKED.search(what) else "todo"
    kind = _kind(what, heard) or booked
    return Answer(tool=f"delete_{kind}", arguments=given(title=_name(what, kind)))


def reminder(match: re.Match[str], heard: Heard) -> Answer:
    words = match["title"]
    found = dates.find(words)
    title = _clean(found.rest if found else words)
    if not title:
        return Answer(replies.ASK_REMINDER)
    if found is None:
        return Answer(replies.ask_when(title))
    return Answer(tool="create_reminder", arguments={"title": title, "when": found.phrase})


def asked_reminder(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers when, or of what, to be reminded."""
    if replies.NEVER_MIND.search(heard.text):
        return None
    if heard.last.endswith(replies.ASK_REMINDER):
        return reminder(re.match(r"(?P<title>.*)", heard.text) or match, heard)
    asked = replies.ASKED_WHEN.search(heard.last)
    if asked is None:
        return None
    return Answer(tool="create_reminder", arguments={"title": asked["title"], "when": heard.text})


def event(match: re.Match[str], heard: Heard) -> Answer | None:
    words = f"{match['title']} {match.groupdict().get('rest') or ''}".strip()
    length = LENGTH.search(words)
    words = LENGTH.sub("", words)
    found = dates.find(words)
    if found is None or re.search(r"\b(?:todos?|tasks?)\b", words, re.I):
        return None
    title = _clean(
        re.sub(
            r"^(?:appointment|meeting|event)s? (?:for|called|named|about) ",
            "",
            _clean(found.rest),
            flags=re.I,
        )
    )
    whole = re.search(r"\b(?:all|whole) day\b", title, re.I)
    title = TRAILING.sub("", re.sub(r"\b(?:all|whole|the whole) day\b", "", title, flags=re.I).strip())
    when = f"{found.phrase} all day" if whole else found.phrase
    arguments = given(title=title or "appointment", when=when, minutes=_minutes(length))
    return Answer(tool="create_calendar_event", arguments=arguments)


def events(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="get_calendar_events", arguments=given(when=_when(heard.text)))


def free(match: re.Match[str], heard: Heard) -> Answer:
    length = LENGTH.search(heard.text)
    when = _when(LENGTH.sub("", heard.text))
    return Answer(tool="find_free_time", arguments=given(when=when, minutes=_minutes(length)))


def reminders(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="get_reminders", arguments=given(when=_when(heard.text)))


def briefing(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="get_daily_briefing", arguments=given(day=_when(heard.text)))


def assign(match: re.Match[str], heard: Heard) -> Answer | None:
    title = None if is_it(match["what"]) else _clean(match["what"])
    if re.match(r"(?:me|us|my call|the call|this call)\b", match["what"], re.I):
        return None
    return Answer(tool="assign_todo", arguments=given(title=title, person=_clean(match["person"])))


def team_todo(match: re.Match[str], heard: Heard) -> Answer:
    found = dates.find(match["title"])
    title = _clean(found.rest if found else match["title"])
    due = found.phrase if found else None
    return Answer(tool="create_team_todo", arguments=given(title=title, team=_clean(match["team"]), due=due))


def named(tool: str, *names: str) -> Action:
    """The tool with what the phrasing itself names."""

    def action(match: re.Match[str], heard: Heard) -> Answer:
        words = match.groupdict()
        return Answer(tool=tool, arguments=given(**{name: _clean(words.get(name) or "") for name in names}))

    return action


def role(match: re.Match[str], heard: Heard) -> Answer:
    wanted = "admin" if match["role"].lower().startswith("admin") else match["role"].lower()
    team = _clean(match["team"] or "")
    return Answer(tool="change_member_role", arguments=given(person=match["person"], role=wanted, team=team))


def _changed(kind: str, title: str | None, when: str) -> Answer:
    return Answer(tool=f"update_{kind}", arguments=given(title=title, **{WHEN_SLOT[kind]: when}))


def _split(words: str) -> tuple[str, str]:
    """What is moved, and where to: the time at the very end, if there is one."""
    if shift := SHIFT.search(words):
        return _clean_end(words[: shift.start()]), shift[0]
    found = dates.find(words)
    if found and words.lower().endswith(found.phrase.lower()):
        return _clean_end(words[: -len(found.phrase)]), found.phrase
    what, link, when = words.rpartition(" to ")
    return (_clean_end(what), when) if link and _only_time(when) else ("", "")


def _only_time(words: str) -> bool:
    plain = in_clock_words(words)
    if SHIFT.fullmatch(plain):
        return True
    found = dates.find(plain)
    return (
        found is not None
        and not re.sub(r"\b(?:in the )?(?:morning|afternoon|evening)\b", "", found.rest).strip()
    )


def _names_no_time(when: str) -> bool:
    parsed = dates.parse(in_clock_words(when), ANY_DAY)
    return parsed is not None and parsed.at is None


def _kind(what: str, heard: Heard) -> str:
    """By a title that was named before, by the noun it is called, or what was spoken of last."""
    if is_it(what):
        return heard.topic
    named = (kind for kind, nouns in NOUNS.items() if re.search(rf"\b(?:{nouns})\b", what, re.I))
    return _known(what, heard) or next(named, "")


def _known(what: str, heard: Heard) -> str:
    """By a title that the conversation has named."""
    words = set(_clean(what).lower().split())
    for past in reversed(heard.past):
        title = str(past.arguments.get("title", "")).lower().split()
        if past.kind and words and words <= set(title):
            return past.kind
    return ""


def _name(what: str, kind: str) -> str | None:
    """The title without its kind: "the landlord todo" is the landlord. None for "it"."""
    if is_it(what):
        return None
    nouns = "todos?|tasks?|reminders?|calendar" if kind == "calendar_event" else NOUNS[kind]
    what = re.sub(r" (?:off|from|on|in) (?:the|my) (?:list|todos|calendar|schedule)$", "", what, flags=re.I)
    bare = _clean(re.sub(rf"\b(?:{nouns})\b(?: (?:called|named|for|to|about|on))?", " ", what, flags=re.I))
    return " ".join(bare.split()) or _clean(what) or None


def _when(text: str) -> str | None:
    found = dates.find(text)
    if found:
        return found.phrase
    span = re.search(r"\b(?:this|next) (?:week|weekend|month)\b", text, re.I)
    return span[0] if span else None


def _minutes(length: re.Match[str] | None) -> int | None:
    if length is None:
        return None
    n = 0.5 if length["n"].lower() == "half an" else float(number(length["n"].lower()))
    n += 0.5 if length[0].lower().endswith("and a half") or length["half"] else 0
    return round(n * (60 if length["unit"].lower() == "hour" else 1))


def _clean(words: str) -> str:
    words = LINK.sub("", words.strip(" ,.:"))
    return ARTICLE.sub("", words).strip(" ,.:")


def _clean_end(words: str) -> str:
    return re.sub(r"(?:\s+(?:to|till?|until|for|on|at|by|back))+$", "", words.strip(), flags=re.I).strip()


WORK_ACTIONS: Mapping[str, Action] = {
    "correct": correct,
    "undo": undo,
    "snooze": snooze,
    "rename": rename,
    "move": move,
    "assign": assign,
    "team_todo": team_todo,
    "role": role,
    "join": named("add_team_member", "person", "team"),
    "part": named("remove_team_member", "person", "team"),
    "members": named("get_team_members", "team"),
    "team_todos": named("get_team_todos", "team"),
    "teams": named("get_teams"),
    "reminder": reminder,
    "reminders": reminders,
    "free": free,
    "events": events,
    "briefing": briefing,
    "drop": drop,
    "event": event,
}
