"""What the clauses of a sentence tell of one another: who "it" is, and what is only to be noted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from convonet_ari.agent.phrasings_calendar import DAY_NAMED
from convonet_ari.agent.phrasings_work import LEAD
from convonet_ari.agent.plainer_words import DID, NOT_NAMED
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
    rf"{LEAD}(?:there(?:'s| is) (?:another|one more|a|something)(?: (?:more|job|thing|task|new|else))*"
    r"|(?:jot|note|write|take|put|add) (?:this|that|it|one|something|an? (?:(?!calendar|diary"
    r"|schedule)\w+ )?(?:note|todo"
    r"|task|job|item|thing|entry|point))(?: down)?|(?:another|one more|something|a new|next"
    r"|here's)(?: (?:one|thing|task|todo|item|new"
    r"|else|more))*|(?:new )?(?:todo|task|note))(?: (?:for|to|on|in) (?:my|the) list| for (?:me|you))?$",
    re.I,
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
    r" to|can't make it to)(?: (?:make|attend|come to|do|manage))? (?P<thing>\S.*?)(?: any ?more"
    r"| after all)?$",
    re.I,
)
RATHER = re.compile(
    r"^(?:(?:so|and|but|then|please|rather|(?:can|could|shall) (?:we|you|i)|let's|i'll|i'd rather|i will"
    r"|we'll) )*"
    r"(?:do|make|move|have|put|shift|push|take|schedule|set)(?: (?:it|that))?(?: (?:back|off))?"
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
    if len(clauses) < 2 or not ANNOUNCED.match(clauses[-1]):
        return None
    return f"create a todo {' '.join(clauses[-2::-1])}"


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


def with_antecedent(clauses: Sequence[str]) -> str | None:
    """The first of `clauses`, which is the last said, with the thing of the one before in place of "it"."""
    if len(clauses) < 2:
        return None
    after, before = clauses[:2]
    if (kept := CANNOT.search(before)) and (to := RATHER.search(after)):
        return f"move {_bare(kept['thing'])} to {to['when']}"
    if "team" in before + after and SOMEBODY.search(after):
        return None
    found = BEFORE.search(before) or NAMED.search(before) or FRONTED.match(before)
    if found is None or not AFTER.match(after) or not POINTS.search(after):
        return None
    return POINTS.sub(lambda _: _bare(found["thing"]), after, count=1)


def _bare(thing: str) -> str:
    """Without its day, which is not its name."""
    return re.sub(rf" (?:on |for )?(?:{DAY_NAMED})$", "", thing, flags=re.I)
