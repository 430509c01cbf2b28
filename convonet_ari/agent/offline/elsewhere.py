"""A thing not found among the todos may be an appointment or a reminder: the same wish, asked there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from convonet_ari.agent.offline.heard import KINDS, Answer, Past, given
from convonet_ari.agent.offline.things import WHEN_SLOT

_NOT_FOUND = re.compile(r"^I found no (?:open todo|reminder|appointment) called “")
_KIND = re.compile(rf"^(?P<act>update|delete)_(?P<kind>{'|'.join(KINDS)})$")
_SHARED = {"title", "new_title", "when", "due"}


def elsewhere(messages: Sequence[BaseMessage]) -> Answer | None:
    """What to do after a tool that found nothing of that name; None where something else is at the end."""
    turn = _turn(messages)
    told = [str(message.text) for message in turn if isinstance(message, ToolMessage)]
    calls = [call for message in turn if isinstance(message, AIMessage) for call in message.tool_calls]
    if len(told) != len(calls) or not told or not all(_NOT_FOUND.match(text) for text in told):
        return None
    tried = [_KIND.match(call["name"]) for call in calls]
    if not all(tried) or not set(calls[0]["args"]) <= _SHARED:
        return None
    left = [kind for kind in KINDS if kind not in {found["kind"] for found in tried if found}]
    return _asked(Past(calls[0]["name"], calls[0]["args"]), left[0]) if left else Answer(told[0])


def _asked(past: Past, kind: str) -> Answer:
    act, arguments = past.tool.partition("_")[0], dict(past.arguments)
    when = arguments.pop("when", None) or arguments.pop("due", None)
    return Answer(tool=f"{act}_{kind}", arguments=arguments | given(**{WHEN_SLOT[kind]: when}))


def _turn(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    """What was done since the caller's last words."""
    said = (at for at in reversed(range(len(messages))) if isinstance(messages[at], HumanMessage))
    return list(messages[next(said, -1) + 1 :])
