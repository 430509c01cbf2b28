"""A call's conversation: answered, interrupted, out of time, taken over; its thread is legal after each."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGenerationChunk
from langgraph.checkpoint.memory import InMemorySaver

from convonet_ari.agent.llm import ThreadRefused
from convonet_ari.agent.recap import BEGUN_ANEW
from convonet_ari.agent.repair import INTERRUPTED
from convonet_ari.call import events as ev
from convonet_ari.config import Limits
from convonet_ari.errors import ProviderUnavailable, ToolError
from convonet_ari.tools.transfer import UNKNOWN, Line
from tests.fakes.agent import Rig, outcome, rig, thread_of, words
from tests.fakes.records import ANN
from tests.fakes.strict import StrictModel, check

pytestmark = pytest.mark.shell

CREATE = "Create a todo for team meeting tomorrow"


class Scripted(StrictModel):
    """Does what the next entry of `script` says before it answers: an error to raise, or seconds to stall."""

    script: list[Any]

    async def _astream(self, messages: list[Any], *args: Any, **kwargs: Any) -> Any:
        step = self.script.pop(0) if self.script else None
        if isinstance(step, Exception):
            raise step
        if isinstance(step, asyncio.Event):
            yield ChatGenerationChunk(message=AIMessageChunk(content="Let me see. Well "))
            await step.wait()
        async for chunk in super()._astream(messages, *args, **kwargs):
            yield chunk


class Tireless(StrictModel):
    """Never stops calling a tool."""

    async def _astream(self, messages: list[Any], *args: Any, **kwargs: Any) -> Any:
        async for chunk in super()._astream([HumanMessage("what are my todos")], *args, **kwargs):
            yield chunk


async def cut_off(here: Rig, turn: int, text: str, after: asyncio.Event) -> None:
    """Begin a turn and cancel it when `after` is set."""
    task = asyncio.create_task(here.say(turn, text))
    async with asyncio.timeout(5):
        await after.wait()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def test_a_todo_is_created_with_tomorrows_date_and_spoken_back() -> None:
    async with rig() as here:
        events = await here.say(1, CREATE)
    started, finished = events[0], events[1]
    assert isinstance(started, ev.ToolStarted)
    assert (started.tool, started.says) == ("create_todo", "Creating your todo…")
    assert finished == ev.ToolFinished(1, "create_todo", started.id, True)
    assert words(events) == "I created the todo “team meeting”, due tomorrow, Monday the 23rd."
    assert events[-1] == ev.ThinkingFinished(1, "done")
    assert [(todo.title, todo.due) for todo in here.records.todos] == [("team meeting", date(2026, 11, 23))]


async def test_a_whole_conversation_remembers_what_was_said() -> None:
    async with rig() as here:
        await here.say(1, CREATE)
        assert "one open todo: team meeting" in words(await here.say(2, "What are my todos?"))
        await here.say(3, "Create a todo for budget report")
        assert "“budget report” as done" in words(await here.say(4, "mark it as done"))
        check(await here.thread())


async def test_a_transfer_ends_the_turn_without_further_words() -> None:
    async with rig() as here:
        events = await here.say(1, "Put me through to sales")
        assert events[-2:] == [
            ev.TransferAsked(1, "Sales", "2001", "Put me through to sales", place=1),
            ev.ThinkingFinished(1, "done"),
        ]
        assert words(events) == ""
        check(await here.thread())


async def test_whoever_wants_any_person_gets_the_default_department() -> None:
    async with rig() as here:
        events = await here.say(1, "I need to speak to a human")
    assert ev.TransferAsked(1, "Support", "2000", "I need to speak to a human", place=0) in events


async def test_an_unknown_department_is_named_and_the_conversation_goes_on() -> None:
    async with rig() as here:
        events = await here.say(1, "Put me through to the moon")
    assert "There is no department called moon" in words(events)
    assert not any(isinstance(event, ev.TransferAsked) for event in events)


async def test_whoever_holds_the_channel_may_refuse_a_transfer() -> None:
    class Refuses:
        async def request(self, department: str, queue: str, reason: str, line: Line = UNKNOWN) -> None:
            raise ToolError("That queue does not exist.")

    async with rig() as here:
        refused = here.brain.conversation(call_id=UUID(int=9), fence=1, caller=ANN, transfers=Refuses())
        events = [event async for event in refused.turn(1, "Put me through to sales")]
    assert words(events) == "That queue does not exist."


async def test_a_viewer_is_told_that_the_role_does_not_allow_it() -> None:
    async with rig(caller=replace(ANN, role="viewer", teams=())) as here:
        events = await here.say(1, CREATE)
    assert words(events) == "I am sorry, your role does not allow that."
    assert here.records.todos == []


async def test_a_slow_tool_is_left_to_finish_and_reported_in_the_next_turn() -> None:
    async with rig(limits=Limits(slow_tool_s=0.01, tool_s=0.05)) as here:
        here.records.gate.clear()
        slow = await here.say(1, CREATE)
        assert "I do not know yet whether it worked" in words(slow)
        assert not next(event.ok for event in slow if isinstance(event, ev.ToolFinished))
        here.records.gate.set()
        assert await here.brain.background.finished()
        later = await here.say(2, "Hello")
        assert words(later).startswith("I created the todo “team meeting”")
        assert here.records.titles == ["team meeting"]
        assert not words(await here.say(3, "Hello")).startswith("I created")


async def test_a_cancelled_tool_finishes_and_its_answer_is_in_the_mended_thread() -> None:
    async with rig() as here:
        here.records.gate.clear()
        await cut_off(here, 1, CREATE, here.records.entered)
        here.records.gate.set()
        await here.conversation.settle(1, "")
        thread = await here.thread()
        check(thread)
        assert thread[-1].text.startswith("I created the todo")
        assert here.records.titles == ["team meeting"]


async def test_a_cancelled_tool_that_still_works_is_marked_unknown_and_reported_later() -> None:
    async with rig() as here:
        here.records.gate.clear()
        await cut_off(here, 1, CREATE, here.records.entered)
        await here.conversation.settle(1, "Creating")
        thread = await here.thread()
        check(thread)
        assert any(message.text == INTERRUPTED for message in thread)
        here.records.gate.set()
        assert await here.brain.background.finished()
        assert words(await here.say(2, "Hello")).startswith("I created the todo “team meeting”")


async def test_an_interrupted_answer_is_kept_as_far_as_it_was_heard() -> None:
    stall = asyncio.Event()
    async with rig(model=Scripted(script=[stall])) as here:
        began = asyncio.Event()

        async def listen() -> None:
            async for _ in here.conversation.turn(1, "Hello"):
                began.set()

        task = asyncio.create_task(listen())
        await began.wait()
        task.cancel()
        await asyncio.wait([task])
        await here.conversation.settle(1, "Let me")
        thread = await here.thread()
    assert [(type(m), m.text) for m in thread] == [(HumanMessage, "Hello"), (AIMessage, "Let me…")]


async def test_a_finished_answer_not_heard_to_its_end_is_cut_down() -> None:
    async with rig() as here:
        await here.say(1, "Thank you")
        await here.conversation.settle(1, "You are welcome.")
        assert (await here.thread())[-1].text == "You are welcome.…"


async def test_an_agent_that_takes_too_long_is_stopped_and_the_next_turn_works() -> None:
    async with rig(
        model=Scripted(script=[asyncio.Event()]), limits=Limits(slow_tool_s=0.01, tool_s=0.05, agent_s=0.1)
    ) as here:
        events = await here.say(1, "Hello")
        assert outcome(events) == "timeout"
        check(await here.thread())
        assert words(await here.say(2, "Hello")) == "Hello Ann! How can I help you?"


async def test_a_provider_that_fails_ends_the_turn_and_not_the_conversation() -> None:
    async with rig(model=Scripted(script=[ProviderUnavailable("down")])) as here:
        assert outcome(await here.say(1, "Hello")) == "failed"
        assert outcome(await here.say(2, CREATE)) == "done"
        check(await here.thread())


async def test_a_refused_thread_begins_anew_with_a_recap_and_the_caller_is_told() -> None:
    async with rig(model=Scripted(script=[None, ThreadRefused("400")])) as here:
        await here.say(1, "Thank you")
        events = await here.say(2, "Hello")
        assert words(events) == f"{BEGUN_ANEW} Hello Ann! How can I help you?"
        assert outcome(events) == "done"
        thread = await here.thread()
        assert [type(m) for m in thread] == [SystemMessage, HumanMessage, AIMessage]
        assert thread[0].text == "The caller had thanked."
        elsewhere = here.brain.conversation(call_id=here.conversation.party.call_id, fence=2, caller=ANN)
        assert await thread_of(elsewhere) == thread
        assert words(await here.say(3, "Hello")) == "Hello Ann! How can I help you?"


async def test_what_a_tool_did_before_its_thread_was_refused_is_told_and_not_done_again() -> None:
    async with rig(model=Scripted(script=[None, ThreadRefused("400")])) as here:
        events = await here.say(1, CREATE)
        assert here.records.titles == ["team meeting"]
        assert words(events).startswith(f"{BEGUN_ANEW} I created the todo “team meeting”")
        assert outcome(events) == "done"
        check(await here.thread())
        assert "one open todo" in words(await here.say(2, "What are my todos?"))


async def test_a_thread_refused_twice_fails_the_turn() -> None:
    async with rig(model=Scripted(script=[ThreadRefused("400"), ThreadRefused("400")])) as here:
        assert outcome(await here.say(1, "Hello")) == "failed"


async def test_a_model_that_never_stops_calling_tools_is_stopped() -> None:
    async with rig(model=Tireless()) as here:
        events = await here.say(1, "go")
        assert words(events) == "I am sorry, I cannot get that done."
        check(await here.thread())


async def test_a_turn_is_resumed_by_another_worker_under_the_same_tool_call() -> None:
    saver = InMemorySaver()
    async with rig(saver=saver) as lost:
        lost.records.gate.clear()
        await cut_off(lost, 1, CREATE, lost.records.entered)
        async with rig(saver=saver) as here:
            call_id = lost.conversation.party.call_id
            here.conversation = here.brain.conversation(call_id=call_id, fence=2, caller=ANN)
            events = await here.say(1, CREATE, resume=True)
            calls = [call for m in await here.thread() if isinstance(m, AIMessage) for call in m.tool_calls]
            check(await here.thread())
    started = [event for event in events if isinstance(event, ev.ToolStarted)]
    assert [event.id for event in started] == [call["id"] for call in calls]
    assert words(events).startswith("I created the todo")


async def test_a_turn_unknown_to_the_thread_is_run_from_its_words() -> None:
    async with rig() as here:
        assert words(await here.say(1, CREATE, resume=True)).startswith("I created the todo")
        assert here.records.titles == ["team meeting"]


async def test_a_turn_that_had_ended_is_told_again() -> None:
    async with rig() as here:
        await here.say(1, CREATE)
        events = await here.say(1, CREATE, resume=True)
        assert words(events).startswith("I created the todo")
        assert here.records.titles == ["team meeting"]


async def test_a_transfer_is_asked_for_again_after_a_takeover() -> None:
    async with rig() as here:
        await here.say(1, "Put me through to sales")
        events = await here.say(1, "Put me through to sales", resume=True)
    assert ev.TransferAsked(1, "Sales", "2001", "Put me through to sales", place=1) in events


async def test_what_the_caller_learned_elsewhere_is_remembered() -> None:
    async with rig() as here:
        await here.conversation.remember("Nobody answered in the queue.")
        await here.say(1, "Hello")
        thread = await here.thread()
    assert [type(m) for m in thread] == [SystemMessage, HumanMessage, AIMessage]


async def test_two_callers_at_once_keep_their_identities() -> None:
    other = replace(ANN, user_id=UUID(int=77), name="Ben Ortiz")
    async with rig() as here:
        talks = [
            here.brain.conversation(call_id=UUID(int=n), fence=1, caller=caller)
            for n, caller in enumerate([ANN, other] * 5, 100)
        ]

        async def create(n: int) -> None:
            async for _ in talks[n].turn(1, f"Create a todo for thing {n}"):
                pass

        await asyncio.gather(*(create(n) for n in range(len(talks))))
    whose = {todo.title: todo.created_by for todo in here.records.todos}
    assert whose == {f"thing {n}": (ANN, other)[n % 2].user_id for n in range(10)}


async def test_random_cancels_never_leave_a_thread_that_a_model_would_refuse() -> None:
    dice = random.Random(7)
    async with rig() as here:
        for turn in range(1, 61):
            task = asyncio.create_task(here.say(turn, dice.choice([CREATE, "Hello", "What are my todos?"])))
            for _ in range(dice.randrange(120)):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.wait([task])
            await here.conversation.settle(turn, "")
            thread = await here.thread()
            check(thread)
            assert thread[-1].id or isinstance(thread[-1], ToolMessage)
        assert outcome(await here.say(61, "Hello")) == "done"


async def test_what_makes_sense_is_judged_by_what_was_said_before() -> None:
    async with rig() as here:
        assert here.conversation.makes_sense("Note.")
        await here.conversation.get_ready()
        assert not here.conversation.makes_sense("Note.")
        await here.say(1, "Create a todo to pay the rent on Wednesday.")
        assert here.conversation.makes_sense("No, Thursday.")
        assert not here.conversation.makes_sense("But the third sky.")


async def test_of_a_caller_in_another_language_everything_makes_sense() -> None:
    async with rig() as here:
        await here.conversation.get_ready()
        here.conversation.speak("es")
        assert here.conversation.makes_sense("Note.")
