"""What one run of the graph is given: the call's identity, the time, and where a transfer is noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AnyMessage

from convonet_ari.agent.ahead import Ahead
from convonet_ari.agent.knowledge import NOTHING, Known
from convonet_ari.store.people import Caller
from convonet_ari.tools.context import Records, ToolContext
from convonet_ari.tools.transfer import UNKNOWN, Line, Transfers


@dataclass(frozen=True, slots=True)
class Asked:
    """A transfer the model asked for."""

    department: str
    queue: str
    reason: str
    line: Line = UNKNOWN


class TurnTransfers:
    """Notes the transfer that ends this turn, after whoever holds the channel has agreed."""

    def __init__(self, outer: Transfers | None) -> None:
        self._outer = outer
        self.asked: Asked | None = None

    async def request(self, department: str, queue: str, reason: str, line: Line = UNKNOWN) -> None:
        if self._outer is not None:
            await self._outer.request(department, queue, reason, line)
        self.asked = Asked(department, queue, reason, line)


@dataclass(frozen=True, slots=True)
class Turn:
    """`now` is aware, in the caller's zone."""

    number: int
    call_id: UUID
    fence: int
    caller: Caller
    now: datetime
    records: Records
    transfers: TurnTransfers
    said: str = ""
    ahead: Ahead | None = None
    # Whether `ahead` was asked just what the graph is going to ask first.
    ahead_is_sure: bool = False
    model: BaseChatModel | None = None
    known: Known = NOTHING
    # As the last call of the model left it.
    thread: list[AnyMessage] = field(default_factory=list)

    @property
    def sure(self) -> Ahead | None:
        """Whose words may be told before the graph has come to them."""
        return self.ahead if self.ahead_is_sure else None

    def whole_thread(self) -> list[AnyMessage] | None:
        """The thread after a turn that came to its end; None where that is not certain."""
        last = self.thread[-1] if self.thread else None
        return list(self.thread) if isinstance(last, AIMessage) and not last.tool_calls else None

    def tool_context(self, tool_call_id: str) -> ToolContext:
        return ToolContext(
            caller=self.caller,
            call_id=self.call_id,
            fence=self.fence,
            tool_call_id=tool_call_id,
            now=self.now,
            records=self.records,
            transfers=self.transfers,
            turn=self.number,
            said=self.said,
        )
