"""Facts of a call in the words in which operators read them: who it is about, and what happened."""

from __future__ import annotations

from convonet_ari.call import events as ev

Told = tuple[str, str]


def told(event: ev.Event) -> Told | None:
    """None for what needs no telling: a key, a sound, a sentence that is told where it is heard."""
    match event:
        case ev.PinChecked(_, outcome, name):
            return "pin", f"{outcome}: {name}" if name else outcome
        case ev.SpeechRecognized(text):
            return "understood", f"“{text}”" if text else "no words"
        case ev.PersonKeyPressed():
            return "caller", "pressed the key for a person"
        case ev.PlaybackStopped(_, heard) if heard:
            return "assistant", f"interrupted after “{heard}”"
        case ev.ToolStarted(tool=tool):
            return "tool", f"{tool} …"
        case ev.ToolFinished(tool=tool, ok=ok):
            return "tool", f"{tool} {'done' if ok else 'failed'}"
    return _with_people(event) or _fault(event)


def _with_people(event: ev.Event) -> Told | None:
    match event:
        case ev.TransferAsked(_, department, queue, reason):
            return "transfer", f"{department or 'a person'}, queue {queue}: {reason}"
        case ev.CalledIn(name):
            return "people", f"called the assistant into a call with {name}"
        case ev.QueueEntered(queue) if queue:
            return "queue", f"the caller's own channel entered queue {queue}"
        case ev.QueueEntered():
            return "queue", "the caller's own channel went on in the dialplan"
        case ev.CallReturned(status, note):
            why = f"{status or 'no reason given'}{f', “{note}”' if note else ''}"
            return "queue", f"gave the caller back: {why}"
    return None


def _fault(event: ev.Event) -> Told | None:
    match event:
        case ev.CallAdopted():
            return "worker", "another worker took the call over"
        case ev.QueueMissing(queue):
            return "fault", f"there is no queue {queue}"
        case ev.StoreLost():
            return "fault", "PostgreSQL cannot be reached"
        case ev.EffectFailed(effect, error):
            return "fault", f"{effect} failed: {error}"
        case ev.ThinkingFinished(_, outcome) if outcome != "done":
            return "fault", f"the agent's turn ended: {outcome}"
    return None
