"""Asterisk's own files, read for faults that have a name; nothing is asked of Asterisk."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from convonet_ari.config import Settings
from convonet_ari.dialplan import conf
from convonet_ari.dialplan.conf import Config, Section
from convonet_ari.dialplan.plan import Dialplan, dialplan
from convonet_ari.doctor.certificate import rsa_bits
from convonet_ari.doctor.finding import Finding, known, ok

PART = "Asterisk's files"
OURS = re.compile(r"(convonet/)?extensions_custom\.conf")
YES = {"yes", "true", "on", "1", "y", "t"}
SHORTEST_KEY = 2048
Text = Callable[[str], str]


class Files:
    """The configuration in one folder; an absent file reads as empty."""

    def __init__(self, source: conf.Source, text: Text) -> None:
        self._source = source
        self.text = text

    def read(self, name: str) -> Config:
        return conf.read(self._source, name)


def in_folder(etc: Path) -> Files:
    def text(name: str) -> str:
        try:
            return (etc / name).read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    return Files(conf.from_directory(etc), text)


def look(files: Files, settings: Settings, dids: Sequence[str] = ()) -> list[Finding]:
    """Faults alone, or one line that says there are none."""
    pjsip = files.read("pjsip.conf").resolved()
    plan = dialplan(files.read("extensions.conf"))
    found = [
        *http(files.read("http.conf")),
        *ari(files.read("ari.conf"), settings.asterisk.ari_user),
        *manager(files.read("manager.conf"), settings.asterisk.ami_user),
        *shadowed(plan),
        *(finding for trunk in trunks(pjsip) for finding in trunk_faults(trunk, plan, dids)),
        *transports(pjsip),
        *modules(files.read("modules.conf")),
        *certificates(files, pjsip),
    ]
    return found or [ok(PART, "no known fault in them")]


def rtp_range(config: Config) -> tuple[int, int]:
    """The ports of audio; Asterisk's own defaults where the file says nothing."""
    first, last = config.value("general", "rtpstart"), config.value("general", "rtpend")
    return int(first) if first.isdigit() else 5000, int(last) if last.isdigit() else 31000


def http(config: Config) -> Iterator[Finding]:
    if config.sections and config.value("general", "enabled", "no") not in YES:
        yield known(PART, "http-off", "http.conf: enabled is not yes")


def ari(config: Config, user: str) -> Iterator[Finding]:
    if config.sections and config.value("general", "enabled", "yes") not in YES:
        yield known(PART, "ari-off", "ari.conf: enabled is not yes")
    places = [section.place for section in config.named(user) if not section.is_addition]
    if config.sections and len(places) != 1:
        where = " and ".join(map(str, places)) or "nowhere"
        yield known(PART, "ari-user", f"the ARI user {user} is defined {where}")


def manager(config: Config, user: str) -> Iterator[Finding]:
    if not config.sections:
        return
    if config.value("general", "enabled", "no") not in YES:
        yield known(PART, "ami-closed", "manager.conf: enabled is not yes")
    if not config.named(user):
        yield known(PART, "ami-closed", f"manager.conf has no user {user}")


def shadowed(plan: Dialplan) -> Iterator[Finding]:
    for context in plan.contexts.values():
        strange = [place for place in context.places if not OURS.fullmatch(place.file)]
        if context.name.startswith("convonet-") and strange and len(strange) < len(context.places):
            yield known(PART, "shadowed-context", f"[{context.name}] is at {strange[0]} as well")


def trunks(pjsip: Sequence[Section]) -> list[Section]:
    """Endpoints that are known by their address, as carriers are."""
    named = {each.get("endpoint") for each in pjsip if each.get("type") == "identify"}
    return [each for each in pjsip if each.get("type") == "endpoint" and each.name in named]


def trunk_faults(trunk: Section, plan: Dialplan, dids: Sequence[str]) -> Iterator[Finding]:
    context = trunk.get("context")
    if context not in plan.contexts:
        yield known(PART, "wrong-context", f"trunk {trunk.name}: its context {context or '-'} does not exist")
    elif context.startswith("from-pstn-e164"):
        yield known(PART, "wrong-context", f"trunk {trunk.name}: {context} takes the +1 from both numbers")
    elif lost := [did for did in dids if not plan.find(context, did)]:
        yield known(
            PART, "wrong-context", f"trunk {trunk.name}: {context} has no route for {', '.join(lost)}"
        )
    codecs = {codec.strip() for value in trunk.all("allow") for codec in re.split(r"[,|]", value)}
    if not codecs & {"ulaw", "alaw", "all", "!all"} or codecs <= {"!all"}:
        allowed = ", ".join(sorted(codecs)) or "none"
        yield known(PART, "codec-missing", f"trunk {trunk.name} allows {allowed}")


def transports(pjsip: Sequence[Section]) -> Iterator[Finding]:
    """A transport on a private address tells it to the world, unless it is given the public one."""
    if not any(_public(network) for trunk in pjsip for network in _networks(trunk)):
        return
    for each in pjsip:
        if each.get("type") != "transport" or each.get("protocol") in ("ws", "wss"):
            continue
        for key in ("external_media_address", "external_signaling_address"):
            address = each.get(key)
            if not address and _loopback(each.get("bind")):
                continue
            if not address or _private(address):
                said = address or "missing"
                yield known(PART, "nat-misadvertised", f"transport {each.name}: {key} is {said}")


def modules(config: Config) -> Iterator[Finding]:
    if "chan_websocket.so" in (
        entry.value for part in config.sections for entry in part.entries if entry.key == "noload"
    ):
        yield known(PART, "chan-websocket-missing", "modules.conf: noload => chan_websocket.so")


def certificates(files: Files, pjsip: Sequence[Section]) -> Iterator[Finding]:
    named = [files.read("http.conf").value("general", "tlscertfile")]
    named += [each.get("cert_file") for each in pjsip if each.get("type") == "transport"]
    for name in dict.fromkeys(filter(None, named)):
        bits = rsa_bits(files.text(name))
        if bits is not None and bits < SHORTEST_KEY:
            yield known(PART, "weak-certificate", f"{name} has a key of {bits} bits")


def _networks(section: Section) -> list[str]:
    if section.get("type") != "identify":
        return []
    return [part.strip() for value in section.all("match") for part in value.split(",")]


def _public(network: str) -> bool:
    try:
        return ipaddress.ip_network(network, strict=False).is_global
    except ValueError:
        # A name: carriers have public ones.
        return "." in network and not network.endswith((".local", ".lan", ".internal"))


def _private(address: str) -> bool:
    try:
        return not ipaddress.ip_address(address).is_global
    except ValueError:
        return False


def _loopback(bind: str) -> bool:
    return bind.startswith("127.")
