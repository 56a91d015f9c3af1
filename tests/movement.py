"""A made-up movement: one office, ten units, two plans, reports in time, late, revised, contradicting and missing.

All bodies, persons and figures are invented.
"""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from pipeline.model import (
    AgencyMention,
    Award,
    Basis,
    Dispatch,
    Evidence,
    Field,
    Milestone,
    MovementMention,
    PartialDate,
    Period,
    Profile,
    Reference,
    Relation,
    Result,
    State,
    Target,
    Task,
)
from pipeline.obligations import ExpectedUnit
from pipeline.ports import MovementRow, StoredDispatch

T = TypeVar("T")

NAME = "Chung sức vì người nghèo"
MOVEMENT = MovementRow("chung-suc-vi-nguoi-ngheo--2021-2025", NAME, date(2021, 1, 1), date(2025, 12, 31), 14)
OFFICE = "so-nong-nghiep-ha-dong-giang"
YEAR = Period.parse("2023")
_NAMES = (
    "Chi cục Thủy lợi",
    "Chi cục Kiểm lâm",
    "Chi cục Phát triển nông thôn",
    "Chi cục Chăn nuôi và Thú y",
    "Chi cục Trồng trọt và Bảo vệ thực vật",
    "Chi cục Thủy sản",
    "Trung tâm Khuyến nông",
    "Trung tâm Giống cây trồng",
    "Trung tâm Nước sạch và Vệ sinh môi trường nông thôn",
    "Ban Quản lý rừng phòng hộ",
)
UNITS = tuple(ExpectedUnit(f"don-vi-{n + 1}", name) for n, name in enumerate(_NAMES))


def field(
    value: T, text: str = "", place: str = "đoạn 1", page: int | None = None, confidence: float = 0.95
) -> Field[T]:
    """A field whose evidence is ``text`` (the value's own words when blank)."""
    words = text or getattr(value, "text", None) or getattr(value, "symbol", None) or str(value)
    return Field(value, words, confidence, (Evidence(0, words, place, page),))


def result(
    code: str | None, value: Any, unit: str | None = None, period: str | None = "2023", **rest: Any
) -> Field[Result]:
    """A figure for an indicator over a period; ``vnd`` is set for money in triệu or tỷ đồng."""
    place, page, confidence = rest.pop("place", "trang 2, dòng 14"), rest.pop("page", 2), rest.pop("confidence", 0.93)
    span = Period.parse(period) if period else None
    number = None if value is None else Decimal(str(value))
    scale = {"đồng": 1, "triệu đồng": 10**6, "tỷ đồng": 10**9}.get(unit or "")
    rest.setdefault("period_start", span.start if span else None)
    rest.setdefault("period_end", span.end if span else None)
    if scale is not None and number is not None:
        rest.setdefault("value_vnd", int(number * scale))
    label = rest.pop("label", code or "chỉ tiêu khác")
    words = f"{label} {'' if value is None else value} {unit or ''}".strip()
    return field(Result(label, number, unit, code, **rest), words, place, page, confidence)


def dispatch(
    id: str, kind: str, number: str, issued: str, agency: str, name: str, received: str | None = None, **parts: Any
) -> StoredDispatch:
    """A stored dispatch; ``received`` is the day it arrived, the printed one unless told."""
    superseded = parts.pop("superseded_by", None)
    findings = parts.pop("findings", ())
    arrived = datetime.fromisoformat(received or issued).replace(hour=8, tzinfo=UTC)
    fields = Dispatch(
        symbol=field(number),
        issued_on=field(PartialDate.parse(issued)),
        doc_type=field(kind),
        issuer=field(AgencyMention(name.upper(), agency, name)),
        movements=(field(MovementMention(NAME, PartialDate(2021), PartialDate(2025))),),
        **parts,
    )
    return StoredDispatch(
        id, id.ljust(64, "0"), f"{id}.docx", arrived, fields, Profile.STATE, tuple(findings), superseded
    )


