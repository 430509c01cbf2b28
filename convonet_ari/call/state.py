"""What a call's machine remembers between two events."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.languages import ENGLISH, told
from convonet_ari.call.policy import Policy
from convonet_ari.call.speeches import Speeches
from convonet_ari.call.timers import Timers
from convonet_ari.call.tongue import Tongue
from convonet_ari.call.upset import Patience

Effects = list[fx.Effect]


class Phase(StrEnum):
    RINGING = "ringing"
    PIN = "pin"
    CONVERSATION = "conversation"
    HANDOFF = "handoff"
    WITH_HUMAN = "with_human"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Held:
    """A sentence of the answer that waits; `owed` when it has to be heard to its end."""

    text: str
    owed: bool = False


class Keeping(Enum):
    """Whether the caller is asked to be talked with in the call's new language always."""

    NOT = auto()
    DUE = auto()
    ASKED = auto()
    OVER = auto()


@dataclass(slots=True)
class CallState:
    """`turn` counts the caller's turns; `thinking` is the turn the agent works on, 0 for none.

    `reminding` is the speech that tells `reminders`, 0 once they were heard.
    `paused`: our words are held; `holding`: the agent is; `tooled`: it used a tool in this turn.
    `asked_by`: the tool that wanted the caller to agree; `owing`: it did what he agreed to; he must hear it.
    `own_language`: the one that is stored for the caller; `keeping`: whether another is to be.
    `beside`: a person is in the call too, who called the assistant in.
    `patient`: the caller asked for time. `wordless`: how often in a row no words were found in a sound.
    """

    policy: Policy
    phase: Phase = Phase.RINGING
    timers: Timers = field(default_factory=Timers)
    speeches: Speeches = field(default_factory=Speeches)
    organisation: str = ""
    recorded: bool = False
    goodbye_without_pin: bool = False
    verified: bool = False
    name: str = ""
    language: str = ENGLISH
    foreign: bool = False
    languages: tuple[str, ...] = ()
    detects: bool = False
    tongue: Tongue = field(default_factory=Tongue)
    own_language: str = ENGLISH
    keeping: Keeping = Keeping.NOT
    by_us: bool = False
    beside: bool = False
    reminders: ev.RemindersFound | None = None
    reminding: int = 0
    digits: str = field(default="", repr=False)
    attempt: int = 0
    wrong: int = 0
    checking: bool = False
    turn: int = 0
    thinking: int = 0
    asked: str = ""
    answered: bool = False
    slow_words: str = ""
    held: list[Held] = field(default_factory=list)
    asked_by: str = ""
    owing: bool = False
    caller_speaks: bool = False
    paused: bool = False
    holding: bool = False
    began_at: float = 0.0
    asked_at: float = 0.0
    tooled: bool = False
    patient: bool = False
    nerves: Patience = field(default_factory=Patience)
    slowly: bool = False
    wordless: int = 0
    worded_at: float = 0.0
    excuse: str = ""
    silent_prompts: int = 0
    failures: int = 0
    unspoken: int = 0
    returns: int = 0
    target: fx.EnterQueue | None = None
    last_words: int = 0
    closing: bool = False
    released: bool = False

    def say(self, *texts: str, turn: int = 0, interruptible: bool = True) -> Effects:
        """Our own words, which `turn` 0 stands for, are said in the caller's language."""
        if not turn:
            texts = tuple(told(text, self.language) for text in texts)
        return [self.speeches.say(text, turn, interruptible=interruptible) for text in texts]

    def last_say(self, text: str) -> Effects:
        """Say what the next step waits for; nothing interrupts it."""
        speech = self.speeches.say(told(text, self.language), interruptible=False)
        self.last_words = speech.id
        return [speech]

    def pause(self, now: float) -> Effects:
        """Hold what plays, for `pause_limit` at most."""
        self.paused = True
        self.timers.set("pause", now + self.policy.pause_limit)
        return [fx.Pause()]

    def resume(self) -> Effects:
        self.timers.clear("pause")
        if not self.paused:
            return []
        self.paused = False
        return [fx.Resume()]

    def hush(self) -> Effects:
        """Stop what plays; it stays known as unheard until it is said again or dropped. Ends a pause."""
        if not self.speeches.playing:
            return []
        self.speeches.hushed = True
        self.paused = False
        self.timers.clear("pause")
        return [fx.Hush()]

    def say_held(self) -> Effects:
        """What waited for the caller, or for words that he is owed: nothing is queued behind those."""
        effects: Effects = []
        while self.held and self.speeches.interruptible:
            one = self.held.pop(0)
            effects += self.say(one.text, turn=self.turn, interruptible=not one.owed)
        return effects

    def drop_speech(self) -> Effects:
        """Stop what plays and forget it; words that the caller is owed are said to their end."""
        owed = [one.text for one in self.held if one.owed]
        self.held.clear()
        effects = self.forget_speech() if self.speeches.interruptible else []
        return effects + self.say(*owed, turn=self.turn, interruptible=False)

    def forget_speech(self) -> Effects:
        """Stop what plays, whatever it is, and forget it."""
        effects = self.hush()
        self.speeches.unheard.clear()
        self.speeches.hushed = False
        self.held.clear()
        return effects

    @property
    def unsettled(self) -> bool:
        """The turn is still being worked on, or its answer was not heard to its end."""
        waiting = bool(self.held) or any(say.turn == self.turn for say in self.speeches.unheard if say.turn)
        return bool(self.thinking) or waiting

    def settle(self) -> Effects:
        """Cancel the running turn, or mend the thread of one whose answer was not heard to its end."""
        if not self.unsettled:
            return []
        self.thinking = 0
        self.holding = False
        self.timers.clear("turn", "slow")
        owed = [one.text for one in self.held if one.owed]
        return [fx.CancelThinking(self.turn, " ".join([self.speeches.surely_heard, *owed]).strip())]

    def speak(self, language: str) -> None:
        """From now on."""
        self.language = self.speeches.language = language

    def listen(self) -> Effects:
        """In the call's language, of which the agent may not know; in whichever until that is settled."""
        effects: Effects = [fx.Listen(language=self.language)]
        if self.detects and not self.tongue.settled:
            effects.append(fx.DetectLanguage())
        return [*effects, *([fx.Speak(self.language)] if self.tongue.changes else [])]

    def wait_for_caller(self, now: float) -> None:
        """Nobody speaks and nothing is being worked on: give the caller some seconds."""
        if not (self.thinking or self.caller_speaks or self.speeches.unheard or self.closing):
            wait = self.policy.patience if self.patient else self.policy.silence
            self.timers.set("silence", now + wait)
