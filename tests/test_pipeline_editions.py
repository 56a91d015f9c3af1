"""A consolidation frozen, read back, rebuilt and compared."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pipeline.consolidate import consolidate
from pipeline.editions import Terms, compare, drift, freeze, in_words, read, rebuild, write
from pipeline.reference.agencies import Agency, Registry
from pipeline.reference.indicators import indicators
from tests.movement import MOVEMENT, OFFICE, UNITS, YEAR, award, movement, report

DAY = date(2024, 1, 15)
TERMS = Terms(MOVEMENT, YEAR, DAY, UNITS, OFFICE)
REGISTRY = Registry.of([Agency("don-vi-1", "Chi cục Thủy lợi")])


def consolidated(dispatches, as_of=DAY):
    return consolidate(dispatches, YEAR, as_of, UNITS, indicators(), movement=MOVEMENT, own=OFFICE)


@pytest.fixture(scope="module")
def edition():
    papers = movement()
    return freeze(consolidated(papers), TERMS, papers, registry=REGISTRY, corrections=("c2", "c1"), program="1.2")


def test_an_edition_is_read_back_to_the_letter(edition):
    again = read(write(edition))
    assert again == edition
    assert again.data.by_total["D01"] == edition.data.by_total["D01"]


def test_it_is_rebuilt_to_the_same_figures_whatever_came_since(edition):
    later = [*movement(), report(10, "2024-01-10")]
    later = [replace(d, superseded_by="report-01b") if d.id == "report-01" else d for d in later]
    later.append(report(1, "2024-01-12", suffix="b"))
    again = rebuild(read(write(edition)).manifest, later)
    assert (again.cells, again.totals, again.reporting) == (
        edition.data.cells,
        edition.data.totals,
        edition.data.reporting,
    )


def test_a_document_that_is_gone_stops_the_rebuild(edition):
    with pytest.raises(ValueError, match=r"report-03\.docx"):
        rebuild(edition.manifest, [d for d in movement() if d.id != "report-03"])


def test_nothing_has_drifted_at_once(edition):
    assert drift(edition.manifest, movement(), REGISTRY, "1.2") == ()


def test_what_has_drifted_is_said(edition):
    changed = [replace(d, dispatch=replace(d.dispatch, results=())) if d.id == "report-01" else d for d in movement()]
    said = drift(edition.manifest, changed[:-1], Registry.of([]), "1.3")
    assert any("report-01.docx" in s for s in said)
    assert any("Không còn văn bản" in s for s in said)
    assert any("Danh mục đơn vị" in s for s in said)
    assert any("1.3" in s for s in said)
    older = replace(edition.manifest, reference=(("indicators.csv", "0" * 64),))
    assert any("indicators.csv" in s for s in drift(older, movement(), REGISTRY, "1.2"))


def test_the_manifest_names_every_document_version_and_correction(edition):
    manifest = edition.manifest
    assert {d.id for d in manifest.documents} == {d.id for d in movement()}
    assert next(d for d in manifest.documents if d.id == "report-02").superseded_by == "report-02b"
    assert manifest.corrections == ("c1", "c2")
    assert {"award_rules.csv", "indicators.csv"} <= {name for name, _ in manifest.reference}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"schema": "thidua.dispatch/1"}'])
def test_other_files_are_no_edition(text):
    with pytest.raises(ValueError, match="bản chốt"):
        read(text)


def test_a_figure_changed_by_hand_is_found_out(edition):
    plain = json.loads(write(edition))
    cell = next(c for c in plain["data"]["cells"] if c.get("value") is not None)
    cell["value"] = "999999"
    with pytest.raises(ValueError, match="đã bị sửa"):
        read(json.dumps(plain))


def test_two_editions_are_compared_in_words_and_rows():
    old = consolidated(movement())
    later = (*movement(), report(10, "2024-01-10"), report(1, "2024-01-11", suffix="b"))
    later = tuple(replace(d, superseded_by="report-01b") if d.id == "report-01" else d for d in later)
    bigger = tuple(
        replace(f, value=replace(f.value, value=f.value.value + Decimal(5))) if f.value.indicator == "D01" else f
        for f in later[-1].dispatch.results
    )
    later = (*later[:-1], replace(later[-1], dispatch=replace(later[-1].dispatch, results=bigger)))
    changes = compare(old, consolidated(later))
    words = in_words(changes)
    assert f"{UNITS[9].name} bổ sung báo cáo số 30/BC-DV10." in words
    assert f"{UNITS[0].name} gửi báo cáo số 21b/BC-DV1 thay thế báo cáo số 21/BC-DV1." in words
    assert f"{UNITS[0].name} điều chỉnh «Số nhà Đại đoàn kết xây mới»: từ 1 nhà thành 6 nhà." in words
    assert any(w.startswith(f"{UNITS[9].name}: từ chưa gửi sang trễ hạn") for w in words)
    (total,) = [c for c in changes if c.kind == "total" and c.subject == "Số nhà Đại đoàn kết xây mới"]
    assert "tăng 15 nhà" in total.sentence
    assert any("Và " in w for w in in_words(changes, limit=2))


def test_an_edition_compared_with_itself_says_so():
    data = consolidated(movement())
    assert compare(data, data) == ()
    assert in_words(()) == ("Hai bản không khác nhau.",)


def test_awards_that_came_and_went():
    first = movement()
    fewer = tuple(
        replace(d, dispatch=replace(d.dispatch, awards=d.dispatch.awards[:-1])) if d.id == "report-01" else d
        for d in first
    )
    more = (
        *fewer,
        report(3, "2023-12-16", suffix="c", awards=(award("Đỗ Văn Mới", "cá nhân", "Giấy khen", "GK", "X"),)),
    )
    words = in_words(compare(consolidated(first), consolidated(more)))
    assert any("Thêm đề nghị khen thưởng: Đỗ Văn Mới" in w for w in words)
    assert any("Bớt đề nghị khen thưởng: Trần Văn Thử" in w for w in words)
