"""The objects of the console's API, as docs/console-api.md describes them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from convonet_ari.callcenter.board import QueueSnapshot
from convonet_ari.callcenter.floor import Floor, Known
from convonet_ari.callcenter.stands import Stand
from convonet_ari.store.agent_calls import AnsweredCall, CallerContext
from convonet_ari.store.departments import Department
from convonet_ari.web.answers import moment

RINGING, BUSY, UNAVAILABLE = 8, 1 | 2 | 16, 4


def stand_of(stand: Stand) -> dict[str, Any]:
    return {"state": stand.state, "reason": stand.reason, "since": moment(stand.since)}


def presence_of(status: int | None) -> str:
    """A hint's state in a word; an extension without one cannot be told about."""
    if status is None or status < 0 or status & UNAVAILABLE:
        return "unavailable"
    if status & BUSY:
        return "in_use"
    return "ringing" if status & RINGING else "idle"


def directory_of(floor: Floor, agents: Collection[Known]) -> list[dict[str, Any]]:
    return [
        {
            "id": str(agent.agent_id),
            "name": agent.name,
            "extension": agent.extension,
            "state": floor.stand(agent.extension).state,
            "presence": presence_of(floor.presence(agent.extension)),
        }
        for agent in agents
    ]


def board_of(
    queues: Sequence[QueueSnapshot],
    departments: Sequence[Department],
    agents: Sequence[tuple[Known, Stand, str | None]],
) -> dict[str, Any]:
    """`agents` come with how they stand and their call's id."""
    spoken = {department.queue: department.name for department in reversed(departments)}
    return {
        "type": "board",
        "queues": [_queue(queue, spoken[queue.queue]) for queue in queues if queue.queue in spoken],
        "agents": [
            {"name": known.name, "extension": known.extension, **stand_of(stand), "call_id": call_id}
            for known, stand, call_id in agents
        ],
    }


def _queue(queue: QueueSnapshot, department: str) -> dict[str, Any]:
    return {
        "queue": queue.queue,
        "department": department,
        "waiting": queue.waiting,
        "longest_s": round(queue.longest_wait_s, 1),
        "expected_s": None if queue.expected_s is None else round(queue.expected_s, 1),
        "free": queue.available,
        "busy": queue.busy,
        "paused": queue.paused,
    }


def context_of(call: CallerContext, status: str, waiting_s: float) -> dict[str, Any]:
    return {
        "call_id": str(call.call_id),
        "caller": {"name": call.name, "number": call.number, "verified": call.name is not None},
        "department": call.department,
        "reason": call.reason,
        "summary": summary_of(call),
        "done": list(call.done),
        "last_turns": [{"who": who, "text": text, "at": moment(at)} for who, text, at in call.last_turns],
        "notes": call.notes,
        "disposition": call.disposition,
        "waiting_s": round(waiting_s, 1),
        "status": status,
    }


def summary_of(call: CallerContext) -> str:
    """Two or three short sentences, made without a model."""
    who = f"{call.name}, verified by PIN." if call.name else "The caller did not prove who they are."
    last = next((text for speaker, text, _ in reversed(call.last_turns) if speaker == "caller"), "")
    parts = [
        who,
        f"{_sentence(call.reason)}" if call.reason else "",
        _counted(call.turns, "thing said to the assistant", "things said to the assistant"),
        f"{_counted(len(call.done), 'task done', 'tasks done')}" if call.done else "",
        f"Said last: “{last}”" if last else "",
    ]
    return " ".join(part for part in parts if part)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}." if number else ""


def past_call_of(call: AnsweredCall) -> dict[str, Any]:
    talked = (call.ended_at - call.at).total_seconds() if call.ended_at else None
    return {
        "id": str(call.id),
        "at": moment(call.at),
        "caller": call.caller or call.caller_number,
        "department": call.department or call.queue,
        "reason": call.reason,
        "duration_s": None if talked is None else round(talked, 1),
        "disposition": call.disposition,
    }
