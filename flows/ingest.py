"""The Prefect flow that takes files in: claim, then batch by batch; a table of outcomes is left as an artifact."""

import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger, runtime, task
from prefect.artifacts import create_table_artifact
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event
from prefect.futures import as_completed

from flows import engine
from flows.dropped import whole_now
from flows.files import Claimed, expand
from flows.retrying import RETRIES, heals_with_time
from flows.settings import Settings
from flows.taking_in import Intake, Summary, Taken

_HEALING: dict[str, Any] = {
    "cache_policy": NO_CACHE,
    "persist_result": False,
    "retries": len(RETRIES),
    "retry_delay_seconds": RETRIES,
    "retry_condition_fn": heals_with_time,
}


@task(name="claim", cache_policy=NO_CACHE, persist_result=False)
def claim(intake: Intake, paths: Sequence[Path] | None) -> tuple[list[Claimed], list[Taken]]:
    """Own what was asked for, or what lies whole in the drop folder, and what a dead run left behind."""
    settings = intake.settings
    left = intake.folder.take_over(settings.inbox)
    asked = list(expand(paths)) if paths is not None else whole_now(settings.inbox, settings.watch.quiet_seconds)
    mine, failures = intake.claim(asked, paths or ())
    return left + mine, failures


@task(name="batch", **_HEALING)
def take_batch(intake: Intake, claimed: Sequence[Claimed]) -> list[Taken]:
    """Take one batch in."""
    return list(intake.take(claimed))


@task(name="batch elsewhere", **_HEALING)
def take_batch_elsewhere(run_id: str, files: Sequence[tuple[str, tuple[int, int] | None]]) -> list[Taken]:
    """Take one batch in on a worker of the cluster."""
    return engine.take_elsewhere(run_id, files)


def _run_name() -> str:
    paths = runtime.flow_run.parameters.get("paths")
    return "ingest drop folder" if paths is None else f"ingest {len(paths)} path(s)"


@flow(name="ingest", flow_run_name=_run_name, persist_result=False, task_runner=engine.task_runner())
def ingest(paths: list[str] | None = None) -> Summary:
    """Take in dispatches: read, normalize, store, archive, quarantine.

    Args:
        paths: Tệp hoặc thư mục cần tiếp nhận; để trống thì lấy thư mục tiếp nhận (var/inbox).
    """
    settings = Settings()
    run_id = str(runtime.flow_run.id or uuid.uuid4())
    with Intake(settings, run_id) as intake:
        intake.store.start_run("ingest", run_id=run_id)
        claimed, taken = claim(intake, [Path(p) for p in paths] if paths is not None else None)
        get_run_logger().info("%d files to take in", len(claimed))
        for batch in _batches(intake, claimed):
            taken += batch
        summary = Summary(run_id, tuple(taken))
        intake.store.end_run(run_id, summary.counts)
    create_table_artifact(_table(summary), key="tiep-nhan", description=_description(summary))
    _announce(summary)
    return summary


def _batches(intake: Intake, claimed: Sequence[Claimed]) -> Iterator[list[Taken]]:
    """Give what became of each batch: one after the other here, as they come from a cluster."""
    settings = intake.settings
    batches = engine.batches(settings, claimed)
    if settings.engine == "local":
        for batch in batches:
            yield take_batch(intake, batch)
        return
    sent = [take_batch_elsewhere.submit(intake.run_id, engine.packed(settings, batch)) for batch in batches]
    for future in as_completed(sent):
        yield future.result()


def _announce(summary: Summary) -> None:
    """Emit Prefect's event of the run's end: automations send mail or call a webhook on ``…needs-person``."""
    if summary.taken:
        emit_event(
            f"thidua.ingest.{'needs-person' if summary.needs_person else 'done'}",
            resource={"prefect.resource.id": f"thidua.run.{summary.run_id}", "prefect.resource.name": "ingest"},
            payload={"counts": summary.counts, "summary": _description(summary)},
        )


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
