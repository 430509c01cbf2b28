"""What can be read off the deployment's files at once; `make check-deploy` does the rest with real tools."""

from __future__ import annotations

import configparser
import re
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.core

ROOT = Path(__file__).parents[2]
GCP = ROOT / "terraform" / "gcp"
PRIVATE = ("5038", "8088", "3306", "5432", "8765", "8766")


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_no_opening_names_a_private_port() -> None:
    rules = re.sub(r"#.*", "", (GCP / "firewall.tf").read_text(encoding="utf-8"))
    assert "8089" in rules
    assert [port for port in PRIVATE if port in rules] == []


def test_every_variable_is_described() -> None:
    blocks = re.findall(r'^variable "(\w+)" \{\n(.*?)^\}', (GCP / "variables.tf").read_text(), re.M | re.S)
    assert len(blocks) > 25
    assert [name for name, body in blocks if not re.search(r'^  description = ".{10,}"', body, re.M)] == []


@pytest.mark.parametrize("guide", ["docs/gcp.md", "docs/twilio.md", "docs/operations.md"])
def test_a_guide_speaks_of_outputs_and_variables_that_exist(guide: str) -> None:
    declared = re.findall(r'^(?:output|variable) "(\w+)"', text("terraform/gcp/outputs.tf"), re.M)
    declared += re.findall(r'^variable "(\w+)"', text("terraform/gcp/variables.tf"), re.M)
    told = re.findall(r"terraform output (?:-raw )?(\w+)", text(guide))
    told += re.findall(r"`(\w+) = [^`]+`", text(guide))
    assert [name for name in told if name not in declared] == []


def test_the_service_runs_confined_watched_and_without_root() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.read_string((GCP / "machine" / "convonet.service").read_text(encoding="utf-8"))
    service = unit["Service"]
    assert (service["Type"], service["User"], service["ProtectSystem"]) == ("notify", "convonet", "strict")
    assert int(service["WatchdogSec"]) >= 10
    assert service["CapabilityBoundingSet"] == ""


def test_set_up_installs_every_file_of_the_machine() -> None:
    script = (GCP / "machine" / "setup").read_text(encoding="utf-8")
    globbed = re.compile(r"^convonet(-\w+)?@?\.(service|timer)$|^convonet-(backup|restore|watch)$")
    others = [path.name for path in (GCP / "machine").iterdir() if not globbed.match(path.name)]
    assert [name for name in others if name != "setup" and f"$here/{name}" not in script] == []


def test_compose_opens_nothing_but_what_asterisk_listens_on() -> None:
    services = yaml.safe_load(text("compose.yaml"))["services"]
    assert {"asterisk", "database", "convonet", "migrate"} <= set(services)
    assert services["database"]["command"] == ["postgres", "-c", "listen_addresses=127.0.0.1"]
    assert all("ports" not in service for service in services.values())


def test_workflows_begin_without_rights() -> None:
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}, path.name
        assert all("timeout-minutes" in job for job in workflow["jobs"].values()), path.name


def test_every_supported_python_is_tried() -> None:
    jobs = yaml.safe_load(text(".github/workflows/check.yml"))["jobs"]
    assert jobs["tests"]["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
