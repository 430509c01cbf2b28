"""The double speaks the protocol that OpenAI's own client understands."""

from __future__ import annotations

import asyncio
import base64
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import numpy as np
import pytest
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionUserMessageParam

from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Delays, Fault, Reply, Script, ToolCall

pytestmark = pytest.mark.shell

HELLO = ChatCompletionUserMessageParam(role="user", content="Hello")
SECOND = base64.b64encode(np.full(24000, 900, "<i2").tobytes()).decode()


@asynccontextmanager
async def client(double: OpenAIDouble) -> AsyncIterator[AsyncOpenAI]:
    async with double.running() as url, AsyncOpenAI(base_url=url, api_key="key", max_retries=0) as openai:
        yield openai


async def until(connection: Any, kind: str) -> Any:
    async with asyncio.timeout(5):
        async for event in connection:
            if event.type == kind:
                return event
    raise AssertionError(f"no {kind}")


def pieces(events: Iterable[Any]) -> str:
    return "".join(event.choices[0].delta.content or "" for event in events if event.choices)


async def test_a_chat_is_streamed_with_its_usage() -> None:
    async with client(OpenAIDouble(Script(reply="One two three."))) as openai:
        stream = await openai.chat.completions.create(
            model="m", messages=[HELLO], stream=True, stream_options={"include_usage": True}
        )
        events = [event async for event in stream]
    assert pieces(events) == "One two three."
    assert events[-1].usage is not None
    assert events[-1].usage.completion_tokens == 3


async def test_the_delays_are_those_asked_for() -> None:
    double = OpenAIDouble(Script(reply="a b c d e"), Delays(first_token=0.2, token=0.05))
    async with client(double) as openai:
        began = monotonic()
        stream = await openai.chat.completions.create(model="m", messages=[HELLO], stream=True)
        times = [monotonic() - began async for event in stream if event.choices[0].delta.content]
    assert times[0] >= 0.2
    assert times[-1] - times[0] >= 0.15


async def test_a_tool_call_is_streamed_in_pieces() -> None:
    reply = Reply(calls=[ToolCall("create_todo", '{"title": "a rather long title"}', "call_7")])
    async with client(OpenAIDouble(Script(think=lambda body: reply))) as openai:
        stream = await openai.chat.completions.create(model="m", messages=[HELLO], stream=True)
        deltas = [
            call
            async for event in stream
            for choice in event.choices
            for call in choice.delta.tool_calls or []
        ]
    assert deltas[0].id == "call_7"
    arguments = [delta.function.arguments or "" for delta in deltas if delta.function]
    assert len(arguments) > 2
    assert "".join(arguments) == '{"title": "a rather long title"}'


async def test_a_transcription_session_hears_what_is_committed() -> None:
    double = OpenAIDouble(Script(heard="Good morning."))
    async with (
        client(double) as openai,
        openai.realtime.connect(extra_query={"intent": "transcription"}) as connection,
    ):
        await connection.session.update(session={"type": "transcription"})
        await connection.input_audio_buffer.append(audio=SECOND)
        await connection.input_audio_buffer.commit()
        done = await until(connection, "conversation.item.input_audio_transcription.completed")
    assert done.transcript == "Good morning."
    assert done.usage.seconds == 1.0


async def test_a_speaking_session_reads_text_aloud_and_can_be_cancelled() -> None:
    double = OpenAIDouble(delays=Delays(audio=0.05))
    async with client(double) as openai, openai.realtime.connect(model="m") as connection:
        text: Any = {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "Hi. " * 9}],
        }
        await connection.response.create(response={"conversation": "none", "input": [text]})
        first = await until(connection, "response.output_audio.delta")
        assert len(base64.b64decode(first.delta)) == 4800
        await connection.response.cancel()
        assert (await until(connection, "response.done")).response.status == "cancelled"


async def test_a_response_cancelled_before_it_began_ends_as_any_other() -> None:
    double = OpenAIDouble(delays=Delays(first_audio=0.5))
    async with client(double) as openai, openai.realtime.connect(model="m") as connection:
        for _ in range(5):
            await connection.response.create()
            await connection.response.cancel()
            assert (await until(connection, "response.done")).response.status == "cancelled"


async def test_what_was_not_heard_is_cut_from_an_answer() -> None:
    async with client(OpenAIDouble()) as openai, openai.realtime.connect(model="m") as connection:
        await connection.response.create()
        done = (await until(connection, "response.done")).response
        assert done.output is not None
        await connection.conversation.item.truncate(
            item_id=done.output[0].id, content_index=0, audio_end_ms=700
        )
        assert (await until(connection, "conversation.item.truncated")).audio_end_ms == 700


async def test_an_endless_answer_ends_when_nobody_listens() -> None:
    double = OpenAIDouble(Script(think=lambda body: Reply("word after word ", endless=True)))
    async with client(double) as openai:
        stream = await openai.chat.completions.create(model="m", messages=[HELLO], stream=True)
        async for _ in stream:
            break
        await stream.close()
        async with asyncio.timeout(5):
            await double.left.wait()


async def test_a_fault_comes_once_or_stays() -> None:
    double = OpenAIDouble()
    double.faults.once("chat", Fault(status=429))
    async with client(double) as openai:
        raw = openai.chat.completions.with_raw_response
        with pytest.raises(Exception, match="429"):
            await raw.create(model="m", messages=[HELLO])
        assert (await raw.create(model="m", messages=[HELLO])).status_code == 200


async def test_it_runs_as_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "convonet_ari.embedded.openai_double",
        '{"reply": "Yes."}',
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    async with asyncio.timeout(20):
        url = (await process.stdout.readline()).decode().strip()
        async with AsyncOpenAI(base_url=url, api_key="key") as openai:
            answer = await openai.chat.completions.create(model="m", messages=[HELLO])
        assert answer.choices[0].message.content == "Yes."
        process.stdin.close()
        assert await process.wait() == 0
