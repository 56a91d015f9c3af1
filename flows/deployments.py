"""The Prefect deployments of one installation, and the process that runs them (``python -m flows.deployments``)."""

from typing import Any

from flows.settings import Settings

#: Runs of one deployment that may go on at once. A night run and a drop share no file: each owns what it renamed.
_AT_ONCE = 1


def deployments(settings: Settings) -> list[Any]:
    """Give the deployments: ``nightly``, ``on-drop``, ``report``, ``verify``."""
    from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
    from prefect.schedules import Cron
    from prefect.types.entrypoint import EntrypointType

    from flows.ingest import ingest
    from flows.report import report
    from flows.verifying import verify

    one = ConcurrencyLimitConfig(limit=_AT_ONCE, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
    # An installed copy has no file to name, so flows are found by their module.
    shared: dict[str, Any] = {"entrypoint_type": EntrypointType.MODULE_PATH, "concurrency_limit": one}
    return [
        ingest.to_deployment(
            "nightly",
            schedule=Cron(settings.service.nightly, timezone=settings.timezone),
            tags=["thidua", "night"],
            description="Tiếp nhận mọi tệp trong thư mục tiếp nhận, hằng đêm.",
            **shared,
        ),
        ingest.to_deployment(
            "on-drop",
            tags=["thidua", "drop"],
            description="Tiếp nhận ngay các tệp hoặc thư mục được nêu.",
            **shared,
        ),
        report.to_deployment(
            "report",
            tags=["thidua", "report"],
            description="Lập báo cáo tổng hợp của một phong trào cho Hội đồng Thi đua - Khen thưởng.",
            **shared,
        ),
        verify.to_deployment(
            "verify",
            schedule=Cron("0 5 * * 0", timezone=settings.timezone),
            tags=["thidua", "verify"],
            description="Chứng minh không mất tệp: đối chiếu sổ, kho lưu và nhật ký.",
            **shared,
        ),
    ]


def main() -> None:
    """Serve the deployments until SIGTERM."""
    from flows import orchestration

    settings = Settings()
    orchestration.prepare(settings)
    from prefect import serve

    serve(*deployments(settings), pause_on_shutdown=False, print_starting_message=False)


if __name__ == "__main__":
    main()
