"""What the offline assistant says of its own accord; all else is the tools' own words."""

from __future__ import annotations

import re

ABILITIES = (
    "I can look after your todos, your reminders and your calendar, tell you our departments, "
    "or put you through to a person."
)
LIMITED = f"I am a simple offline assistant, a computer program with few abilities. {ABILITIES}"
ABLE = f"{ABILITIES} What would you like?"
UNKNOWN = f"I am sorry, I did not understand that. I am only a simple offline assistant. {ABILITIES}"
OFFER_PERSON = "Would you like to talk to a person?"
STILL_UNKNOWN = f"I am sorry, I still do not understand, because I am a limited assistant. {OFFER_PERSON}"
ANYTHING_ELSE = "Is there anything else I can do for you?"
WELCOME = f"You are welcome. {ANYTHING_ELSE}"
GOODBYE = "Thank you for calling. Goodbye!"
WELL = "I am well, thank you. What can I do for you?"
PRAISED = f"Thank you, that is kind. {ANYTHING_ELSE}"
FOR_PEOPLE = f"A person can help you with that better than I can. {OFFER_PERSON}"
NOTHING_TO_SPELL = "Which word shall I spell?"
ONLY_ONCE = "I cannot repeat a reminder, so this one is for once."
ALL_RIGHT = "All right. What else can I do for you?"
GO_AHEAD = "All right. What would you like me to do?"
ONE_AT_A_TIME = "I delete todos and reminders one at a time, so that none goes by mistake. Which one first?"
ASK_WHICH = "Which todo is done?"
ASKED_THING = re.compile(
    r"Which (?P<noun>todo|reminder|appointment) shall I (?P<verb>delete|move, and to when)\?$"
)
TOOL_FAILED = "I am sorry, that did not work."
NOTHING_SAID = "I have not said anything yet. How can I help you?"

ASKED_TITLE = re.compile(r"^What should the todo(?: for (?P<due>.+))? say\?$")
ASKED_WHEN = re.compile(r"When shall I remind you of “(?P<title>[^”]+)”\?$")
ASKED_BOOKING = re.compile(r"When shall I book “(?P<title>[^”]+)”\?$")
OFFERED = re.compile(r"you meant to do this: “(?P<title>[^”]+)”\. Shall I add it to your todos\?$")
ASK_REMINDER = "What shall I remind you of, and when?"
LEFT = "All right, I leave it as it is."
NEVER_MIND = re.compile(r"\b(?:never ?mind|cancel|forget (?:about )?(?:it|that)|nothing|stop)\b", re.I)


def ask_title(due: str | None) -> str:
    return f"What should the todo for {due} say?" if due else "What should the todo say?"


def whole(last: str) -> str:
    """A question that the caller did not hear to its end, since they knew what it would be."""
    question = ask_title(None)
    return question if last and question.startswith(last.rstrip(" .…-")) else last


def offer(title: str) -> str:
    return f"By the way, in an earlier call you meant to do this: “{title}”. Shall I add it to your todos?"


def ask_thing(noun: str, verb: str) -> str:
    return f"Which {noun} shall I {verb}?"


def ask_booking(title: str) -> str:
    return f"When shall I book “{title}”?"


def ask_when(title: str) -> str:
    return f"When shall I remind you of “{title}”?"


def greeting(name: str) -> str:
    return f"Hello {name}! How can I help you?" if name else "Hello! How can I help you?"
