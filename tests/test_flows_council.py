"""From a real store to what two councils are told: lists of the office, the period before, decisions, structure, editions."""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from typer.testing import CliRunner

from flows import command, deciding, overview, reporting
from flows.assembly import open_store
from flows.settings import Settings
from outputs import registry as outputs
from pipeline.consolidate.decisions import key_of
from pipeline.editions import read, rebuild, write
from pipeline.model import Award, Evidence, MovementMention, Outcome, PartialDate, Source, Status
from pipeline.successions import Lineage, Structure
from tests.movement import NAME, OFFICE, UNITS, YEAR, dispatch, field, movement, report, result

UNIT_LIST = ("id", "name", "parent", "kind", "valid_from", "valid_to", "successor", "headcount")
DAY = date(2024, 1, 15)


class Home:
    """An office's folder with its lists, and a store filled as intake would fill it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(
            home=folder, office={"agency": OFFICE, "spoken": "Sở Nông nghiệp tỉnh Hạ Đông Giang", "code": "SNN"}
        )
        self.units({u.agency_id: {} for u in UNITS})

    def units(self, extra, more=()):
        rows = [{"id": OFFICE, "name": "Sở Nông nghiệp tỉnh Hạ Đông Giang", "kind": "department"}]
        rows += [
            {"id": u.agency_id, "name": u.name, "parent": OFFICE, "kind": "unit"} | extra.get(u.agency_id, {})
            for u in UNITS
        ]
        with (self.folder / "agencies.csv").open("w", encoding="utf-8", newline="") as handle:
            table = csv.DictWriter(handle, UNIT_LIST)
            table.writeheader()
            table.writerows([*rows, *more])

    def take(self, *papers):
        with open_store(self.settings) as store:
            for paper in papers:
                source = Source(paper.file_name, Path(paper.file_name), paper.sha256, 1, "application/test")
                made = Outcome(source, Status.CLEAN, paper.dispatch, profile=paper.profile, findings=paper.findings)
                store.save(made, run_id="run", received_at=paper.received_at, archived_as=None)

    def gather(self, period=YEAR, as_of=DAY, **terms):
        return reporting.gather(self.settings, NAME, period, as_of, **terms)

    def codes(self, **terms):
        return [row.finding.code for row in self.gather(**terms).findings]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    return Home(tmp_path)


def yearly(n, year, *results, id="", **parts):
    unit = UNITS[n - 1]
    name = id or f"bc-{year}-{n:02d}"
    return dispatch(name, "BC", f"{n}/BC-{year}", f"{year}-12-12", unit.agency_id, unit.name, results=results, **parts)


# Two councils


def test_one_store_serves_two_councils(home, tmp_path):
    """The ministry closes on 15 December, the province at the end of the year; one store, one fact set, two reports."""
    late = report(10, "2023-12-20")
    home.take(*movement(), late)
    early, full = home.gather(as_of=date(2023, 12, 15)), home.gather(as_of=date(2023, 12, 31))
    assert UNITS[9].agency_id in {o.unit.agency_id for o in full.reporting.owed if o.report is not None}
    assert UNITS[9].agency_id in early.by_total["B06"].missing
    assert early.by_total["B06"].value < full.by_total["B06"].value - 79
    # What both know they say alike, cell by cell with the same sources.
    both = {d.id for d in early.documents}
    alike = [c for c in full.cells if c.used and {s.dispatch for s in c.sources} <= both]
    assert len(alike) > 50 and all(early.by_cell[c.unit, c.indicator] == c for c in alike)
    pages = {}
    for name, data in (("tong-hop", full), ("bo-nganh", early)):
        chosen = outputs.report(name)
        files = chosen.write(data, reporting.office(home.settings), tmp_path / name, ("html",))
        pages[name] = (chosen.due(data.period), files["html"].read_text(encoding="utf-8"))
    assert pages["tong-hop"][0] == date(2023, 12, 31) and pages["bo-nganh"][0] == date(2023, 12, 15)
    assert "Hội đồng Thi đua - Khen thưởng Bộ" in pages["bo-nganh"][1]
    assert "Hội đồng Thi đua - Khen thưởng Bộ" not in pages["tong-hop"][1]
    assert "tỷ đồng" in pages["bo-nganh"][1]


# What the checks are fed with


def test_a_figure_far_from_its_peers_and_one_in_the_wrong_unit_show_in_the_product(home):
    usual = [yearly(n, 2022, result("C01", 100 + n, "triệu đồng", "2022")) for n in range(1, 9)]
    now = [yearly(n, 2023, result("C01", 110 + n, "triệu đồng")) for n in range(1, 8)]
    home.take(*usual, *now, yearly(8, 2023, result("C01", 108_000_000, "triệu đồng")))
    (slip,) = [r for r in home.gather().findings if r.finding.code == "MAGNITUDE_SLIP"]
    assert slip.unit == UNITS[7].agency_id and "kỳ trước 108 triệu đồng" in slip.finding.message


def test_growth_unlike_that_of_the_others_shows_and_common_growth_does_not(home):
    usual = [yearly(n, 2022, result("D05", 10 * n, "mô hình", "2022")) for n in range(1, 9)]
    now = [yearly(n, 2023, result("D05", 11 * n, "mô hình")) for n in range(2, 9)]
    home.take(*usual, *now, yearly(1, 2023, result("D05", 90, "mô hình")))
    jumps = [r for r in home.gather().findings if r.finding.code == "JUMP"]
    assert [j.unit for j in jumps] == [UNITS[0].agency_id]
    assert "kỳ trước 10 mô hình" in jumps[0].finding.message


def test_without_the_period_before_nothing_is_held_against_it(home):
    home.take(*(yearly(n, 2023, result("D05", 11 * n, "mô hình")) for n in range(1, 9)))
    assert not {"JUMP", "MAGNITUDE_SLIP"} & set(home.codes())


def title(name, code, year, status, unit=1):
    return field(Award(code, code, "cá nhân", name, None, UNITS[unit - 1].name, status, year), name)


def decision(id, year, *awards, about=NAME):
    made = dispatch(id, "QĐ", f"{year}/QĐ-SNN", f"{year}-12-20", OFFICE, "Sở Nông nghiệp", awards=awards)
    named = field(MovementMention(about, PartialDate(2015), PartialDate(2030)))
    return replace(made, dispatch=replace(made.dispatch, movements=(named,)))


def test_decisions_of_other_movements_answer_the_ladder(home):
    asked = dispatch(
        "tt", "TTr", "9/TTr-DV1", "2023-12-14", UNITS[0].agency_id, UNITS[0].name,
        awards=(title("Lê Thị Mơ", "CSTDT", 2023, "proposed"), title("Lê Thị Mơ", "CSTDCS", 2023, "granted")),
    )  # fmt: skip
    elsewhere = "Dạy tốt học tốt"
    home.take(
        *movement(),
        asked,
        decision("qd-22", 2022, title("Lê Thị Mơ", "CSTDCS", 2022, "granted"), about=elsewhere),
        decision("qd-21", 2021, title("Trần Văn Thử", "CSTDCS", 2021, "granted"), about=elsewhere),
    )
    (ladder,) = [r.finding for r in home.gather().findings if r.finding.code == "LADDER"]
    assert "2021" in ladder.message and "2022" not in ladder.message


def test_people_by_unit_and_persons_come_from_the_offices_lists(home):
    home.units({"don-vi-1": {"headcount": "10"}})
    (home.folder / "ca-nhan.csv").write_text(
        f"name,unit,woman,direct\nLê Thị Mơ,{UNITS[0].name},có,không\n", encoding="utf-8"
    )
    whole = Award("TTLĐTT", "TTLDTT", "tập thể", UNITS[0].name, None, UNITS[0].name, "proposed", 2023)
    asked = dispatch(
        "tt", "TTr", "9/TTr-DV1", "2023-12-14", UNITS[0].agency_id, UNITS[0].name,
        awards=(field(whole), title("Lê Thị Mơ", "LDTT", 2023, "proposed")),
    )  # fmt: skip
    home.take(*movement(), asked)
    said = {r.finding.code: r.finding.message for r in home.gather().findings if r.unit == "don-vi-1"}
    assert "1/10 người" in said["TITLE_SHARE"]
    assert "nữ 2/2" in said["PEOPLE_SHARES"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("agencies.csv", "id,name,headcount\nx,Đơn vị X,nhiều\n", "headcount"),
        ("ca-nhan.csv", "name,woman\nLê Thị Mơ,có thể\n", "dòng 2"),
        ("ca-nhan.csv", "name,woman\n,có\n", "chưa điền name"),
    ],
)
def test_a_wrong_list_is_named_with_its_row(home, name, text, said):
    home.take(*movement())
    (home.folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(reporting.ReportError, match=said):
        home.gather()


# Decisions


def houses(*figures):
    return [yearly(n, 2023, result("D01", v, "nhà")) for n, v in enumerate(figures, 1)]


def choose(home, *over, unit="don-vi-1", **more):
    return deciding.choose_source(
        home.settings, NAME, YEAR, "d01", unit, over, reason="Có danh sách từng hộ", who="Lan", as_of=DAY, **more
    )


def test_the_chosen_source_counts_and_the_others_are_named(home):
    home.take(*houses(50, 20, 7))
    assert home.gather().by_total["D01"].may_overlap
    choose(home, "don-vi-2")
    data = home.gather()
    total = data.by_total["D01"]
    assert (total.value, total.authority, total.left_out) == (57, "don-vi-1", ("don-vi-2",))
    assert not total.may_overlap
    (said,) = [r.finding.message for r in data.findings if r.finding.code == "SOURCE_CHOSEN"]
    assert "Lan" in said and "Có danh sách từng hộ" in said and f"{UNITS[1].name}: 20 nhà" in said
    files = outputs.report().write(data, reporting.office(home.settings), home.folder / "ra", ("html",))
    page = files["html"].read_text(encoding="utf-8")
    assert f"tổng không cộng số của {UNITS[1].name}" in page and "lý do: Có danh sách từng hộ" in page


def test_an_undone_choice_counts_no_more(home):
    home.take(*houses(50, 20, 7))
    identifier = choose(home)
    assert home.gather().by_total["D01"].value == 50
    deciding.undo(home.settings, identifier[:8], reason="Danh sách sai", who="Minh")
    assert home.gather().by_total["D01"].value == 77


def test_a_chosen_source_that_is_silent_leaves_the_sum_and_is_said(home):
    home.take(*houses(50, 20), yearly(3, 2023, result("B06", 5, "hộ")))
    choose(home, unit=UNITS[2].name)
    data = home.gather()
    assert data.by_total["D01"].value == 70 and data.by_total["D01"].may_overlap
    assert "SOURCE_SILENT" in {r.finding.code for r in data.findings}


def test_an_unknown_unit_or_indicator_is_refused_with_those_there_are(home):
    home.take(*houses(50, 20))
    with pytest.raises(deciding.CannotDecide, match="Chi cục Thủy lợi"):
        choose(home, unit="Chi cục Không có")
    with pytest.raises(deciding.CannotDecide, match="D01"):
        deciding.choose_source(home.settings, NAME, YEAR, "Z99", "don-vi-1", (), reason="x", as_of=DAY)


def test_decisions_stand_in_the_manifest_and_the_edition_is_rebuilt_with_them(home, tmp_path):
    home.take(*movement())
    choose(home)
    one = home.gather()
    row = one.findings[0]
    deciding.accept(
        home.settings, NAME, YEAR, key_of(row, one)[:8], reason="Đã gọi điện xác nhận", who="Lan", as_of=DAY
    )
    frozen = reporting.edition(home.settings, NAME, YEAR, DAY)
    assert [(s.unit, s.who) for s in frozen.manifest.terms.sources] == [("don-vi-1", "Lan")]
    assert [a.reason for a in frozen.manifest.terms.acceptances] == ["Đã gọi điện xác nhận"]
    again = read(write(frozen))
    assert again == frozen
    with open_store(home.settings) as store:
        dispatches = list(store.dispatches(frozen.manifest.terms.movement.id))
    rebuilt = rebuild(again.manifest, dispatches, lineage=Lineage(reporting.registry(home.settings.unit_files)))
    assert rebuilt.totals == frozen.data.totals and rebuilt.cells == frozen.data.cells


def sheets(path):
    with ZipFile(path) as parts:
        return parts.read("xl/workbook.xml").decode()


def test_an_accepted_finding_is_told_apart_and_comes_back_when_withdrawn(home):
    home.take(*movement())
    before = home.gather()
    row = next(r for r in before.findings if r.finding.code == "CONFLICT")
    identifier = deciding.accept(
        home.settings, NAME, YEAR, key_of(row, before), reason="Đã đối chiếu", who="Lan", as_of=DAY
    )
    data = home.gather()
    assert row not in data.findings and len(data.doubts) == len(before.doubts) - 1
    assert [(a.row, a.who, a.reason) for a in data.accepted] == [(row, "Lan", "Đã đối chiếu")]
    assert data.totals == before.totals, "accepting a finding moves no figure"
    files = outputs.report().write(data, reporting.office(home.settings), home.folder / "ra", ("html", "docx", "xlsx"))
    page = files["html"].read_text(encoding="utf-8")
    assert "Các điểm đã được chấp nhận, có lý do" in page and "Đã đối chiếu" in page
    assert "Đã chấp nhận" in sheets(files["xlsx"])
    deciding.undo(home.settings, identifier[:8], reason="Đơn vị báo lại", who="Minh")
    assert home.gather().findings == before.findings


def test_an_acceptance_outlives_a_new_reading_of_the_same_words(home):
    """Read again the file has other places and another confidence; the same is said, so the acceptance holds."""
    doubtful = yearly(1, 2023, result("D01", 50, "nhà", confidence=0.41))
    home.take(doubtful)
    before = home.gather()
    row = next(r for r in before.findings if r.finding.code == "LOW_CONFIDENCE")
    deciding.accept(home.settings, NAME, YEAR, key_of(row, before), reason="Đã xem bản gốc", who="Lan", as_of=DAY)
    (old,) = doubtful.dispatch.results
    moved = replace(old, confidence=0.52, evidence=(Evidence(9, old.evidence[0].text, "bảng 2, hàng 1, cột 3", 3),))
    other = replace(old, value=replace(old.value, value=Decimal(80)), raw="D01 80 nhà",
                    evidence=(Evidence(9, "D01 80 nhà", "bảng 2, hàng 1, cột 3", 3),))  # fmt: skip
    for again, held in ((moved, True), (other, False)):
        source = Source(doubtful.file_name, Path(doubtful.file_name), doubtful.sha256, 1, "application/test")
        fields = replace(doubtful.dispatch, results=(again,))
        with open_store(home.settings) as store:
            made = Outcome(source, Status.CLEAN, fields, profile=doubtful.profile)
            store.save(made, run_id="again", received_at=doubtful.received_at, archived_as=None, reread=True)
        data = home.gather()
        assert ("LOW_CONFIDENCE" not in {r.finding.code for r in data.findings}) is held
        assert bool(data.accepted) is held


def test_the_list_names_findings_by_key_and_what_may_overlap(home):
    home.take(*houses(50, 20))
    identifier = choose(home, "don-vi-2")
    lines = deciding.listed(home.settings, NAME, YEAR, DAY)
    data = home.gather()
    assert all(any(line.startswith(key_of(r, data)[:8]) for line in lines) for r in data.findings)
    assert any(line.startswith(identifier[:8]) and "Có danh sách từng hộ" in line for line in lines)
    assert not any(line.startswith("Có thể trùng: D01") for line in lines)


# Structure, editions, plans


def test_a_unit_that_was_renamed_stands_under_its_heir_when_asked(home):
    home.units(
        {"don-vi-2": {"valid_to": "2023-12-31", "successor": "don-vi-moi"}},
        [{"id": "don-vi-moi", "name": "Chi cục Mới", "parent": OFFICE, "kind": "unit", "valid_from": "2024-01-01"}],
    )
    home.take(*houses(50, 20))
    filed, mapped = home.gather(), home.gather(structure=Structure.MAPPED)
    assert ("don-vi-2", "D01") in filed.by_cell
    assert mapped.by_cell["don-vi-moi", "D01"].value == 20 and ("don-vi-2", "D01") not in mapped.by_cell
    (said,) = [r.finding.message for r in mapped.findings if r.finding.code == "MAPPED_UNIT"]
    assert f"{UNITS[1].name} được tính vào Chi cục Mới" in said
    files = outputs.report().write(mapped, reporting.office(home.settings), home.folder / "ra", ("html",))
    assert f"{UNITS[1].name} được tính vào Chi cục Mới" in files["html"].read_text(encoding="utf-8")
    frozen = reporting.edition(home.settings, NAME, YEAR, DAY, Structure.MAPPED)
    assert frozen.manifest.terms.structure is Structure.MAPPED


def test_two_editions_are_compared_in_words_and_as_a_table(home, tmp_path):
    home.take(*houses(50, 20))
    paths = []
    for name in ("cu", "moi"):
        frozen = reporting.edition(home.settings, NAME, YEAR, DAY)
        made = reporting.Made("Báo cáo", {"docx": str(tmp_path / f"{name}.docx")}, {}, 10, 2, 0, 0)
        paths.append(reporting.keep(frozen, made))
        home.take(yearly(3, 2023, result("D01", 7, "nhà")))
    table = tmp_path / "so-sanh.csv"
    words = reporting.compared(*paths, table)
    assert any(UNITS[2].name in line and "bổ sung" in line for line in words)
    rows = list(csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines()))
    assert {"văn bản", "số liệu", "tổng"} <= {r["Loại"] for r in rows}
    (total,) = [r for r in rows if r["Loại"] == "tổng"]
    assert (total["Bản trước"].split()[0], total["Bản sau"].split()[0]) == ("70", "77")


def test_status_says_which_plan_each_report_answers(home, capsys):
    home.take(*movement(), yearly(9, 2023, result("B06", 5, "hộ"), id="khong-vien-dan"))
    overview.status(home.settings)
    printed = capsys.readouterr().out
    assert "Trả lời văn bản số 45/KH-SNN (viện dẫn số, ký hiệu)" in printed
    (guessed,) = [line for line in printed.splitlines() if "9/BC-2023" in line]
    assert "theo phong trào, nơi nhận, kỳ" in guessed


# The command line


@pytest.fixture
def thidua(home):
    """The command line in this process, on this home."""
    with (home.folder / "thidua.toml").open("w", encoding="utf-8") as handle:
        handle.write(f'[office]\nagency = "{OFFICE}"\n')

    def run(*words):
        done = CliRunner().invoke(command.app, [str(w) for w in words])
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return done.exit_code, done.output

    return run


WHEN = ("--movement", "chung suc", "--from", "2023", "--as-of", DAY.isoformat())


def test_decisions_from_the_command_line(home, thidua):
    home.take(*houses(50, 20))
    code, listed = thidua("decide", "list", *WHEN)
    assert code == 0 and "Có thể trùng: D01" in listed
    code, told = thidua(
        "decide",
        "source",
        *WHEN,
        "--indicator",
        "D01",
        "--unit",
        UNITS[0].name,
        "--reason",
        "Có danh sách",
        "--who",
        "Lan",
    )
    assert code == 0
    assert home.gather().by_total["D01"].value == 50
    code, _ = thidua("decide", "undo", told.strip()[:8], "--reason", "Nhầm")
    assert code == 0 and home.gather().by_total["D01"].value == 70
    data = home.gather()
    key = key_of(data.findings[0], data)
    assert thidua("decide", "accept", key[:8], *WHEN, "--reason", "Đã hỏi đơn vị")[0] == 0
    assert home.gather().accepted[0].reason == "Đã hỏi đơn vị"


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "undo", "khong-co", "--reason", "x"),
        ("decide", "accept", "0", *WHEN, "--reason", "  "),
        ("decide", "source", *WHEN, "--indicator", "D01", "--unit", "Không có", "--reason", "x"),
        ("decide", "list", "--movement", "không có", "--from", "2023"),
        ("report", *WHEN, "--structure", "khac"),
        ("report", *WHEN, "--heir", "chi-mot-ma"),
        ("compare", "khong-co.json", "khong-co.json"),
    ],
)
def test_wrong_use_is_exit_code_two(home, thidua, words):
    home.take(*houses(50, 20))
    assert thidua(*words)[0] == 2


def test_facts_are_exported_for_one_movement_and_period(home, thidua, tmp_path):
    home.take(*houses(50, 20))
    code, told = thidua("export", "-o", tmp_path / "ra", "--movement", "chung suc", "--from", "2023", "--as-of", DAY)
    assert code == 0 and "fact_cell" in told
    cells = list(csv.DictReader((tmp_path / "ra" / "fact_cell.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert {(c["unit"], c["value"]) for c in cells if c["indicator"] == "D01" and c["value"]} == {
        ("don-vi-1", "50"),
        ("don-vi-2", "20"),
    }
