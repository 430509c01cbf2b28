"""/v1/audio/transcriptions and /v1/audio/speech."""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping

import numpy as np
from aiohttp import BodyPartReader, web

from convonet_ari.embedded.openai_double.script import Body, Delays, Fault, Pcm, Script
from convonet_ari.embedded.openai_double.stream import STALL_S, Cut, Garbled, paced, until


async def fields_and_file(request: web.Request) -> tuple[dict[str, str], bytes]:
    fields: dict[str, str] = {}
    audio = b""
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        data = bytes(await part.read(decode=True))
        if part.name == "file":
            audio = data
        else:
            fields[str(part.name)] = data.decode()
    return fields, audio


async def transcription(
    fields: Mapping[str, str], file: bytes, script: Script, delays: Delays, fault: Fault, since: float
) -> web.Response:
    audio = samples(file)
    await until(since + (delays.recognition if fault.stall_after is None else STALL_S))
    text = await script.words(audio, fields.get("language", "en"))
    usage = {"type": "duration", "seconds": len(audio) / 16000}
    verbose = {"language": script.tongue} if fields.get("response_format") == "verbose_json" else {}
    return web.json_response({"text": text, "usage": usage, **verbose})


async def speech(
    request: web.Request,
    body: Body,
    script: Script,
    delays: Delays,
    fault: Fault,
    block: int,
    since: float,
) -> web.StreamResponse:
    """`block` bytes at a time: an odd number tears samples apart, as networks do."""
    response = web.StreamResponse(headers={"Content-Type": "audio/pcm"})
    response.enable_chunked_encoding()
    await response.prepare(request)
    sound = await script.sound(str(body.get("input", "")))
    blocks = [sound[at : at + block] for at in range(0, len(sound), block)]
    try:
        async for data in paced(blocks, delays.first_audio, delays.audio, fault, since):
            await response.write(data)
    except (Cut, Garbled):
        if request.transport is not None:
            request.transport.abort()
    return response


def samples(file: bytes) -> Pcm:
    """The samples of a mono 16 kHz WAV file."""
    with wave.open(io.BytesIO(file)) as opened:
        form = (opened.getframerate(), opened.getnchannels(), opened.getsampwidth())
        if form != (16000, 1, 2):
            raise web.HTTPBadRequest(text=f"not a 16 kHz mono file: {form}")
        return np.frombuffer(opened.readframes(opened.getnframes()), "<i2").astype(np.int16)
