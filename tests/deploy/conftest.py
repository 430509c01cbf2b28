"""Terraform beside providers that know their schema: one of each for a session of checks."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.deploy.tools import GCP, TOOLS, found, run, succeeds

DECLARED = re.compile(r'^(resource|data|ephemeral) "(\w+)"', re.M)


@dataclass(frozen=True, slots=True)
class Terraform:
    """Real Terraform; `providers` are on their sockets."""

    program: str
    providers: Mapping[str, Path]
    scratch: Path

    @property
    def env(self) -> dict[str, str]:
        attached = {
            f"hashicorp/{name}": {
                "Protocol": "grpc",
                "ProtocolVersion": 6,
                "Pid": 1,
                "Test": True,
                "Addr": {"Network": "unix", "String": str(socket)},
            }
            for name, socket in self.providers.items()
        }
        return {
            "TF_REATTACH_PROVIDERS": json.dumps(attached),
            "TF_CLI_CONFIG_FILE": "/dev/null",
            "TF_DATA_DIR": str(self.scratch / "data"),
            "CHECKPOINT_DISABLE": "1",
            "TF_IN_AUTOMATION": "1",
        }

    def run(self, *arguments: str, cwd: Path = GCP) -> subprocess.CompletedProcess[str]:
        return run([self.program, *arguments], cwd=cwd, env=self.env)

    def rendered(self, template: Path, values: Mapping[str, Any]) -> str:
        """A template as Terraform itself fills it in."""
        given = self.scratch / "values.json"
        given.write_text(json.dumps(values), encoding="utf-8")
        empty = self.scratch / "empty"
        empty.mkdir(exist_ok=True)
        asked = f'jsonencode(templatefile("{template}", jsondecode(file("{given}"))))'
        said = succeeds([self.program, "console"], cwd=empty, env=self.env, stdin=asked)
        return str(json.loads(json.loads(said)))

    def planned(self, **variables: Any) -> dict[str, Any]:
        """The plan of an installation, as `terraform show -json` tells it."""
        given = self.scratch / "plan.auto.tfvars.json"
        given.write_text(json.dumps({**FIXTURES, **variables}), encoding="utf-8")
        file = self.scratch / "plan"
        done = self.run(
            "plan", "-input=false", "-no-color", f"-var-file={given}", f"-out={file}", "-lock=false"
        )
        assert done.returncode == 0, done.stdout + done.stderr
        told: dict[str, Any] = json.loads(self.run("show", "-json", str(file)).stdout)
        return told


FIXTURES = {
    "project": "convonet-test",
    "wheel": "tests/fixtures/convonet_ari-0.1.0-py3-none-any.whl",
    "freepbx_installer": "tests/fixtures/installer.sh",
    "requirements": "tests/fixtures/requirements.lock",
}


def _names(provider: str) -> list[str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in GCP.glob("*.tf"))
    kinds = {(kind, name) for kind, name in DECLARED.findall(text) if name.startswith(f"{provider}_")}
    return sorted(f"data.{name}" if kind == "data" else name for kind, name in kinds)


@contextmanager
def _serving(provider: str, folder: Path) -> Iterator[Path]:
    """One provider; it ends with the checks, when its stdin closes."""
    here, python = Path(__file__).parent, TOOLS / "tools" / "bin" / "python"
    schema, socket = folder / f"{provider}.json", folder / f"{provider}.sock"
    succeeds(
        [
            python,
            here / "google_schema.py",
            TOOLS / f"provider-{provider}" / "package",
            schema,
            *_names(provider),
        ]
    )
    command = [str(part) for part in (python, here / "stub_provider.py", schema, socket)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        assert server.stdout.readline() == "listening\n"
        yield socket
        server.stdin.close()


@pytest.fixture(scope="session")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terraform]:
    program, folder = found("terraform"), tmp_path_factory.mktemp("tf")
    if not (TOOLS / "provider-google").exists():
        pytest.skip("NOT CHECKED: the provider's schema is missing; `make check-deploy` brings it")
    with ExitStack() as stack:
        providers = {name: stack.enter_context(_serving(name, folder)) for name in ("google", "random")}
        one = Terraform(program, providers, folder)
        ready = one.run("init", "-input=false", "-no-color", "-backend=false")
        assert ready.returncode == 0, ready.stdout + ready.stderr
        yield one
