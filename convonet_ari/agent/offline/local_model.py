"""The offline assistant as a chat model: rules instead of weights, behind the interface of a real one."""

from __future__ import annotations

import itertools
import json
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk

from convonet_ari.agent.offline import replies
from convonet_ari.agent.offline.elsewhere import elsewhere
from convonet_ari.agent.offline.heard import Answer, Past
from convonet_ari.agent.offline.intents import understand
from convonet_ari.agent.prompt import CALLER, DONE, NOW, OFFER, REPORT, tongue
from convonet_ari.agent.streamed_model import Chunks, StreamedModel
from convonet_ari.call import phrases
from convonet_ari.call.languages import ENGLISH, NAMES, told
from convonet_ari.call.phrases import TOLD


class LocalModel(StreamedModel):
    """Deterministic but for the ids of its tool calls; streams word by word."""

    @property
    def _llm_type(self) -> str:
        return "convonet-local"

    async def chunks(
        self, messages: list[BaseMessage], stop: list[str] | None, options: dict[str, Any]
    ) -> Chunks:
        for chunk in _chunks(respond(messages)):
            yield ChatGenerationChunk(message=chunk)
        end = AIMessageChunk(content="")
        yield ChatGenerationChunk(message=end, generation_info={"finish_reason": "stop"})


def respond(messages: Sequence[BaseMessage]) -> Answer:
    """What follows: the tools' own words after tools, else what the caller's last words call for."""
    if results := _results(messages):
        if other := elsewhere(messages) or _then(messages, " ".join(results)):
            return other
        return _offering(Answer(" ".join(results)), messages)
    said = next((i for i in reversed(range(len(messages))) if isinstance(messages[i], HumanMessage)), None)
    if said is None:
        return Answer(understand("hello").text)
    if (language := tongue(messages)) != ENGLISH:
        return _for_a_person(language)
    answer = _understood(messages, said)
    answer = replace(answer, text=" ".join([*_reports(messages[:said]), answer.text]).strip())
    return answer if answer.tool or answer.text.endswith(replies.GOODBYE) else _offering(answer, messages)


def _understood(messages: Sequence[BaseMessage], said: int) -> Answer:
    """What the caller's words at `said` call for, by all that was before them."""
    before, done = messages[:said], _told(messages, DONE)
    return understand(str(messages[said].text), _last_words(before), *_about(messages), _past(before), done)


def _then(messages: Sequence[BaseMessage], told: str) -> Answer | None:
    """The second of two steps; the first was `told` and is all that was done since the caller's words."""
    said = max(i for i, message in enumerate(messages) if isinstance(message, HumanMessage))
    calls = _past(messages[said:])
    step = _understood(messages, said) if len(calls) == 1 else Answer()
    failed = isinstance(messages[-1], ToolMessage) and messages[-1].status == "error"
    if step.then is None or step.tool != calls[0].tool or failed:
        return None
    return replace(step.then, text=f"{told} {step.then.text}".strip())


def knows(thread: Sequence[BaseMessage], text: str) -> bool:
    """Whether more is to be said to `text` after `thread` than a guess, or that it was not understood."""
    answer = _understood([*thread, HumanMessage(text)], len(thread))
    unknown = not answer.tool and answer.text in (replies.UNKNOWN, replies.STILL_UNKNOWN)
    return not answer.guessed and not unknown


def _for_a_person(language: str) -> Answer:
    """The rules know English alone: whoever speaks another language is told so in it, and gets a person."""
    reason = f"speaks {NAMES[language]}, which the offline assistant does not"
    return Answer(told(phrases.NOT_IN_LANGUAGE, language), "transfer_to_agent", {"reason": reason})


def _offering(answer: Answer, messages: Sequence[BaseMessage]) -> Answer:
    """What the caller once meant to do is offered where nothing else is asked."""
    title = _told(messages, OFFER)
    if not title or answer.text.endswith("?"):
        return answer
    return replace(answer, text=f"{answer.text} {replies.offer(title)}")


def _results(messages: Sequence[BaseMessage]) -> list[str]:
    """The tool results at the very end, in order."""
    results: list[str] = []
    for message in reversed(messages):
        if not isinstance(message, ToolMessage):
            break
        # The tool server's own complaints are for models that can mend their arguments.
        text = str(message.text)
        results.insert(0, replies.TOOL_FAILED if text.startswith("Error executing tool") else text)
    return results


def _reports(messages: Sequence[BaseMessage]) -> list[str]:
    """What happened late, noted right before the caller's words."""
    notes = itertools.takewhile(lambda m: isinstance(m, SystemMessage), reversed(messages))
    texts = [str(note.text) for note in notes]
    return [text.removeprefix(REPORT) for text in reversed(texts) if text.startswith(REPORT)]


def _last_words(messages: Sequence[BaseMessage]) -> str:
    """The assistant's own, or those that the call itself said after them."""
    for message in reversed(messages):
        text = str(message.text)
        if isinstance(message, AIMessage) and text:
            return text
        if isinstance(message, SystemMessage) and TOLD in text:
            return text.rpartition(TOLD)[2]
    return ""


def _past(messages: Sequence[BaseMessage]) -> tuple[Past, ...]:
    """The tools that were called, in order."""
    calls = (call for message in messages if isinstance(message, AIMessage) for call in message.tool_calls)
    return tuple(Past(call["name"], call["args"]) for call in calls)


def _about(messages: Sequence[BaseMessage]) -> tuple[str, str]:
    """The date and the caller's first name."""
    return _told(messages, NOW), next(iter(_told(messages, CALLER).split()), "")


def _told(messages: Sequence[BaseMessage], pattern: str) -> str:
    """A line of the system prompt."""
    prompt = next((str(m.text) for m in messages if isinstance(m, SystemMessage)), "")
    line = re.search(pattern, prompt, re.M)
    return line[1] if line else ""


def _chunks(answer: Answer) -> Iterator[AIMessageChunk]:
    message_id = f"local-{uuid.uuid4().hex}"
    for word in re.findall(r"\S+\s*", answer.text):
        yield AIMessageChunk(content=word, id=message_id)
    for place, called in enumerate([answer, *answer.more] if answer.tool else ()):
        arguments = json.dumps(called.arguments)
        call = tool_call_chunk(name=called.tool, args=arguments, id=_call_id(), index=place)
        yield AIMessageChunk(content="", id=message_id, tool_call_chunks=[call])


def _call_id() -> str:
    return f"call_{uuid.uuid4().hex}"
