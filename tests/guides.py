"""The examples of a guide, run as a reader would copy them."""

from __future__ import annotations

import re
import runpy
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[1] / "docs"
PYTHON = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)


def example(page: str, words: str) -> str:
    """The one block of Python on this page that holds these words."""
    [found] = [block for block in PYTHON.findall((DOCS / page).read_text(encoding="utf-8")) if words in block]
    return str(found)


def run(code: str, folder: Path, known: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the code defines, where these names are known."""
    file = folder / "example.py"
    file.write_text(code, encoding="utf-8")
    return runpy.run_path(str(file), dict(known or {}))
