"""Keeps a thread legal and true: every tool call answered, every sentence one that was heard. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

INTERRUPTED = "Interrupted; the outcome is unknown. Do not assume that it happened."
CUT = "…"
KEPT = 40


def open_calls(messages: Sequence[AnyMessage]) -> list[str]:
    """Ids of tool calls without an answer."""
    answered = {m.tool_call_id for m in messages if isinstance(m, ToolMessage)}
    called = [str(call["id"]) for m in messages if isinstance(m, AIMessage) for call in m.tool_calls]
    return [call for call in called if call not in answered]


def legal(messages: Sequence[AnyMessage], answers: Mapping[str, str] | None = None) -> list[AnyMessage]:
    """Each tool call followed at once by one answer: the thread's own, one of `answers`, or INTERRUPTED.

    Tool calls that the model garbled are dropped: nobody could answer them.
    """
    given: dict[str, ToolMessage] = {}
    for message in messages:
        if isinstance(message, ToolMessage):
            given.setdefault(message.tool_call_id, message)
    result: list[AnyMessage] = []
    for message in messages:
        if isinstance(message, ToolMessage):
            continue
        if isinstance(message, AIMessage) and message.invalid_tool_calls:
            message = message.model_copy(update={"invalid_tool_calls": []})
        result.append(message)
        if isinstance(message, AIMessage):
            result += _answers(message, given, answers or {})
    return result


def _answers(
    message: AIMessage, given: Mapping[str, ToolMessage], answers: Mapping[str, str]
) -> list[ToolMessage]:
    results = []
    for call in message.tool_calls:
        call_id = str(call["id"])
        if call_id in given:
            results.append(given[call_id])
        elif call_id in answers:
            results.append(ToolMessage(answers[call_id], name=call["name"], tool_call_id=call_id))
        else:
            results.append(ToolMessage(INTERRUPTED, name=call["name"], tool_call_id=call_id, status="error"))
    return results


def heard_only(messages: Sequence[AnyMessage], human_id: str, heard: str) -> list[AnyMessage]:
    """What the assistant wrote since `human_id` cut down to what was heard of it."""
    start = next((i for i, m in enumerate(messages) if m.id == human_id), None)
    if start is None:
        return list(messages)
    left = _words(heard)
    result = list(messages[: start + 1])
    for message in messages[start + 1 :]:
        if not isinstance(message, AIMessage):
            result.append(message)
            continue
        text, left = _heard_of(str(message.text), left)
        if text or message.tool_calls:
            result.append(message.model_copy(update={"content": text}))
    if left:
        result.append(AIMessage(f"{' '.join(left)}{CUT}"))
    return result


def _heard_of(text: str, heard: list[str]) -> tuple[str, list[str]]:
    """The part of `text` that `heard` begins with, and what is left of `heard` after it."""
    written = _words(text)
    count = _common(written, heard)
    if count == len(written):
        return text, heard[count:]
    return (f"{' '.join(written[:count])}{CUT}" if count else ""), heard[count:]


def _common(left: Sequence[str], right: Sequence[str]) -> int:
    pairs = zip(left, right, strict=False)
    return next((i for i, (a, b) in enumerate(pairs) if a != b), min(len(left), len(right)))


def _words(text: str) -> list[str]:
    return text.split()


def trimmed(messages: Sequence[AnyMessage], keep: int = KEPT) -> list[AnyMessage]:
    """The last messages, about `keep` of them, beginning with words of the caller."""
    if len(messages) <= keep:
        return list(messages)
    starts = [i for i, m in enumerate(messages) if isinstance(m, HumanMessage)]
    first = next((i for i in starts if i >= len(messages) - keep), starts[-1] if starts else 0)
    return list(messages[first:])
