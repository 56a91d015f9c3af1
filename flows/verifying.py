"""The Prefect flow that proves nothing is lost; the balance is left as an artifact, a fault fails the run."""

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.events import emit_event

from flows.overview import Proven, prove
from flows.retrying import RETRIES, heals_with_time
from flows.settings import Settings


class NotWhole(Exception):
    """The ledger does not balance, or bytes or rows are missing or changed."""


@task(
    name="prove",
    cache_policy=NO_CACHE,
    persist_result=False,
    retries=len(RETRIES),
    retry_delay_seconds=RETRIES,
    retry_condition_fn=heals_with_time,
)
def proof() -> Proven:
    """Read the archive again, balance the ledger, walk the audit chain."""
    return prove(Settings())


@flow(name="verify", flow_run_name="verify", persist_result=False)
def verify() -> list[str]:
    """Prove that nothing is lost: ledger, archive, audit trail. Raises NotWhole when something is."""
    proven = proof()
    b = proven.balance
    rows = (("đã nhận", b.received), ("đã lưu", b.stored), ("đang chờ", b.waiting), ("cách ly", b.quarantined))
    table = "\n".join(["| sổ tiếp nhận | tệp |", "| --- | ---: |", *(f"| {name} | {n} |" for name, n in rows)])
    faults = "\n".join(f"- {fault}" for fault in proven.faults())
    create_markdown_artifact(f"{table}\n\n" + "\n\n".join(proven.lines()) + f"\n\n{faults}", key="doi-chieu")
    if not proven.whole:
        emit_event("thidua.verify.not-whole", resource={"prefect.resource.id": "thidua.store"})
        raise NotWhole("\n".join([*proven.lines(), *proven.faults()]))
    return proven.lines()
