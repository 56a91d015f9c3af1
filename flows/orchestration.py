"""What Prefect needs to know before it is first imported."""

import os
from pathlib import Path

from flows.settings import Settings


def prepare(settings: Settings) -> None:
    """Set Prefect's environment where the installation has not: its own home, patience for a first start, silence outward.

    Called before ``prefect`` is imported, since Prefect reads its settings on import.
    """
    own = {
        # Runs and their logs stay with the installation, and a home on a slow disk gets its time.
        "PREFECT_HOME": str(settings.var / "prefect"),
        "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # The command line says in one sentence what went wrong; the trace is in the run's log on the server.
        "PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL": "CRITICAL",
        "PREFECT_CLI_PROMPT": "false",
    }
    for name, value in own.items():
        os.environ.setdefault(name, value)
    Path(os.environ["PREFECT_HOME"]).mkdir(parents=True, exist_ok=True)


def prune(settings: Settings) -> None:
    """Let the server that this process starts drop old runs, their logs and their events by itself."""
    days = settings.service.keep_days
    own = {
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_SERVICES_DB_VACUUM_RETENTION_PERIOD": str(days * 86_400),
        "PREFECT_SERVER_EVENTS_RETENTION_PERIOD": f"P{days}D",
    }
    for name, value in own.items():
        os.environ.setdefault(name, value)
