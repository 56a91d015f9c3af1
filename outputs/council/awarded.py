"""The tables of awards: how many by form and kind of subject, and the subjects by name."""

from decimal import Decimal

from outputs.council import wording as say
from outputs.council.cites import Cites
from outputs.council.facts import Cell, Column, Row, Table
from pipeline.consolidate import Consolidation

_LISTED = {"proposed": "đề nghị khen thưởng", "granted": "đã khen thưởng"}
_STATUS = {"proposed": "đề nghị", "granted": "đã khen"}


def award_counts(data: Consolidation) -> tuple[Table, ...]:
    """Give the number of subjects by form, one column for each kind of subject that occurs."""
    counts = [c for c in data.award_counts if c.status in _STATUS]
    if not counts:
        return ()
    order = ("tập thể", "cá nhân", "hộ", "doanh nghiệp")
    kinds = [k for k in order if any(c.subject_kind == k for c in counts)]
    kinds += sorted({c.subject_kind for c in counts if c.subject_kind and c.subject_kind not in order})
    loose = any(c.subject_kind is None for c in counts)
    forms = list(dict.fromkeys((c.status, c.award) for c in counts))
    rows = []
    for n, (status, form) in enumerate(forms, 1):
        mine = [c for c in counts if (c.status, c.award) == (status, form)]
        shares = [sum(c.count for c in mine if c.subject_kind == k) for k in kinds]
        rest = sum(c.count for c in mine if c.subject_kind is None)
        numbers = shares + ([rest] if loose else []) + [sum(c.count for c in mine)]
        cells = tuple(Cell(say.figure(v), value=Decimal(v)) for v in numbers)
        rows.append(Row((Cell(str(n)), Cell(form), Cell(_STATUS[status]), *cells)))
    titles = [say.upper_first(k) for k in kinds] + (["Chưa rõ"] if loose else []) + ["Cộng"]
    width = min(22.0, 90 / len(titles))
    columns = (
        Column("TT", 10, "center"), Column("Hình thức khen thưởng", 133 - width * len(titles)), Column("Loại", 22, "center"),
        *(Column(t, width, "right") for t in titles),
    )  # fmt: skip
    return (Table("khen-thuong", "Bảng 2. Khen thưởng theo hình thức và đối tượng", columns, tuple(rows)),)


def nominees_title(data: Consolidation) -> str:
    """Give what the list of nominees is called: only proposed, only granted, or both."""
    kinds = {n.award.value.status for n in data.nominees}
    said = [words for status, words in _LISTED.items() if status in kinds]
    return f"Danh sách {say.listed(said or [_LISTED['proposed']])}"


def nominees(data: Consolidation, cites: Cites) -> tuple[Table, ...]:
    """Give the named subjects, grouped by form."""
    rows: list[Row] = []
    form = ""
    for number, one in enumerate(data.nominees, 1):
        award = one.award.value
        head = f"{award.award} ({_STATUS.get(award.status, award.status)})"
        if head != form:
            form = head
            rows.append(Row((Cell(head), *(Cell(""),) * 5), True, span=True))
        unit = award.unit or (data.by_unit[one.unit].name if one.unit in data.by_unit else "")
        refs = [f"d{cites.numbers[d]}" for d in one.documents if d in cites.numbers]
        cells = (
            Cell(str(number)),
            Cell(award.name or ""),
            Cell(award.position or ""),
            Cell(unit),
            Cell(award.subject_kind or ""),
            Cell(cites.codes(one.documents), ref=refs[0] if refs else ""),
        )
        rows.append(Row(cells))
    if not rows:
        return ()
    columns = (
        Column("TT", 10, "center"), Column("Họ và tên, tên tập thể", 48), Column("Chức vụ", 32), Column("Đơn vị", 42),
        Column("Đối tượng", 18, "center"), Column("Nguồn", 15, "center"),
    )  # fmt: skip
    return (Table("de-nghi", f"{cites.form('nominees')}{nominees_title(data)}", columns, tuple(rows)),)
