"""What the offline assistant says to what needs no tool: thanks, questions about itself, goodbye."""

from __future__ import annotations

import re
from collections.abc import Mapping

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.heard import Action, Answer, Heard
from convonet_ari.call import phrases


def say(text: str) -> Action:
    return lambda match, heard: Answer(text)


def repeat(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(heard.last or replies.NOTHING_SAID)


def greet(match: re.Match[str], heard: Heard) -> Answer:
    return Answer(replies.greeting(heard.name))


def tell_time(match: re.Match[str], heard: Heard) -> Answer | None:
    return Answer(f"It is {heard.now}.") if heard.now else None


def yes(match: re.Match[str], heard: Heard) -> Answer:
    if heard.last.endswith(replies.OFFER_PERSON):
        return Answer(tool="transfer_to_agent", arguments={"reason": "The assistant did not understand"})
    if heard.last.endswith(phrases.SORRY_UPSET):
        return Answer(tool="transfer_to_agent", arguments={"reason": "The caller has lost patience"})
    return Answer(replies.GO_AHEAD)


def no(match: re.Match[str], heard: Heard) -> Answer:
    if heard.last.endswith(replies.ANYTHING_ELSE):
        return goodbye(match, heard)
    return Answer(replies.ALL_RIGHT)


def goodbye(match: re.Match[str], heard: Heard) -> Answer:
    """What the call changed is told once more."""
    return Answer(f"{heard.done} {replies.GOODBYE}".strip())


def asked_for(match: re.Match[str], heard: Heard) -> Answer:
    """ "What did I ask you to do?": what this call changed, else what earlier ones did."""
    return Answer(heard.done) if heard.done else Answer(tool="recall")


TALK_ACTIONS: Mapping[str, Action] = {
    "repeat": repeat,
    "identity": say(replies.LIMITED),
    "help": say(replies.ABLE),
    "time": tell_time,
    "never_mind": say(replies.ALL_RIGHT),
    "goodbye": goodbye,
    "no": no,
    "thanks": say(replies.WELCOME),
    "yes": yes,
    "greeting": greet,
    "asked_for": asked_for,
}
