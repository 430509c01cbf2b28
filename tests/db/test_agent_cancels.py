"""Whatever moment a turn is cut at, no model gets an illegal thread, and the thread keeps what was heard."""

from __future__ import annotations

import asyncio
import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from langchain_core.messages import AIMessage

from convonet_ari.agent import resume as again
from convonet_ari.agent.brain import Brain
from convonet_ari.agent.conversation import Conversation
from convonet_ari.agent.repair import CUT, open_calls
from convonet_ari.call import events as ev
from convonet_ari.clock import SystemClock
from convonet_ari.config import Database, Limits, Settings
from convonet_ari.store.lease import Lease
from tests.db.agent_worker import caller
from tests.db.house import Furnished, House
from tests.fakes.agent import outcome, thread_of
from tests.fakes.chatter import Chatter
from tests.fakes.slow_records import SlowRecords
from tests.fakes.strict import check

pytestmark = pytest.mark.db

CALLERS = 4
SECONDS = 10
PATIENT = Database(timeout_s=20)
TOOL_S = 0.06
LIMITS = Limits(slow_tool_s=0.01, tool_s=TOOL_S, agent_s=0.3, turn_s=0.4)


@asynccontextmanager
async def workers(house: House, model: Chatter, dice: random.Random) -> AsyncIterator[list[Brain]]:
    """Two workers on one database: what one loses the other picks up."""
    async with AsyncExitStack() as stack:
        brains = []
        for _ in range(2):
            records = SlowRecords(house.store, dice, 2 * TOOL_S)
            brain = Brain(
                Settings(limits=LIMITS, database=PATIENT),
                house.store,
                SystemClock(),
                model=model,
                records=records,
            )
            await brain.open()
            stack.push_async_callback(brain.close)
            brains.append(brain)
        yield brains


class Caller:
    """One call whose every turn is cut short somewhere; `told` counts what befell it."""

    def __init__(self, house: House, brains: list[Brain], lease: Lease, dice: random.Random) -> None:
        self._house = house
        self._brains = brains
        self._lease = lease
        self._dice = dice
        self.told: Counter[str] = Counter()
        self._lost = False
        self._conversation = self._talk()

    async def turn(self, number: int) -> None:
        self._lost = False
        heard = await self._cut_somewhere(number, resume=False)
        if self._dice.random() < 0.15:
            await self._lose_the_worker()
            if self._dice.random() < 0.7:
                heard += await self._cut_somewhere(number, resume=True)
        if self._dice.random() < 0.25:
            self.told["repairs cut"] += await self._cut(self._conversation.settle(number, " ".join(heard)))
            if self._dice.random() < 0.3:
                await self._lose_the_worker()
        await self._conversation.settle(number, " ".join(heard))
        await self._judge(number, heard)

    async def whole_turn(self, number: int) -> None:
        self._lost = False
        events = [event async for event in self._conversation.turn(number, "Are you there?")]
        assert outcome(events) in ("done", "timeout")
        await self._conversation.settle(number, " ".join(_words(events)))
        await self._judge(number, _words(events))

    async def _cut_somewhere(self, number: int, *, resume: bool) -> list[str]:
        events: list[ev.Event] = []
        enough, last = asyncio.Event(), self._dice.randint(1, 7)

        async def listen() -> None:
            async for event in self._conversation.turn(number, f"Words {number}", resume=resume):
                events.append(event)
                if len(events) == last:
                    enough.set()

        self.told["turns cut"] += await self._cut(listen(), enough)
        self.told["tools"] += sum(isinstance(event, ev.ToolStarted) for event in events)
        words = _words(events)
        return words[: self._dice.choice((0, self._dice.randint(0, len(words)), len(words)))]

    async def _cut(self, work: Coroutine[Any, Any, None], enough: asyncio.Event | None = None) -> bool:
        """Whether `work` was still at it a moment from now, or a few steps after `enough`."""
        task = asyncio.create_task(work)
        if enough is None or self._dice.random() < 0.2:
            await asyncio.wait([task], timeout=self._dice.random() * 0.03)
        else:
            waiting = asyncio.create_task(enough.wait())
            await asyncio.wait([task, waiting], return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
        for _ in range(self._dice.randrange(20)):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()
        return task.cancelled()

    async def _lose_the_worker(self) -> None:
        """The next one adopts the call; the lost one can write nothing any more."""
        self._lost = True
        self.told["workers lost"] += 1
        call = await self._house.calls.find(self._lease.channel_id)
        assert call is not None
        self._lease = await self._house.calls.adopt(call, "the other worker")
        self._brains.reverse()
        self._conversation = self._talk()

    def _talk(self) -> Conversation:
        who = caller(self._house.demo.org_id, self._house.demo.user_id)
        return self._brains[0].conversation(call_id=self._lease.call_id, fence=self._lease.fence, caller=who)

    async def _judge(self, number: int, heard: list[str]) -> None:
        messages = await thread_of(self._conversation)
        check(messages)
        assert not open_calls(messages)
        turn = again.since(messages, f"{self._lease.call_id}:{number}")
        if self._lost and not turn:
            # Told ahead, and cut before the graph stored the caller's words: the lost worker alone knew them.
            self.told["turns lost"] += 1
            return
        answers = [str(message.text) for message in turn if isinstance(message, AIMessage)]
        assert " ".join(answers).replace(CUT, " ").split() == heard


def _words(events: list[ev.Event]) -> list[str]:
    return " ".join(event.text for event in events if isinstance(event, ev.ReplyWritten)).split()


async def created_and_run(house: House) -> tuple[int, int]:
    """Todos there are, and tool calls that say they created one."""
    async with house.store.tenant(house.demo.org_id) as tx:
        todos = await tx.fetchval("SELECT count(*) FROM todos WHERE created_call IS NOT NULL")
        runs = await tx.fetchval("SELECT count(*) FROM tool_runs WHERE tool = 'create_todo'")
    return todos, runs


@pytest.fixture
async def house(furnished: Furnished) -> AsyncIterator[House]:
    """Nobody here loses patience with a busy machine."""
    made = await furnished.open(database=PATIENT)
    yield made
    await made.close()


async def test_no_cut_leaves_a_dangling_call_or_words_that_nobody_heard(house: House, cancels: int) -> None:
    dice, began = random.Random(cancels), time.perf_counter()
    told, model = Counter[str](), Chatter(dice=dice)

    def enough() -> bool:
        """A starved machine may need all those seconds before the model is asked for the first time."""
        if cancels:
            return told["turns"] >= cancels
        return model.asked > 0 and time.perf_counter() - began > SECONDS

    async with workers(house, model, dice) as brains:

        async def call(line: int) -> None:
            lease = await house.calls.open(house.demo.org_id, house.demo.did, "", f"{line}.1", "worker")
            one = Caller(house, list(brains), lease, random.Random(line))
            turn = 0
            while not enough():
                turn += 1
                told["turns"] += 1
                await one.turn(turn)
            await one.whole_turn(turn + 1)
            told.update(one.told)

        async with asyncio.TaskGroup() as tasks:
            for line in range(CALLERS):
                tasks.create_task(call(line))
        for brain in brains:
            assert await brain.background.finished(PATIENT.timeout_s)
    assert model.asked > 0
    assert model.refused == []
    todos, runs = await created_and_run(house)
    assert todos == runs
    print(f"{dict(told)} in {time.perf_counter() - began:.1f} s, {todos} todos")
