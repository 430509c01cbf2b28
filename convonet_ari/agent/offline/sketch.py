"""The last guess at a wish that no phrasing fits: what it is about, what is to happen with it, and when."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from convonet_ari.agent.offline.heard import Answer, Heard, given
from convonet_ari.agent.offline.sketch_team import sketch_team
from convonet_ari.agent.offline.things import SOUNDS_BOOKED, changed, clean, in_full
from convonet_ari.tools import dates
from convonet_ari.tools.moving import SHIFT
from convonet_ari.tools.times import DURATION, TIME

ASKS = re.compile(
    r"^(?:what|which|when|where|who|how|is|are|am|do|does|did|have|has|will|any|anything|something (?:about"
    r"|due|on|left)|tell me|show|list|read|let me (?:hear|see)|give me (?:an|the))\b",
    re.I,
)
TODO = re.compile(r"\b(?:todos?|tasks?|my list|things? i have to do|what i have to do|to get done)\b", re.I)
WORK = re.compile(r"\b(?:urgent|waiting|overdue|left|outstanding|get done|got done|stuff|jobs)\b", re.I)
BOOKED = re.compile(
    r"\b(?:meetings?|appointments?|events?|calendar|diary|schedule|agenda|class|party|sessions?)\b", re.I
)
FREE = re.compile(r"\b(?:free|space|room|gap|slot|fit|squeeze|time for|suit|available)\b", re.I)
REMINDED = re.compile(r"\b(?:remind(?:ed|er|ers)?|timer|alarm|ping me|alert me|let me know|buzz me)\b", re.I)
# One that is there already is not made anew.
THE_REMINDER = re.compile(r"\b(?:the|my|that) (?:\w+ ){0,2}?reminder\b", re.I)
AWAY = re.compile(
    r"\b(?:cancel|delete|remove|drop|get rid|forget about|forget|take (?:it )?out|not going|can't make"
    r"|won't make|skip|call off)\b",
    re.I,
)
OTHER_TIME = re.compile(
    r"\b(?:instead|rather than|move[ds]?|later|earlier|sooner|postpone|put off|start)\b", re.I
)
MADE = re.compile(
    r"\b(?:add|create|new|note|put|book|block|fix|arrange|set|make|enter|write|schedule|need|needing|get"
    r"|save|plan|meet|remember|keep)\b",
    re.I,
)
# Whatever the verb is, "… a meeting" is to be made.
ORDER = re.compile(r"^(?:(?:can|could|would|will) you )?\w+ (?:me |us |in )?(?:an?|another|some) ", re.I)
DONE = re.compile(
    r"^(?P<thing>(?:the|my|our|that) \S+(?: \S+){0,2}?) (?:has|have|is|are)(?: now| finally| already| all)*"
    r" (?:(?:been|got) (?:\w+ed|done|sent|paid|bought|made|built|put away|taken out|written)|done|finished"
    r"|completed)(?: now| already)?$",
    re.I,
)
TEAM = re.compile(r"\b(?:the )?(?P<one>\w+) team\b|\bteam (?P<two>\w+)\b", re.I)
MEMBERS = re.compile(r"\b(?:everybody|everyone|who|people|members|colleagues)\b", re.I)
US = re.compile(r"\b(?:i|me|my|we|us|our)\b", re.I)
# Words that are about a wish and never in the name of what is wished, at either end of it.
EDGE = re.compile(
    r"(?:an?|the|my|our|your|me|us|i|we|you|to|for|in|on|at|of|with|by|that|this|it|is|are|was|be|been|am|do"
    r"|please|and|so|then|now|new|some|something|another|one|should|must|would|could|can|will|have|has|had"
    r"|need|needs|needing|want|wants|like|'d|'ll|i'll|i'd|i'm|i've|we'll|we'd|add|create|note|put|book|block"
    r"|fix|arrange|set|make|whack|enter|write|schedule|get|save|plan|meet|remember|keep|cancel|delete|remove"
    r"|drop|forget|rid|about|out|off|not|going|move|start|instead|rather|than|from|todos?|tasks?|list|diary"
    r"|calendar|schedule|agenda|reminder|reminded|remind|timer|alarm|ping|when|what|was|told|goes|go|there"
    r"|take|down|up|into|onto|as|also|but|it's|its|if|whether|asked|has|mental)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """A wish taken apart: `rest` is what remains of it without its time."""

    text: str
    when: str | None
    rest: str
    clock: bool

    @property
    def title(self) -> str:
        words = self.rest.split()
        while words and EDGE.fullmatch(words[0]):
            words.pop(0)
        while words and EDGE.fullmatch(words[-1]):
            words.pop()
        return clean(" ".join(words))


def sketch(heard: Heard) -> Answer | None:
    """A guess only where a thing and what is to happen with it are both told."""
    if team := sketch_team(heard):
        return team
    found = dates.find(heard.text)
    when = found.phrase if found else None
    clock = bool(when and (TIME.search(dates.plain(when)) or DURATION.search(dates.plain(when))))
    drawn = Sketch(heard.text, when, found.rest if found else heard.text, clock)
    guesses: tuple[Callable[[Sketch, Heard], Answer | None], ...] = (
        (_question,) if ASKS.match(heard.text) else (_reminded, _done, _moved, _away, _booked, _noted)
    )
    return next((answer for guess in guesses if (answer := guess(drawn, heard))), None)


def _question(drawn: Sketch, heard: Heard) -> Answer | None:
    text = drawn.text
    if TEAM.search(text) or not (US.search(text) or ASKS.match(text)):
        return None
    if FREE.search(text) and (drawn.when or BOOKED.search(text)):
        return Answer(tool="find_free_time", arguments=given(when=drawn.when))
    if REMINDED.search(text):
        return None
    if BOOKED.search(text):
        return Answer(tool="get_calendar_events", arguments=given(when=drawn.when))
    if TODO.search(text) or WORK.search(text):
        done = {"which": "done"} if re.search(r"\b(?:did|done)\b", text, re.I) else {}
        return Answer(tool="get_todos", arguments=done | given(due=None if done else drawn.when))
    if (
        drawn.when
        and not drawn.clock
        and re.search(r"\b(?:i|me)\b", text, re.I)
        and not drawn.title.count(" ")
    ):
        return Answer(tool="get_daily_briefing", arguments={"day": drawn.when})
    return None


def _reminded(drawn: Sketch, heard: Heard) -> Answer | None:
    there = THE_REMINDER.search(drawn.text)
    if there or not REMINDED.search(drawn.text) or drawn.when is None or AWAY.search(drawn.text):
        return None
    behind = REMINDED.split(drawn.rest, maxsplit=1)[-1]
    title = Sketch(drawn.text, None, behind, False).title or drawn.title
    if not title:
        return None
    title = in_full(title, heard)
    return Answer(tool="create_reminder", arguments={"title": title, "when": drawn.when})


def _done(drawn: Sketch, heard: Heard) -> Answer | None:
    done = DONE.match(drawn.text)
    return Answer(tool="complete_todo", arguments={"title": clean(done["thing"])}) if done else None


def _moved(drawn: Sketch, heard: Heard) -> Answer | None:
    """ "Can the standup be at ten rather than nine?"."""
    if not OTHER_TIME.search(drawn.text):
        return None
    shift = SHIFT.search(dates.plain(drawn.text))
    before = re.split(r"\b(?:be|start|to|instead|rather|at|on|later|earlier)\b", drawn.text, maxsplit=1)[0]
    title = Sketch(drawn.text, None, before, False).title
    when = shift[0] if shift else drawn.when
    if not title or not when or not (BOOKED.search(title) or SOUNDS_BOOKED.search(title)):
        return None
    return changed("calendar_event", title, when=when)


def _away(drawn: Sketch, heard: Heard) -> Answer | None:
    if not AWAY.search(drawn.text) or not drawn.title or TEAM.search(drawn.text):
        return None
    booked = BOOKED.search(drawn.text) or SOUNDS_BOOKED.search(drawn.text)
    if not booked and not TODO.search(drawn.text):
        return None
    kind = "calendar_event" if booked else "todo"
    return Answer(tool=f"delete_{kind}", arguments={"title": drawn.title})


def _booked(drawn: Sketch, heard: Heard) -> Answer | None:
    """A time of the day and a thing that is booked, or somebody to be met."""
    booked = (
        BOOKED.search(drawn.text) or SOUNDS_BOOKED.search(drawn.text) or re.search(r"\bmeet\b", drawn.text)
    )
    made = MADE.search(drawn.text) or ORDER.match(drawn.text)
    if not booked or not drawn.clock or not made or TODO.search(drawn.text):
        return None
    return Answer(
        tool="create_calendar_event", arguments={"title": drawn.title or "appointment", "when": drawn.when}
    )


def _noted(drawn: Sketch, heard: Heard) -> Answer | None:
    if not TODO.search(drawn.text) or AWAY.search(drawn.text) or TEAM.search(drawn.text):
        return None
    title = Sketch(drawn.text, None, TODO.sub(" ", drawn.rest), False).title
    if not title or not (MADE.search(drawn.text) or re.search(r"\b(?:goes?|belongs)\b", drawn.text)):
        return None
    return Answer(tool="create_todo", arguments=given(title=in_full(title, heard), due=drawn.when))
