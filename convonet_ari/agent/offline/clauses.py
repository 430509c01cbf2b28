"""What the clauses of a sentence tell of one another: who "it" is, and what is only to be noted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convonet_ari.agent.offline.phrasings_calendar import DAY_NAMED
from convonet_ari.agent.offline.phrasings_work import LEAD
from convonet_ari.agent.offline.plainer_words import DID, NOT_NAMED
from convonet_ari.agent.offline.things import only_time
from convonet_ari.tools import dates
from convonet_ari.tools.numerals import NUMBER

# "I can't make the dentist on Monday, call it off": what the second clause calls "it" stands in the first.
POINTS = re.compile(r"\b(?:it|that|this one|that one|him|her|them)\b(?! (?:is|was|will|to be)\b)", re.I)
BEFORE = re.compile(
    r"^(?:there(?:'s| is) no (?:point|need|use|reason|sense) (?:in|for|to)(?: have| do| keep)?|(?:i"
    r"|we) (?:can't|cannot|can not|couldn't|won't|don't|do not|no longer|am not|'m not|aren't)(?: (?:be"
    r"|going to|able to|have to|want to))*(?: (?:make(?: it to)?|need|want|attend|go(?:ing)? to|come to"
    r"|do(?:ing)?|have time for|see|like))|(?:i|we)(?:'ve| have)? (?:already |just )*(?:did|done|finished"
    rf"|paid|bought|sent|called|got|have|need|hired|{DID})) (?P<thing>(?:the |my |our "
    r"|a )?\S.*?)(?: any ?more"
    r"| any longer| now| after all)*$",
    re.I,
)
SOMEBODY = re.compile(r"\b(?:him|her|them)\b", re.I)
ANNOUNCED = re.compile(
    rf"{LEAD}(?:(?:i(?:'ve| have)(?: got)? )?something (?:for|on) (?:my|the) list|(?:there(?:'s| is)"
    r" )?something(?: (?:that )?i (?:have|need|want) to do)? (?:for|on)"
    rf" (?:{DAY_NAMED})|(?:add|note|put) another(?: one)?|there(?:'s| is) (?:another|one more|a"
    r"|something)(?: (?:more|job|thing|task|new|else))*"
    r"|(?:jot|note|write|take|put|add) (?:this|that|it|one|something|an? (?:(?!calendar|diary"
    r"|schedule)\w+ )?(?:note|todo"
    r"|task|job|item|thing|entry|point))(?: down)?|(?:another|one more|something|a new|next"
    r"|here's)(?: (?:one|thing|task|todo|item|new"
    r"|else|more))*|(?:an? )?(?:new )?(?:todo|task|note))(?: (?:for|to|on|in) (?:my|the) list| for (?:me"
    rf"|you))?(?: (?:{DAY_NAMED}))?$",
    re.I,
)
# "A task for Ben, update the price list": names are written large, and so are days.
FOR_SOMEBODY = re.compile(
    rf"(?i:{LEAD})(?i:(?:create|add|make|set up|put in|give me|i have|here's|assign) )?(?i:an?|another"
    r"|one more)"
    rf"(?i: new)? (?i:todo|task|job|one) (?i:for|to) (?P<person>(?!(?i:{DAY_NAMED}|me|my|the|us)\b)[A-Z]\w+"
    r"(?: [A-Z]\w+)?)"
)
GREETING = re.compile(
    r"(?:good )?(?:morning|afternoon|evening|day)|hi|hello|hey|hi there|hello there|okay|ok|right|so|please"
    r"|sorry|well|yes"
    r"|yeah|thanks|thank you|cheers",
    re.I,
)
ANEW = re.compile(
    r"^.*?\b(?:(?:no|wait|sorry|actually|hang on|hold on|scratch that|i mean|i meant|rather"
    r"|oh)\b[\s,.!]*)+(?:(?:can|could|would"
    r") you |please |let's |just )*(?=(?:create|make|add|set|put|schedule|book) (?:me )?(?:an?"
    r"|another) (?:new )?(?:todo|to-do"
    r"|task|reminder|meeting|appointment)\b|remind me\b)",
    re.I,
)
AHEAD = re.compile(
    rf"{LEAD}remind me (?P<lead>(?:half an|(?:a )?quarter of an|{NUMBER})(?: and a half)? (?:minute|hour"
    r"|day)s?(?: and a half)?)"
    r" (?:before|earlier|ahead|beforehand|in advance)(?: (?:it|that))?",
    re.I,
)
HAVING = re.compile(
    r"^(?:(?:i|we)(?:'ve| have)?(?: got)? |there(?:'s| is) |i'm having |have )*(?:a |an |the |my )?", re.I
)
OWED = re.compile(r"(?:i|we)(?:'ve| have)? (?:have to|need to|must|should|ought to|got to|has to)\b", re.I)
ADD_THAT = re.compile(
    rf"{LEAD}(?:add|note|put|write|take|jot|save|record|make a note of|make a (?:todo|task) of)(?: (?:that"
    r"|it|this))?"
    r"(?: down| in| too)?(?: (?:to|on|for|in) (?:my|the|their|our) (?:list|todos?|tasks?))?",
    re.I,
)
# "I can't call the landlord tomorrow, let's do it on Wednesday".
CANNOT = re.compile(
    r"^(?:i|we) (?:can't|cannot|can not|couldn't|won't|will not|am not able to|'m not able to|don't want to"
    r"|won't be able"
    r" to|can't make it to|need more time (?:for|with|on|to do|to finish))(?: (?:make|attend|come to|do"
    r"|manage))? (?P<thing>\S.*?)(?: any ?more"
    r"| after all)?$",
    re.I,
)
RATHER = re.compile(
    r"^(?:(?:so|and|but|then|please|rather|(?:can|could|shall) (?:we|you|i)|let's|i'll|i'd rather|i will"
    r"|we'll) )*"
    r"(?:do|make|move|have|put|shift|push|take|schedule|set)(?: (?:it|that|them))?(?: (?:back|off))?"
    r"(?: (?:to|for|on|until))? (?P<when>(?!(?:it|that)\b)\S.*?)(?: (?:instead|then|rather))*$",
    re.I,
)
NAMED = re.compile(
    rf"^(?P<thing>{NOT_NAMED}(?:the |my |our )?\S+(?: \S+){{0,3}}?) (?:is|are|was|were|has|have|got|isn't"
    r"|aren't|hasn't|doesn't|won't|can't|left|quit|fell|went|moved|needs?)\b",
    re.I,
)
FRONTED = re.compile(
    r"^(?:(?:as for|about|regarding|concerning|with) )?(?P<thing>(?:the|my|our) \S+(?: \S+){0,3})$", re.I
)
BARE_NAME = re.compile(r"(?P<thing>[a-z][\w'-]+(?: [\w'-]+){0,2})", re.I)
EXCLAIMED = re.compile(
    r"(?:no|nope|wait|oh|actually|never mind|great|perfect|fine|good|brilliant|excellent|listen|look|all"
    r" right"
    r"|alright|hang on|hold on|just|then|now|again|and|but|also|(?:hi|hello|hey) .+|(?:thank|thanks)"
    r" .+)(?: .+)?",
    re.I,
)
AFTER = re.compile(
    rf"{LEAD}(?:call|cancel|delete|remove|drop|scrap|bin|take|strike|scratch|tick|cross|mark|close|move|push"
    r"|put|add|kick|throw|get rid of|forget|postpone|shift|give|hand|assign|pass|leave|check|finish|write"
    r"|note)\b",
    re.I,
)


def rather(said: str) -> str:
    """What was begun anew: "Remind me, no sorry, create a task"."""
    return said[again.end() :] if (again := ANEW.search(said)) else said


def announced(clauses: Sequence[str]) -> str | None:
    """ "Jot this down, return the books": what follows is what is to be noted."""
    if len(clauses) < 2:
        return None
    if somebodys := FOR_SOMEBODY.fullmatch(clauses[-1]):
        return f"assign {' '.join(clauses[-2::-1])} to {somebodys['person']}"
    if not ANNOUNCED.match(clauses[-1]):
        return None
    day = dates.find(clauses[-1])
    return " ".join(["create a todo", *clauses[-2::-1], *([day.phrase] if day else [])])


def reminded_before(clauses: Sequence[str]) -> str | None:
    """ "I have a flight on Thursday at six, remind me three hours before"."""
    ahead = AHEAD.fullmatch(clauses[0]) if len(clauses) > 1 else None
    found = dates.find(clauses[1]) if ahead else None
    if ahead is None or found is None:
        return None
    return f"remind me of {HAVING.sub('', found.rest)} {ahead['lead']} before {found.phrase}"


def to_be_noted(clauses: Sequence[str]) -> str | None:
    """What was said before a mere "add that please"."""
    if len(clauses) < 2 or not ADD_THAT.fullmatch(clauses[0]):
        return None
    told = " ".join(clauses[:0:-1])
    return f"create a todo {told}" if OWED.match(told) else told


def with_antecedent(clauses: Sequence[str], last: str = "") -> str | None:
    """The first of `clauses`, which is the last said, with the thing of the one before in place of "it".

    `last` is what the assistant said before: a thing without an article is one that stands there.
    """
    if len(clauses) < 2:
        return None
    after, before = clauses[:2]
    if (kept := CANNOT.search(before)) and (to := RATHER.search(after)):
        return f"move {_bare(kept['thing'])} to {to['when']}"
    if "team" in before + after and SOMEBODY.search(after):
        return None
    found = BEFORE.search(before) or NAMED.search(before) or FRONTED.match(before) or _bare_name(before, last)
    if found is None or not AFTER.match(after) or not POINTS.search(after):
        return None
    if (to := RATHER.search(after)) and only_time(to["when"]):
        return f"move {_bare(found['thing'])} to {to['when']}"
    return POINTS.sub(lambda _: _bare(found["thing"]), after, count=1)


def _bare_name(before: str, last: str) -> re.Match[str] | None:
    """ "Landlord, move it": an exclamation looks the same, but is neither told nor the first word of a"
    " call."""
    found = BARE_NAME.fullmatch(before)
    if found is None or EXCLAIMED.fullmatch(before) or dates.find(before):
        return None
    return found if not last or before.lower() in last.lower() else None


def _bare(thing: str) -> str:
    """Without its day, which is not its name."""
    return re.sub(rf" (?:on |for )?(?:{DAY_NAMED})$", "", thing, flags=re.I)
