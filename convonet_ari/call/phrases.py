"""The words the machine itself says: everything that is not the agent's answer."""

from __future__ import annotations

from collections.abc import Sequence

from convonet_ari.call.languages import ENGLISH, told

PIN_PROMPT = "Please enter your PIN on the keypad, then press hash. To speak to a person, press star."
PIN_AGAIN = "That PIN is not right. Please try again."
PIN_SHORT = "A PIN has four to six digits. Please try again."
PIN_SILENT = "I have not received any digits yet. Please enter your PIN, or press star to speak to a person."
PIN_FAILED = "That PIN is not right either. I will connect you with a person who can help."
PIN_GOODBYE = "That PIN is not right either. Please call again when you have it. Goodbye."
PIN_LOCKED = "There were too many wrong PINs lately, so I cannot take another. I will get you a person."
CALL_AGAIN = "I will try again later. Goodbye."
STILL_THERE = "Are you still there?"
STILL_THERE_AGAIN = "I cannot hear you. If you are there, please say something."
GOODBYE_SILENT = "I cannot hear anyone, so I will end the call now. Please call again any time. Goodbye."
TO_PERSON = "One moment please, I will connect you with a person."
SORRY_FAILED = "I am sorry, something went wrong on my side. Could you please say that again?"
SORRY_SLOW = "I am sorry, that takes longer than it should. Please try again, or ask for a person."
SORRY_PERSON = "I am sorry, this does not work at the moment. I will connect you with a person."
SORRY_STORE = "I am sorry, I cannot reach our records right now. I will connect you with a person."
SORRY_DEAF = "I am sorry, I have trouble hearing you. Could you please say that again?"
NOT_CAUGHT = "Sorry, I did not catch that. Could you say it again?"
SORRY_NOISE = "I am sorry, I cannot make out any words on this line. I will connect you with a person."
TAKE_YOUR_TIME = "All right. Take your time, I am listening."
SLOWER = "All right, I will speak more slowly."
FROM_THE_START = "All right, we start from the beginning. What can I do for you?"
ADOPTED = "Sorry, there was a short interruption."
ADOPTED_PIN = "Sorry, there was a short interruption. Please enter your PIN again from the start."
NO_QUEUE = "I am sorry, I cannot reach anybody there at the moment."
ONE_MOMENT = "One moment please."
NOT_CONNECTED = "I am sorry, I could not connect you."
# To a caller whose language our engines do not know; these words are English, always.
ENGLISH_ONLY = "I am sorry, I can only speak English at the moment. To speak to a person, press zero."
NOT_SPOKEN = "I am sorry, I do not speak that language. To speak to a person, press zero."
LET_US = "All right, let us speak English."
ALWAYS = "Shall I always speak English with you?"
KEPT = "All right, I will remember that. How can I help you?"
ONLY_NOW = "All right, only for now. How can I help you?"
# To one whose language they do know, while they are away.
NOT_IN_LANGUAGE = "I cannot help you in this language at the moment. I will connect you with a person."
BESIDE = "Hello, I am with you both now. What shall I do?"
BESIDE_OVER = "I leave you to it. Goodbye."
NOBODY_LEFT = "I am sorry, nobody can take your call at the moment. Please call again later. Goodbye."

_RETURNED = {
    "TIMEOUT": "I am sorry, nobody could take your call in time.",
    "JOINEMPTY": "I am sorry, nobody is available there at the moment.",
    "LEAVEEMPTY": "I am sorry, nobody is available there any more.",
    "JOINUNAVAIL": "I am sorry, nobody is available there at the moment.",
    "LEAVEUNAVAIL": "I am sorry, nobody is available there any more.",
    "FULL": "I am sorry, too many callers are waiting there already.",
    "CONTINUE": "You are back with the assistant.",
    "SENTBACK": "You are back with the assistant.",
    "PRESSED": "All right, you are back with the assistant.",
}
BY_CHOICE = ("CONTINUE", "SENTBACK", "PRESSED")
MORE_HELP = "Is there anything else I can do for you?"
INSTEAD = "Shall I have somebody call you back, leave them a todo, or try another department?"
THANKS_GOODBYE = "Thank you for calling. Goodbye."
SORRY_UPSET = "I am sorry for the trouble. Would you like to talk to a person?"
NOTE_BEGINS, NOTE_ENDS = "The person you spoke with left me a note: ", " Shall I do that?"
NOTE_CHARACTERS = 200
# Leads, in what the agent is to remember, to the words that the caller heard last.
TOLD = "They were told: "

