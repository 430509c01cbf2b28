"""What an agent's telephone may be shown: plain text in one line."""

from __future__ import annotations

import re
import unicodedata


def header_text(text: str, limit: int) -> str:
    """`text` fit for a SIP header and for dialplan: ASCII, one line, nothing that dialplan expands."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.sub(r"[^A-Za-z0-9.:'()@+/?!-]+", " ", plain)
    return words.strip()[:limit].strip()
