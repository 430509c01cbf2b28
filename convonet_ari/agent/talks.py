"""What the agent wants of a model that hears and speaks itself."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from typing import Any, Protocol

from convonet_ari.speech.realtime.ledger import Called, Entry

Tools = Sequence[Mapping[str, Any]]


class Talks(Protocol):
    """A call's session with a realtime model."""

    def answer(
        self, thread: Sequence[Entry], given: Mapping[str, Any], tools: Tools
    ) -> AsyncGenerator[str | Called, None]:
        """Words and whole tool calls; words may be empty. Raises ProviderError."""
        ...

    def cut(self) -> None:
        """The answer was interrupted: the model shall know only what was heard of it."""
        ...
