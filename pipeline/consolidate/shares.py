"""Shares that cannot be: more than the whole, or of nothing. The figures stay as reported; a person is told."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.consolidate.claims import shown
from pipeline.consolidate.values import Cell, FindingRow, Unit
from pipeline.model import Finding, Severity
from pipeline.reference.indicators import Indicator, Kind

_RULE = "Một phần không lớn hơn toàn bộ"
_ASK = "Đối chiếu tử số, mẫu số với bản gốc; đề nghị đơn vị đính chính nếu bản gốc ghi như vậy."


def impossible(
    cells: Mapping[tuple[str, str], Cell], units: Sequence[Unit], indicators: Sequence[Indicator]
) -> Iterator[FindingRow]:
    """Give a finding for each unit whose stated share exceeds 100 %, or whose part exceeds the whole that it is a share of.

    Only shares whose part or whole the dictionary names: how far a plan was fulfilled may well be more than 100 %.
    """
    for share in indicators:
        if share.kind is not Kind.RATIO or "%" not in share.unit or not (share.numerator or share.denominator):
            continue
        for unit in units:
            stated = cells.get((unit.id, share.code))
            if stated is not None and not stated.derived and stated.value is not None and stated.value > 100:
                said = f"«{share.name}» là {shown(stated.value)}%, lớn hơn 100%."
                yield _row(unit, said, stated)
            part, whole = (cells.get((unit.id, code or "")) for code in (share.numerator, share.denominator))
            if part is None or whole is None or part.value is None or whole.value is None:
                continue
            if part.value > whole.value:
                said = f"số để tính «{share.name}» là {shown(part.value)} trên {shown(whole.value)}, một phần lớn hơn toàn bộ."
                yield _row(unit, said, part, whole)


def _row(unit: Unit, said: str, *cells: Cell) -> FindingRow:
    used = [s for c in cells for s in c.used]
    evidence = tuple(e for s in used for e in s.evidence)
    finding = Finding("SHARE_ABOVE_WHOLE", Severity.ERROR, f"{unit.name}: {said}", _RULE, "results", evidence, _ASK)
    return FindingRow(used[0].dispatch if used else None, finding, unit.id)
