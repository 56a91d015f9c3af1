"""The command line. Every command loads what it needs when it runs, so that ``--help`` is quick."""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from flows.asking import DONE, IMPOSSIBLE, NEEDS_PERSON, WRONG_USE, day, settings_in_force, tell, window
from flows.language import pick, say
from flows.operations import operations

app = typer.Typer(help=say("app"), no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Paths = Annotated[list[Path], typer.Argument(help=say("paths"), show_default=False)]
OutFolder = Annotated[Path | None, typer.Option("-o", "--output", help=say("output_folder"), show_default=False)]


def main() -> None:
    """Run the command line; a fault of the installation is one line, not a trace (``THIDUA_DEBUG=1`` shows it)."""
    try:
        app()
    except BrokenPipeError:
        # The reader of our output went away (``thidua parse … | head``): nothing left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(DONE)
    except Exception as error:
        if os.environ.get("THIDUA_DEBUG"):
            raise
        tell(f"{pick('Không làm được', 'Could not be done')}: {type(error).__name__}: {error}")
        sys.exit(IMPOSSIBLE)


@app.callback(invoke_without_command=True)
def _root(
    lang: Annotated[str, typer.Option(help=say("lang"))] = "vi",
    version: Annotated[bool, typer.Option("--version", help=say("version"))] = False,
) -> None:
    if lang not in ("vi", "en"):
        raise typer.BadParameter(say("lang"))
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"thidua {installed('thidua')}")
        raise typer.Exit


@app.command(help=say("parse"))
def parse(
    paths: Paths,
    format: Annotated[str, typer.Option("--format", help=say("format"))] = "jsonl",
    output: Annotated[Path | None, typer.Option("-o", "--output", help=say("output_file"), show_default=False)] = None,
    workers: Annotated[int | None, typer.Option(help=say("workers"), show_default=False)] = None,
) -> None:
    from flows import reading

    if format not in ("jsonl", "table"):
        raise typer.BadParameter(say("format"))
    outcomes = reading.read(paths, settings_in_force(), workers=workers)
    worst = reading.write_table(outcomes) if format == "table" else reading.write_jsonl(outcomes, output)
    raise typer.Exit(worst)


@app.command(help=say("text"))
def text(paths: Paths, output: Annotated[Path, typer.Option("-o", "--output", help=say("output_folder"))]) -> None:
    from flows import reading

    raise typer.Exit(reading.write_texts(paths, settings_in_force(), output))


@app.command(help=say("check"))
def check(paths: Paths) -> None:
    from flows import reading

    raise typer.Exit(reading.write_findings(reading.read(paths, settings_in_force())))


@app.command(help=say("evaluate"))
def evaluate(
    corpus: Annotated[Path, typer.Argument(help=say("corpus"), show_default=False)],
    errors: Annotated[bool, typer.Option("--errors", help=say("misses"))] = False,
    output: Annotated[Path | None, typer.Option("--json", help=say("output_file"), show_default=False)] = None,
    keep: Annotated[bool, typer.Option("--raise", help=say("raise"))] = False,
) -> None:
    from flows import measuring

    raise typer.Exit(measuring.evaluate(corpus, settings_in_force(), measuring.Asked(errors, output, keep)))


@app.command(help=say("cases"))
def cases(output: Annotated[Path, typer.Option("-o", "--output", help=say("output_folder"))]) -> None:
    from flows import cases as making

    made = making.make(settings_in_force(), output)
    for one in made:
        typer.echo(str(one))
    if not made:
        typer.echo(pick("Chưa có văn bản nào được sửa hoặc xác nhận.", "Nothing was corrected or confirmed yet."))
    raise typer.Exit(NEEDS_PERSON if any(one.refused for one in made) else DONE)


@app.command(help=say("ingest"))
def ingest(
    paths: Annotated[list[Path] | None, typer.Argument(help=say("paths"), show_default=False)] = None,
    quiet: Annotated[bool, typer.Option("--quiet", help=say("quiet"))] = False,
) -> None:
    from flows import orchestration

    settings = settings_in_force()
    orchestration.prepare(settings)
    from flows.ingest import ingest as flow

    summary = flow(paths=[str(p) for p in paths] if paths else None)
    for line in summary.lines() if not quiet else summary.totals():
        typer.echo(line)
    raise typer.Exit(NEEDS_PERSON if summary.needs_person else DONE)


