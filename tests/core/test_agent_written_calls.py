"""A tool call written out as text is a call; talk about one is not, and speech waits for nothing."""

from __future__ import annotations

from typing import Any

import pytest
from langchain_core.messages import AIMessageChunk
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGenerationChunk

from convonet_ari.agent.written_calls import WrittenCalls
from convonet_ari.config import OpenAI

pytestmark = pytest.mark.core

TOOLS = [{"function": {"name": name}} for name in ("create_todo", "get_todos")]
CALL = '{"name": "create_todo", "arguments": {"title": "call Bob", "due": "tomorrow"}}'
MADE = ("create_todo", {"title": "call Bob", "due": "tomorrow"})


def chunk(text: str, **more: Any) -> ChatGenerationChunk:
    return ChatGenerationChunk(message=AIMessageChunk(content=text, **more))


def read(text: str, size: int = 3) -> tuple[list[str], str, list[tuple[str, dict[str, Any]]]]:
    """What passed while it was written, what came at the end, and the calls."""
    written = WrittenCalls(TOOLS)
    parts = [text[place : place + size] for place in range(0, len(text), size)]
    passed = [str(written.of(chunk(part)).message.text) for part in parts]
    last = written.rest().message
    assert isinstance(last, AIMessageChunk)
    return passed, str(last.text), [(call["name"], call["args"]) for call in last.tool_calls]


@pytest.mark.parametrize("size", [1, 3, 1000])
@pytest.mark.parametrize(
    "text",
    [
        CALL,
        f"\n {CALL}\n",
        f"```json\n{CALL}\n```",
        f"```\n{CALL}\n```\n",
        f"<tool_call>\n{CALL}\n</tool_call>",
        f"<tool_call>{CALL}",
        f"<tools>\n{CALL}\n</tools>",
        f"{{{CALL}}}",
        f"```json\n{{{CALL}}}\n```",
        f"{{{CALL}}}}}",
        f"<tool_call>{CALL}</tool_call> It is noted.",
    ],
)
def test_an_answer_that_is_nothing_but_a_call_is_that_call(text: str, size: int) -> None:
    passed, last, calls = read(text, size)
    assert "".join(passed).strip() == last == ""
    assert calls == [MADE]


def test_a_tag_after_words_is_a_call_and_the_words_are_spoken_at_once() -> None:
    passed, last, calls = read(f"I <3 that.\n<tool_call>{CALL}</tool_call>")
    assert ("".join(passed), last, calls) == ("I <3 that.\n", "", [MADE])


def test_several_calls_are_made_in_their_order() -> None:
    more = '<tool_call>{"name": "get_todos", "arguments": {}}</tool_call>'
    assert read(f"<tool_call>{CALL}</tool_call>\n{more}")[2] == [MADE, ("get_todos", {})]


def test_a_call_of_a_tool_that_does_not_exist_is_not_read_out() -> None:
    passed, last, calls = read(CALL.replace("create_todo", "add_todo"))
    assert "".join(passed) == last == ""
    assert calls == [("add_todo", MADE[1])]


@pytest.mark.parametrize(
    "text",
    [
        f"To note it I would send {CALL} for you.",
        f"Like this:\n```json\n{CALL}\n```",
        f"{CALL} is what I would send.",
        f"```json\n{CALL}\n```\nShall I?",
        CALL.replace("name", "tool"),
        CALL.replace("arguments", "result"),
        CALL[:-1],
        '{"name": "create_todo", "arguments": "call Bob"}',
        '{"name": "create_todo", "arguments": {}, "id": 4}',
        '{"name": ["create_todo"], "arguments": {}}',
        '{"title": "call Bob"}',
        "[1, 2]",
        "{",
        "``",
        "Two is < three, and <tool is no tag.",
        "<tool_call></tool_call>",
        "<tool",
    ],
)
@pytest.mark.parametrize("size", [1, 1000])
def test_anything_else_is_words_and_all_of_them(text: str, size: int) -> None:
    passed, last, calls = read(text, size)
    assert "".join(passed) + last == text
    assert calls == []


def test_speech_waits_for_nothing() -> None:
    text = "Sure, I can do that."
    assert read(text, 1)[0] == list(text)


def test_where_the_server_names_a_call_itself_text_stays_text() -> None:
    written = WrittenCalls(TOOLS)
    named = tool_call_chunk(name="get_todos", args="{}", id="1", index=0)
    written.of(chunk(CALL, tool_call_chunks=[named]))
    last = written.rest().message
    assert isinstance(last, AIMessageChunk)
    assert (last.text, last.tool_calls) == (CALL, [])


def test_a_model_without_tools_may_write_what_it_likes() -> None:
    assert WrittenCalls(()).of(chunk(CALL)).message.text == CALL


def test_openais_own_models_are_taken_by_their_word_unless_it_is_said() -> None:
    assert not OpenAI().reads_written_calls
    assert OpenAI(base_url="http://127.0.0.1/v1").reads_written_calls
    assert OpenAI(chat_written_calls=True).reads_written_calls
    assert not OpenAI(base_url="http://127.0.0.1/v1", chat_written_calls=False).reads_written_calls
