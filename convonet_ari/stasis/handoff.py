"""Moves the caller's own channel into a queue, with who and why for the agent's phone."""

from __future__ import annotations

import asyncio
import re

import structlog

from convonet_ari.call.effects import EnterQueue
from convonet_ari.call.shown import header_text
from convonet_ari.config import Handoff as Settings
from convonet_ari.errors import AriError
from convonet_ari.stasis.ari import Ari

log = structlog.get_logger(__name__)

# No such channel; a channel that is not in Stasis any more.
GONE = (404, 409)
RETURN_TO = "convonet-return^s^1"
REASON_CHARACTERS = 120
NAME_CHARACTERS = 60
# As settings and departments may name one; nothing that ends an argument of a dialplan function.
QUEUE = re.compile(r"[0-9A-Za-z_*#-]{1,32}")
# As long as Stasis() sleeps when it is told to continue too early: waiting longer would save nothing.
STEP_WITHIN_S = 0.5


class Handoff:
    """`application` is the call's own."""

    def __init__(self, ari: Ari, application: str, settings: Settings) -> None:
        self._ari = ari
        self._application = application
        self._context = settings.context
        self._options = settings.queue_options
        self._stepped = asyncio.Event()
        self._one = asyncio.Lock()
        self._tried = False
        self.stepping = False

    async def prepare(self, channel: str, order: EnterQueue, call_id: str, whisper: str = "") -> bool:
        """Tell the channel who and why, and take the step out; False when there is no such queue.

        `whisper` is a sound that the agent hears before the bridge.

        `continue` into a missing target answers 204 and then hangs up, so the target is looked up first.
        """
        told = variables(order, call_id, self._options, whisper)
        found, *_ = await asyncio.gather(
            self._exists(channel, order.queue),
            self._step_out(channel),
            *(self._ari.channels.set_channel_var(channel, name, value=text) for name, text in told.items()),
        )
        return bool(found)

    async def enter(self, channel: str, queue: str) -> None:
        """Continue `channel` in the dialplan of a queue that is there."""
        await self._step_out(channel)
        await self._ari.channels.continue_in_dialplan(
            channel, context=self._context, extension=queue, priority=1
        )

    async def release(self, channel: str) -> None:
        """Go on behind Stasis(): the dialplan leads to people from there."""
        await self._step_out(channel)
        await self._ari.channels.continue_in_dialplan(channel)

    def stepped(self) -> None:
        """The caller's channel entered the application once more."""
        self.stepping = False
        self._stepped.set()

    async def _step_out(self, channel: str) -> None:
        """Have StasisEnd sent, once, before `continue`: Stasis() looks for it then, and every 500 ms after.

        Moved into the application that it is in, the channel leaves and enters it in one step, in its bridge
        all the while; Asterisk answers before it does so.
        """
        async with self._one:
            if not self._tried:
                await self._step(channel)
                self._tried = True

    async def _step(self, channel: str) -> None:
        self.stepping = True
        try:
            async with asyncio.timeout(STEP_WITHIN_S):
                await self._ari.channels.move(channel, self._application)
                await self._stepped.wait()
        except TimeoutError:
            log.warning("the caller did not enter anew")
        except AriError as error:
            # Without a status nobody knows whether Asterisk will do it.
            self.stepping = not error.status
            if error.status in GONE:
                raise
            log.warning("the caller waits half a second longer", status=error.status)

    async def _exists(self, channel: str, queue: str) -> bool:
        if not QUEUE.fullmatch(queue):
            return False
        expression = f"DIALPLAN_EXISTS({self._context},{queue},1)"
        return (await self._ari.channels.get_channel_var(channel, expression)).value == "1"


def variables(order: EnterQueue, call_id: str, options: str = "", whisper: str = "") -> dict[str, str]:
    """What travels with the channel: headers on the agent's INVITE, the name shown, the way back.

    `options` are Queue()'s, for this visit; FreePBX has its own for none.
    """
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
        **({"VQ_OPTIONS": options} if options else {}),
        **({"VQ_AANNOUNCE": whisper} if whisper else {}),
    }
