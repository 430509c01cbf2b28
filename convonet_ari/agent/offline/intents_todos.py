"""What the offline assistant makes of wishes about todos: to note one, to tell them, to tick one off."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Action, Answer, Heard, given
from convonet_ari.agent.offline.intents_changes import level as level_of
from convonet_ari.agent.offline.phrasings import DONE, LINK
from convonet_ari.agent.offline.pointed import told
from convonet_ari.agent.offline.things import in_full
from convonet_ari.tools import dates


def asked_title(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers "What should the todo say?"."""
    asked = replies.ASKED_TITLE.search(replies.whole(heard.last))
    if asked is None or replies.NEVER_MIND.search(heard.text):
        return None
    return noted_todo(heard.text, asked["due"])


def asked_which(match: re.Match[str], heard: Heard) -> Answer | None:
    """The caller answers "Which one do you mean?"; a new wish has its own verb."""
    asked = heard.last == replies.ASK_WHICH or heard.last.startswith("Which one do you mean")
    if not asked or len(heard.text.split()) > 6 or _WISH.search(heard.text):
        return None
    return Answer(tool="complete_todo", arguments={"title": title_of(heard.text)})


def create(match: re.Match[str], heard: Heard) -> Answer:
    words = match.groupdict()
    wished = in_full((words["title"] or "").strip(), heard)
    return noted_todo(f"{wished} {words.get('rest') or ''}", words.get("day"), words.get("level") or "")


def noted_todo(words: str, due: str | None = None, level: str = "") -> Answer:
    words = words.strip()
    if _URGENT.search(words):
        level, words = "high", _URGENT.sub("", words)
    if urgent := _WITH_PRIORITY.search(words):
        level, words = urgent["level"], _WITH_PRIORITY.sub("", words)
    words = _UNDATED.sub("", words)
    found = dates.find(words)
    if found:
        due, words = found.phrase, found.rest
    title = title_of(words)
    if not title or _SOMETHING.fullmatch(title) or _IT.fullmatch(title):
        return Answer(replies.ask_title(due))
    priority = level_of(level) if level else None
    return Answer(tool="create_todo", arguments=given(title=title, due=due, priority=priority))


def complete(match: re.Match[str], heard: Heard) -> Answer | None:
    title = title_of(_LATELY.sub("", match["title"]))
    if title and not _IT.fullmatch(match["title"].strip()):
        return Answer(tool="complete_todo", arguments={"title": title})
    if named := re.findall(r"“([^”]+)”", heard.last):
        return Answer(tool="complete_todo", arguments={"title": named[-1]})
    if match.start():
        return None
    return (
        Answer(tool="complete_todo")
        if heard.topic == "todo" or "todo" in told(heard)
        else Answer(replies.ASK_WHICH)
    )


def listing(match: re.Match[str], heard: Heard) -> Answer:
    arguments: dict[str, Any] = {}
    if re.search(rf"\b{DONE}\b", heard.text, re.I):
        arguments["which"] = "done"
    elif re.search(r"\b(?:all|every|everything)\b", heard.text, re.I):
        arguments["which"] = "all"
    if found := dates.find(heard.text):
        arguments["due"] = found.phrase
    return Answer(tool="get_todos", arguments=arguments)


def title_of(words: str) -> str:
    """A todo's title without what leads to it and what trails behind it."""
    words = re.sub(r"^what are (?=(?:the|my) )", "water ", " ".join(words.split()).strip(" ,.:"), flags=re.I)
    for pattern in _AROUND_TITLE:
        words = pattern.sub("", words)
    return words.strip(" ,.:")


_WITH_PRIORITY = re.compile(
    r",? ?(?:with|as|at) (?:a )?(?P<level>high|top|low|normal)(?:est)? priority\b", re.I
)
_URGENT = re.compile(
    r"\s(?:and )?(?:it's|it is|that's|that is) (?:very |really |quite )*(?:urgent|important)$", re.I
)
_UNDATED = re.compile(r"\b(?:with )?(?:no|without an?y?) (?:due )?(?:date|day|deadline)\b ?", re.I)
_SOMETHING = re.compile(
    r"(?:(?:something|one more|another|an?|one)(?: (?:else|more|new|down))?(?: (?:thing|entry|item|one|job"
    r"|point))?"
    r"|(?:two|three|some|several|a couple of|a few) (?:more |new )?(?:things|items|jobs|todos|tasks|points))",
    re.I,
)
# What was done is told by a verb that its title need not have, and a time that it never has.
_LATELY = re.compile(
    r"^(?:ordered|bought|delivered|submitted|sorted(?: out)?|dealt with|taken care of|handled) (?:the |my "
    r"|our )?|(?: (?:already|yesterday|today|just now|this \w+|last \w+|on \w+day|(?:an?|\w+) \w+ ago))+$",
    re.I,
)
_IT = re.compile(r"(?:it|that|this|(?:that|this|the|the last) (?:one|todo|task))", re.I)
_WISH = re.compile(
    r"\b(?:create|add|list|show|transfer|speak|talk|human|person|agent|todos|repeat|help|bye"
    r"|never ?mind|cancel)\b",
    re.I,
)
# "A task for tomorrow, it's to book the room".
ITS_NAME = (
    r"^(?:for me )?(?:(?:and )?(?:it's|it is|that's|that is|this is|which is|namely|it says|it should say"
    r"|(?:the"
    r"|its) (?:todo|task"
    r"|title|name|text) (?:is|says))(?: (?:to|called|about|that))? )(?=\S+ \S)"
)
_AROUND_TITLE = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        r"^(?:two|three|four|some|several|a couple of|a few) (?:more |new )?(?:things|items|todos|tasks)"
        r" (?:to (?:my|the)"
        r" (?:list|todos?|tasks?) )?(?=\S)",
        r"^for (?:me|us) (?=\S)|^(?:in|on|to|into|onto) (?:my|the) (?:list|todos?|tasks?) (?=\S)",
        r"(?: and)? (?:the |its )?(?:deadline|due date) (?:is|being|will be|would be)$",
        r"(?: \w+ed)? (?:so|and|then)$",
        r"(?: (?:can|could|would|will) you| please)+$",
        ITS_NAME,
        r"(?: and| but)? (?:it's|it is|that's|that is|(?:it |that )?(?:has|needs) to be(?: done"
        r"| ready)?)(?: due)?$",
        rf"^(?:{LINK}\s+)+(?=\S)|^{LINK}$",
        r"^(?:the |my |a |an )?(?:todos?|tasks?)(?: (?:called|named|for|to|about|of))?\b ?",
        r"^(?:that )?(?:i|we)(?:'ve)? (?:also |still |really )*(?:have(?: got)?|need|want|must|should|ought"
        r"|'ve got|got"
        r"|promised|forgot|keep forgetting|always forget|never remember|tend to forget|mustn't forget"
        r"|can't forget|'m supposed|am supposed|was told|was asked)(?: to)? ",
        r"^(?:the|my) (?=\S)",
        r" (?:todo|task|one|off|(?:off|from|on|to) (?:the|my) (?:list|todos?|tasks?))$",
    )
)

TODO_ACTIONS: Mapping[str, Action] = {
    "asked_title": asked_title,
    "asked_which": asked_which,
    "create": create,
    "complete": complete,
    "list": listing,
}
