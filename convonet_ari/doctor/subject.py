"""What is examined: an installation's settings, and what its operator says about it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from convonet_ari.config import Settings

ETC = Path("/etc/asterisk")


@dataclass(frozen=True, slots=True)
class Subject:
    """`did` is a number that should be answered; without it the owner's role is asked which there are."""

    settings: Settings
    did: str = ""
    etc: Path = ETC
