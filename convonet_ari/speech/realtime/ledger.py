"""What a session's conversation holds, and what makes it the call's thread again. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any, Literal, TypeGuard

CUT = "…"
Role = Literal["system", "user", "assistant"]


@dataclass(frozen=True, slots=True)
class Said:
    """Words of the thread, or of a session's item."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Called:
    """A tool call; `arguments` are JSON, its keys in order where it is any."""

    id: str
    name: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a tool answered."""

    id: str
    text: str


Entry = Said | Called | Returned


@dataclass(frozen=True, slots=True)
class Held:
    """An entry as the session has it; a caller's turn may be several stretches of sound."""

    entry: Entry
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delete:
    id: str


@dataclass(frozen=True, slots=True)
class Create:
    """`after` is the item before it, or root."""

    id: str
    after: str
    entry: Entry


Step = Delete | Create


class Ledger:
    """The items of one session in their order, told by whoever made them."""

    def __init__(self) -> None:
        self._held: list[Held] = []
        self._sounds: dict[str, str] = {}
        self._count = 0

    def heard(self, item: str, words: str) -> None:
        """A stretch of the caller's sound is in the conversation, and these are its words."""
        self._sounds[item] = words

    def answered(self, entry: Entry, item: str) -> None:
        self._held.append(Held(entry, (item,)))

    def steps(self, thread: Sequence[Entry]) -> list[Step]:
        """Do these, in this order, and the conversation is `thread`."""
        held = [self._cut_down(one, thread) for one in self._with_sound(thread)]
        spoken = {item for one in held for item in one.ids}
        steps: list[Step] = [Delete(item) for item in self._sounds if item not in spoken]
        kept: list[Held] = []
        match = SequenceMatcher(None, [one.entry for one in held], list(thread), autojunk=False)
        for tag, begin, end, first, last in match.get_opcodes():
            if tag == "equal":
                kept += held[begin:end]
                continue
            steps += [Delete(item) for one in held[begin:end] for item in one.ids]
            for entry in thread[first:last]:
                kept.append(self._create(entry, kept, steps))
        self._held = kept
        turn = {item for one in kept[_latest(thread) :] for item in one.ids}
        self._sounds = {item: words for item, words in self._sounds.items() if item in turn}
        return steps

    def _create(self, entry: Entry, before: Sequence[Held], steps: list[Step]) -> Held:
        self._count += 1
        name = f"convonet_{self._count}"
        steps.append(Create(name, before[-1].ids[-1] if before else "root", entry))
        return Held(entry, (name,))

    def _with_sound(self, thread: Sequence[Entry]) -> list[Held]:
        """The caller's latest words are the sound they were heard in, where that says the same.

        It may have been taken for the words of a shorter turn before.
        """
        latest = thread[_latest(thread)] if thread else None
        if not _of_caller(latest) or not (ids := _tail(self._sounds, latest.text)):
            return self._held
        taken = [at for at, one in enumerate(self._held) if set(ids) & set(one.ids)]
        held = [one for at, one in enumerate(self._held) if at not in taken]
        held.insert(taken[0] if taken else len(held), Held(latest, ids))
        return held

    def _cut_down(self, held: Held, thread: Sequence[Entry]) -> Held:
        """An answer that was cut off is in the thread as far as it was heard."""
        entry = held.entry
        if not isinstance(entry, Said) or entry.role != "assistant" or entry in thread:
            return held
        for one in thread:
            if isinstance(one, Said) and one.role == "assistant" and _begins(entry.text, one.text):
                return replace(held, entry=one)
        return held


def item_of(step: Create) -> Mapping[str, Any]:
    """As `conversation.item.create` takes it."""
    match step.entry:
        case Said(role, text):
            kind = "output_text" if role == "assistant" else "input_text"
            content = [{"type": kind, "text": text}]
            return {"id": step.id, "type": "message", "role": role, "content": content}
        case Called(id_, name, arguments):
            given = {"call_id": id_, "name": name, "arguments": arguments}
            return {"id": step.id, "type": "function_call", **given}
        case Returned(id_, text):
            return {"id": step.id, "type": "function_call_output", "call_id": id_, "output": text}


def _tail(sounds: dict[str, str], text: str) -> tuple[str, ...]:
    """The last stretches that together say `text`; none when no number of them does."""
    wanted, words = _letters(text), ""
    ids: tuple[str, ...] = ()
    for item in reversed(sounds):
        ids, words = (item, *ids), _letters(sounds[item]) + words
        if words == wanted:
            return ids
    return ()


def _begins(whole: str, heard: str) -> bool:
    return heard.endswith(CUT) and whole.startswith(heard.removesuffix(CUT).rstrip()) and len(heard) > 1


def _latest(thread: Sequence[Entry]) -> int:
    """Where the caller's latest words stand."""
    return next((at for at in reversed(range(len(thread))) if _of_caller(thread[at])), 0)


def _of_caller(entry: Entry | None) -> TypeGuard[Said]:
    return isinstance(entry, Said) and entry.role == "user"


def _letters(text: str) -> str:
    return "".join(_alphanumeric(text))


def _alphanumeric(text: str) -> Iterator[str]:
    return (sign for sign in text.lower() if sign.isalnum())
