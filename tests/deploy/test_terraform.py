"""Real Terraform on terraform/gcp against google 6.50's schema: what it accepts, refuses and plans."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.deploy.conftest import Terraform
from tests.deploy.tools import GCP

pytestmark = pytest.mark.deploy


def test_every_file_is_formatted(terraform: Terraform) -> None:
    done = terraform.run("fmt", "-check", "-diff", "-recursive")
    assert done.returncode == 0, done.stdout


def test_the_configuration_fits_the_schema(terraform: Terraform) -> None:
    done = terraform.run("validate", "-no-color")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_plan_assertions_hold(terraform: Terraform) -> None:
    done = terraform.run("test", "-no-color")
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"Success! (\d+) passed, 0 failed", done.stdout)
    assert passed is not None, done.stdout
    assert int(passed[1]) >= 17


@pytest.mark.parametrize(
    ("file", "right", "wrong", "complaint"),
    [
        ("vm.tf", "  deletion_protection ", "  no_such_argument ", "Unsupported argument"),
        ("vm.tf", "[local.tag]", '{ a = "map" }', "Incorrect attribute value type"),
        ("firewall.tf", "  network       = google_compute_network.pbx.id\n", "", "Missing required argument"),
        ("secrets.tf", "  replication {", "  replicated {", "Unsupported block type"),
    ],
)
def test_a_wrong_configuration_is_refused(
    terraform: Terraform, tmp_path: Path, file: str, right: str, wrong: str, complaint: str
) -> None:
    copy = tmp_path / "gcp"
    shutil.copytree(GCP, copy, ignore=shutil.ignore_patterns(".terraform*"))
    text = (copy / file).read_text(encoding="utf-8")
    assert right in text
    (copy / file).write_text(text.replace(right, wrong), encoding="utf-8")
    done = terraform.run("validate", "-no-color", cwd=copy)
    assert done.returncode != 0
    assert complaint in done.stdout + done.stderr


def test_no_secret_is_in_a_plan(terraform: Terraform) -> None:
    told = terraform.planned(
        given_secrets=["openai_api_key"], secrets={"openai_api_key": "sk-test-not-a-key"}
    )
    written = [
        one for one in told["resource_changes"] if one["type"] == "google_secret_manager_secret_version"
    ]
    assert len(written) == 7
    assert "sk-test-not-a-key" not in str(told["planned_values"])
    assert all(one["change"]["after"].get("secret_data_wo") is None for one in written)


def test_the_outputs_tell_what_to_enter_at_twilio(terraform: Terraform) -> None:
    told = terraform.planned(twilio_trunk="bakery")
    known = told["output_changes"]["twilio"]["after"]
    assert known["termination_domain"] == "bakery.pstn.twilio.com"
    assert known["disaster_recovery_url"].startswith("SET ONE")
    assert known["secure_trunking"] is True


@pytest.mark.parametrize(
    "example", sorted((GCP / "environments").glob("*.example")), ids=lambda path: path.name
)
def test_an_example_environment_can_be_planned(terraform: Terraform, tmp_path: Path, example: Path) -> None:
    variables = tmp_path / "example.tfvars"
    text = example.read_text(encoding="utf-8").replace("../../dist/", "tests/fixtures/")
    text = text.replace("./sng_freepbx_debian_install.sh", "tests/fixtures/installer.sh")
    text = re.sub(r"^(domain|dns_zone|acme_email) .*\n", "", text, flags=re.M)
    variables.write_text(text, encoding="utf-8")
    done = terraform.run(
        "plan",
        "-input=false",
        "-no-color",
        "-lock=false",
        f"-var-file={variables}",
        '-var=secrets={"openai_api_key":"x"}',
    )
    assert done.returncode == 0, done.stdout + done.stderr
