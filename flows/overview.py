"""What an officer asks the store: ``status``, ``export``, ``register``, ``verify``."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from flows import reporting, versions
from flows.assembly import open_store
from flows.settings import Settings
from outputs import registry as outputs
from pipeline import proposals
from pipeline.checks import series
from pipeline.consolidate import Consolidation, Document
from pipeline.model import Period
from pipeline.obligations import Standing

if TYPE_CHECKING:
    from outputs.store import Balance, Chain, Head

DONE, NEEDS_PERSON, IMPOSSIBLE = 0, 1, 3
#: So many of a kind are printed by ``status``.
_SHOWN = 10


def status(settings: Settings) -> int:
    """Print the ledger, the review queue, and each movement's reporting in the current and the last reported year."""
    with open_store(settings) as store:
        balance, queue, movements = store.balance(), store.queue(), store.movements()
        heads = store.heads(in_force=True)
        joined, waiting = len(store.versions.ties(None, "made", "together")), versions.proposed(store)
    print(
        f"Sổ tiếp nhận: nhận {balance.received} = lưu {balance.stored} + chờ {balance.waiting} + cách ly {balance.quarantined}"
        f" ({'cân' if balance.balanced else 'KHÔNG CÂN, chạy thidua verify'})"
    )
    print(f"Văn bản cần xem: {len(queue)}")
    for head in queue[:20]:
        print(f"  {head.symbol or '(không số)'} {head.issuer or ''}: {head.subject or head.file_name}")
    if joined:
        print(f"Tệp được gộp thành bản của cùng một văn bản: {joined} cặp (xem: thidua versions)")
    for line in waiting:
        print(f"  {line}")
    for line in (*_numbers(heads, settings), *_strangers(heads)):
        print(line)
    for movement in movements:
        print(f"Phong trào «{movement.name}» ({movement.id}): {movement.documents} văn bản")
        for line in _reporting(settings, movement.id):
            print(f"  {line}")
    return DONE if balance.balanced and not queue and not waiting else NEEDS_PERSON


def _numbers(heads: Sequence["Head"], settings: Settings) -> list[str]:
    """Give what the numbers of own and of others' dispatches say, the newest series first, and how many are left out."""
    found = series.of_heads(heads, settings.office.agency or settings.office.name)
    out = []
    for label, own in (("Số văn bản đi", True), ("Số văn bản đến", False)):
        told = [f.message for one in found if one.own is own for f in series.findings(one)]
        out += [f"{label}: {message}" for message in told[:_SHOWN]]
        out += [f"{label}: còn {len(told) - _SHOWN} điều khác"] if len(told) > _SHOWN else []
    return out


def _strangers(heads: Sequence["Head"]) -> list[str]:
    """Give each issuer that is in no list of units once, with the row that would put it there."""
    found = proposals.strangers(heads)
    out = [f"Cơ quan chưa có trong danh mục ({len(found)}), dòng đề xuất cho tệp đơn vị:"] if found else []
    for one in found[:_SHOWN]:
        out.append(f"  {one.proposal.id},{one.proposal.name} ({one.documents} văn bản)")
    return out + ([f"  còn {len(found) - _SHOWN} cơ quan khác"] if len(found) > _SHOWN else [])


def _reporting(settings: Settings, movement: str) -> list[str]:
    today = date.today()
    with open_store(settings) as store:
        years = {d.dispatch.issued_on.value.year for d in store.dispatches(movement) if d.dispatch.issued_on}
    out = []
    for year in sorted(years)[-2:]:
        period = Period(date(year, 1, 1), date(year, 12, 31))
        # Seen from within the year's reporting season: reports for a year still come in its first quarter after.
        data = reporting.gather(settings, movement, period, min(today, date(year + 1, 3, 31)))
        owed = data.reporting
        if not owed.expected:
            continue
        out.append(f"{year}: đã báo cáo {owed.received}/{owed.expected}, đúng hạn {owed.on_time}")
        missing = [o.unit.name for o in owed.owed if o.standing is Standing.MISSING]
        late = [f"{o.unit.name} ({o.days_late} ngày)" for o in owed.owed if o.standing is Standing.LATE]
        if missing:
            out.append(f"  Chưa báo cáo: {', '.join(missing)}")
        if late:
            out.append(f"  Trễ hạn: {', '.join(late)}")
        out += [f"  {line}" for line in _answers(data)]
    return out


