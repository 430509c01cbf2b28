"""Workers that share an address and are killed one after the other."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

pytestmark = pytest.mark.shell

WORKERS = 6
PROGRAM = """
import asyncio, os, sys
from aiohttp import web
from convonet_ari.stasis.listener import listen

async def who(request):
    return web.Response(text=str(os.getpid()))

async def worker(port):
    app = web.Application()
    app.router.add_get("/", who)
    print((await listen(app, "127.0.0.1", port)).port, flush=True)
    await asyncio.Event().wait()

port = 0
for _ in range(int(sys.argv[1])):
    got, told = os.pipe()
    if (pid := os.fork()) == 0:
        os.dup2(told, 1)
        asyncio.run(worker(port))
    port = int(os.read(got, 16))
    print(pid, port, flush=True)
sys.stdin.read()
"""


@asynccontextmanager
async def workers() -> AsyncIterator[tuple[set[int], int]]:
    """Their process ids, and the port that they share."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, str(WORKERS), stdin=pipe, stdout=pipe
    )
    assert process.stdout is not None
    pids, port = set(), 0
    try:
        async with asyncio.timeout(20):
            for _ in range(WORKERS):
                pid, port = map(int, (await process.stdout.readline()).split())
                pids.add(pid)
        yield pids, port
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        await process.communicate(b"")


async def loses(port: int, left: set[int]) -> None:
    """Whoever answers is killed, which the connection to him tells."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    pid = int(await reader.readexactly(length))
    left.remove(pid)
    os.kill(pid, signal.SIGKILL)
    assert await reader.read() == b""
    writer.close()


async def test_whoever_lost_his_worker_reaches_another_at_once() -> None:
    async with workers() as (pids, port):
        left = set(pids)
        while left:
            await loses(port, left)
