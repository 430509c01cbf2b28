"""`python -m convonet_ari.embedded.openai_double '{"delays": {"recognition": 0.2}}'`: a process of its own.

Prints the base URL, then serves until its standard input closes. Keys: delays, heard, reply.
"""

from __future__ import annotations

import asyncio
import json
import sys

from convonet_ari.embedded.openai_double.double import OpenAIDouble
from convonet_ari.embedded.openai_double.script import Delays, Script


async def main(given: str) -> None:
    wanted = json.loads(given)
    delays = Delays(**wanted.pop("delays", {}))
    async with OpenAIDouble(Script(**wanted), delays).running() as base_url:
        sys.stdout.write(f"{base_url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "{}"))
