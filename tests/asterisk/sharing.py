"""Which process runs which test of a call: whole systems are dear to start, a bare Asterisk is not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# Each starts what it needs by itself: a bare Asterisk, or a system of its own.
BARE_FIRST = ("test_embedded_asterisk.py", "test_dialplan_install.py", "test_callcenter_watch.py")
OWN = ("test_call_leaks.py", "test_demo_run.py", "test_call_limits.py", "test_call_openai.py")
BARE = (
    "test_dialplan_return.py",
    "test_dialplan_people.py",
    "test_dialplan_identity.py",
    "test_dialplan_arrival.py",
    "test_ari_calls.py",
    "test_media_echo_playout.py",
    "test_media_echo_socket.py",
    "test_phone_at_asterisk.py",
)
# What takes longest begins first, so that no process is left with it when the others have ended; what counts
# milliseconds begins when every system has started.
LONGEST = (
    "test_call_queue.py",
    "test_understand_spoken.py",
    "test_people_desk.py",
    "test_call_faults.py",
    "test_call_takeover.py",
    "test_call_reminder.py",
    "test_call_pin.py",
    "test_call_talk.py",
    "test_call_main.py",
    "test_call_barge_in.py",
    "test_call_beside.py",
    "test_people_crowd.py",
    "test_call_back.py",
    "test_people_abandon.py",
)
ALONE = (*BARE_FIRST, *OWN, *BARE)
SHARED = "shared_system"
# As many processes have a whole system; to start more costs the processors more than it brings.
SYSTEMS = 3
# Their tests share a system that no other file's do.
TOGETHER = ("test_call_limits.py",)


def begin_with_longest(items: list[pytest.Item]) -> None:
    """Of those that need no shared system, single tests come last: they end together."""
    if unfit := [item.nodeid for item in items if item.path.name in ALONE and SHARED in _fixtures(item)]:
        raise pytest.UsageError(f"in a shared system, and in a file of {__name__}.ALONE: {unfit}")
    order = {name: place for place, name in enumerate((*LONGEST, *ALONE))}
    items.sort(key=lambda item: order.get(item.path.name, len(LONGEST) - 0.5))


def scheduler(config: pytest.Config, log: Any) -> Any:
    """One test at a time to whichever process is free, in the shared system only to the first three."""
    queue: Any = LoadScopeScheduling(config, log)
    hand_over = queue._assign_work_unit

    def hand_over_what_suits(node: Any) -> None:
        if (scope := suiting(queue.workqueue, has_system(node.gateway.id))) is None:
            node.shutdown()
            return
        queue.workqueue.move_to_end(scope, last=False)
        hand_over(node)

    queue._split_scope = scope_of
    queue._assign_work_unit = hand_over_what_suits
    return queue


def has_system(process: str) -> bool:
    """Of gw0, gw1, and so on."""
    return int(process.removeprefix("gw")) < SYSTEMS


def suiting(waiting: Iterable[str], with_system: bool) -> str | None:
    return next((scope for scope in waiting if with_system or _file(scope) in ALONE), None)


def scope_of(nodeid: str) -> str:
    """What one process runs whole: a test, or a file."""
    return nodeid.partition("::")[0] if _file(nodeid) in TOGETHER else nodeid


def _fixtures(item: pytest.Item) -> Sequence[str]:
    return item.fixturenames if isinstance(item, pytest.Function) else ()


def _file(nodeid: str) -> str:
    return PurePath(nodeid.partition("::")[0]).name
