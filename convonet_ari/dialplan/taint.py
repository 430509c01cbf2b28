"""Follows what a caller sends through the dialplan, to the applications that would obey it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from convonet_ari.dialplan.plan import Dialplan, Step
from convonet_ari.dialplan.words import reads, split

# What the far end of a call chooses: its name and number, the number dialled, SIP headers, keys.
SENT = re.compile(
    r"(CALLERID|CALLERPRES|CONNECTEDLINE|REDIRECTING|PJSIP_HEADER|PJSIP_HEADERS|PJSIP_HEADER_PARAM|SIP_HEADER"
    r"|PJSIP_PARSE_URI|SIPHEADERS)\b.*"
    r"|_{0,2}(FROM_DID|FROMEXTEN|DIALEDPEERNUMBER|CALLERIDNAME|CALLERIDNUM|DTMF_\w+)",
    re.DOTALL,
)
# What leaves nothing of a text that an application could obey.
TAMES = frozenset({"FILTER", "LEN", "MD5", "SHA1", "REGEX", "ISNULL", "EXISTS", "BASE64_ENCODE", "URIENCODE"})
# Applications that run, jump, dial or split at commas what they are given.
OBEYS = frozenset(
    [
        "system",
        "trysystem",
        "agi",
        "eagi",
        "deadagi",
        "fastagi",
        "externalivr",
        "exec",
        "tryexec",
        "execif",
        "goto",
        "gotoif",
        "gotoiftime",
        "gosub",
        "gosubif",
        "macro",
        "macroif",
        "macroexclusive",
        "dial",
        "queue",
        "stasis",
        "originate",
        "mixmonitor",
        "monitor",
        "controlplayback",
        "channelredirect",
        "transfer",
        "execiftime",
        "page",
        "bridge",
        "read",
        "minivm",
        "dynamicfeature",
        "userevent",
    ]
)
# Functions that run what they are given, or write where it says.
RUNS = frozenset(
    {"SHELL", "EVAL", "CURL", "FILE", "ENV", "ODBC", "REALTIME", "SYSINFO", "STAT", "IMPORT", "DB"}
)
# Applications whose first argument names a variable for what the caller keys in or writes.
FEEDS = frozenset({"read", "receivetext"})


def dangers(plan: Dialplan) -> Iterator[tuple[Step, str]]:
    """Steps that hand a caller's text on unfiltered, each with the text's name."""
    tainted = _tainted(plan)
    for _, extension, step in plan.steps():
        yield from ((step, name) for name in _obeyed(step, extension, tainted))


def _tainted(plan: Dialplan) -> set[str]:
    """Variables that hold what a caller sent, however many steps ago."""
    known: set[str] = set()
    while True:
        found = known | {name for _, exten, step in plan.steps() for name in _fed(step, exten, known)}
        if found == known:
            return known
        known = found


def _fed(step: Step, extension: str, known: set[str]) -> Iterator[str]:
    application = step.application.lower()
    if application in FEEDS:
        yield split(step.data, ",")[0].strip()
    if application in ("set", "mset"):
        for assignment in split(step.data, ",") if application == "mset" else [step.data]:
            name, _, value = assignment.partition("=")
            if "(" not in name and next(_sent(value, extension, known), None):
                yield name.strip().lstrip("_")


def _obeyed(step: Step, extension: str, tainted: set[str]) -> Iterator[str]:
    application = step.application.lower()
    names = list(dict.fromkeys(_sent(step.data, extension, tainted)))
    if application in OBEYS:
        yield from names
        return
    yield from dict.fromkeys(
        name for name, within in _with_wrapping(step.data, extension, tainted) if RUNS & set(within)
    )
    if application == "set":
        target = step.data.partition("=")[0]
        yield from (name for name in dict.fromkeys(_sent(target, extension, tainted)) if "(" in target)


def _sent(text: str, extension: str, tainted: set[str]) -> Iterator[str]:
    return (name for name, _ in _with_wrapping(text, extension, tainted))


def _with_wrapping(text: str, extension: str, tainted: set[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Of what a caller sent: what is read, and the functions it goes through, none of which tames it."""
    for read in reads(text):
        name = read.name.partition(":")[0] if "(" not in read.name else read.name
        if not TAMES & set(read.within) and _chosen(name, extension, tainted):
            yield name, read.within


def _chosen(name: str, extension: str, tainted: set[str]) -> bool:
    if name == "EXTEN":
        return extension.startswith("_") and extension.rstrip().endswith((".", "!"))
    if name.partition("(")[0].upper() in TAMES:
        return False
    return bool(SENT.fullmatch(name)) or name.lstrip("_") in tainted
