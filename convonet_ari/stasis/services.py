"""What every call of a worker shares, handed in by the wiring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from convonet_ari.call.languages import ENGLISH, NAMES, ours
from convonet_ari.call.policy import Policy
from convonet_ari.clock import Clock
from convonet_ari.config import Settings
from convonet_ari.stasis.mind import Conversation
from convonet_ari.stasis.voice import Engines, Talk
from convonet_ari.stasis.whisper import Whispers
from convonet_ari.store.calls import CallLog
from convonet_ari.store.people import Caller, People
from convonet_ari.store.reminder_calls import ReminderCalls


class Converse(Protocol):
    """Begin or pick up the agent's side of a call."""

    def __call__(
        self, *, call_id: UUID, fence: int, caller: Caller, talk: Talk | None = None
    ) -> Conversation: ...


@dataclass(frozen=True, slots=True)
class Services:
    """`worker` names this process in calls' rows and in the log."""

    settings: Settings
    clock: Clock
    calls: CallLog
    people: People
    engines: Engines
    converse: Converse
    reminders: ReminderCalls
    worker: str
    whispers: Whispers | None = None

    def language(self, tag: str) -> str:
        """The language of a tag, where a call can be held in it: by words of ours and by every engine."""
        language, engines = ours(tag), self.engines
        rules_alone = self.settings.speech.llm == "local" and engines.talk is None
        if language == ENGLISH or (language and rules_alone):
            return ENGLISH if language == ENGLISH else ""
        known = language in engines.stt.caps.languages and language in engines.tts.caps.languages
        return language if known else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those in which a call can be held."""
        return tuple(tag for tag in NAMES if self.language(tag))

    @property
    def detects(self) -> bool:
        """Whether the caller's is found out by listening; a model that hears itself needs nobody for that."""
        wanted = self.settings.speech.detect_language and self.engines.talk is None
        return wanted and len(self.languages) > 1 and self.engines.stt.caps.detects

    @property
    def policy(self) -> Policy:
        return policy_of(self.settings)


def policy_of(settings: Settings) -> Policy:
    """The figures a call's machine goes by in this installation."""
    pin, turn, limits = settings.pin, settings.turn, settings.limits
    return Policy(
        pin_min=pin.min_digits,
        pin_max=pin.max_digits,
        pin_tries=pin.tries,
        first_digit=pin.first_digit_timeout_s,
        next_digit=pin.digit_timeout_s,
        silence=turn.silent_caller_s,
        silent_prompts=turn.silent_prompts,
        slow_tool=limits.slow_tool_s,
        turn_limit=limits.turn_s,
        queue=settings.handoff.queue,
        key_back=settings.handoff.key_back,
        word_back=settings.handoff.key_back and settings.handoff.listen_while_waiting > 0,
    )
