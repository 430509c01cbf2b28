"""The documentation builds strictly, forgets no page, and fetches nothing from elsewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.shell

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
# What a browser fetches by itself; a link that a reader may follow is none.
FETCHED = re.compile(
    r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"(?:https?:)?//"
    r"|<link\b[^>]*rel=\"(?:stylesheet|icon|preconnect|preload)\"[^>]*href=\"(?:https?:)?//"
    r"|@import\s+url\(|url\(['\"]?https?://"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-d", str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return place


def test_every_page_is_built_and_in_the_navigation(site: Path) -> None:
    pages = {str(page.relative_to(DOCS).with_suffix(".html")) for page in DOCS.rglob("*.md")}
    assert {page for page in pages if not (site / page).is_file()} == set()
    shown = set(
        re.findall(
            r'class="md-nav__link"[^>]*href="|href="([^"#]+\.html)"', (site / "index.html").read_text()
        )
    )
    assert pages - shown - {"index.html"} == set()


def test_a_reader_s_browser_fetches_nothing_from_elsewhere(site: Path) -> None:
    files = [*site.rglob("*.html"), *site.rglob("*.css")]
    assert [str(file) for file in files if FETCHED.search(file.read_text(encoding="utf-8"))] == []
