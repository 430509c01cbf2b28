"""The receipt of a call: what its caller's words changed, sent where they want it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from convonet_ari.clock import zone
from convonet_ari.store import profiles
from convonet_ari.store.chores import PastTalk
from convonet_ari.store.pool import Tx
from convonet_ari.store.user_passes import new_link, page_of
from convonet_ari.tools.recap import Done, done

CALLER = "caller"


@dataclass(frozen=True, slots=True)
class Receipt:
    """`key` is the same for each try to deliver it, `to` an address of the way by which it goes."""

    key: str
    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)


class Delivery(Protocol):
    """One way to a user, such as e-mail or text messages."""

    async def send(self, receipt: Receipt) -> None:
        """Return when somebody else has taken it over. Raises DeliveryError."""
        ...


Ways = Mapping[str, Delivery]
"""By what users choose in their preferences."""


async def compose(
    tx: Tx, talk: PastTalk, call_id: UUID, public_url: str, now: datetime
) -> tuple[str, Receipt] | None:
    """The way and the receipt; None when nothing was changed or the user wants none.

    With a `public_url` it has a fresh link to the page on which changes are taken back.
    """
    mine = await profiles.read_profile(tx, talk.caller.user_id)
    if mine.receipts == "none" or not mine.email:
        return None
    local = talk.started_at.astimezone(zone(talk.caller.timezone))
    things = await done(tx, talk.caller.user_id, call_id, local)
    if not things:
        return None
    subject = f"Your call to {_plain(talk.organisation)}, {local.day} {local:%B %Y, %H:%M}"
    page = ""
    if public_url:
        page = page_of(public_url, await new_link(tx, talk.caller.org_id, talk.caller.user_id, now))
    text = _text(talk, things, subject, page)
    return mine.receipts, Receipt(f"{call_id}.receipt", mine.email, subject, text)


def _text(talk: PastTalk, things: Sequence[Done], subject: str, page: str) -> str:
    lines = [f"Hello {_plain(talk.caller.name)},", "", f"{subject}: this is what I did.", ""]
    for thing in things:
        lines.append(f"- I {_plain(thing.words)}.")
        if words := _asked(talk, thing):
            lines.append(f"  You said: “{words}”")
    lines += [
        "",
        "Something is wrong? Call and say “undo that”, within a day.",
        *([f"Or take it back here, which opens once: {page}"] if page else []),
        "",
        _plain(talk.organisation),
    ]
    return "\n".join(lines)


def _asked(talk: PastTalk, thing: Done) -> str:
    """The words of the turn in which the tool was called."""
    turn = talk.turns.get(thing.tool_call_id)
    return _plain(" ".join(said.words for said in talk.said if said.turn == turn and said.who == CALLER))


def _plain(text: str) -> str:
    """One line: nothing that was said or named can pass for a header or a line of ours."""
    return re.sub(r"[\x00-\x1f\x7f\s]+", " ", text).strip()
