"""What the offline assistant makes of wishes about reminders, appointments, teams and changes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Action, Answer, Heard, given
from convonet_ari.agent.offline.intents_changes import CHANGE_ACTIONS
from convonet_ari.agent.offline.phrasings_work import SCRAP
from convonet_ari.agent.offline.things import changed, clean, in_full, minutes, only_time
from convonet_ari.tools import dates
from convonet_ari.tools.meaning import is_it
from convonet_ari.tools.moving import in_clock_words
from convonet_ari.tools.numerals import NUMBER, number
from convonet_ari.tools.times import stretch, time_in

LENGTH = re.compile(
    rf"\bfor (?P<n>half an|{NUMBER})(?P<half> and a half)? (?P<unit>minute|hour)s?(?: and a half)?\b", re.I
)
ORGANISATION = re.compile(r"(?:whole |entire )?(?:organi[sz]ation|company|firm|business)", re.I)
FREE_LENGTH = re.compile(
    rf"\b(?P<n>half an|{NUMBER})(?P<half> and a half)? (?P<unit>minute|hour)s?(?: and a half)?\b", re.I
)
UNWANTED = re.compile(rf"\b(?:{SCRAP}|don't want|do not want|bring|get|want|have|give me)\b", re.I)
STEPS = re.compile(
    rf"\b(?P<n>{NUMBER}) (?:last )?(?:changes|things|steps|ones|actions|of (?:them|those))\b"
    rf"|\blast (?P<last>{NUMBER})"
    r"(?: (?:of (?:them|those)))?$",
    re.I,
)
TWICE = re.compile(r"\b(?:both|twice|two times)\b|\band the (?:one|thing|change)? ?before\b", re.I)
# What a caller says who needs that long.
_WHILE = re.compile(r"(?:just )?(?:give me|i need) (?!another|\S+ more)", re.I)
REMIND = re.compile(r"\b(?:to|and) remind me\b", re.I)
INSTEAD = re.compile(r"\s*\b(?:instead|rather)$", re.I)
EVERY = re.compile(
    rf"\bevery (?:single )?(?P<part>day|morning|afternoon|evening|{'|'.join(dates.DAYS)})\b", re.I
)
# Without a stretch of time only what the caller calls a thing of theirs is an appointment for certain.
BESIDE = re.compile(
    rf"\b(?:(?:at|for|about) )?(?:(?P<lead>(?:(?:half an|(?:a )?quarter of an|{NUMBER})(?: and a half)?"
    r" (?:minute|hour|day|week)s?(?: and a half)?|right|just|shortly) (?:before|after|ahead of|prior to))"
    r"|(?P<bare>before|after)(?= (?:the|my|our) )) (?P<what>.+?)(?: (?:starts|begins))?"
    r"(?: to (?P<title>.+))?$",
    re.I,
)
BEHIND_NAME = re.compile(r"(?: (?:instead(?: of me)?|rather|then|now|to do|to handle|as well|again))+$", re.I)
SO_LONG_BEFORE = re.compile(
    rf"(?:half an|(?:a )?quarter of an|{NUMBER})(?: and a half)? (?:minute|hour|day|week)s? (?:before"
    r"|earlier|ahead|beforehand"
    r"|in advance)(?: (?:it|that))?",
    re.I,
)
WAKING = re.compile(r"(?:wake|get) me up\b|wake me\b", re.I)
SOMEBODY = re.compile(r"(?:him|her|them)", re.I)
# What is booked without a day is asked for one; "plan the campaign" may be work as well.
MADE = re.compile(r"\b(?:add|create|make|put|enter|need|want|like)\b", re.I)
MEETING = re.compile(r"(?:appointment|meeting|event)(?: with \S+(?: \S+)?)?", re.I)
BOOKING = re.compile(r"\b(?:book|schedule|arrange|set up) (?!it\b|that\b|this\b|them\b)", re.I)
A_DAY = re.compile(r"today|tomorrow|\w+day", re.I)
OF_THE_TEAM = re.compile(
    r"(?:meeting|lunch|dinner|breakfast|call|party|outing|event|building|photo|retreat|day|stand-?up|workshop|review)"
    r"(?=$| (?:on|at|for|next|this|tomorrow|today|with)\b)",
    re.I,
)
RUNS_FOR = re.compile(
    r"(?P<clock>\b(?:timer|alarm|countdown)) (?:for|of) (?=\S+ (?:and a half )?(?:minute|hour)s?\b)", re.I
)
SO_LONG = re.compile(
    rf"^(?P<n>half an|{NUMBER})(?P<half> and a half)? (?P<unit>minute|hour)s? (?=with \w)", re.I
)
TRAILING = re.compile(r"\s+(?:for|on|at|to|by|in|with)$", re.I)


def undo(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "Scratch that" behind a question is a no, and without a change right before nothing at all."""
    if UNWANTED.search(match[0]) and (heard.last.endswith("?") or heard.change is None):
        return None
    words = match["what"] or ""
    many = STEPS.search(words)
    count = number((many["n"] or many["last"]).lower()) if many else 2 if TWICE.search(words) else 1
    return Answer(tool="undo_last_change", arguments=given(changes=count if count > 1 else None))


