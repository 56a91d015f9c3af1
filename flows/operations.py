"""The commands of running it: the drop folder, the service, proof, backup, the doctor. Each loads what it needs when it runs."""

import json
from pathlib import Path
from typing import Annotated

import typer

from flows.asking import DONE, IMPOSSIBLE, NEEDS_PERSON, WRONG_USE, now, settings_in_force, tell
from flows.language import say

operations = typer.Typer()

BackupFile = Annotated[Path, typer.Argument(help=say("backup_file"), show_default=False)]


@operations.command(help=say("verify"))
def verify() -> None:
    from flows import overview

    raise typer.Exit(overview.verify(settings_in_force()))


@operations.command(help=say("watch"))
def watch() -> None:
    from flows import orchestration

    settings = settings_in_force()
    orchestration.prepare(settings)
    from flows.watch import watch as run

    run(settings, now)


@operations.command(help=say("serve"))
def serve() -> None:
    from flows import service

    raise typer.Exit(DONE if service.serve(settings_in_force(), now) else IMPOSSIBLE)


@operations.command(help=say("backup"))
def backup(file: BackupFile) -> None:
    from flows import backup as keeping

    for line in keeping.backup(settings_in_force(), file):
        typer.echo(line)


@operations.command(help=say("restore"))
def restore(file: BackupFile) -> None:
    from flows import backup as keeping

    try:
        proven = keeping.restore(settings_in_force(), file)
    except keeping.NoBackup as error:
        tell(str(error))
        raise typer.Exit(WRONG_USE) from error
    for line in (*proven.lines(), *proven.faults()):
        typer.echo(line)
    raise typer.Exit(DONE if proven.whole else IMPOSSIBLE)


@operations.command(help=say("doctor"))
def doctor(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    from flows import health

    findings = health.examine(settings_in_force())
    typer.echo(json.dumps(findings, ensure_ascii=False, indent=1) if as_json else health.show(findings))
    raise typer.Exit(NEEDS_PERSON if health.anything_missing(findings) else DONE)
