"""OpenAI's audio protocol on loopback, with this machine's engines behind it and faults on demand."""

from __future__ import annotations

import asyncio
import io
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import numpy as np
from aiohttp import BodyPartReader, web
from aiohttp.test_utils import TestServer

from convonet_ari.config import OpenAI
from convonet_ari.speech.base import STT, TTS, Pcm

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class OpenAIAudio:
    """`status` refuses, `stall_after` and `cut_after` count bytes of speech, `body` replaces the answer."""

    stt: STT
    tts: TTS
    status: int = 200
    body: tuple[str, bytes] | None = None
    stall_after: int | None = None
    cut_after: int | None = None
    odd_chunks: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    left: asyncio.Event = field(default_factory=asyncio.Event)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[OpenAI]:
        """The settings that lead to this server, with short patience."""
        app = web.Application(client_max_size=16 * 2**20)
        app.router.add_post("/v1/audio/transcriptions", self._faulty(self._transcriptions))
        app.router.add_post("/v1/audio/speech", self._faulty(self._speech))
        server = TestServer(app, handler_cancellation=True)
        await server.start_server()
        try:
            yield OpenAI(
                base_url=str(server.make_url("/v1")),
                transcribe_timeout_s=20 if self.stall_after is None else 0.3,
                first_audio_timeout_s=20 if self.stall_after is None else 0.3,
                stall_timeout_s=5 if self.stall_after is None else 0.3,
            )
        finally:
            await server.close()

    def _faulty(self, handler: Handler) -> Handler:
        async def answer(request: web.Request) -> web.StreamResponse:
            if self.status != 200:
                return web.json_response({"error": {"message": "no"}}, status=self.status)
            if self.body is not None:
                return web.Response(content_type=self.body[0], body=self.body[1])
            return await handler(request)

        return answer

    async def _transcriptions(self, request: web.Request) -> web.StreamResponse:
        if self.stall_after is not None:
            await asyncio.sleep(30)
        fields: dict[str, str] = {}
        audio = b""
        async for part in await request.multipart():
            assert isinstance(part, BodyPartReader)
            data = bytes(await part.read(decode=True))
            if part.name == "file":
                audio = data
            else:
                fields[str(part.name)] = data.decode()
        self.asked.append(fields)
        heard = await self.stt.transcribe(samples(audio), fields.get("language", "en"))
        return web.json_response({"text": heard.text})

    async def _speech(self, request: web.Request) -> web.StreamResponse:
        wanted = await request.json()
        self.asked.append(wanted)
        response = web.StreamResponse(headers={"Content-Type": "audio/pcm"})
        response.enable_chunked_encoding()
        await response.prepare(request)
        try:
            await self._stream(request, response, await self._pcm(wanted["input"]))
        except (ConnectionResetError, asyncio.CancelledError):
            self.left.set()
            raise
        return response

    async def _pcm(self, text: str) -> bytes:
        return b"".join([chunk.astype("<i2").tobytes() async for chunk in self.tts.speak(text)])

    async def _stream(self, request: web.Request, response: web.StreamResponse, pcm: bytes) -> None:
        step, sent = (4097 if self.odd_chunks else 4800), 0
        for at in range(0, len(pcm), step):
            if self.stall_after is not None and sent >= self.stall_after:
                await asyncio.sleep(30)
            if self.cut_after is not None and sent >= self.cut_after and request.transport:
                request.transport.abort()
                return
            await response.write(pcm[at : at + step])
            sent += step


def samples(wav: bytes) -> Pcm:
    """The samples of a mono 16 kHz WAV file."""
    with wave.open(io.BytesIO(wav)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (16000, 1, 2)
        return np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.int16)
