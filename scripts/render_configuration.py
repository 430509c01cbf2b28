"""Writes docs/configuration.md from convonet.example.yaml: `python scripts/render_configuration.py`."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "convonet.example.yaml"
TARGET = ROOT / "docs" / "configuration.md"

INTRODUCTION = """# Configuration

`convonet.yaml` in the working directory (or the file named by `CONVONET_CONFIG`), with secrets from the
environment. [`convonet.example.yaml`](../convonet.example.yaml) is the same with room for your changes.
Units are in the names: `_s` seconds, `_ms` milliseconds. A wrong or unknown key ends the start with its name
and the nearest known one.
"""

HEAD = ["", "| key | default | meaning |", "|---|---|---|"]
LINE = re.compile(r"^(?P<indent> *)(?P<key>\w+):(?: (?P<value>.*))?$")


def render(example: str) -> str:
    """The document: sections become headings, keys rows, the comment above each its meaning."""
    out, comments, path = [INTRODUCTION, *HEAD[1:]], list[str](), ["", "", ""]
    for line in example.split("\n\n", 1)[1].splitlines():
        if line.lstrip().startswith("#"):
            comments.append(line.lstrip(" #"))
        elif found := LINE.match(line):
            depth = len(found["indent"]) // 2
            path[depth] = found["key"]
            out += _entry(".".join(path[: depth + 1]), found["value"], " ".join(comments))
            comments = []
    return "\n".join(out) + "\n"


def _entry(name: str, value: str | None, meaning: str) -> list[str]:
    if value is None:
        return ["", f"## {name}", *(["", meaning] if meaning else []), *HEAD]
    default = "see the example" if value == ">-" else f"`{value}`"
    return [f"| `{name}` | {default} | {meaning} |"]


if __name__ == "__main__":
    TARGET.write_text(render(EXAMPLE.read_text(encoding="utf-8")), encoding="utf-8")
