"""The Prefect flow that takes files in: claim, then batch by batch; a table of outcomes is left as an artifact."""

import uuid
from collections.abc import Sequence
from pathlib import Path

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE

from flows.files import Claimed, expand
from flows.retrying import RETRIES, heals_with_time
from flows.settings import Settings
from flows.taking_in import Intake, Summary, Taken


@task(name="claim", cache_policy=NO_CACHE, persist_result=False)
def claim(intake: Intake, paths: Sequence[Path] | None) -> tuple[list[Claimed], list[Taken]]:
    """Own what was asked for, or what lies in the drop folder, and what a dead run left behind."""
    left = intake.folder.take_over(intake.settings.inbox)
    mine, failures = intake.claim(list(expand(paths if paths is not None else _dropped(intake.settings))))
    return left + mine, failures


@task(
    name="batch",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=len(RETRIES),
    retry_delay_seconds=RETRIES,
    retry_condition_fn=heals_with_time,
)
def take_batch(intake: Intake, claimed: Sequence[Claimed]) -> list[Taken]:
    """Take one batch in."""
    return list(intake.take(claimed))


@flow(name="ingest", flow_run_name="ingest", persist_result=False)
def ingest(paths: list[str] | None = None) -> Summary:
    """Take in dispatches: read, normalize, store, archive, quarantine.

    Args:
        paths: Files or folders; the drop folder when left out.
    """
    settings = Settings()
    run_id = str(runtime.flow_run.id or uuid.uuid4())
    with Intake(settings, run_id) as intake:
        intake.store.start_run("ingest", run_id=run_id)
        claimed, taken = claim(intake, [Path(p) for p in paths] if paths is not None else None)
        get_run_logger().info("%d files to take in", len(claimed))
        for start in range(0, len(claimed), settings.batch):
            taken += take_batch(intake, claimed[start : start + settings.batch])
        summary = Summary(run_id, tuple(taken))
        intake.store.end_run(run_id, summary.counts)
    create_table_artifact(_table(summary), key="tiep-nhan", description=_description(summary))
    return summary


def _dropped(settings: Settings) -> list[Path]:
    return [settings.inbox] if any(settings.inbox.iterdir()) else []


def _table(summary: Summary) -> list[dict[str, str]]:
    return [
        {
            "tệp": t.name,
            "kết quả": t.kind,
            "số, ký hiệu": t.symbol or "",
            "cần xem": "x" if t.needs_review else "",
            "ghi chú": t.message,
        }
        for t in summary.taken
    ]


def _description(summary: Summary) -> str:
    waiting = [f"- {t.name}: {t.message}" for t in summary.taken if t.message]
    return "\n".join([*summary.totals(), "", *(["Cần người xem:", *waiting] if waiting else [])])
