"""What every group of commands shares: exit codes, how a person is told, what was typed as values."""

from datetime import date
from typing import Any

import typer

from flows.language import pick

#: Exit codes of contract section 2.
DONE, NEEDS_PERSON, WRONG_USE, IMPOSSIBLE = 0, 1, 2, 3


def tell(message: str) -> None:
    """Say a line on standard error."""
    typer.echo(message, err=True)


def now(message: str) -> None:
    """Print a line of the service's log at once."""
    # A log that nobody flushes tells nothing while the service runs; names of files may be no text at all.
    print(message.encode(errors="backslashreplace").decode(), flush=True)


def settings_in_force() -> Any:
    """Give the settings in force."""
    from flows.settings import Settings

    return Settings()


def day(text: str | None) -> date | None:
    """Give a day as typed, None for none. Raises typer.BadParameter for what is no day."""
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(pick(f"Ngày phải có dạng 2023-12-31: {text}", f"Not a day: {text}")) from error


def window(start: str, end: str | None) -> Any:
    """Give the period from one end to another as typed. Raises typer.BadParameter for what is none."""
    from flows import periods

    try:
        return periods.window(start, end or start)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error
