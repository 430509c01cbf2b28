"""What to do: every order a call's machine gives, in the imperative."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer the caller's channel, unless it is, and join it to the media bridge, which is up already."""


@dataclass(frozen=True, slots=True)
class Say:
    """Queue a speech; `turn` is 0 for the machine's own words. Comes back as Playback* with its id."""

    id: int
    text: str
    turn: int = 0
    interruptible: bool = True
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop playback at once and drop what is queued. Each unheard speech comes back as PlaybackStopped."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Hold playback at once, with everything that is queued; nothing is lost."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on where `Pause` held playback; without a pause nothing happens."""


@dataclass(frozen=True, slots=True)
class SpeakSlower:
    """Speak what comes from now on more slowly."""


@dataclass(frozen=True, slots=True)
class StartRecording:
    """Write both directions of this call from now on."""


@dataclass(frozen=True, slots=True)
class MuteRecording:
    """Write silence in both channels from now on."""


@dataclass(frozen=True, slots=True)
class UnmuteRecording:
    """Record again, half a second from now."""


@dataclass(frozen=True, slots=True)
class CheckPin:
    attempt: int
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Listen:
    """Hear the caller's speech from now on (`on`), or ignore it."""

    on: bool = True
    language: str = "en"


@dataclass(frozen=True, slots=True)
class DetectLanguage:
    """Take the caller's words down in whatever language they are, until Speak."""


@dataclass(frozen=True, slots=True)
class Speak:
    """The call is held in this language: so the caller is heard, and so the agent answers."""

    language: str


@dataclass(frozen=True, slots=True)
class KeepLanguage:
    """The user wants to be talked with in this language in calls to come."""

    language: str


@dataclass(frozen=True, slots=True)
class Think:
    """Give the caller's words to the agent. `resume`: the turn began on a worker that was lost."""

    turn: int
    text: str
    resume: bool = False


@dataclass(frozen=True, slots=True)
class HoldThinking:
    """The caller speaks: the agent takes no further step, no tool above all, until this is decided."""

    turn: int


@dataclass(frozen=True, slots=True)
class GoOnThinking:
    """It was nothing: the agent goes on where it was held."""

    turn: int


@dataclass(frozen=True, slots=True)
class WithdrawTurn:
    """The caller goes on with the words the agent was given: stop its turn as if it had not begun."""

    turn: int


@dataclass(frozen=True, slots=True)
class CancelThinking:
    """Stop the agent's turn and mend the thread; `heard` is what the caller heard of the answer."""

    turn: int
    heard: str


@dataclass(frozen=True, slots=True)
class Remember:
    """Put into the agent's thread what the caller was told outside a turn, such as why a queue failed."""

    text: str


@dataclass(frozen=True, slots=True)
class NoteReminders:
    """The caller has heard these reminders, by their ids: they are done."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EnterQueue:
    """Move the caller's own channel into the queue; `caller` is a name that we verified, or empty."""

    queue: str
    department: str
    reason: str
    caller: str = ""


@dataclass(frozen=True, slots=True)
class PrepareMove:
    """Have everything ready for EnterQueue with these words, while the announcement is heard."""

    queue: str
    department: str
    reason: str
    caller: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """Give the channel back to the dialplan behind Stasis(), which leads to people."""


@dataclass(frozen=True, slots=True)
class Hangup:
    """End the call normally."""


@dataclass(frozen=True, slots=True)
class Close:
    """The session is over: release media, bridge and tasks; the call is ended unless `with_human`."""

    with_human: bool = False


Effect = (
    Answer
    | Say
    | Hush
    | Pause
    | Resume
    | SpeakSlower
    | StartRecording
    | MuteRecording
    | UnmuteRecording
    | CheckPin
    | Listen
    | DetectLanguage
    | Speak
    | KeepLanguage
    | Think
    | HoldThinking
    | GoOnThinking
    | WithdrawTurn
    | CancelThinking
    | Remember
    | NoteReminders
    | EnterQueue
    | PrepareMove
    | Release
    | Hangup
    | Close
)
