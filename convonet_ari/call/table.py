"""The machine's transitions as tables for `docs/calls.md`: every event told in every situation."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from convonet_ari.call import effects as fx
from convonet_ari.call import events as ev
from convonet_ari.call.machine import Machine

Script = tuple[ev.Event | None, ...]

# None stands for: everything said so far is heard to its end.
ARRIVED: Script = (ev.CallArrived("Demo Company", recorded=True),)
KEYS: Script = tuple(ev.DigitPressed(key) for key in "1234")
CHECKED: Script = (*ARRIVED, None, *KEYS, ev.DigitPressed("#"))
WRONG: Script = (*KEYS, ev.DigitPressed("#"))
REMINDED: Script = (
    *CHECKED,
    ev.RemindersFound(("call Sarah",), ("r1",)),
    ev.PinChecked(1, "accepted", "Ann Lee"),
)
TALKING: Script = (*CHECKED, ev.PinChecked(1, "accepted", "Ann Lee"), None)
ASKED: Script = (*TALKING, ev.SpeechBegan(), ev.SpeechRecognized("create a todo"))
AGREED: Script = (
    *ASKED,
    ev.ToolFinished(1, "delete_todo", "a", ok=True, asks=True),
    ev.ReplyWritten(1, "Shall I?"),
    ev.ThinkingFinished(1, "done"),
    None,
    ev.SpeechBegan(),
    ev.SpeechRecognized("Yes."),
    ev.ToolFinished(2, "delete_todo", "b", ok=True),
    ev.ReplyWritten(2, "Deleted."),
    ev.ThinkingFinished(2, "done"),
)
CALLED_IN: Script = (ev.CalledIn("Ann Lee"), None)
LEAVING: Script = (*ASKED, ev.TransferAsked(1, "", "2000", "wants a person"))
GONE_QUIET: Script = (*TALKING, ev.TimePassed(), None, ev.TimePassed(), None, ev.TimePassed())

SITUATIONS: dict[str, Script] = {
    "RINGING": (),
    "PIN: the greeting plays": ARRIVED,
    "PIN: waiting for the first digit": (*ARRIVED, None),
    "PIN: some digits are there": (*ARRIVED, None, *KEYS[:2]),
    "PIN: the first try is checked": CHECKED,
    "PIN: the user whom we called is asked": (
        ev.CallArrived("Demo Company", recorded=False, by_us=True),
        None,
    ),
    "PIN: the last try is checked": (
        *CHECKED,
        ev.PinChecked(1, "wrong"),
        *WRONG,
        ev.PinChecked(2, "wrong"),
        *WRONG,
    ),
    "CONVERSATION: the reminders are told": REMINDED,
    "CONVERSATION: waiting for the caller": TALKING,
    "CONVERSATION: the caller speaks": (*TALKING, ev.SpeechBegan()),
    "CONVERSATION: the agent thinks": ASKED,
    "CONVERSATION: a tool runs": (*ASKED, ev.ToolStarted(1, "create_todo", "a", "Creating your todo…")),
    "CONVERSATION: the answer plays": (*ASKED, ev.ReplyWritten(1, "Done."), ev.ThinkingFinished(1, "done")),
    "CONVERSATION: a sound is heard into the answer": (
        *ASKED,
        ev.ReplyWritten(1, "Done."),
        ev.ThinkingFinished(1, "done"),
        ev.SoundHeard(),
    ),
    "CONVERSATION: the caller interrupts the answer": (
        *ASKED,
        ev.ReplyWritten(1, "Done."),
        ev.ThinkingFinished(1, "done"),
        ev.SpeechBegan(),
    ),
    "CONVERSATION: the confirmation of a deletion plays": AGREED,
    "CONVERSATION: the goodbye to a silent caller plays": GONE_QUIET,
    "CONVERSATION: a person has called the assistant in": CALLED_IN,
    "HANDOFF: the announcement plays": LEAVING,
    "HANDOFF: the caller is moved": (*LEAVING, None),
    "WITH_HUMAN": (*LEAVING, None, ev.QueueEntered("2000")),
    "ENDED": (*TALKING, ev.ChannelGone("hangup")),
}


def render() -> str:
    """One Markdown table for each situation; what changes nothing is left out."""
    return "\n".join(_section(name, script) for name, script in SITUATIONS.items())


def _section(name: str, script: Script) -> str:
    rows = [row for label, event in events(_at(script)[0]) if (row := _row(script, label, event))]
    if not rows:
        return f"### {name}\n\nNothing that happens now changes anything.\n"
    return "\n".join([f"### {name}\n", "| event | next phase | orders |", "|---|---|---|", *rows, ""])


def _at(script: Script) -> tuple[Machine, float]:
    """A machine after `script`, and the time."""
    machine, now = Machine(), 0.0
    for step in script:
        if step is None:
            _hear_all(machine, now)
        else:
            now = (machine.deadline or now) if isinstance(step, ev.TimePassed) else now
            machine.on(step, now)
    return machine, now


def _hear_all(machine: Machine, now: float) -> None:
    while machine.state.speeches.playing:
        machine.on(ev.PlaybackFinished(machine.state.speeches.unheard[0].id), now)


def _row(script: Script, label: str, event: ev.Event) -> str:
    machine, now = _at(script)
    before, deadline = machine.phase, machine.deadline
    if isinstance(event, ev.TimePassed):
        if deadline is None:
            return ""
        now = deadline
    orders = machine.on(event, now)
    if machine.phase is before and not orders:
        return ""
    phase = "" if machine.phase is before else machine.phase.name
    return f"| {label} | {phase} | {_orders(orders)} |"


def _orders(orders: list[fx.Effect]) -> str:
    counted = [(name, len(list(same))) for name, same in groupby(type(order).__name__ for order in orders)]
    return " · ".join(name if times == 1 else f"{name} ×{times}" for name, times in counted)


def events(machine: Machine) -> Iterator[tuple[str, ev.Event]]:
    """Every kind of event as it could come now, under the name it has in the table."""
    state = machine.state
    turn = state.thinking or state.turn or 1
    yield "CallArrived", ev.CallArrived("Demo Company", recorded=False)
    yield "CallArrived, recorded", ev.CallArrived("Demo Company", recorded=True)
    yield "CallArrived, nobody's number", ev.CallArrived("", recorded=False)
    yield "CallArrived, PIN locked", ev.CallArrived("Demo Company", recorded=False, locked=True)
    yield "CallArrived, placed by us", ev.CallArrived("Demo Company", recorded=False, by_us=True)
    yield "CallReturned", ev.CallReturned("TIMEOUT")
    yield "CallReturned, stayed on the line", ev.CallReturned("CONTINUE")
    yield "CallReturned with a note", ev.CallReturned("SENTBACK", "book Tuesday")
    yield "CalledIn", ev.CalledIn("Ann Lee")
    yield "CallAdopted", ev.CallAdopted()
    for key in "1#*":
        yield f"DigitPressed `{key}`", ev.DigitPressed(key)
    yield "PersonKeyPressed", ev.PersonKeyPressed()
    yield "RemindersFound", ev.RemindersFound(("call Sarah",), ("r1",))
    for outcome in ("accepted", "wrong", "locked", "unavailable"):
        yield f"PinChecked {outcome}", ev.PinChecked(state.attempt, outcome, "Ann Lee")
    yield "SoundHeard", ev.SoundHeard()
    yield "SoundPassed", ev.SoundPassed()
    yield "SpeechBegan", ev.SpeechBegan()
    yield "SpeechRecognized", ev.SpeechRecognized("what is open")
    yield "SpeechRecognized, no words", ev.SpeechRecognized("")
    yield "SpeechRecognized, “Okay.”", ev.SpeechRecognized("Okay.")
    yield "SpeechRecognized, “Say that again.”", ev.SpeechRecognized("Say that again.")
    yield "SpeechRecognized, “Spanish, please.”", ev.SpeechRecognized("Spanish, please.")
    yield "SpeechRecognized, “Wait, stop.”", ev.SpeechRecognized("Wait, stop.")
    yield "ReplyWritten", ev.ReplyWritten(turn, "Done.")
    yield "ToolStarted", ev.ToolStarted(turn, "create_todo", "a", "Creating your todo…")
    yield "ToolFinished", ev.ToolFinished(turn, "create_todo", "a", ok=True)
    yield "TransferAsked", ev.TransferAsked(turn, "Support", "2000", "wants a person")
    for ended in ("done", "failed", "timeout"):
        yield f"ThinkingFinished {ended}", ev.ThinkingFinished(turn, ended)
    for speech in state.speeches.unheard[-1:]:
        yield "PlaybackFinished, the last", ev.PlaybackFinished(speech.id)
        yield "PlaybackStopped", ev.PlaybackStopped(speech.id, "")
    yield "QueueEntered", ev.QueueEntered("2000")
    yield "QueueMissing", ev.QueueMissing("2000")
    yield "TimePassed", ev.TimePassed()
    yield "ChannelGone", ev.ChannelGone("hangup")
    yield "StoreLost", ev.StoreLost()
    for effect in ("Answer", "CheckPin", "Media", "Recognize", "Say"):
        yield f"EffectFailed {effect}", ev.EffectFailed(effect, "error")
