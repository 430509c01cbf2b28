"""Which words are on their way to the caller, and which of them were heard."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from convonet_ari.call.effects import Say


@dataclass(slots=True)
class Speeches:
    """Speeches in the order they were queued; a speech leaves when it was heard or is no longer wanted.

    `told` is what "say that again" means: the turn's answer, or else our own last words.
    """

    _last: int = 0
    unheard: list[Say] = field(default_factory=list)
    hushed: bool = False
    told: list[str] = field(default_factory=list)
    answered: bool = False
    _whole: str = ""
    _cut: str = ""
    _latest: str = ""
    language: str = "en"

    @property
    def heard(self) -> str:
        """What was heard of the turn's answer, the part of a speech that was cut short included."""
        return f"{self._whole} {self._cut}".strip()

    @property
    def surely_heard(self) -> str:
        """With the rest of the answer that nothing interrupts."""
        owed = (say.text for say in self.unheard if say.turn and not say.interruptible)
        return " ".join([self.heard, *owed]).strip()

    @property
    def playing(self) -> bool:
        return bool(self.unheard) and not self.hushed

    @property
    def cut_short(self) -> bool:
        """Part of the answer was heard, and the rest of it was not wanted."""
        return bool(self._cut) and any(say.turn for say in self.unheard)

    @property
    def asking(self) -> bool:
        """A question was heard, or the better part of it, and nothing to speak of behind it."""
        if self.unheard and self._cut:
            text = self.unheard[0].text
            return text.endswith("?") and len(self._cut) * 2 >= len(text)
        return self._latest.endswith("?")

    @property
    def interruptible(self) -> bool:
        return all(say.interruptible for say in self.unheard)

    def say(self, text: str, turn: int = 0, *, interruptible: bool = True) -> Say:
        if turn or not self.answered:
            self.told = [*self.told, text] if self.answered else [text]
            self.answered = bool(turn)
        return self._queue(text, turn, interruptible)

    def repeat(self, turn: int) -> list[Say]:
        """What was `told` once more. It counts anew for `turn` where it was cut short, else for none."""
        cut = any(say.turn for say in self.unheard)
        self.unheard = []
        self.hushed = False
        if cut:
            self._whole = self._cut = ""
        return [self._queue(text, turn if cut else 0) for text in self.told]

    def begin_turn(self) -> None:
        """What the caller is still owed is of no turn from now on."""
        self.unheard = [replace(say, turn=0) for say in self.unheard if not say.interruptible]
        self.hushed = False
        self._whole = self._cut = self._latest = ""
        self.told, self.answered = [], False

    def finished(self, speech: int) -> None:
        """Playback is in order: what was queued before `speech` was heard too."""
        done = [say for say in self.unheard if say.id <= speech]
        self.unheard = [say for say in self.unheard if say.id > speech]
        self._latest = done[-1].text if done else self._latest
        self._whole = " ".join([self._whole, *(say.text for say in done if say.turn)]).strip()

    def stopped(self, speech: int, heard: str) -> None:
        """Keep the speech to be said again, and note what of it had left."""
        for say in self.unheard:
            if say.id == speech and say.turn:
                self._cut = f"{self._cut} {heard}".strip()

    def again(self) -> list[Say]:
        """Queue whatever was not heard to its end once more, under new ids."""
        left, self.unheard, self.hushed, self._cut = self.unheard, [], False, ""
        return [self._requeue(say) for say in left]

    def _queue(self, text: str, turn: int, interruptible: bool = True) -> Say:
        self._last += 1
        speech = Say(self._last, text, turn, interruptible, self.language)
        self.unheard.append(speech)
        return speech

    def _requeue(self, say: Say) -> Say:
        self._last += 1
        speech = replace(say, id=self._last)
        self.unheard.append(speech)
        return speech
