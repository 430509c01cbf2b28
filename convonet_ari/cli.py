"""The command line: `convonet --help`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from convonet_ari import config
from convonet_ari.bench import app as bench
from convonet_ari.commands import (
    agents,
    callers,
    calls,
    changes,
    departments,
    dialplan,
    numbers,
    organisations,
    users,
)
from convonet_ari.commands.mcp import mcp
from convonet_ari.demo import app as demo
from convonet_ari.doctor import app as doctor
from convonet_ari.errors import ConfigError, ConvonetError

app = typer.Typer(
    name="convonet",
    help="A telephone assistant that runs inside a PBX.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", "-c", help="Settings file; default: convonet.yaml, when there is one."),
]


@app.command()
def serve(
    config_file: ConfigFile = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; default: the settings'.")
    ] = None,
) -> None:
    """Take calls: workers behind one port, the desk beside them, all supervised."""
    from convonet_ari.serve import serve as run

    settings = config.load(config_file)
    run(settings.model_copy(update={"workers": workers}) if workers else settings)


@app.command()
def migrate(
    config_file: ConfigFile = None,
    app_role: Annotated[str, typer.Option(help="The role that serves calls.")] = "convonet_app",
) -> None:
    """Bring the database up to date, as its owner (CONVONET_DATABASE_OWNER_URL)."""
    from convonet_ari.store.migrate import migrate as run

    owner_url = config.load(config_file).database.owner_url.get_secret_value()
    if not owner_url:
        raise ConfigError("not set: CONVONET_DATABASE_OWNER_URL")
    run(owner_url, app_role)
    typer.echo("The database is up to date.")


app.command()(mcp)
app.add_typer(demo.app)
app.add_typer(doctor.app)
app.add_typer(bench.app, name="bench")
app.add_typer(dialplan.app, name="dialplan")
app.add_typer(calls.app, name="call")
app.add_typer(callers.app, name="caller")
app.command()(callers.hours)
app.add_typer(organisations.app, name="organisation")
app.add_typer(departments.app, name="department")
users.app.command()(numbers.number)
users.app.command()(numbers.remove)
users.app.command()(changes.changes)
users.app.command()(changes.undo)
users.app.command()(changes.link)
app.add_typer(users.app, name="user")
app.add_typer(agents.app, name="agent")


def main() -> None:
    """Run a command; what went wrong is one line that says so."""
    try:
        app()
    except ConvonetError as error:
        typer.secho(f"convonet: {error}", fg=typer.colors.RED, err=True)
        sys.exit(1)