@app.command(help=say("report"))
def report(
    movement: Annotated[str, typer.Option(help=say("movement"))],
    from_: Annotated[str, typer.Option("--from", help=say("from"))],
    to: Annotated[str | None, typer.Option("--to", help=say("to"), show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help=say("as_of"), show_default=False)] = None,
    template: Annotated[str | None, typer.Option(help=say("template"), show_default=False)] = None,
    structure: Annotated[str, typer.Option(help=say("structure"))] = "as-filed",
    heir: Annotated[list[str] | None, typer.Option(help=say("heir"), show_default=False)] = None,
    output: OutFolder = None,
) -> None:
    from flows import orchestration, reporting
    from pipeline.successions import Structure

    settings, period = settings_in_force(), window(from_, to)
    laid = {s.value.replace("_", "-"): s for s in Structure}.get(structure)
    if laid is None:
        raise typer.BadParameter(say("structure"))
    heirs = dict(pair.split("=", 1) for pair in heir or () if "=" in pair)
    if len(heirs) != len(heir or ()):
        raise typer.BadParameter(say("heir"))
    # Told before Prefect starts: a wrong name is the asker's, no failed run.
    try:
        found = reporting.find_movement(settings, movement)
        reporting.check_template(settings, template)
    except (reporting.NoSuchMovement, reporting.ReportError) as error:
        tell(str(error))
        raise typer.Exit(WRONG_USE) from error
    orchestration.prepare(settings)
    from flows.report import report as flow

    made = flow(
        movement=found.id, start=period.start, end=period.end, as_of=day(as_of), template=template,
        folder=str(output) if output else None, structure=laid, heirs=heirs,
    )  # fmt: skip
    for line in made.lines():
        typer.echo(line)
    raise typer.Exit(NEEDS_PERSON if made.needs_person else DONE)


@app.command(help=say("compare"))
def compare(
    old: Annotated[Path, typer.Argument(help=say("edition_old"), show_default=False)],
    new: Annotated[Path, typer.Argument(help=say("edition_new"), show_default=False)],
    output: Annotated[Path | None, typer.Option("-o", "--output", help=say("table_file"), show_default=False)] = None,
) -> None:
    from flows import reporting

    try:
        for line in reporting.compared(old, new, output):
            typer.echo(line)
    except (OSError, ValueError) as error:
        tell(str(error))
        raise typer.Exit(WRONG_USE) from error


_decide = typer.Typer(help=say("decide"), no_args_is_help=True, rich_markup_mode=None)
app.add_typer(_decide, name="decide")

Movement = Annotated[str, typer.Option(help=say("movement"))]
From = Annotated[str, typer.Option("--from", help=say("from"))]
To = Annotated[str | None, typer.Option("--to", help=say("to"), show_default=False)]
AsOf = Annotated[str | None, typer.Option("--as-of", help=say("as_of"), show_default=False)]
Reason = Annotated[str, typer.Option(help=say("reason"))]
Who = Annotated[str | None, typer.Option(help=say("who"), show_default=False)]
FindingKey = Annotated[str, typer.Argument(help=say("finding_key"), show_default=False)]
DecisionId = Annotated[str, typer.Argument(help=say("decision_id"), show_default=False)]


def _decided(work: Any) -> None:
    from flows.deciding import CannotDecide
    from flows.reporting import NoSuchMovement, ReportError
    from flows.versions import CannotDo

    try:
        typer.echo(work())
    except (CannotDecide, CannotDo, NoSuchMovement, ReportError) as error:
        tell(str(error))
        raise typer.Exit(WRONG_USE) from error


@_decide.command("list", help=say("decide_list"))
def decide_list(movement: Movement, from_: From, to: To = None, as_of: AsOf = None) -> None:
    from flows import deciding

    _decided(lambda: "\n".join(deciding.listed(settings_in_force(), movement, window(from_, to), day(as_of))))


@_decide.command("source", help=say("decide_source"))
def decide_source(
    movement: Movement,
    from_: From,
    indicator: Annotated[str, typer.Option(help=say("indicator"))],
    unit: Annotated[str, typer.Option(help=say("unit"))],
    reason: Reason,
    over: Annotated[list[str] | None, typer.Option(help=say("over"), show_default=False)] = None,
    to: To = None,
    as_of: AsOf = None,
    who: Who = None,
) -> None:
    from flows import deciding

    period, settings, on = window(from_, to), settings_in_force(), day(as_of)
    asked = (settings, movement, period, indicator, unit, over or ())
    _decided(lambda: deciding.choose_source(*asked, reason=reason, who=who, as_of=on))


