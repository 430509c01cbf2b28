"""A server that speaks OpenAI's protocols with fixed delays and no mind: what remains is our own share.

Run as a process of its own (`python -m convonet_ari.bench.doubles PORT`), so that nobody's clock holds it up.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from aiohttp import web

from convonet_ari.bench.sounds import sweep

RECOGNITION_S = 0.200
FIRST_TOKEN_S = 0.200
TOKENS_S = 0.025
FIRST_AUDIO_S = 0.100
INJECTED_MS = round((RECOGNITION_S + FIRST_TOKEN_S + TOKENS_S + FIRST_AUDIO_S) * 1000)

TTS_RATE = 24_000
PER_CHARACTER_S = 0.05
CHUNK = TTS_RATE * 2 // 10
SHORT = ("Sure,", " I", " can", " do", " that.")
# One long sentence, cut nowhere, that plays for some ten seconds; the space behind it tells that it is over.
STORY = (
    "Once there was a telephone that nobody had ever heard because everybody who called it was told at once"
    " what they wanted to know and went away so glad that they forgot to say who had told them about it. "
)
KEEP_ALIVE_S = 0.05


@dataclass(slots=True)
class Script:
    """What is understood and answered from now on. `thinks_s`: how long a story's model goes on after it."""

    hears: str = "What can you do?"
    story: bool = False
    thinks_s: float = 0.0


@dataclass(slots=True)
class Seen:
    """Times are monotonic, as all processes of a machine share them."""

    recognitions: int = 0
    answers: int = 0
    speeches: int = 0
    cancelled: list[float] = field(default_factory=list)


class Doubles:
    """Answers everybody the same."""

    def __init__(self) -> None:
        self.script = Script()
        self.seen = Seen()
        self.stopped = asyncio.Event()

    def app(self) -> web.Application:
        app = web.Application(client_max_size=2**25)
        app.add_routes(
            [
                web.post("/v1/audio/transcriptions", self._transcribe),
                web.post("/v1/chat/completions", self._answer),
                web.post("/v1/audio/speech", self._speak),
                web.put("/script", self._told),
                web.get("/seen", self._asked),
            ]
        )
        return app

    async def _told(self, request: web.Request) -> web.Response:
        self.script, self.seen = Script(**await request.json()), Seen()
        return web.Response()

    async def _asked(self, request: web.Request) -> web.Response:
        return web.json_response(asdict(self.seen))

    async def _transcribe(self, request: web.Request) -> web.Response:
        due = time.monotonic() + RECOGNITION_S
        self.seen.recognitions += 1
        await request.read()
        await _until(due)
        return web.json_response({"text": self.script.hears})

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        began, script = time.monotonic(), self.script
        self.seen.answers += 1
        await request.read()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        tokens = (STORY,) if script.story else SHORT
        try:
            await response.prepare(request)
            for number, token in enumerate(tokens, 1):
                await _until(began + FIRST_TOKEN_S + TOKENS_S * number / len(tokens))
                await response.write(_event(token))
            await self._think_on(response, script.thinks_s)
            await response.write(_event(None) + b"data: [DONE]\n\n")
        except (asyncio.CancelledError, ConnectionResetError):
            self.seen.cancelled.append(time.monotonic())
            self.stopped.set()
            raise
        return response

    async def _think_on(self, response: web.StreamResponse, seconds: float) -> None:
        """Tokens that say nothing: the model is at work, and can be stopped."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            await response.write(_event(""))
            await asyncio.sleep(KEEP_ALIVE_S)

    async def _speak(self, request: web.Request) -> web.StreamResponse:
        due = time.monotonic() + FIRST_AUDIO_S
        self.seen.speeches += 1
        given = await request.json()
        sound = sweep(len(given["input"]) * PER_CHARACTER_S, TTS_RATE).astype("<i2").tobytes()
        response = web.StreamResponse(headers={"Content-Type": "audio/pcm"})
        await _until(due)
        await response.prepare(request)
        for at in range(0, len(sound), CHUNK):
            await response.write(sound[at : at + CHUNK])
        return response


async def _until(due: float) -> None:
    await asyncio.sleep(max(0.0, due - time.monotonic()))


def _event(content: str | None) -> bytes:
    delta: Mapping[str, Any] = {} if content is None else {"role": "assistant", "content": content}
    chunk = {
        "id": "double",
        "object": "chat.completion.chunk",
        "created": 0,
        "model": "double",
        "choices": [{"index": 0, "delta": delta, "finish_reason": None if content is not None else "stop"}],
    }
    return f"data: {json.dumps(chunk)}\n\n".encode()


def main(port: int) -> None:
    web.run_app(
        Doubles().app(), host="127.0.0.1", port=port, print=None, access_log=None, handler_cancellation=True
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