def _answers(data: Consolidation) -> list[str]:
    """Give a line a report: which plan it answers and how that is known; those that answer one plan by its number together."""
    by_number: dict[str, list[str]] = {}
    other = []
    for answer in data.answers:
        report = data.by_document[answer.report]
        name = data.by_unit[answer.unit].name if answer.unit in data.by_unit else report.issuer or "Đơn vị chưa rõ"
        said = f"{_named(report)} của {name}"
        if answer.plan is None:
            other.append(f"Chưa rõ trả lời kế hoạch nào: {said}")
        elif answer.by == ("reference",):
            by_number.setdefault(answer.plan, []).append(said)
        else:
            plan, sure = _named(data.by_document[answer.plan]), "" if answer.certain else "; chưa chắc"
            other.append(
                f"Trả lời {plan} (theo phong trào, {'nơi nhận, ' if 'issuer' in answer.by else ''}kỳ{sure}): {said}"
            )
    cited = [
        f"Trả lời {_named(data.by_document[plan])} (viện dẫn số, ký hiệu): {'; '.join(reports)}"
        for plan, reports in by_number.items()
    ]
    return cited + other


def _named(document: Document) -> str:
    return f"văn bản số {document.symbol}" if document.symbol else f"«{document.file_name}»"


def export(settings: Settings, folder: Path, kind: str) -> int:
    """Write every normalized table to ``folder``."""
    with open_store(settings) as store:
        for name, path in outputs.export(store, folder, kind).items():
            print(f"{name}: {path}")
    return DONE


def export_facts(settings: Settings, folder: Path, kind: str, movement: str, period: Period, as_of: date | None) -> int:
    """Write the facts of a movement and period with their lineage to ``folder``. Raises NoSuchMovement and ReportError."""
    data = reporting.gather(settings, movement, period, as_of or date.today())
    for name, path in outputs.export_facts(data, folder, kind).items():
        print(f"{name}: {path}")
    return DONE


def register(settings: Settings, year: int, path: Path) -> int:
    """Write the register of incoming dispatches of a year."""
    with open_store(settings) as store:
        rows = outputs.register(store, year, path, settings.office.name)
    print(f"Sổ đăng ký văn bản đến năm {year}: {rows} văn bản, {path}")
    return DONE


@dataclass(frozen=True, slots=True)
class Proven:
    """What was proved: the ledger's sum, the archive read again, the audit chain walked."""

    balance: "Balance"
    archive: outputs.Proof
    chain: "Chain"

    @property
    def whole(self) -> bool:
        """Nothing is lost, nothing changed."""
        return self.balance.balanced and self.archive.whole and self.chain.whole

    def lines(self) -> list[str]:
        """Give the three sentences of the proof."""
        b, archive, chain = self.balance, self.archive, self.chain
        broken = f"HỎNG ở dòng {chain.broken}: {chain.reason}"
        return [
            f"Sổ tiếp nhận: nhận {b.received} = lưu {b.stored} + chờ {b.waiting} + cách ly {b.quarantined}"
            f": {'cân' if b.balanced else 'KHÔNG CÂN'}",
            f"Kho lưu: đã đọc lại {archive.checked} tệp, thiếu {len(archive.missing)}, "
            f"sai nội dung {len(archive.damaged)}.",
            f"Nhật ký: {chain.rows} dòng, {'nguyên vẹn' if chain.whole else broken}.",
        ]

    def faults(self) -> list[str]:
        """Give the archived files that are missing or changed."""
        return [*self.archive.missing, *self.archive.damaged]


def prove(settings: Settings) -> Proven:
    """Read the archive again, balance the ledger, walk the audit chain."""
    with open_store(settings) as store:
        files, balance, chain = store.files(), store.balance(), store.verify()
    proof = outputs.open_archive(settings.archive_url, settings.archive).verify(
        (f.sha256, f.archived_as) for f in files
    )
    return Proven(balance, proof, chain)


def verify(settings: Settings) -> int:
    """Print what holds and what does not."""
    proven = prove(settings)
    for fault in proven.faults():
        print(f"  {fault}", file=sys.stderr)
    print("\n".join(proven.lines()))
    return DONE if proven.whole else IMPOSSIBLE