def snooze(match: re.Match[str], heard: Heard) -> Answer | None:
    waiting = _WHILE.match(match[0]) and heard.topic != "reminder"
    if heard.topic == "calendar_event" or waiting:
        return None
    return Answer(tool="snooze_reminder", arguments=given(until=match["until"]))


def reminder(match: re.Match[str], heard: Heard) -> Answer:
    words, repeated = _once(REMIND.sub("", match["title"]))
    words = RUNS_FOR.sub(r"\g<clock> in ", words)
    if beside := BESIDE.search(words):
        return _beside(words[: beside.start()], beside, heard)
    instead = INSTEAD.search(words)
    found = dates.find(INSTEAD.sub("", words))
    title = in_full(clean(found.rest if found else words), heard)
    if instead and found:
        return changed("reminder", title, when=found.phrase)
    if not title or SO_LONG_BEFORE.fullmatch(title):
        return Answer(replies.ASK_REMINDER)
    if found is None:
        return Answer(replies.ask_when(title))
    once = replies.ONLY_ONCE if repeated else ""
    return Answer(once, "create_reminder", {"title": title, "when": _waking(title, found.phrase)})


def _waking(title: str, when: str) -> str:
    """Nobody is woken at six in the evening who does not say so."""
    told = re.search(
        r"\b(?:[ap]m|morning|afternoon|evening|night|noon|midday|midnight|in|within)\b", when, re.I
    )
    return when if told or not WAKING.match(title) else f"{when} in the morning"


def _once(words: str) -> tuple[str, bool]:
    """ "Every evening at eight" is the next evening at eight, since reminders do not come again."""
    often = EVERY.search(words)
    if often is None:
        return words, False
    words, part = f"{words[: often.start()]} {words[often.end() :]}".strip(), often["part"].lower()
    if part.endswith("day"):
        return (words if part == "day" else f"{words} on {part}"), True
    found = dates.find(words)
    if found is None:
        return f"{words} in the {part}", True
    return words.replace(found.phrase, f"{found.phrase} in the {part}", 1), True


def _beside(before: str, beside: re.Match[str], heard: Heard) -> Answer:
    """ "Of the review ten minutes before it", "ten minutes before the review to print the agenda"."""
    lead, what = beside["lead"] or beside["bare"], beside["what"]
    of = re.match(r"\s*(?:of|about|for|that) (?P<thing>.+)$", before, re.I)
    if of and is_it(what):
        what = of["thing"].strip()
    named = _last_title(heard) if is_it(what) else clean(what)
    title = clean(beside["title"] or "") or clean(before) or named
    return Answer(tool="create_reminder", arguments={"title": title, "when": f"{lead} {what}"})


def _last_title(heard: Heard) -> str:
    titles = (past.arguments.get("title") for past in reversed(heard.past))
    return str(next(filter(None, titles), "appointment"))


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


