"""The machine's firewall in the kernel: real packets between two network namespaces."""

from __future__ import annotations

import json
import os
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.deploy.conftest import Terraform
from tests.deploy.tools import GCP, found, run, succeeds

pytestmark = pytest.mark.deploy

PBX = "100.64.0.1"
TWILIO, TWILIO_MEDIA = "54.172.60.1", "168.86.130.9"
PHONE, AGENT, ADMIN, PROXY, STRANGER = (
    "198.51.100.7",
    "203.0.113.9",
    "192.0.2.8",
    "35.235.240.11",
    "100.64.0.66",
)
OPENINGS = {
    "phone_ranges": ["198.51.100.0/24"],
    "agent_ranges": ["203.0.113.0/24"],
    "admin_ranges": ["192.0.2.0/24"],
}
PORTS = {
    "tcp": [22, 80, 443, 3306, 5038, 5060, 5061, 5432, 8088, 8089, 8765, 8766],
    "udp": [5060, 10000, 15000, 20000, 20001],
}

LISTEN = """
import json, selectors, socket, sys
ports, ready = json.loads(sys.argv[1]), selectors.DefaultSelector()
for port in ports["tcp"]:
    server = socket.create_server(("0.0.0.0", port))
    ready.register(server, selectors.EVENT_READ, "tcp")
for port in ports["udp"]:
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", port))
    ready.register(server, selectors.EVENT_READ, "udp")
print("listening", flush=True)
while True:
    for key, _ in ready.select():
        if key.data == "tcp":
            key.fileobj.accept()[0].close()
        else:
            data, sender = key.fileobj.recvfrom(100)
            key.fileobj.sendto(data, sender)
"""

# All at once from one address: what answers within two seconds is open.
KNOCK = """
import json, selectors, socket, sys, time
source, target, ports = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
waiting, opened = selectors.DefaultSelector(), {"tcp": [], "udp": []}
for kind, numbers in ports.items():
    for port in numbers:
        line = socket.socket(socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
        line.setblocking(False)
        line.bind((source, 0))
        line.connect_ex((target, port))
        if kind == "udp":
            line.send(b"?")
        waiting.register(line, selectors.EVENT_WRITE if kind == "tcp" else selectors.EVENT_READ, (kind, port))
deadline = time.monotonic() + 2
while waiting.get_map() and (left := deadline - time.monotonic()) > 0:
    for key, _ in waiting.select(left):
        kind, port = key.data
        if key.fileobj.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0:
            opened[kind].append(port)
        waiting.unregister(key.fileobj)
print(json.dumps({kind: sorted(numbers) for kind, numbers in opened.items()}))
"""


@dataclass(frozen=True, slots=True)
class Network:
    """A namespace for the PBX, one for everybody else, and a cable."""

    pbx: str
    world: str

    def inside(self, where: str, *command: str) -> list[str]:
        return ["ip", "netns", "exec", where, *command]

    def reached(self, source: str) -> dict[str, list[int]]:
        asked = self.inside(self.world, "python3", "-c", KNOCK, source, PBX, json.dumps(PORTS))
        answer: dict[str, list[int]] = json.loads(succeeds(asked, within_s=30))
        return answer


def _connect(network: Network) -> None:
    far = [TWILIO, TWILIO_MEDIA, PHONE, AGENT, ADMIN, PROXY, STRANGER]
    for command in (
        f"ip netns add {network.pbx}",
        f"ip netns add {network.world}",
        f"ip link add {network.pbx} type veth peer name {network.world}",
        f"ip link set {network.pbx} netns {network.pbx}",
        f"ip link set {network.world} netns {network.world}",
        f"ip -n {network.pbx} addr add {PBX}/32 dev {network.pbx}",
        *(f"ip -n {network.world} addr add {address}/32 dev {network.world}" for address in far),
        f"ip -n {network.pbx} link set {network.pbx} up",
        f"ip -n {network.pbx} link set lo up",
        f"ip -n {network.world} link set {network.world} up",
        f"ip -n {network.pbx} route add default dev {network.pbx}",
        f"ip -n {network.world} route add {PBX}/32 dev {network.world}",
    ):
        succeeds(command.split())


@contextmanager
def _listening(network: Network) -> Iterator[None]:
    command = network.inside(network.pbx, "python3", "-c", LISTEN, json.dumps(PORTS))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == "listening\n"
        yield
        server.kill()


@pytest.fixture(scope="module")
def network(terraform: Terraform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """The rules as Terraform writes them for an installation with phones, agents and administrators."""
    nft = found("nft")
    if os.geteuid() != 0 or run(["ip", "netns", "list"]).returncode != 0:
        pytest.skip("NOT CHECKED: packets need root and network namespaces")
    name = uuid.uuid4().hex[:8]
    network = Network(f"cvp{name}", f"cvw{name}")
    told = terraform.planned(**OPENINGS)["planned_values"]["outputs"]["openings"]["value"]
    openings = {key: {"sources": one["from"], "open": one["to"]} for key, one in told.items()}
    rules = tmp_path_factory.mktemp("nft") / "nftables.conf"
    rules.write_text(
        terraform.rendered(GCP / "nftables.conf.tftpl", {"openings": openings}), encoding="utf-8"
    )
    try:
        _connect(network)
        succeeds(network.inside(network.pbx, nft, "--check", "--file", str(rules)))
        for _ in range(2):  # a second load replaces the first
            succeeds(network.inside(network.pbx, nft, "--file", str(rules)))
        with _listening(network):
            yield network
    finally:
        for one in (network.pbx, network.world):
            run(["ip", "netns", "delete", one])


def test_twilio_reaches_sip_over_tls_and_nothing_else(network: Network) -> None:
    assert network.reached(TWILIO) == {"tcp": [5061], "udp": []}


def test_twilios_media_reaches_the_audio_ports_and_nothing_else(network: Network) -> None:
    assert network.reached(TWILIO_MEDIA) == {"tcp": [], "udp": [10000, 15000, 20000]}


def test_a_desk_phone_reaches_sip_and_audio(network: Network) -> None:
    assert network.reached(PHONE) == {"tcp": [5061], "udp": [10000, 15000, 20000]}


def test_an_agents_browser_reaches_wss_and_audio(network: Network) -> None:
    assert network.reached(AGENT) == {"tcp": [8089], "udp": [10000, 15000, 20000]}


def test_an_administrator_reaches_the_pages_alone(network: Network) -> None:
    assert network.reached(ADMIN) == {"tcp": [443], "udp": []}


def test_googles_proxy_reaches_the_shell_and_the_pages(network: Network) -> None:
    assert network.reached(PROXY) == {"tcp": [22, 443], "udp": []}


def test_a_stranger_reaches_nothing(network: Network) -> None:
    assert network.reached(STRANGER) == {"tcp": [], "udp": []}


def test_the_machine_reaches_itself(network: Network) -> None:
    asked = network.inside(network.pbx, "python3", "-c", KNOCK, "127.0.0.1", "127.0.0.1", json.dumps(PORTS))
    assert json.loads(succeeds(asked, within_s=30)) == PORTS


def test_a_firewall_that_another_tool_opens_stays_closed(network: Network) -> None:
    opened = "table ip another { chain input { type filter hook input priority -10; accept; }; }"
    succeeds(network.inside(network.pbx, found("nft"), "-f", "-"), stdin=opened)
    assert network.reached(STRANGER) == {"tcp": [], "udp": []}
