"""`convonet dialplan diff|install|uninstall`: our files beside an administrator's, and away again."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from convonet_ari import config
from convonet_ari.commands.dialplan_options import ETC, ConfigFile, Etc, Root, folder
from convonet_ari.dialplan.asterisk_cli import AsteriskCli, proofs
from convonet_ari.dialplan.install import TRUNK, Change, plan_install, plan_uninstall
from convonet_ari.dialplan.put import put, shown
from convonet_ari.dialplan.render import FILES, render
from convonet_ari.dialplan.settings import from_settings
from convonet_ari.errors import MissingPart

Trunk = Annotated[
    bool, typer.Option("--trunk", help="With the trunk of pjsip_custom.conf; not if the GUI has one.")
]
Http = Annotated[
    bool, typer.Option("--http/--no-http", help="With the HTTP server's settings, unless the GUI has them.")
]
Overwrite = Annotated[bool, typer.Option("--overwrite", help="Even a file of ours that was changed by hand.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Without asking.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done.")]
Reload = Annotated[bool, typer.Option("--reload/--no-reload", help="Let Asterisk read the files.")]
Console = Annotated[
    str, typer.Option("--asterisk", help="The command that is completed by one of Asterisk's own.")
]

CONSOLE = "asterisk -rx"


def diff(
    config_file: ConfigFile = None, etc: Etc = ETC, root: Root = None, trunk: Trunk = False, http: Http = True
) -> None:
    """Show what `install` would change; exit code 1 when there is anything."""
    changes = plan_install(folder(etc, root), _files(config_file, trunk, http), overwrite=True)
    _show(changes)
    raise typer.Exit(1 if changes else 0)


def install(
    config_file: ConfigFile = None,
    etc: Etc = ETC,
    root: Root = None,
    trunk: Trunk = False,
    http: Http = True,
    overwrite: Overwrite = False,
    yes: Yes = False,
    dry_run: DryRun = False,
    reload: Reload = True,
    asterisk: Console = CONSOLE,
) -> None:
    """Put our files beside the administrator's, one #include in each of theirs, and load them.

    Nothing of theirs is replaced: what would be is named, and nothing is done.
    """
    place, files = folder(etc, root), _files(config_file, trunk, http)
    changes = plan_install(place, files, overwrite=overwrite)
    if not _agreed(changes, yes=yes, dry_run=dry_run):
        return
    _put(place, changes)
    if root is not None or not reload:
        typer.echo("Installed. Asterisk was not asked to read the files.")
        return
    cli = AsteriskCli(shlex.split(asterisk))
    for command in cli.reload(files):
        typer.echo(f'asterisk -rx "{command}"')
    settings = config.load(config_file).asterisk
    if lacking := cli.lacking(proofs(settings.application, settings.ami_user, files)):
        raise MissingPart(
            f"Installed, but Asterisk has not loaded {', '.join(lacking)}",
            "Read its log; `convonet dialplan uninstall` takes everything back.",
        )
    typer.echo("Installed, and Asterisk has loaded it.")


def uninstall(
    etc: Etc = ETC,
    root: Root = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    reload: Reload = True,
    asterisk: Console = CONSOLE,
) -> None:
    """Take our files and includes out again; everything else stays, byte for byte."""
    place = folder(etc, root)
    changes = plan_uninstall(place)
    if not _agreed(changes, yes=yes, dry_run=dry_run):
        return
    _put(place, changes)
    if root is None and reload:
        AsteriskCli(shlex.split(asterisk)).reload({Path(change.name).name for change in changes})
    typer.echo("Uninstalled.")


def _files(config_file: Path | None, trunk: bool, http: bool) -> dict[str, str]:
    left_out = {*(() if trunk else (TRUNK,)), *(() if http else ("http_custom.conf",))}
    files = render(from_settings(config.load(config_file)))
    return {name: files[name] for name in FILES if name not in left_out}


def _agreed(changes: Sequence[Change], *, yes: bool, dry_run: bool) -> bool:
    if not changes:
        typer.echo("Nothing is to be done.")
        return False
    _show(changes)
    return not dry_run and (yes or typer.confirm("Write this?"))


def _show(changes: Sequence[Change]) -> None:
    for line in shown([change for change in changes if change.name.endswith(".conf")]):
        typer.echo(line)


def _put(place: Path, changes: Sequence[Change]) -> None:
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    if kept := put(place, changes, stamp):
        typer.echo(f"What was changed is kept in {kept}.")
