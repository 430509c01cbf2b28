"""One call's conversation with the agent: turns told as events, and its thread kept true."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage

from convonet_ari.agent import resume as again
from convonet_ari.agent.foresight import Foresight
from convonet_ari.agent.graph import Graph
from convonet_ari.agent.knowledge import CallKnowledge, Known
from convonet_ari.agent.llm import ThreadRefused, reach
from convonet_ari.agent.offline.local_model import LocalModel, knows
from convonet_ari.agent.prompt import REPORT
from convonet_ari.agent.recap import BEGUN_ANEW
from convonet_ari.agent.repair import heard_only, legal, open_calls, trimmed
from convonet_ari.agent.run import run
from convonet_ari.agent.talks import Talks
from convonet_ari.agent.threads import UNREADABLE, Thread
from convonet_ari.agent.turn import Turn, TurnTransfers
from convonet_ari.call import events as ev
from convonet_ari.call.languages import ENGLISH
from convonet_ari.clock import zone
from convonet_ari.errors import AgentTimeout, ConvonetError, StoreError
from convonet_ari.speech.sentences import Sentences
from convonet_ari.store.people import Caller
from convonet_ari.tools.transfer import Transfers

if TYPE_CHECKING:
    from convonet_ari.agent.brain import Brain

log = structlog.get_logger(__name__)

GRACE_S = 0.3
TIDY_EVERY = 10

Events = AsyncGenerator[ev.Event, None]


@dataclass(frozen=True, slots=True)
class Party:
    """Whose conversation it is."""

    call_id: UUID
    fence: int
    caller: Caller
    transfers: Transfers | None
    talk: Talks | None = None


class Conversation:
    """Used by one session, one method at a time."""

    def __init__(self, brain: Brain, graph: Graph, thread: Thread, party: Party) -> None:
        self._brain = brain
        self._graph = graph
        self.thread = thread
        self.party = party
        self._texts: dict[int, str] = {}
        self._model = brain.talking(party.talk) if party.talk else None
        self._foresight = Foresight(self._model or brain.model, brain.toolbox.tools)
        self._knowledge = CallKnowledge(brain.knowledge, party.caller, party.call_id)

    async def get_ready(self) -> None:
        """Look up what the first turn needs, while the caller is still greeted. Raises StoreError."""
        await self._knowledge.known(self._now())
        await self._look_up(fresh=False)
        await reach(self._brain.model)

    async def prepare(self, turn: int, text: str) -> None:
        """Ask the model what it would say to `text`, should that become `turn`. Raises StoreError.

        Nobody hears it, no tool runs and nothing is written; the turn takes it up when it asks the same.
        """
        foresight = self._foresight
        wish = foresight.begin(turn)
        if foresight.thread is None:
            await self._look_up(fresh=turn == 1)
        known = await self._knowledge.known(self._now())
        if foresight.wanted(wish) and foresight.thread is not None:
            foresight.ask([*foresight.thread, HumanMessage(text)], self._context(turn, text, known))

    def discard(self) -> None:
        """The caller goes on: what was prepared is void."""
        self._foresight.discard()

    def makes_sense(self, text: str) -> bool:
        """Whether the offline assistant knows what to do with these words; true of any other model."""
        thread = self._foresight.thread
        offline = self._model is None and isinstance(self._brain.model, LocalModel)
        foreign = self.party.caller.language != ENGLISH
        return not offline or foreign or thread is None or knows(thread, text)

    def speak(self, language: str) -> None:
        """Answer in this language from now on."""
        self.party = replace(self.party, caller=replace(self.party.caller, language=language))

    def hold(self) -> None:
        """The caller speaks: a model that is at work for this turn is stopped."""
        if self._foresight.ahead is not None:
            self._foresight.ahead.hold()

    def go_on(self) -> None:
        """It was nothing: a model that was stopped is asked for the rest."""
        if self._foresight.ahead is not None:
            self._foresight.ahead.go_on()

    async def turn(self, turn: int, text: str, *, resume: bool = False) -> Events:
        """Answer `text`, ending with ThinkingFinished. `resume`: go on with a turn another worker began."""
        self._texts, self._foresight.turn = {turn: text}, turn
        context = self._context(turn, text, await self._knowledge.known(self._now()))
        outcome: ev.ThinkingOutcome = "done"
        said: list[str] = []
        try:
            async with aclosing(self._answer(context, text, resume)) as events:
                async for event in events:
                    said += [event.text] if isinstance(event, ev.ReplyWritten) else []
                    yield event
        except AgentTimeout:
            outcome = "timeout"
        except ConvonetError as error:
            log.warning("a turn failed", turn=turn, code=error.code, exc_info=True)
            outcome = "failed"
        finally:
            self._foresight.end(turn)
        if (asked := context.transfers.asked) is not None:
            whom, line = (asked.department, asked.queue, asked.reason), asked.line
            yield ev.TransferAsked(turn, *whom, line.place, line.expected_s)
        if outcome == "done":
            self._foresight.thread = context.whole_thread()
        yield ev.ThinkingFinished(turn, outcome)
        await self._tidy(turn, " ".join(said), broken=outcome != "done")
        await self._knowledge.learn(" ".join(said), self._now())

    async def settle(self, turn: int, heard: str) -> None:
        """After `turn` was cut off: make the thread legal and true to what was heard. Raises StoreError."""
        if self.party.talk is not None:
            self.party.talk.cut()
        await self.thread.begin()
        state = await self.thread.state()
        before: list[AnyMessage] = state.values.get("messages", [])
        messages, human = list(before), self._human_id(turn)
        if turn in self._texts and not any(m.id == human for m in messages):
            messages.append(HumanMessage(self._texts[turn], id=human))
        answers = await self._outcomes(open_calls(messages))
        mended = trimmed(heard_only(legal(messages, answers), human, heard))
        if mended != before or state.next:
            await self.thread.write(mended)
        self._foresight.thread = mended

    async def withdraw(self, turn: int) -> None:
        """After `turn` was cut off before anything came of it: forget it, words and all. Raises StoreError.

        A turn that called a tool is settled instead.
        """
        self._foresight.thread = None
        await self.thread.begin()
        state = await self.thread.state()
        before: list[AnyMessage] = state.values.get("messages", [])
        begun = again.since(before, self._human_id(turn))
        self._texts.pop(turn, None)
        if any(isinstance(m, AIMessage) and m.tool_calls for m in begun):
            await self.settle(turn, "")
        elif begun or state.next:
            await self.thread.write(before[: len(before) - len(begun)])

    async def remember(self, text: str) -> None:
        """Note what the caller learned outside a turn. Raises StoreError."""
        self._foresight.thread = None
        await self.thread.begin()
        await self.thread.add(SystemMessage(text))

    async def _answer(self, context: Turn, text: str, resume: bool) -> Events:
        deadline = asyncio.get_running_loop().time() + self._brain.limits.agent_s
        await self.thread.begin(fresh=context.number == 1 and not resume)
        if resume:
            state = await self.thread.state()
            begun = again.since(state.values.get("messages", []), self._human_id(context.number))
            if begun:
                async for event in self._go_on(context, begun, bool(state.next), deadline):
                    yield event
                return
        given: list[AnyMessage] = [*self._reports(), HumanMessage(text, id=self._human_id(context.number))]
        foresight = self._foresight
        known, foresight.thread = foresight.thread, None
        if known is not None:
            # The model begins, and is heard, while the graph still reads and writes.
            ahead = foresight.answer([*known, *given], context)
            context = replace(context, ahead=ahead, ahead_is_sure=True)
        async for event in self._begin(context, given, deadline):
            yield event

    async def _begin(self, context: Turn, given: Sequence[AnyMessage], deadline: float) -> Events:
        """A thread that the model's server refuses, or that cannot be read, is begun anew, once."""
        ran: list[str] = []
        try:
            begun = {"messages": list(given)}
            async for event in run(self._graph, self.thread.config, begun, context, deadline):
                ran += [event.id] if isinstance(event, ev.ToolStarted) else []
                yield event
            return
        except ThreadRefused as error:
            log.warning("the thread was refused and begins anew", turn=context.number, error=str(error))
        except UNREADABLE:
            if not await self.thread.is_broken():
                raise
            log.warning("the thread cannot be read and begins anew", turn=context.number)
        async for event in self._anew(context, given, ran, deadline):
            yield event

    async def _anew(
        self, context: Turn, given: Sequence[AnyMessage], ran: Sequence[str], deadline: float
    ) -> Events:
        """The caller is told, unless answered already. What tools did in this turn is told and not redone."""
        if context.sure is None or not context.sure.heard:
            yield ev.ReplyWritten(context.number, BEGUN_ANEW)
        recap = await self._brain.record.recall(self.party.caller.org_id, self.party.call_id)
        if done := " ".join((await self._outcomes(ran)).values()):
            await self.thread.begin_anew(recap, *given, AIMessage(f"{BEGUN_ANEW} {done}"))
            yield ev.ReplyWritten(context.number, done)
            return
        await self.thread.begin_anew(recap)
        begun = {"messages": list(given)}
        async for event in run(self._graph, self.thread.config, begun, context, deadline):
            yield event

    async def _go_on(
        self, context: Turn, begun: Sequence[AnyMessage], unfinished: bool, deadline: float
    ) -> Events:
        """The lost worker's tool call is carried out under its own id, so that it happens once."""
        if (asked := again.transfer_done(begun)) is not None:
            await self._brain.toolbox.call(asked.name, asked.arguments, context.tool_context(asked.id))
        elif unfinished:
            async for event in run(self._graph, self.thread.config, None, context, deadline):
                yield event
        else:
            sentences = Sentences()
            for text in [*sentences.feed(again.last_words(begun)), *sentences.flush()]:
                yield ev.ReplyWritten(context.number, text)

    async def _look_up(self, *, fresh: bool) -> None:
        await self.thread.begin(fresh=fresh)
        state = await self.thread.state()
        self._foresight.thread = None if state.next else list(state.values.get("messages", []))

    async def _tidy(self, turn: int, said: str, *, broken: bool) -> None:
        """Between turns: mend what failed, and keep a long call's thread short."""
        try:
            if broken:
                await self.settle(turn, said)
            elif turn % TIDY_EVERY == 0:
                self._foresight.thread = None
                await self.thread.shorten()
        except StoreError as error:
            log.warning("a thread could not be tidied", turn=turn, code=error.code)

    async def _outcomes(self, tool_call_ids: Sequence[str]) -> dict[str, str]:
        """What became of tool calls whose answers the thread lacks."""
        answers: dict[str, str] = {}
        call_id, background = self.party.call_id, self._brain.background
        for tool_call_id in tool_call_ids:
            if (late := await background.answer(call_id, tool_call_id, GRACE_S)) is not None:
                background.settled(call_id, tool_call_id)
                answers[tool_call_id] = late.report
            elif (stored := await self._stored_answer(tool_call_id)) is not None:
                answers[tool_call_id] = stored
        return answers

    async def _stored_answer(self, tool_call_id: str) -> str | None:
        return await self._brain.records.answer(self.party.caller, self.party.call_id, tool_call_id)

    def _reports(self) -> list[SystemMessage]:
        late = self._brain.background.late(self.party.call_id)
        return [SystemMessage(f"{REPORT}{outcome.report}") for outcome in late]

    def _human_id(self, turn: int) -> str:
        return f"{self.party.call_id}:{turn}"

    def _now(self) -> datetime:
        return self._brain.clock.utc().astimezone(zone(self.party.caller.timezone))

    def _context(self, turn: int, said: str, known: Known) -> Turn:
        party = self.party
        return Turn(
            number=turn,
            call_id=party.call_id,
            fence=party.fence,
            caller=party.caller,
            now=self._now(),
            records=self._brain.records,
            transfers=TurnTransfers(party.transfers),
            said=said,
            ahead=self._foresight.ahead,
            model=self._model,
            known=known,
        )
