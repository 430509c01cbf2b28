"""What one embedded system is made of: addresses, secrets and everybody who can call or be called."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from convonet_ari.dialplan.render import DialplanOptions
from convonet_ari.embedded.installation import cache_dir
from convonet_ari.embedded.pbx import Agent, Https, PbxOptions, Phone, Queue
from convonet_ari.embedded.ports import free_ports, free_udp_block

DID = "+12344007818"
DATABASE = "convonet"
TRUNK_ADDRESS = "127.0.0.2"
RTP_PORTS = 400
HINT = "The demonstration shows it in its terminal, beside PIN."


@dataclass(frozen=True, slots=True)
class Secrets:
    """Made once per checkout, so that a newcomer's phone stays registered from one demo to the next."""

    pin_key: str = field(repr=False)
    worker: str = field(repr=False)
    ari: str = field(repr=False)
    ami: str = field(repr=False)
    agent: str = field(repr=False)
    phone: str = field(repr=False)
    web: str = field(repr=False)
    token_key: str = field(repr=False)
    console: str = field(repr=False)
    pin: str = field(repr=False)

    @classmethod
    def of(cls, file: Path) -> Secrets:
        """Those kept in `file`; what is missing there is made now."""
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(0o600)
        fresh = asdict(cls.fresh())
        kept = {**fresh, **json.loads(file.read_text(encoding="utf-8") or "{}")}
        file.write_text(json.dumps(kept), encoding="utf-8")
        return cls(**{name: kept[name] for name in fresh})

    @classmethod
    def fresh(cls) -> Secrets:
        names = ("pin_key", "worker", "ari", "ami", "agent", "phone", "web", "token_key", "console")
        return cls(**{name: secrets.token_hex(12) for name in names}, pin=_pin())

    def environment(self, database_url: str) -> dict[str, str]:
        """What the workers are told of them."""
        return {
            "CONVONET_DATABASE_URL": database_url,
            "CONVONET_PIN_KEY": self.pin_key,
            "CONVONET_LISTEN_PASSWORD": self.worker,
            "CONVONET_ARI_PASSWORD": self.ari,
            "CONVONET_AMI_SECRET": self.ami,
            "CONVONET_TOKEN_KEY": self.token_key,
            "CONVONET_CALL_PAGE_PASSWORD": self.web,
        }


def certificate_of(home: Path) -> Path:
    """The one for browsers, kept so that they are asked about it once."""
    return home / "certificate.pem"


def _pin() -> str:
    """Six digits of which at least four differ."""
    while True:
        pin = f"{secrets.randbelow(1_000_000):06d}"
        if len(set(pin)) >= 4:
            return pin


@dataclass(frozen=True, slots=True)
class Ports:
    sip: int
    http: int
    ami: int
    worker: int
    web: int
    agi: int
    wss: int
    https: int
    rtp_start: int
    rtp_end: int

    @classmethod
    def free(cls, host: str) -> Ports:
        sip, http, ami, worker, web, agi, wss, https = free_ports(8, host)
        return cls(sip, http, ami, worker, web, agi, wss, https, *free_udp_block(RTP_PORTS, host))


@dataclass(frozen=True, slots=True)
class Plan:
    """`settings` are laid over the ones written for `serve`, section by section."""

    host: str
    ports: Ports
    secrets: Secrets
    workers: int = 2
    queue_wait_s: int = 45
    strict_queue: bool = False
    settings: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def agents(self) -> tuple[Agent, ...]:
        return (
            Agent("1001", self.secrets.agent, "Maria Keller"),
            Agent("1002", self.secrets.agent[::-1], "Tom Baker", "ws"),
        )

    @property
    def phone(self) -> Phone:
        return Phone("7000", self.secrets.phone)

    def dialplan(self) -> DialplanOptions:
        return DialplanOptions(
            worker_uri=f"ws://127.0.0.1:{self.ports.worker}/ari",
            worker_password=self.secrets.worker,
            agi_port=self.ports.agi,
            ari_password=self.secrets.ari,
            ami_secret=self.secrets.ami,
            http_port=self.ports.http,
            trunk_networks=(TRUNK_ADDRESS,),
            trunk_media_encryption="no",
            web_did=DID,
            web_secret=self.secrets.web,
        )

    @property
    def is_open(self) -> bool:
        """Other machines may come, whose browsers want TLS for a microphone."""
        return not self.host.startswith("127.")

    @property
    def pages_url(self) -> str:
        """Where browsers find the pages."""
        return (
            f"https://{self.host}:{self.ports.https}"
            if self.is_open
            else f"http://127.0.0.1:{self.ports.web}"
        )

    @property
    def ws_url(self) -> str:
        """Where a browser on this machine registers; one elsewhere needs `wss_url`."""
        return f"ws://127.0.0.1:{self.ports.http}/ws"

    @property
    def wss_url(self) -> str:
        return f"wss://{self.host}:{self.ports.wss}/ws"

    def pbx(self, certificate: Path) -> PbxOptions:
        extensions = ("1001",)
        return PbxOptions(
            sip_port=self.ports.sip,
            ami_port=self.ports.ami,
            rtp_start=self.ports.rtp_start,
            rtp_end=self.ports.rtp_end,
            agents=self.agents,
            queues=(
                Queue("2000", "Support", extensions, self.strict_queue, self.queue_wait_s),
                Queue("2001", "Sales", (), True, self.queue_wait_s),
                Queue("2002", "General enquiries", extensions, True, self.queue_wait_s),
            ),
            dids=(DID,),
            phone=self.phone,
            https=Https(self.host, self.ports.wss, certificate),
            sip_host=self.host,
        )

    def serve_settings(self, state_dir: Path) -> dict[str, Any]:
        """The convonet.yaml of this system; secrets go through `serve_environment`."""
        sections: dict[str, Any] = {
            "listen": self._listen(state_dir),
            "asterisk": {"http_url": f"http://127.0.0.1:{self.ports.http}", "ami_port": self.ports.ami},
            "recording": {"directory": str(state_dir / "recordings")},
            "console": {"sip_ws_url": self.wss_url if self.is_open else self.ws_url},
            "handoff": self._handoff(state_dir),
            "call_page": {"enabled": True, "did": DID, "hint": HINT, "calls_per_address": 60},
            "speech": {"local": {"phrases_directory": str(cache_dir() / "phrases")}},
        }
        for name, section in self.settings.items():
            sections[name] = {**sections.get(name, {}), **section}
        return {"workers": self.workers, "state_dir": str(state_dir / "serve"), **sections}

    def _handoff(self, state_dir: Path) -> dict[str, Any]:
        return {"whisper_queues": ["2002"], "whisper_directory": str(state_dir / "whispers")}

    def _listen(self, state_dir: Path) -> dict[str, Any]:
        ports = self.ports
        own = {"port": ports.worker, "http_port": ports.web, "agi_port": ports.agi}
        if not self.is_open:
            return own
        certificate = str(certificate_of(state_dir))
        return {**own, "https_host": self.host, "https_port": ports.https, "https_certificate": certificate}

    def serve_environment(self, database_url: str) -> dict[str, str]:
        return self.secrets.environment(database_url)