def award(
    name: str, kind: str, form: str, code: str, unit: str, position: str | None = None, status: str = "proposed"
) -> Field[Award]:
    """A named subject and the award put forward for it."""
    return field(Award(form, code, kind, name, position, unit, status, 2023), name, "bảng 1, hàng 2")


def plan() -> StoredDispatch:
    """The office's plan with four targets and a yearly deadline."""
    return dispatch(
        "plan",
        "KH",
        "45/KH-SNN",
        "2023-02-10",
        OFFICE,
        "Sở Nông nghiệp tỉnh Hạ Đông Giang",
        subject=field(f'Tổ chức thực hiện Phong trào thi đua "{NAME}" năm 2023'),
        references=(field(Reference("12/KH-UBND", "KH", relation=Relation.IMPLEMENTS)),),
        targets=(
            field(
                Target(
                    "Giảm ít nhất 400 hộ nghèo mỗi năm",
                    Decimal(400),
                    unit="hộ",
                    operator=">=",
                    direction="down",
                    per="year",
                    indicator="B06",
                )
            ),
            field(
                Target("Xây mới 60 nhà Đại đoàn kết", Decimal(60), unit="nhà", indicator="D01", due=PartialDate(2023))
            ),
            field(
                Target(
                    "Ủng hộ Quỹ Vì người nghèo từ 1,2 tỷ đồng trở lên",
                    Decimal("1.2"),
                    unit="tỷ đồng",
                    operator=">=",
                    indicator="C04",
                    due=PartialDate(2023),
                )
            ),
            field(Target("Đến năm 2025 không còn xã đặc biệt khó khăn", Decimal(0), unit="xã", due=PartialDate(2025))),
        ),
        milestones=(
            field(Milestone("Tổng kết phong trào năm 2023: quý IV/2023", date(2023, 10, 1), date(2023, 12, 31))),
        ),
        tasks=(field(Task("Các đơn vị trực thuộc", "Báo cáo kết quả về Sở trước ngày 16/12 hằng năm")),),
    )


def _usual(n: int) -> tuple[Field[Result], ...]:
    """The figures of unit ``n`` (1 to 10)."""
    return (
        result("A01", 2 + n % 4, "văn bản", label="Số văn bản chỉ đạo, triển khai đã ban hành"),
        result("A04", 3 + n, "cuộc", label="Số hội nghị, lớp tuyên truyền"),
        result("A05", 250 * n, "lượt người", label="Số lượt người được tuyên truyền"),
        result("B06", 30 + 5 * n, "hộ", label="Số hộ nghèo giảm trong kỳ"),
        result("B02", 100 + 7 * n, "hộ", label="Số hộ nghèo cuối kỳ", as_of=date(2023, 12, 10)),
        result("B08", 4000 + 100 * n, "hộ", label="Tổng số hộ dân", as_of=date(2023, 12, 10)),
        result(
            "C01",
            Decimal("120.5") * n,
            "triệu đồng",
            label="Tổng kinh phí huy động",
            place="bảng 1, hàng 3, cột 2",
            table=True,
        ),
        result(
            "C04",
            90 + 12 * n,
            "triệu đồng",
            label="Ủng hộ Quỹ Vì người nghèo",
            place="bảng 1, hàng 5, cột 2",
            table=True,
        ),
        result("D01", n, "căn", label="Nhà Đại đoàn kết xây mới"),
        result("D05", 0 if n == 3 else n % 3 + 1, "mô hình", label="Số mô hình sinh kế hỗ trợ"),
    )


def report(
    n: int, issued: str, results: tuple[Field[Result], ...] | None = None, suffix: str = "", **parts: Any
) -> StoredDispatch:
    """The yearly report of unit ``n``."""
    unit = UNITS[n - 1]
    parts.setdefault("references", (field(Reference("45/KH-SNN", "KH", relation=Relation.IMPLEMENTS)),))
    return dispatch(
        f"report-{n:02d}{suffix}",
        "BC",
        f"{20 + n}{suffix}/BC-DV{n}",
        issued,
        unit.agency_id,
        unit.name,
        subject=field(f'Kết quả thực hiện Phong trào thi đua "{NAME}" năm 2023'),
        results=_usual(n) if results is None else results,
        **parts,
    )


