"""A PBX of FreePBX's shape for the demonstration and the tests: its whole Asterisk configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Literal

STATIC = (
    "extensions.conf",
    "pjsip.conf",
    "queues.conf",
    "ari.conf",
    "http.conf",
    "manager.conf",
    "rtp.conf",
    "musiconhold.conf",
    "features.conf",
    "indications.conf",
    "stasis.conf",
    "cdr.conf",
)
KINDS = {"udp": "desk", "ws": "browser"}


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who answers: an extension that registers with a secret, over UDP or from a browser."""

    extension: str
    secret: str = field(repr=False)
    name: str
    transport: Literal["udp", "ws"] = "udp"


@dataclass(frozen=True, slots=True)
class Phone:
    """The newcomer's own telephone: whatever it dials arrives as if it had come over the trunk."""

    extension: str
    secret: str = field(repr=False)
    number: str = "+12025550123"


@dataclass(frozen=True, slots=True)
class Queue:
    """One department. A strict queue sends callers away at once when nobody can answer."""

    number: str
    name: str
    agents: tuple[str, ...]
    strict: bool = False
    max_wait_s: int = 300


@dataclass(frozen=True, slots=True)
class Https:
    """Where browsers reach `wss://…/ws`; the file holds key and certificate."""

    host: str
    port: int
    certificate: Path


@dataclass(frozen=True, slots=True)
class PbxOptions:
    """Everything that differs between two of these PBXs; `failover` is where a queue that fails leads."""

    sip_port: int
    ami_port: int
    rtp_start: int
    rtp_end: int
    agents: tuple[Agent, ...]
    queues: tuple[Queue, ...]
    dids: tuple[str, ...]
    phone: Phone | None = None
    https: Https | None = None
    sip_host: str = "127.0.0.1"
    failover: str = "convonet-return^s^1"


class _Template(Template):
    delimiter = "@@"


def render_pbx(options: PbxOptions, custom: Mapping[str, str]) -> dict[str, str]:
    """Configuration files by name; `custom` are the files an administrator installs, taken as they are."""
    settings = _strings(asdict(options))
    rendered = {name: _fill(name, settings) for name in STATIC}
    rendered["extensions_additional.conf"] = _dialplan(options)
    rendered["pjsip_additional.conf"] = _endpoints(options)
    rendered["queues_additional.conf"] = "\n".join(
        _members(queue, options.agents) for queue in options.queues
    )
    if options.https:
        rendered["http.conf"] += _fill("https.conf", _strings(asdict(options.https)))
    return {**rendered, **custom}


def _dialplan(options: PbxOptions) -> str:
    contexts = {
        "ext-did": [_fill("route.conf", {"did": did}) for did in options.dids],
        "ext-queues": [_queue(queue, options.failover) for queue in options.queues],
        "ext-local": [_fill("agent.conf", {"extension": agent.extension}) for agent in options.agents],
        "from-phone": [_fill("phone.conf", {"did": options.dids[0]})] if options.phone else [],
        "outbound-allroutes": [_fill("outside.conf", {"phone": options.phone.extension})]
        if options.phone
        else [],
    }
    return "\n".join(f"[{name}]\n" + "".join(lines) for name, lines in contexts.items())


def _queue(queue: Queue, failover: str) -> str:
    values = {"number": queue.number, "name": queue.name, "max_wait_s": str(queue.max_wait_s)}
    return _fill("queue.conf", {**values, "failover": failover})


def _members(queue: Queue, agents: tuple[Agent, ...]) -> str:
    members = "".join(
        f"member => Local/{agent.extension}@from-queue/n,0,{agent.name},hint:{agent.extension}@ext-local\n"
        for agent in agents
        if agent.extension in queue.agents
    )
    return f"[{queue.number}]({'strict' if queue.strict else 'patient'})\n{members}"


def _endpoints(options: PbxOptions) -> str:
    agents = [
        _extension(
            agent.extension,
            agent.secret,
            KINDS[agent.transport],
            "from-internal",
            agent.name,
            agent.extension,
        )
        for agent in options.agents
    ]
    phone = options.phone
    own = [_extension(phone.extension, phone.secret, "desk", "from-phone", "", phone.number)] if phone else []
    return "\n".join(agents + own)


def _extension(extension: str, secret: str, kind: str, context: str, name: str, number: str) -> str:
    values = {"extension": extension, "secret": secret, "kind": kind, "context": context}
    return _fill("extension.conf", {**values, "name": name, "number": number})


def _strings(values: Mapping[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in values.items()}


def _fill(name: str, values: Mapping[str, str]) -> str:
    text = (files(__package__) / "pbx" / name).read_text(encoding="utf-8")
    return _Template(text).substitute(values)
