"""What happened: every fact a call's machine is told, in the past tense, storable and replayable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

HIDDEN_DIGIT = "•"
# Tones that no telephone's keys make; some exchanges send them.
FOREIGN_TONES = frozenset("ABCD")

PinOutcome = Literal["accepted", "wrong", "locked", "unavailable"]
ThinkingOutcome = Literal["done", "failed", "timeout"]


@dataclass(frozen=True, slots=True)
class CallArrived:
    """The caller's channel entered for the first time and the number dialled was looked up.

    `organisation` is empty when nobody owns the DID; `locked` tells that this caller failed too often;
    `goodbye_without_pin` that the organisation wants no strangers in its queues; `by_us` that nobody dialled:
    the assistant called a user. `languages` are those in which a call can be held here; `detects` tells that
    the caller's is found out by listening.
    """

    organisation: str
    recorded: bool
    locked: bool = False
    goodbye_without_pin: bool = False
    by_us: bool = False
    language: str = "en"
    languages: tuple[str, ...] = ()
    detects: bool = False


@dataclass(frozen=True, slots=True)
class CallReturned:
    """The caller came back from the queue; `status` is Asterisk's QUEUESTATUS, or empty.

    PRESSED: with the key for the assistant, or a word. SENTBACK: by the person, who may have left a `note`.
    """

    status: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CallAdopted:
    """Another worker lost this call; this one rebuilt the machine and has media again."""


@dataclass(frozen=True, slots=True)
class DigitPressed:
    """One DTMF key. A PIN's digits are stored as `•`: a replay has their count and never the PIN."""

    digit: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class PersonKeyPressed:
    """The key for a person, pressed where no PIN is entered."""


@dataclass(frozen=True, slots=True)
class CalledIn:
    """A person who talks with a caller has called the assistant in; `about` tells what was said before.

    The channel is a leg of ours that hears both and is heard by both: without it those two talk on.
    """

    name: str
    about: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class PinChecked:
    """`language`: in which the call goes on, empty for no change. `foreign`: the caller has another one."""

    attempt: int
    outcome: PinOutcome
    name: str = ""
    language: str = ""
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class RemindersFound:
    """What the caller, whose PIN is about to be accepted, wanted to be reminded of by now."""

    titles: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SoundHeard:
    """The caller makes a sound while we speak; it may become speech."""


@dataclass(frozen=True, slots=True)
class SoundPassed:
    """The sound was no speech, or is undecided for so long that nobody should wait for it."""


@dataclass(frozen=True, slots=True)
class SpeechBegan:
    """The caller makes sounds that are speech."""


@dataclass(frozen=True, slots=True)
class SpeechRecognized:
    """The caller's turn ended; `text` is empty when no words were found in it.

    `language` is what the recogniser took it for, as a tag, where it was asked to tell.
    """

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class ReplyWritten:
    """The agent finished one sentence of its answer to `turn`."""

    turn: int
    text: str


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """`says` is what the caller hears if the tool is slow; `id` is the model's tool call id."""

    turn: int
    tool: str
    id: str
    says: str


@dataclass(frozen=True, slots=True)
class ToolFinished:
    """`asks`: it did nothing yet, for the caller has to agree first."""

    turn: int
    tool: str
    id: str
    ok: bool
    asks: bool = False


@dataclass(frozen=True, slots=True)
class TransferAsked:
    """The agent wants the caller to reach people: a queue's number, and why in one line.

    `place` is the caller's in that queue, 0 when somebody is free; None where nobody knows.
    """

    turn: int
    department: str
    queue: str
    reason: str
    place: int | None = None
    expected_s: int | None = None


@dataclass(frozen=True, slots=True)
class ThinkingFinished:
    turn: int
    outcome: ThinkingOutcome


@dataclass(frozen=True, slots=True)
class PlaybackFinished:
    """The speech with this id was heard to its end."""

    speech: int


@dataclass(frozen=True, slots=True)
class PlaybackStopped:
    """Playback was flushed; `heard` is the part of the speech's text that had left for the caller."""

    speech: int
    heard: str


@dataclass(frozen=True, slots=True)
class QueueEntered:
    """The caller's channel left for the dialplan of `queue`."""

    queue: str


@dataclass(frozen=True, slots=True)
class QueueMissing:
    """The dialplan has no such queue; the caller is still here."""

    queue: str


@dataclass(frozen=True, slots=True)
class TimePassed:
    """The machine's deadline was reached."""


@dataclass(frozen=True, slots=True)
class ChannelGone:
    """The caller hung up, or was hung up; `cause` is Asterisk's text for it."""

    cause: str


@dataclass(frozen=True, slots=True)
class StoreLost:
    """PostgreSQL cannot be reached."""


@dataclass(frozen=True, slots=True)
class EffectFailed:
    """An order could not be carried out; `effect` is its class name, `error` the error's code."""

    effect: str
    error: str


Event = (
    CallArrived
    | CallReturned
    | CalledIn
    | CallAdopted
    | DigitPressed
    | PersonKeyPressed
    | PinChecked
    | RemindersFound
    | SoundHeard
    | SoundPassed
    | SpeechBegan
    | SpeechRecognized
    | ReplyWritten
    | ToolStarted
    | ToolFinished
    | TransferAsked
    | ThinkingFinished
    | PlaybackFinished
    | PlaybackStopped
    | QueueEntered
    | QueueMissing
    | TimePassed
    | ChannelGone
    | StoreLost
    | EffectFailed
)
