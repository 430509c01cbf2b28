"""OpenAI's protocols with fixed delays and no mind behind them: what remains of a gap is our own share.

Run as a process of its own (`python -m convonet_ari.bench.doubles PORT`), so that nobody's clock holds it up.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from functools import cache

from aiohttp import web

from convonet_ari.bench.sounds import sweep
from convonet_ari.embedded.openai_double import script as double
from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.ulaw import Pcm

RECOGNITION_S = 0.200
FIRST_TOKEN_S = 0.200
TOKENS_S = 0.025
FIRST_AUDIO_S = 0.100
INJECTED_MS = round((RECOGNITION_S + FIRST_TOKEN_S + TOKENS_S + FIRST_AUDIO_S) * 1000)

TTS_RATE = 24_000
PER_CHARACTER_S = 0.05
SHORT = "Sure, I can do that."
TOKEN_S = TOKENS_S / len(SHORT.split(" "))
# One long sentence, cut nowhere, that plays for some ten seconds.
STORY = (
    "Once there was a telephone that nobody had ever heard because everybody who called it was told at once"
    " what they wanted to know and went away so glad that they forgot to say who had told them about it."
)


@dataclass(slots=True)
class Script:
    """What is understood and answered from now on. `thinks_s`: how long a story's model goes on after it."""

    hears: str = "What can you do?"
    story: bool = False
    thinks_s: float = 0.0

    @property
    def answer(self) -> str:
        """Spaces are tokens that say nothing: the model is at work, and can be stopped."""
        return STORY + " " * (1 + round(self.thinks_s / TOKEN_S)) if self.story else SHORT


@dataclass(slots=True)
class Seen:
    """When a client left before its answer was over; monotonic, as all processes of a machine share it."""

    cancelled: list[float] = field(default_factory=list)


class Doubles:
    """Answers everybody the same."""

    def __init__(self) -> None:
        self.script = Script()
        self.seen = Seen()
        self.stopped = asyncio.Event()
        self._double = OpenAIDouble(
            double.Script(self._hear, self._think, _speak),
            double.Delays(RECOGNITION_S, FIRST_TOKEN_S + TOKEN_S, TOKEN_S, FIRST_AUDIO_S),
            forgets=True,
        )

    def app(self) -> web.Application:
        app = self._double.app()
        app.router.add_put("/script", self._told)
        app.router.add_get("/seen", self._asked)
        app.cleanup_ctx.append(self._watching)
        return app

    async def _hear(self, audio: Pcm, language: str) -> str:
        return self.script.hears

    def _think(self, body: double.Body) -> double.Reply:
        return double.Reply(self.script.answer)

    async def _told(self, request: web.Request) -> web.Response:
        self.script, self.seen = Script(**await request.json()), Seen()
        return web.Response()

    async def _asked(self, request: web.Request) -> web.Response:
        return web.json_response(asdict(self.seen))

    async def _watching(self, app: web.Application) -> AsyncIterator[None]:
        watch = asyncio.create_task(self._watch())
        yield
        watch.cancel()

    async def _watch(self) -> None:
        while True:
            await self._double.left.wait()
            self._double.left.clear()
            self.seen.cancelled.append(time.monotonic())
            self.stopped.set()


async def _speak(text: str) -> AsyncIterator[Pcm]:
    yield _sound(len(text))


@cache
def _sound(characters: int) -> Pcm:
    """Callers share the machine's processors with this: it is worked out once."""
    return sweep(characters * PER_CHARACTER_S, TTS_RATE)


def main(port: int) -> None:
    web.run_app(
        Doubles().app(), host="127.0.0.1", port=port, print=None, access_log=None, handler_cancellation=True
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
