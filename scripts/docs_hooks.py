"""What `mkdocs build` does beside building: no page is forgotten, and links out of `docs/` name the file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

OUTSIDE = re.compile(r"\[([^\]]+)\]\((\.\./[^)\s]+)\)")
DECISIONS = "Decisions"
MORE = "More"


def on_config(config: Any) -> Any:
    docs = Path(config.docs_dir)
    listed = set(_pages(config.nav))
    config.nav = _kept(config.nav, docs)
    decisions = sorted(f"adr/{page.name}" for page in (docs / "adr").glob("*.md"))
    more = sorted({page.name for page in docs.glob("*.md")} - listed)
    config.nav += [{title: pages} for title, pages in ((MORE, more), (DECISIONS, decisions)) if pages]
    return config


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """The site has no place for what lies beside `docs/`, so the link becomes the file's name."""
    depth = page.file.src_uri.count("/")

    def named(link: re.Match[str]) -> str:
        path = link[2].partition("#")[0]
        leaves = path.startswith("../" * (depth + 1))
        text, target = link[1].strip("`"), path.lstrip("./")
        return (
            f"`{target}`" if leaves and text == target else f"{link[1]} (`{target}`)" if leaves else link[0]
        )

    return OUTSIDE.sub(named, markdown)


def _pages(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    entries = nav.values() if isinstance(nav, dict) else nav
    return [page for entry in entries for page in _pages(entry)]


def _kept(entries: list[Any], docs: Path) -> list[Any]:
    """Sections without the pages that are not there, and none that is empty."""
    kept = []
    for entry in entries:
        ((title, what),) = entry.items()
        left = _kept(what, docs) if isinstance(what, list) else what
        if left if isinstance(left, list) else (docs / left).exists():
            kept.append({title: left})
    return kept
