"""The Prefect flow that makes the consolidated report: gather, render, leave an artifact."""

from datetime import date
from pathlib import Path

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE

from flows import reporting
from flows.reporting import Made
from flows.retrying import RETRIES, heals_with_time
from flows.settings import Settings
from pipeline.editions import Edition
from pipeline.model import Period
from pipeline.successions import Structure


@task(
    name="consolidate",
    cache_policy=NO_CACHE,
    retries=len(RETRIES),
    retry_delay_seconds=RETRIES,
    retry_condition_fn=heals_with_time,
)
def gather(movement: str, period: Period, as_of: date, structure: Structure, heirs: dict[str, str]) -> Edition:
    """Give the consolidated figures, frozen with all they rest on."""
    return reporting.edition(Settings(), movement, period, as_of, structure, heirs)


@task(name="render", cache_policy=NO_CACHE)
def render(edition: Edition, template: str | None, folder: str | None) -> Made:
    """Write the report's files, and the edition beside them."""
    made = reporting.make(Settings(), edition.data, template, Path(folder) if folder else None)
    reporting.keep(edition, made)
    return made


@flow(name="report", flow_run_name="report {movement} {start}..{end}", persist_result=False)
def report(
    movement: str,
    start: date,
    end: date,
    as_of: date | None = None,
    template: str | None = None,
    folder: str | None = None,
    structure: Structure = Structure.AS_FILED,
    heirs: dict[str, str] | None = None,
) -> Made:
    """Make the consolidated report (báo cáo tổng hợp) of a movement. Prefect's form shows the parameters' words.

    Args:
        movement: Mã, tên hoặc một phần tên của phong trào (chỉ khớp một phong trào).
        start: Ngày đầu kỳ báo cáo.
        end: Ngày cuối kỳ báo cáo.
        as_of: Ngày chốt số liệu; để trống là hôm nay.
        template: Tên mẫu báo cáo; để trống là mẫu của chương trình.
        folder: Thư mục ghi kết quả; để trống là var/reports.
        structure: Số liệu xếp theo đơn vị đã gửi (as_filed) hay theo đơn vị kế thừa tại ngày chốt (mapped).
        heirs: Đơn vị kế thừa được chọn cho đơn vị đã chia tách: mã cũ và mã mới.
    """
    edition = gather(movement, Period(start, end), as_of or date.today(), structure, heirs or {})
    made = render(edition, template, folder)
    links = "\n".join(f"- {kind.upper()}: `{path}`" for kind, path in made.files.items())
    create_markdown_artifact(f"# {made.title}\n\n{links}\n\n{made.lines()[1]}", key="bao-cao-tong-hop")
    return made
