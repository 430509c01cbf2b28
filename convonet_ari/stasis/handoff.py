"""Moves the caller's own channel into a queue, with who and why for the agent's phone."""

from __future__ import annotations

import re
import unicodedata

from convonet_ari.call.effects import EnterQueue
from convonet_ari.stasis.ari import Ari

RETURN_TO = "convonet-return^s^1"
REASON_CHARACTERS = 120
NAME_CHARACTERS = 60
# As settings and departments may name one; nothing that ends an argument of a dialplan function.
QUEUE = re.compile(r"[0-9A-Za-z_*#-]{1,32}")


def header_text(text: str, limit: int) -> str:
    """`text` fit for a SIP header and for dialplan: ASCII, one line, nothing that dialplan expands."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9.:'()@+/?!-]+", " ", plain)
    return words.strip()[:limit].strip()


class Handoff:
    """`context` holds the queues' extensions (FreePBX: ext-queues)."""

    def __init__(self, ari: Ari, context: str) -> None:
        self._ari = ari
        self._context = context

    async def enter(self, channel: str, order: EnterQueue, call_id: str) -> bool:
        """Continue `channel` in the queue's dialplan; False, with the caller still here, when there is none.

        `continue` into a missing target answers 204 and then hangs up, so the target is looked up first.
        """
        if not await self._exists(channel, order.queue):
            return False
        for name, value in variables(order, call_id).items():
            await self._ari.channels.set_channel_var(channel, name, value=value)
        await self._ari.channels.continue_in_dialplan(
            channel, context=self._context, extension=order.queue, priority=1
        )
        return True

    async def release(self, channel: str) -> None:
        """Go on behind Stasis(): the dialplan leads to people from there."""
        await self._ari.channels.continue_in_dialplan(channel)

    async def _exists(self, channel: str, queue: str) -> bool:
        if not QUEUE.fullmatch(queue):
            return False
        expression = f"DIALPLAN_EXISTS({self._context},{queue},1)"
        return (await self._ari.channels.get_channel_var(channel, expression)).value == "1"


def variables(order: EnterQueue, call_id: str) -> dict[str, str]:
    """What travels with the channel: headers on the agent's INVITE, the name shown, the way back."""
    name = header_text(order.caller, NAME_CHARACTERS)
    headers = {
        "X-Convonet-Call": call_id,
        "X-Convonet-Caller": name or "not verified",
        "X-Convonet-Reason": header_text(order.reason, REASON_CHARACTERS) or "asked for a person",
    }
    return {
        **{f"HASH(__SIPHEADERS,{header})": value for header, value in headers.items()},
        "CALLERID(name)": name,
        "VQ_DEST": RETURN_TO,
    }
