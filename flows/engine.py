"""Where batches are read: in the flow's own process, or on a Dask cluster (setting ``engine``)."""

from collections.abc import Sequence
from typing import Any

from prefect.task_runners import TaskRunner, ThreadPoolTaskRunner

from flows import standby
from flows.files import Claimed, claimed_at
from flows.settings import Settings
from flows.taking_in import Intake, Taken


def task_runner() -> TaskRunner[Any]:
    """Give Prefect what runs the batches. Without an address, Dask starts workers on this machine for each run."""
    settings = Settings()
    if settings.engine == "local":
        return ThreadPoolTaskRunner(max_workers=1)
    import dask
    from prefect_dask.task_runners import DaskTaskRunner

    if settings.dask_address:
        return DaskTaskRunner(address=settings.dask_address)
    # A worker starts reading processes of its own, which Python forbids to daemons.
    dask.config.set({"distributed.worker.daemon": False})
    return DaskTaskRunner(cluster_kwargs={"n_workers": settings.workers, "threads_per_worker": 1})


#: A cluster is as quick as its last batch: a run is cut into so many at least, so that no worker ends long before another.
_BATCHES = 16


def batches(settings: Settings, claimed: Sequence[Claimed]) -> list[Sequence[Claimed]]:
    """Give the files in batches of the size that is set; for a cluster smaller ones, when there would be only a few."""
    size = settings.batch
    if settings.engine != "local":
        size = min(size, max(1, len(claimed) // _BATCHES))
    return [claimed[start : start + size] for start in range(0, len(claimed), size)]


def packed(settings: Settings, claimed: Sequence[Claimed]) -> list[tuple[str, tuple[int, int] | None]]:
    """Give claimed files as they travel: places inside the work folder, which each machine mounts where it likes."""
    return [(item.path.relative_to(settings.work).as_posix(), item.stamp) for item in claimed]


def take_elsewhere(run_id: str, files: Sequence[tuple[str, tuple[int, int] | None]]) -> list[Taken]:
    """Take a batch in on whatever machine this is, by that machine's settings; its reading processes stay for the next."""
    settings = Settings()
    standby.keep_for_good()
    claimed = [claimed_at(settings.work / place, stamp) for place, stamp in files]
    with Intake(settings, run_id, joins=True) as intake:
        return list(intake.take(claimed))
