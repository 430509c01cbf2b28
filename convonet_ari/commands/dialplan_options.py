"""What the commands of `convonet dialplan` have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from convonet_ari import config
from convonet_ari.dialplan import render as dialplan
from convonet_ari.dialplan.settings import from_settings

ETC = Path("/etc/asterisk")

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Settings file; default: convonet.yaml, when there is one."),
]
Defaults = Annotated[
    bool, typer.Option("--defaults", help="With placeholders and no settings, as in `freepbx/`.")
]
Etc = Annotated[Path, typer.Option("--etc", help="Asterisk's configuration folder.")]
Root = Annotated[
    Path | None,
    typer.Option("--root", help="Another machine's files, such as an image's: its Asterisk is not asked."),
]


def rendered(config_file: Path | None, defaults: bool = False) -> dict[str, str]:
    options = dialplan.DialplanOptions() if defaults else from_settings(config.load(config_file))
    return dialplan.render(options)


def folder(etc: Path, root: Path | None) -> Path:
    return etc if root is None else root / etc.relative_to("/")
