"""`convonet demo` on the command line; what it runs is imported only when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def demo(
    call: Annotated[bool, typer.Option(help="Place a demonstration call once everything is up.")] = True,
    bind: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where SIP, its audio and the pages listen.")
    ] = "127.0.0.1",
    workers: Annotated[int, typer.Option(min=1, max=64, help="Worker processes.")] = 2,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="Settings file whose section `speech` counts here, too."),
    ] = None,
    home: Annotated[
        Path | None, typer.Option(help="Where everything is kept; default: var in this checkout.")
    ] = None,
    exit_after_call: Annotated[
        bool, typer.Option("--exit-after-call", help="Leave after the call; the exit code tells how it went.")
    ] = False,
    picture: Annotated[Path | None, typer.Option(help="Save what the call showed as an SVG.")] = None,
) -> None:
    """Start Asterisk, PostgreSQL and the workers, show how to call, and place a real call."""
    from convonet_ari.demo.places import checkout
    from convonet_ari.demo.run import Options, run

    folder = (home or checkout() / "var").resolve()
    sys.exit(run(Options(folder, call, bind, workers, exit_after_call, picture, config)))
