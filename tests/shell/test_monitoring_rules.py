"""The alert rules we publish name figures that exist, with labels that they have."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.shell

DOCS = Path(__file__).parents[2] / "docs"
NAME = re.compile(r"\bconvonet_\w+")
SELECTED = re.compile(r"(\bconvonet_\w+)\{([^}]*)\}")
COUNTED = re.compile(r'(convonet_\w+_total)\{(\w+)=~?"([\w|]+)"\}')
LABELS = """
from convonet_ari.obs.meters import Meters
for meter in vars(Meters()).values():
    print(meter._name, meter._type, *meter._labelnames)
"""
FRESH = """
import prometheus_client
from convonet_ari.obs.meters import Meters
Meters()
print(prometheus_client.generate_latest().decode())
"""
SUFFIXES = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_count", "_sum")}


def rules() -> list[dict[str, Any]]:
    groups = yaml.safe_load((DOCS / "prometheus-rules.yml").read_text(encoding="utf-8"))["groups"]
    return [rule for group in groups for rule in group["rules"]]


@pytest.fixture(scope="module")
def series() -> dict[str, set[str]]:
    """Every series' name and its labels, as an interpreter of its own has them."""
    done = subprocess.run([sys.executable, "-c", LABELS], capture_output=True, text=True, check=True)
    found = {}
    for name, kind, *labels in map(str.split, done.stdout.splitlines()):
        for suffix in SUFFIXES[kind]:
            found[f"{name}{suffix}"] = {*labels, "le"} if suffix == "_bucket" else set(labels)
    return found


def test_every_figure_of_a_rule_exists(series: dict[str, set[str]]) -> None:
    named = {name for rule in rules() for name in NAME.findall(rule["expr"])}
    assert named
    assert named <= series.keys()


def test_every_label_a_rule_selects_by_is_one_of_its_figure(series: dict[str, set[str]]) -> None:
    for rule in rules():
        for name, selectors in SELECTED.findall(rule["expr"]):
            assert set(re.findall(r"(\w+)\s*=", selectors)) <= series[name], rule["alert"]


def test_the_first_failure_is_an_increase_already() -> None:
    """increase() does not see the value with which a series begins."""
    done = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True, check=True)
    for rule in rules():
        for name, label, values in COUNTED.findall(rule["expr"]):
            for value in values.split("|"):
                assert f'{name}{{{label}="{value}"}} 0.0' in done.stdout, rule["alert"]


def test_both_sides_of_an_and_have_the_same_labels() -> None:
    for rule in rules():
        sides = re.split(r"\band\b", rule["expr"])
        assert len(sides) == 1 or all(side.strip().startswith("sum(") for side in sides), rule["alert"]


def test_each_alert_has_a_severity_and_a_line_in_the_documentation() -> None:
    told = (DOCS / "monitoring.md").read_text(encoding="utf-8")
    for rule in rules():
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert f"`{rule['alert']}`" in told


def test_every_figure_is_documented(series: dict[str, set[str]]) -> None:
    told = (DOCS / "monitoring.md").read_text(encoding="utf-8")
    undocumented = [name for name in series if f"`{re.sub('_(bucket|count|sum)$', '', name)}`" not in told]
    assert undocumented == []
