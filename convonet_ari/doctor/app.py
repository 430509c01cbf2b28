"""`convonet doctor`: names each missing or wrong thing and how to mend it, and places a call if asked to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


@app.command()
def doctor(
    config_file: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="Settings file; default: convonet.yaml, else the running demo."),
    ] = None,
    did: Annotated[str, typer.Option(help="A number that should be answered.")] = "",
    etc: Annotated[
        Path, typer.Option("--etc", help="Asterisk's configuration folder, if it is on this machine.")
    ] = Path("/etc/asterisk"),
    demo: Annotated[bool, typer.Option("--demo", help="The running demo, whatever is configured.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For scripts.")] = False,
    call: Annotated[
        bool, typer.Option("--call", help="Place a call through Asterisk's own dialplan.")
    ] = False,
    pin: Annotated[str, typer.Option(help="For --call: somebody's PIN; `ask` asks for it.")] = "",
    with_user: Annotated[
        bool, typer.Option("--with-user", help="For --call: a user of the doctor's own, retired afterwards.")
    ] = False,
    context: Annotated[str, typer.Option(help="For --call: the trunk's context.")] = "from-pstn",
    caller: Annotated[str, typer.Option("--from", help="For --call: the caller's number.")] = "",
    report_file: Annotated[
        Path | None, typer.Option("--report", help="Write an archive to show others: no secret, no number.")
    ] = None,
) -> None:
    """Name each missing or wrong thing and how to mend it; exit code 0 if a call would work."""
    from convonet_ari.doctor.visit import Visit

    digits = typer.prompt("PIN", hide_input=True) if pin == "ask" else pin
    visit = Visit(config_file, demo, did, etc, call, digits, with_user, context, caller)
    raise typer.Exit(0 if visit.run(report_file, as_json=as_json) else 1)
