"""The manager interface's headers: read as events, and the values that may be sent in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from convonet_ari.callcenter.events import (
    AgentCalled,
    AgentComplete,
    AgentConnect,
    AgentRingNoAnswer,
    Channel,
    Event,
    ExtensionStatus,
    Hangup,
    Newstate,
    QueueCallerAbandon,
    QueueCallerJoin,
    QueueCallerLeave,
    QueueKnown,
    QueueMember,
    QueueMemberRemoved,
)
from convonet_ari.errors import ProtocolError

Headers = Mapping[str, str]


def parse(headers: Headers) -> Event | None:
    """The event in these headers (names in lower case), or None when nobody here cares for it."""
    reader = _READERS.get(headers.get("event", "").lower())
    return reader(headers) if reader else None


def channel(headers: Headers) -> Channel:
    return Channel(
        channel_id=headers.get("uniqueid", ""),
        name=headers.get("channel", ""),
        context=headers.get("context", ""),
        extension=headers.get("exten", ""),
        application=headers.get("application", ""),
        state=headers.get("channelstatedesc", ""),
    )


def value(text: str) -> str:
    """`text` if it can be the value of an action's header; a line break would begin another header."""
    if re.search(r"[\x00-\x1f\x7f]", text):
        raise ProtocolError("a control character in a value for the manager interface")
    return text


def variable(name: str, text: str) -> str:
    """One `Variable` of Originate; Asterisk splits it at commas and takes quotes and backslashes out."""
    if re.search(r'[,"\\=]', name) or re.search(r'[,"\\]', text):
        raise ProtocolError(f"a character that Originate cannot carry in the variable {name!r}")
    return value(f"{name}={text}")


def _number(headers: Headers, name: str) -> int:
    text = headers.get(name, "")
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else 0


def _member(h: Headers) -> QueueMember:
    return QueueMember(
        queue=h.get("queue", ""),
        interface=h.get("interface") or h.get("location", ""),
        name=h.get("membername") or h.get("name", ""),
        status=_number(h, "status"),
        paused=h.get("paused") == "1",
        in_call=h.get("incall") == "1",
        reason=h.get("pausedreason", ""),
        dynamic=h.get("membership") != "static",
    )


def _member_removed(h: Headers) -> QueueMemberRemoved:
    return QueueMemberRemoved(h.get("queue", ""), h.get("interface", ""))


def _join(h: Headers) -> QueueCallerJoin:
    return QueueCallerJoin(
        h.get("queue", ""), h.get("uniqueid", ""), _number(h, "position"), float(_number(h, "wait"))
    )


def _leave(h: Headers) -> QueueCallerLeave:
    return QueueCallerLeave(h.get("queue", ""), h.get("uniqueid", ""))


def _abandon(h: Headers) -> QueueCallerAbandon:
    return QueueCallerAbandon(h.get("queue", ""), h.get("uniqueid", ""), _number(h, "holdtime"))


def _called(h: Headers) -> AgentCalled:
    return AgentCalled(h.get("queue", ""), h.get("uniqueid", ""), h.get("interface", ""))


def _no_answer(h: Headers) -> AgentRingNoAnswer:
    return AgentRingNoAnswer(h.get("queue", ""), h.get("uniqueid", ""), h.get("interface", ""))


def _extension(h: Headers) -> ExtensionStatus:
    return ExtensionStatus(h.get("exten", ""), h.get("context", ""), _number(h, "status"))


def _connect(h: Headers) -> AgentConnect:
    return AgentConnect(
        queue=h.get("queue", ""),
        channel_id=h.get("uniqueid", ""),
        interface=h.get("interface", ""),
        name=h.get("membername", ""),
        agent_channel_id=h.get("destuniqueid", ""),
        held_s=_number(h, "holdtime"),
    )


def _complete(h: Headers) -> AgentComplete:
    return AgentComplete(
        queue=h.get("queue", ""),
        channel_id=h.get("uniqueid", ""),
        interface=h.get("interface", ""),
        talked_s=_number(h, "talktime"),
        reason=h.get("reason", ""),
    )


def _hangup(h: Headers) -> Hangup:
    return Hangup(h.get("uniqueid", ""), h.get("channel", ""), _number(h, "cause"))


def _newstate(h: Headers) -> Newstate:
    return Newstate(h.get("uniqueid", ""), h.get("channel", ""), h.get("channelstatedesc", ""))


_READERS: Mapping[str, Callable[[Headers], Event]] = {
    "queueparams": lambda h: QueueKnown(h.get("queue", ""), _number(h, "talktime")),
    "queuemember": _member,
    "queuememberstatus": _member,
    "queuememberadded": _member,
    "queuememberpause": _member,
    "queuememberremoved": _member_removed,
    "queueentry": _join,
    "queuecallerjoin": _join,
    "queuecallerleave": _leave,
    "queuecallerabandon": _abandon,
    "agentcalled": _called,
    "agentringnoanswer": _no_answer,
    "agentconnect": _connect,
    "agentcomplete": _complete,
    "hangup": _hangup,
    "extensionstatus": _extension,
    "newstate": _newstate,
}
