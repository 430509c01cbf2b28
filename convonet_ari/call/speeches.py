"""Which words are on their way to the caller, and which of them were heard."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from convonet_ari.call.effects import Say


@dataclass(slots=True)
class Speeches:
    """Speeches in the order they were queued; a speech leaves when it was heard or is no longer wanted."""

    _last: int = 0
    unheard: list[Say] = field(default_factory=list)
    hushed: bool = False
    _whole: str = ""
    _cut: str = ""

    @property
    def heard(self) -> str:
        """What was heard of the turn's answer, the part of a speech that was cut short included."""
        return f"{self._whole} {self._cut}".strip()

    @property
    def playing(self) -> bool:
        return bool(self.unheard) and not self.hushed

    @property
    def interruptible(self) -> bool:
        return all(say.interruptible for say in self.unheard)

    def say(self, text: str, turn: int = 0, *, interruptible: bool = True) -> Say:
        self._last += 1
        speech = Say(self._last, text, turn, interruptible)
        self.unheard.append(speech)
        return speech

    def begin_turn(self) -> None:
        self.unheard.clear()
        self.hushed = False
        self._whole = self._cut = ""

    def finished(self, speech: int) -> None:
        """Playback is in order: what was queued before `speech` was heard too."""
        done = [say for say in self.unheard if say.id <= speech]
        self.unheard = [say for say in self.unheard if say.id > speech]
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

    def _requeue(self, say: Say) -> Say:
        self._last += 1
        speech = replace(say, id=self._last)
        self.unheard.append(speech)
        return speech