@_decide.command("accept", help=say("decide_accept"))
def decide_accept(
    key: FindingKey, movement: Movement, from_: From, reason: Reason, to: To = None, as_of: AsOf = None, who: Who = None
) -> None:
    from flows import deciding

    period, settings, on = window(from_, to), settings_in_force(), day(as_of)
    _decided(lambda: deciding.accept(settings, movement, period, key, reason=reason, who=who, as_of=on))


@_decide.command("undo", help=say("decide_undo"))
def decide_undo(decision: DecisionId, reason: Reason, who: Who = None) -> None:
    from flows import deciding

    _decided(lambda: deciding.undo(settings_in_force(), decision, reason=reason, who=who))


@app.command(help=say("versions"))
def versions(
    dispatch: Annotated[str | None, typer.Argument(help=say("versioned"), show_default=False)] = None,
    do: Annotated[str | None, typer.Option("--do", help=say("version_act"), show_default=False)] = None,
    other: Annotated[str | None, typer.Option("--with", help=say("version_other"), show_default=False)] = None,
    reason: Annotated[str | None, typer.Option(help=say("reason"), show_default=False)] = None,
    who: Who = None,
) -> None:
    from flows import versions as work

    _decided(lambda: "\n".join(work.told(settings_in_force(), dispatch, do, other, reason=reason, who=who)))


@app.command(help=say("status"))
def status() -> None:
    from flows import overview

    raise typer.Exit(overview.status(settings_in_force()))


@app.command(help=say("export"))
def export(
    output: Annotated[Path, typer.Option("-o", "--output", help=say("output_folder"))],
    format: Annotated[str, typer.Option("--format", help=say("export_format"))] = "csv",
    movement: Annotated[str | None, typer.Option(help=say("export_movement"), show_default=False)] = None,
    from_: Annotated[str | None, typer.Option("--from", help=say("from"), show_default=False)] = None,
    to: To = None,
    as_of: AsOf = None,
) -> None:
    from flows import overview, reporting

    if format not in ("csv", "parquet", "jsonl"):
        raise typer.BadParameter(say("export_format"))
    if movement is None or from_ is None:
        raise typer.Exit(overview.export(settings_in_force(), output, format))
    period, on = window(from_, to), day(as_of)
    try:
        raise typer.Exit(overview.export_facts(settings_in_force(), output, format, movement, period, on))
    except (reporting.NoSuchMovement, reporting.ReportError) as error:
        tell(str(error))
        raise typer.Exit(WRONG_USE) from error


@app.command(help=say("register"))
def register(
    year: Annotated[int, typer.Option(help=say("year"))],
    output: Annotated[Path, typer.Option("-o", "--output", help=say("output_file"))],
) -> None:
    from flows import overview

    raise typer.Exit(overview.register(settings_in_force(), year, output))


@app.command(help=say("desk"))
def desk(
    port: Annotated[int, typer.Option(help=say("port"))] = 8420,
    host: Annotated[str, typer.Option(help=say("host"))] = "127.0.0.1",
    create_admin: Annotated[str | None, typer.Option("--create-admin", help=say("admin"), show_default=False)] = None,
) -> None:
    from flows import desk as reviewing

    settings = settings_in_force()
    if create_admin is not None:
        prompt = pick("Mật khẩu (từ 10 ký tự)", "Password (10 letters or more)")
        typed = sys.stdin.readline().rstrip("\r\n") if not sys.stdin.isatty() else None
        password = typed if typed is not None else typer.prompt(prompt, hide_input=True, confirmation_prompt=True)
        try:
            reviewing.create_admin(settings, create_admin, password)
        except ValueError as error:
            tell(str(error))
            raise typer.Exit(WRONG_USE) from error
        typer.echo(pick(f"Đã tạo quản trị «{create_admin.lower()}».", f"Made administrator {create_admin.lower()}."))
        raise typer.Exit
    typer.echo(pick(f"Bàn duyệt: http://{host}:{port} (Ctrl+C để dừng)", f"Review desk: http://{host}:{port}"))
    reviewing.run(settings, host, port)


app.add_typer(operations)
