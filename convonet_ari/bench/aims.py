"""The table's lines: every figure, its aim on two cores, and what the path and others need."""

from __future__ import annotations

from convonet_ari.bench.figures import Aim, Bound


def _at_most(p50: float | None = None, p95: float | None = None) -> tuple[Bound, ...]:
    return (
        *((Bound("p50", p50),) if p50 is not None else ()),
        *((Bound("p95", p95),) if p95 is not None else ()),
    )


# Others' figures were measured on a machine of this kind in November 2026.
AIMS = (
    Aim(
        "overhead",
        "overhead: our own share of an answer",
        "ms",
        _at_most(35, 60),
        "26–30, p95 ~40",
        "AVA realtime 27, aiavatarkit 55, AVA cascade 105, Pipecat 110",
    ),
    Aim(
        "cascade",
        "gap with 525 ms of injected delays",
        "ms",
        _at_most(650, 900),
        "753 at 200 ms of silence",
        "Pipecat 835 / p95 3576, aiavatarkit 1080, AVA 1130",
    ),
    Aim("local", "gap with the local engines", "ms", _at_most(600, 1000)),
    Aim(
        "barge_in",
        "barge-in: the mouth's onset to silence at the ear",
        "ms",
        _at_most(70, 120),
        "10–19 after the decision",
        "AVA 28–68 (2 of 18 never), Pipecat 368–385, aiavatarkit 1554",
    ),
    Aim("flush", "speech: the mouth's onset to the model cancelled", "ms", _at_most(p95=300)),
    Aim("resume", "cough, mm-hm, door: resumed without loss", "%", (Bound("share", 95),), "", "none does"),
    Aim("pause", "silence that a cough, mm-hm or door costs", "ms", (Bound("worst", 400),)),
    Aim("noise", "false pauses a minute at 15 dB SNR", "/min", (Bound("worst", 2),), digits=1),
    Aim(
        "greeting",
        "answer to the greeting's first sound",
        "ms",
        _at_most(50),
        "16–21",
        "AVA 154, Pipecat 327",
    ),
    Aim("hash", "# to the spoken answer", "ms", _at_most(250)),
    Aim("handoff", "announcement's end to the INVITE at the agent", "ms", _at_most(p95=50), "5"),
    Aim("hole", "longest hole at the caller, to the agent's voice", "ms", (Bound("worst", 60),), "35"),
    Aim("return", "the return of a caller to our first sound", "ms", _at_most(p95=100)),
    Aim(
        "calls",
        "calls at once: p95 within 50 ms of one call's, none unanswered",
        "calls",
        (Bound("value", 40),),
        "Asterisk: 8 % of a core at 16",
        "Pipecat 8–12, AVA flat to 16",
    ),
    Aim(
        "cpu",
        "one call's share of a core in the worker, at 16",
        "%",
        _at_most(1.5),
        "0.3–1.3 (echo)",
        "AVA 2.2, aiavatarkit 3.8, Pipecat 8.8",
        digits=2,
    ),
    Aim("memory", "one call's memory in the worker, at 16", "MB", _at_most(1), "", "Pipecat 26–45", digits=2),
)
KEYS = tuple(aim.key for aim in AIMS)


def aim_of(key: str) -> Aim:
    return next(aim for aim in AIMS if aim.key == key)