def asked_booking(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers for when something is to be booked."""
    asked = replies.ASKED_BOOKING.search(heard.last)
    if asked is None:
        return None
    title, when = asked["title"], heard.text
    found = dates.find(when)
    if found and re.match(r"with \S+(?: \S+)?$", found.rest, re.I):
        title, when = f"{title} {found.rest}", found.phrase
    if not only_time(when):
        return None
    return Answer(tool="create_calendar_event", arguments={"title": title, "when": when})


def event(match: re.Match[str], heard: Heard) -> Answer | None:
    words = f"{match['title']} {match.groupdict().get('rest') or ''}".strip()
    if ranged := stretch(words):
        words = f"{ranged[0]} for {ranged[1]} minutes"
    length = match if match.groupdict().get("unit") else LENGTH.search(words) or SO_LONG.match(words)
    words = SO_LONG.sub("meeting ", LENGTH.sub("", words))
    found = dates.find(words)
    if re.search(r"\b(?:todos?|tasks?)\b", words, re.I):
        return None
    if found is None:
        named = TRAILING.sub("", clean(words))
        meeting = MEETING.fullmatch(named) and MADE.search(match[0])
        asks = meeting or (BOOKING.search(match[0]) and len(named.split()) > 1)
        return Answer(replies.ask_booking(named)) if asks else None
    title = clean(
        re.sub(
            r"^(?:(?:appointment|meeting|event)s? (?:for|called|named|about)|(?:calendar )?entry(?: (?:for"
            r"|called|named"
            r"|about|saying))?|calendar event(?: (?:for|called|named|about))?) ",
            "",
            clean(found.rest),
            flags=re.I,
        )
    )
    whole = re.search(r"\b(?:all|whole) day\b", title, re.I)
    title = TRAILING.sub("", re.sub(r"\b(?:all|whole|the whole) day\b", "", title, flags=re.I).strip())
    when = f"{found.phrase} all day" if whole else found.phrase
    arguments = given(title=title or "appointment", when=when, minutes=minutes(length))
    return Answer(tool="create_calendar_event", arguments=arguments)


def events(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="get_calendar_events", arguments=given(when=_when(heard.text)))


def free(match: re.Match[str], heard: Heard) -> Answer:
    if (ranged := stretch(heard.text)) and (found := dates.find(ranged[0])):
        return Answer(tool="find_free_time", arguments={"when": found.phrase, "minutes": ranged[1]})
    length = LENGTH.search(heard.text)
    length = length or FREE_LENGTH.search(heard.text)
    when = _when(FREE_LENGTH.sub("", LENGTH.sub("", heard.text)))
    return Answer(tool="find_free_time", arguments=given(when=when, minutes=minutes(length)))


def free_at(match: re.Match[str], heard: Heard) -> Answer | None:
    """ "Is three o'clock on Thursday free?": only with a time of the day, for days have other words."""
    when = in_clock_words(_when(heard.text) or "")
    return free(match, heard) if stretch(heard.text) or time_in(when) else None


def reminders(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="get_reminders", arguments=given(when=_when(heard.text)))


def briefing(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(tool="get_daily_briefing", arguments=given(day=_when(heard.text)))


def assign(match: re.Match[str], heard: Heard) -> Answer | None:
    title = None if is_it(match["what"]) else clean(match["what"])
    if re.match(r"(?:me|us|(?:my|the|this) call(?! to\b| with\b))\b", match["what"], re.I):
        return None
    person = BEHIND_NAME.sub("", clean(match["person"]))
    person = spoken_of(heard) if SOMEBODY.fullmatch(person) else person
    if not person:
        return None
    title, due = _with_due(title)
    return Answer(tool="assign_todo", arguments=given(title=title, person=person, due=due))


def _with_due(title: str | None) -> tuple[str | None, str | None]:
    """A day at the end is when it is due, and no part of its name."""
    found = dates.find(title) if title else None
    if title is None or found is None or not found.rest or not title.endswith(found.phrase):
        return title, None
    return clean(found.rest), found.phrase


def team_todo(match: re.Match[str], heard: Heard) -> Answer | None:
    """For the dev team's meeting something is to be done, but not by the dev team."""
    if OF_THE_TEAM.match(match["title"]) or A_DAY.fullmatch(match["team"]):
        return None
    found = dates.find(match["title"])
    title = clean(found.rest if found else match["title"])
    due = found.phrase if found else None
    return Answer(tool="create_team_todo", arguments=given(title=title, team=clean(match["team"]), due=due))


def spoken_of(heard: Heard) -> str:
    """Who "him" is: the person named last."""
    people = (past.arguments.get("person") or past.arguments.get("name") for past in reversed(heard.past))
    return str(next(filter(None, people), ""))


def named(tool: str, *names: str) -> Action:
    """The tool with what the phrasing itself names."""

    def action(match: re.Match[str], heard: Heard) -> Answer | None:
        words = match.groupdict()
        called = {name: clean(words.get(name) or "") for name in names}
        if SOMEBODY.fullmatch(called.get("person", "")):
            called["person"] = spoken_of(heard)
            if not called["person"]:
                return None
        if "team" in called:
            called["team"] = re.sub(r" team$", "", called["team"], flags=re.I)
        return Answer(tool=tool, arguments=given(**called))

    return action


def role(match: re.Match[str], heard: Heard) -> Answer | None:
    wanted = "admin" if match["role"].lower().startswith("admin") else match["role"].lower()
    team = clean(match["team"] or "")
    person = spoken_of(heard) if SOMEBODY.fullmatch(match["person"]) else match["person"]
    if not person:
        return None
    if ORGANISATION.fullmatch(team):
        return Answer(tool="change_organisation_role", arguments={"person": person, "role": wanted})
    return Answer(tool="change_member_role", arguments=given(person=person, role=wanted, team=team))


def _when(text: str) -> str | None:
    found = dates.find(text)
    if found:
        return found.phrase
    span = re.search(r"\b(?:this|next) (?:week|weekend|month)\b", text, re.I)
    return span[0] if span else None


WORK_ACTIONS: Mapping[str, Action] = {
    **CHANGE_ACTIONS,
    "undo": undo,
    "snooze": snooze,
    "assign": assign,
    "team_todo": team_todo,
    "role": role,
    "join": named("add_team_member", "person", "team", "role"),
    "part": named("remove_team_member", "person", "team"),
    "members": named("get_team_members", "team"),
    "team_todos": named("get_team_todos", "team"),
    "teams": named("get_teams"),
    "reminder": reminder,
    "reminders": reminders,
    "free": free,
    "free_at": free_at,
    "events": events,
    "briefing": briefing,
    "event": event,
}