def movement() -> tuple[StoredDispatch, ...]:
    """The whole movement.

    Unit 2 revised its report; unit 4 was late; unit 5 has a half-year and a full-year report; unit 6 contradicts itself in two
    documents; unit 7 leaves cells blank, zero and not applicable; unit 8 counts on from 2021; unit 10 sent nothing.
    """
    blanks = (
        *_usual(7)[:6],
        result("C04", None, None, state=State.MISSING, label="Ủng hộ Quỹ Vì người nghèo"),
        result("D01", None, None, state=State.NOT_APPLICABLE, label="Nhà Đại đoàn kết xây mới"),
        result("D05", 0, "mô hình", label="Số mô hình sinh kế hỗ trợ"),
    )
    running = (
        *_usual(8)[:8],
        result("D01", 9, "nhà", None, basis=Basis.CUMULATIVE, as_of=date(2022, 12, 31), label="Luỹ kế nhà xây mới"),
        result("D01", 14, "nhà", None, basis=Basis.CUMULATIVE, as_of=date(2023, 12, 10), label="Luỹ kế nhà xây mới"),
    )
    nominees = (
        award("Phòng Kỹ thuật", "tập thể", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "BKT", _NAMES[0]),
        award("Lê Thị Mơ", "cá nhân", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "BKT", _NAMES[0], "Trưởng phòng"),
        award("Trần Văn Thử", "cá nhân", "Giấy khen của Giám đốc Sở", "GK", _NAMES[0], "Chuyên viên"),
    )
    return (
        dispatch(
            "plan-above",
            "KH",
            "12/KH-UBND",
            "2023-01-15",
            "ubnd-tinh",
            "Ủy ban nhân dân tỉnh Hạ Đông Giang",
            subject=field(f'Tổ chức Phong trào thi đua "{NAME}" năm 2023'),
            targets=(
                field(
                    Target(
                        "Tỷ lệ hộ nghèo còn dưới 3%",
                        Decimal(3),
                        unit="%",
                        operator="<=",
                        direction="down",
                        indicator="B03",
                        due=PartialDate(2023),
                    )
                ),
            ),
            tasks=(field(Task("Các sở, ngành", "Báo cáo kết quả về Sở Nội vụ trước ngày 25/12 hằng năm")),),
        ),
        plan(),
        report(1, "2023-12-12", awards=nominees),
        report(
            2,
            "2023-12-10",
            tuple(result(f.value.indicator, 1, f.value.unit) for f in _usual(2)),
            superseded_by="report-02b",
        ),
        report(2, "2023-12-20", suffix="b"),
        report(3, "2023-12-15"),
        report(4, "2023-12-21"),
        report(
            5,
            "2023-06-20",
            tuple(result(c, v, u, "2023-Q1") for c, v, u in (("B06", 11, "hộ"), ("D01", 2, "nhà"))),
            "h",
        ),
        report(5, "2023-12-11"),
        report(6, "2023-12-12"),
        dispatch(
            "letter-06",
            "CV",
            "77/DV6-KH",
            "2023-12-14",
            UNITS[5].agency_id,
            UNITS[5].name,
            subject=field("V/v báo cáo bổ sung số liệu Phong trào thi đua"),
            results=(result("D01", 8, "nhà", label="Nhà Đại đoàn kết xây mới"),),
        ),
        report(7, "2023-12-13", blanks),
        report(8, "2023-12-14", running),
        report(
            9,
            "2023-12-01",
            awards=(
                award(
                    "Lê Thị Mơ", "cá nhân", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh", "BKT", _NAMES[8], "Viên chức"
                ),
            ),
        ),
        dispatch(
            "own",
            "BC",
            "200/BC-SNN",
            "2023-07-01",
            OFFICE,
            "Sở Nông nghiệp tỉnh Hạ Đông Giang",
            results=(result("D01", 500, "nhà"),),
        ),
    )
