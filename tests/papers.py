"""Outcomes for tests of what lies behind the parsers: stores, tables, registers. All made up."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import Code, Failure
from pipeline.model import (
    Addressee,
    AgencyMention,
    Award,
    Basis,
    Box,
    Dispatch,
    Evidence,
    Field,
    Finding,
    Milestone,
    MovementMention,
    Outcome,
    PartialDate,
    Profile,
    Reading,
    Recipient,
    Reference,
    Relation,
    Result,
    Severity,
    Source,
    State,
    Status,
    Target,
    Task,
)

T = TypeVar("T")

NAME = "Chung tay vì làng quê sáng"
FIVE_YEARS = MovementMention(NAME, PartialDate(2021), PartialDate(2025))
MORNING = datetime(2023, 7, 3, 1, 30, tzinfo=UTC)


def field(value: T, text: str = "chữ trên trang", confidence: float = 0.9, page: int | None = 1) -> Field[T]:
    """A field whose evidence is ``text``."""
    return Field.of(value, (Evidence(4, text, "trang 1, dòng 5", page, Box(85.0, 120.5, 300.25, 134.0)),), confidence)


def dispatch(symbol: str | None = "45/KH-SNV", issued: str | None = "2023-06-30", **parts: Any) -> Dispatch:
    """A plan with one of each kind of row; any attribute can be given, as a field or a tuple of fields."""
    defaults: dict[str, Any] = {
        "symbol": None if symbol is None else field(symbol),
        "issued_on": None if issued is None else field(PartialDate.parse(issued)),
        "doc_type": field("KH"),
        "place": field("Hà Đông Giang"),
        "issuer": field(AgencyMention("SỞ NỘI VỤ", None, "Sở Nội vụ")),
        "parent_issuer": field(AgencyMention("UBND TỈNH HÀ ĐÔNG GIANG")),
        "subject": field(f"Thực hiện Phong trào thi đua “{NAME}”"),
        "signer_name": field("Đặng Thị Thử"),
        "signer_capacity": field("KT"),
        "addressees": (field(Addressee("Các phòng chuyên môn")),),
        "recipients": (field(Recipient("Sở Tài chính", None, "để phối hợp")), field(Recipient("Các chi cục"))),
        "references": (field(Reference("12/KH-UBND", "KH", PartialDate(2023, 2), relation=Relation.IMPLEMENTS)),),
        "movements": (field(FIVE_YEARS),),
        "targets": (
            field(Target("Giảm 1,5 % hộ nghèo", Decimal("1.5"), unit="%", operator=">=", due=PartialDate(2025))),
            field(Target("Một phần ba số xã", Fraction(1, 3), value_max=Decimal("0.50"))),
        ),
        "milestones": (field(Milestone("Quý III", date(2023, 7, 1), date(2023, 9, 30))),),
        "tasks": (field(Task("Văn phòng", "Tổng hợp báo cáo", PartialDate(2023, 12, 15))),),
        "results": (
            field(
                Result(
                    "Quỹ Vì người nghèo", Decimal("4023.883"), "triệu đồng", "C04", date(2023, 1, 1), date(2023, 6, 30),
                    value_vnd=4_023_883_000, table=True,
                )
            ),
            field(Result("Số nhà xây mới", Decimal(0), "nhà", as_of=date(2022, 12, 31), basis=Basis.CUMULATIVE)),
            field(Result("Số mô hình", None, state=State.MISSING)),
            field(Result("Số hộ vùng biên giới", None, state=State.NOT_APPLICABLE, about="Chi cục Thử nghiệm")),
        ),
        "awards": (field(Award("Bằng khen", "BK", "tập thể", "Phòng Tổng hợp", unit="Sở Nội vụ", year=2023)),),
    }  # fmt: skip
    return Dispatch(**(defaults | parts))


def source(bytes_: str = "một", name: str = "van-ban.docx", **rest: Any) -> Source:
    """A file whose content is ``bytes_``."""
    data = bytes_.encode()
    rest.setdefault("path", Path("khong-co") / name)
    return Source(name, rest.pop("path"), hashlib.sha256(data).hexdigest(), len(data), "application/test", **rest)


def outcome(bytes_: str = "một", content: Dispatch | None = None, *, review: bool = False, **rest: Any) -> Outcome:
    """A readable file; ``review`` gives it a finding that a person must see."""
    evidence = (Evidence(2, "Số: 45", "đoạn 3"),)
    finding = Finding("SO_TRONG", Severity.WARNING, "Số văn bản có dấu hiệu sai.", "NĐ 30/2020", "symbol", evidence)
    return Outcome(
        rest.pop("source", None) or source(bytes_),
        Status.NEEDS_REVIEW if review else Status.CLEAN,
        dispatch() if content is None else content,
        profile=Profile.STATE,
        findings=(finding,) if review else (),
        reading=Reading("word", 2),
        seconds=0.25,
        **rest,
    )


def failure(bytes_: str = "một", code: Code = Code.DAMAGED, detail: str = "trang 3") -> Outcome:
    """A file that could not be read."""
    return Outcome(source(bytes_), Status.FAILED, failure=Failure(code, detail), seconds=0.1)
