"""`convonet dialplan`: write the files an administrator installs, compare and lint installed ones."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from convonet_ari.commands.dialplan_install import diff, install, uninstall
from convonet_ari.commands.dialplan_options import ETC, ConfigFile, Defaults, Etc, Root, folder, rendered
from convonet_ari.dialplan import conf
from convonet_ari.dialplan import render as dialplan
from convonet_ari.dialplan.drift import compare, installed, left_unfilled
from convonet_ari.dialplan.install import FOLDER
from convonet_ari.dialplan.lint import lint as complaints

app = typer.Typer(no_args_is_help=True, help="The Asterisk configuration to install beside FreePBX's.")
app.command()(diff)
app.command()(install)
app.command()(uninstall)


@app.command()
def render(
    out: Annotated[Path, typer.Option(help="Where the files are written.")] = Path("var/freepbx"),
    config_file: ConfigFile = None,
    defaults: Defaults = False,
) -> None:
    """Write the files, from the settings and the secrets in the environment."""
    files = rendered(config_file, defaults)
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
    defaults: Defaults = False,
) -> None:
    """Compare installed files with what the settings would write; exit code 1 when one differs."""
    wanted = installed(directory, rendered(config_file, defaults))
    found = compare(directory, wanted)
    found += [] if defaults else [f"{place} is left" for place in left_unfilled(directory)]
    for line in found:
        typer.echo(line)
    typer.echo("The files differ." if found else f"All {len(wanted)} files agree.")
    raise typer.Exit(1 if found else 0)


@app.command()
def lint(
    etc: Etc = ETC,
    root: Root = None,
    config_file: ConfigFile = None,
    defaults: Defaults = False,
    all_files: Annotated[bool, typer.Option("--all", help="FreePBX's own files too.")] = False,
) -> None:
    """Read the whole dialplan, ours with it: lost targets, gaps, callers' text that is obeyed; exit code 1.

    Without a dialplan in the folder, ours alone.
    """
    place = folder(etc, root)
    config = conf.read(conf.from_directory(place), "extensions.conf")
    if not any(section.place.file.startswith(FOLDER) for section in config.sections):
        ours = conf.from_texts(rendered(config_file, defaults))
        config.sections += conf.read(ours, "extensions_custom.conf").sections
    found = complaints(config, all_files=all_files)
    for complaint in found:
        typer.echo(str(complaint))
    typer.echo(f"{len(found)} complaints." if found else "Nothing to complain of.")
    raise typer.Exit(1 if found else 0)
