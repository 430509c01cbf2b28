"""`convonet doctor`: names each missing or wrong thing and how to mend it."""

from __future__ import annotations

import asyncio
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
) -> None:
    """Name each missing or wrong thing and how to mend it; exit code 0 if a call would work."""
    import logging

    from rich.console import Console

    from convonet_ari.doctor import report
    from convonet_ari.doctor.examine import examine, machine, read
    from convonet_ari.doctor.finding import healthy
    from convonet_ari.doctor.subject import Subject

    logging.getLogger("panoramisk").setLevel(logging.CRITICAL)
    settings, number, verdict = read(config_file, demo=demo)
    findings = [*machine(), verdict]
    if settings is not None:
        findings += asyncio.run(examine(Subject(settings, did or number, etc)))
    if as_json:
        typer.echo(report.as_json(findings))
    else:
        report.show(findings, Console())
    raise typer.Exit(0 if healthy(findings) else 1)
