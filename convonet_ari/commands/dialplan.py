"""`convonet dialplan`: write the files an administrator installs, and compare installed ones with them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from convonet_ari import config
from convonet_ari.dialplan import render as dialplan
from convonet_ari.dialplan.drift import compare, left_unfilled
from convonet_ari.dialplan.settings import from_settings

app = typer.Typer(no_args_is_help=True, help="The Asterisk configuration to install beside FreePBX's.")

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Settings file; default: convonet.yaml, when there is one."),
]


@app.command()
def render(
    out: Annotated[Path, typer.Option(help="Where the files are written.")] = Path("var/freepbx"),
    config_file: ConfigFile = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="With placeholders and no settings, as in `freepbx/`.")
    ] = False,
) -> None:
    """Write the files, from the settings and the secrets in the environment."""
    files = _files(config_file, defaults)
    dialplan.write(files, out)
    typer.echo(f"{len(files)} files in {out}.")
    for placeholder in dialplan.unfilled(files):
        typer.echo(f"Still to be filled in: {placeholder}")


@app.command()
def check(
    directory: Annotated[Path, typer.Argument(help="Where the files are; default: /etc/asterisk.")] = Path(
        "/etc/asterisk"
    ),
    config_file: ConfigFile = None,
    defaults: Annotated[
        bool, typer.Option("--defaults", help="Compare with the placeholders, as in `freepbx/`.")
    ] = False,
) -> None:
    """Compare installed files with what the settings would write; exit code 1 when one differs."""
    found = compare(directory, _files(config_file, defaults))
    found += [] if defaults else [f"{place} is left" for place in left_unfilled(directory)]
    for line in found:
        typer.echo(line)
    typer.echo("The files differ." if found else f"All {len(dialplan.FILES)} files agree.")
    raise typer.Exit(1 if found else 0)


def _files(config_file: Path | None, defaults: bool) -> dict[str, str]:
    options = dialplan.DialplanOptions() if defaults else from_settings(config.load(config_file))
    return dialplan.render(options)