FIXED = (
    PIN_PROMPT,
    PIN_AGAIN,
    PIN_SHORT,
    PIN_SILENT,
    PIN_FAILED,
    PIN_GOODBYE,
    PIN_LOCKED,
    CALL_AGAIN,
    STILL_THERE,
    STILL_THERE_AGAIN,
    GOODBYE_SILENT,
    TO_PERSON,
    SORRY_FAILED,
    SORRY_SLOW,
    SORRY_PERSON,
    SORRY_STORE,
    SORRY_DEAF,
    NOT_CAUGHT,
    SORRY_NOISE,
    TAKE_YOUR_TIME,
    SLOWER,
    FROM_THE_START,
    ADOPTED,
    ADOPTED_PIN,
    NO_QUEUE,
    NOBODY_LEFT,
    *_RETURNED.values(),
    MORE_HELP,
    INSTEAD,
    THANKS_GOODBYE,
    SORRY_UPSET,
    ONE_MOMENT,
    NOT_CONNECTED,
    NOT_IN_LANGUAGE,
    NOT_SPOKEN,
    LET_US,
    ALWAYS,
    KEPT,
    ONLY_NOW,
    BESIDE,
    BESIDE_OVER,
)


GREETING = "Hello, this is the automated assistant of {organisation}."
CALLING = "Hello, this is the automated assistant of {organisation}, calling with a reminder."
RECORDED = "This call is recorded."
REMINDED = "You wanted to be reminded: {titles}."
REMINDED_OF = "You wanted to be reminded of {count} things: {titles}."
THANKS = "Thank you."
THANKS_NAME = "Thank you, {name}."
HOW_HELP = "How can I help you?"
CONNECTING = "One moment please, I will connect you with {department}."
SOMEBODY_FREE = "Somebody in {department} is free. One moment please, I will connect you."
NOBODY_FREE = "Nobody in {department} is free right now. I will try to connect you."
IN_LINE = "Nobody in {department} is free yet, and you are number {place} in line. I will connect you."
A_MINUTE = "It takes about a minute."
MINUTES = "It takes about {minutes} minutes."
KEY_BACK = "To come back to me, press zero."
WORD_BACK = "To come back to me, press zero or say: go back."
NOTE = f"{NOTE_BEGINS}{{note}}.{NOTE_ENDS}"

# With names and titles in them.
TEMPLATES = (
    GREETING,
    CALLING,
    RECORDED,
    REMINDED,
    REMINDED_OF,
    THANKS,
    THANKS_NAME,
    HOW_HELP,
    CONNECTING,
    SOMEBODY_FREE,
    NOBODY_FREE,
    IN_LINE,
    A_MINUTE,
    MINUTES,
    KEY_BACK,
    WORD_BACK,
    NOTE,
)


def greeting(organisation: str, recorded: bool, language: str = ENGLISH) -> str:
    """Says that it is an assistant, and that it records where it does."""
    words = told(GREETING, language).format(organisation=organisation)
    return f"{words} {told(RECORDED, language)}" if recorded else words


def calling(organisation: str, recorded: bool, language: str = ENGLISH) -> str:
    """The greeting of a call that we place; what it is about is private until the PIN is known."""
    words = told(CALLING, language).format(organisation=organisation)
    return f"{words} {told(RECORDED, language)}" if recorded else words


def reminded(titles: Sequence[str], language: str = ENGLISH) -> str:
    """What the caller wanted to be reminded of, after the PIN."""
    words = told(REMINDED if len(titles) == 1 else REMINDED_OF, language)
    return words.format(count=len(titles), titles="; ".join(titles))


def thanks(name: str, language: str = ENGLISH) -> str:
    return told(THANKS_NAME, language).format(name=name) if name else told(THANKS, language)


def welcome(name: str, language: str = ENGLISH) -> str:
    return f"{thanks(name, language)} {told(HOW_HELP, language)}"


def returned(status: str) -> str:
    """Why the caller is back, from Asterisk's QUEUESTATUS."""
    return _RETURNED.get(status, NOT_CONNECTED)


def more_help() -> str:
    return MORE_HELP


def instead(status: str) -> str:
    """What to do for a caller whom the queue gave back."""
    return MORE_HELP if status in BY_CHOICE else INSTEAD


def noted(note: str, language: str = ENGLISH) -> str:
    """What the person wrote who sent the caller back, read to the caller, who decides."""
    words = " ".join(note.split())[:NOTE_CHARACTERS].strip(" .!?")
    return told(NOTE, language).format(note=words)


def connecting(
    department: str, language: str = ENGLISH, place: int | None = None, expected_s: int | None = None
) -> str:
    """Before the move: whether somebody is free, else the caller's place and how long it takes, if known."""
    if not department:
        return TO_PERSON
    words = CONNECTING if place is None else (SOMEBODY_FREE, NOBODY_FREE, IN_LINE)[min(place, 2)]
    line = told(words, language).format(department=department, place=place)
    return f"{line} {_wait(expected_s, language)}" if place and expected_s else line


def waits(place: int | None, expected_s: int | None) -> bool:
    """Whether the caller will stand in line: others do, or it is known how long it takes."""
    return place is not None and place > 0 and (place > 1 or bool(expected_s))


def way_back(language: str, *, by_word: bool) -> str:
    """How the caller leaves the line for the assistant."""
    return told(WORD_BACK if by_word else KEY_BACK, language)


def _wait(seconds: int, language: str) -> str:
    minutes = round(seconds / 60)
    return told(A_MINUTE if minutes <= 1 else MINUTES, language).format(minutes=minutes)
