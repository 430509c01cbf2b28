"""Asks the model before the turn needs it: the thread as far as it is known, and the call under way."""

from __future__ import annotations

from collections.abc import Sequence

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage
from langchain_core.tools import BaseTool

from convonet_ari.agent.ahead import Ahead
from convonet_ari.agent.graph import told
from convonet_ari.agent.turn import Turn


class Foresight:
    """One call's, a turn at a time. `thread` is what the store holds, None where only the store can tell."""

    def __init__(self, model: BaseChatModel, tools: Sequence[BaseTool]) -> None:
        self._model = model
        self._tools = tools
        self._wish = 0
        self.turn = 0
        self.thread: list[AnyMessage] | None = None
        self.ahead: Ahead | None = None

    def begin(self, turn: int) -> int:
        """A new wish to know; it is void once there is another one."""
        self.discard()
        self.turn = turn
        return self._wish

    def wanted(self, wish: int) -> bool:
        return wish == self._wish

    def end(self, turn: int) -> None:
        """What was cut off may end later than the next turn begins, whose foresight this is then."""
        if turn == self.turn:
            self.discard()

    def discard(self) -> None:
        self._wish += 1
        if self.ahead is not None:
            self.ahead.cancel()
        self.ahead = None

    def answer(self, thread: Sequence[AnyMessage], context: Turn) -> Ahead:
        """What was asked before, where it is what the graph will ask in this turn; else that, now."""
        prompt, messages = told(thread, context)
        if self.ahead is not None and self.ahead.fits([prompt, *messages]):
            return self.ahead
        self.discard()
        return self.ask(thread, context)

    def ask(self, thread: Sequence[AnyMessage], context: Turn) -> Ahead:
        """As the graph would ask in this turn, were this its thread."""
        prompt, messages = told(thread, context)
        self.ahead = Ahead(self._model, self._tools, [prompt, *messages])
        return self.ahead
