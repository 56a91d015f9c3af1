"""Templates and profiles of the office: used when they are right, refused with the place of what is wrong."""

import io
from pathlib import Path
from typing import Any

import docx
import pytest

from outputs import registry
from outputs.council.build_template import PAPERS
from outputs.council.profiles import TEMPLATES, ProfileError, profiles
from outputs.council.template import TemplateError, check
from pipeline.model import Period
from tests.movement import movement
from tests.test_outputs_council import BUREAU, run


def own(folder: Path, *lines: str, name: str = "consolidated.docx") -> Path:
    document = docx.Document(str(TEMPLATES / "consolidated.docx"))
    for line in lines:
        document.add_paragraph(line)
    document.save(str(folder / name))
    return folder / name


@pytest.mark.parametrize("name", PAPERS)
def test_the_programs_own_templates_are_right(name: str) -> None:
    check(TEMPLATES / name)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Kính gửi: {{ adressee }}", "không có chỗ điền tên «adressee» (có phải «addressee»?)"),
        ("{{ office.nam }}", "«office» không có phần «nam» (có phải «name»?)"),
        ("{%p for s in section %}", "không có chỗ điền tên «section» (có phải «sections»?)"),
        ("{%p for s in sections %}", "lệnh «for» chưa có «endfor»"),
        ("{%p endif %}", "«endif» không khớp lệnh đang mở"),
        ("{%p fro s in sections %}", "không có lệnh «fro» (có phải «for»?)"),
        ("{%p for t in title %}", "«title» không phải danh sách để lặp"),
        ("{%p for s of sections %}", "lệnh lặp phải có dạng"),
        ("{{ title }", "dấu «{{» không có dấu đi cùng"),
        ("{%p else %}", "«else» không nằm trong lệnh «if» nào"),
        # One row stands for all rows of a table: nothing in it may ask about a single one.
        ("{%p for r in annexes %}{%p for x in r.tables %}{%p for y in x.rows %}", "chỉ lặp được bằng một hàng Word"),
        (
            "{%p for t in annexes %}{%tr for r in t.tables.rows %}{{ r.cells | length }}",
            "không dùng điều kiện hay bộ lọc",
        ),
    ],
)
def test_a_wrong_tag_is_named_with_its_place(tmp_path: Path, line: str, said: str) -> None:
    path = own(tmp_path, line)
    with pytest.raises(TemplateError) as error:
        check(path)
    message = str(error.value)
    assert "Mẫu Word «consolidated.docx» có chỗ điền sai" in message
    assert said in message and "đoạn " in message


def test_names_of_a_loop_are_known_inside_it_only(tmp_path: Path) -> None:
    check(own(tmp_path, "{%p for s in sections %}", "{{ s.title | upper }} {{ loop.index }}", "{%p endfor %}"))
    with pytest.raises(TemplateError, match="không có chỗ điền tên «s»"):
        check(own(tmp_path, "{{ s.title }}", name="khac.docx"))


def test_a_tag_that_word_has_cut_into_runs_is_read_whole(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATES / "consolidated.docx"))
    paragraph = document.add_paragraph()
    for piece in ("{{ ti", "tel", " }}"):
        paragraph.add_run(piece)
    document.save(str(tmp_path / "x.docx"))
    with pytest.raises(TemplateError, match=r"không có chỗ điền tên «titel» .có phải «title»"):
        check(tmp_path / "x.docx")


def test_a_wrong_tag_in_the_header_is_found(tmp_path: Path) -> None:
    document = docx.Document(str(TEMPLATES / "consolidated.docx"))
    document.sections[0].header.add_paragraph("{{ trang }}")
    document.save(str(tmp_path / "x.docx"))
    with pytest.raises(TemplateError, match=r"của đầu trang, chỗ «\{\{ trang \}\}»"):
        check(tmp_path / "x.docx")


@pytest.mark.parametrize(("data", "said"), [(b"", "bị hỏng"), (b"PK\x03\x04", "bị hỏng"), (b"{\\rtf1}", "bị hỏng")])
def test_a_file_that_is_no_word_file_is_said_so(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "x.docx").write_bytes(data)
    with pytest.raises(TemplateError, match=said):
        check(tmp_path / "x.docx")


def test_with_a_wrong_template_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    own(tmp_path / "templates", "{{ titel }}")
    report = registry.report(None, tmp_path / "templates")
    with pytest.raises(registry.ReportError, match="titel"):
        report.write(run(*movement()), BUREAU, tmp_path / "out", templates=tmp_path / "templates")
    assert not (tmp_path / "out").exists()


def test_the_offices_template_is_used(tmp_path: Path) -> None:
    own(tmp_path, "Mẫu riêng của {{ spoken }}")
    made = registry.report(None, tmp_path).write(
        run(*movement()), BUREAU, tmp_path / "out", ("docx",), templates=tmp_path
    )
    assert docx.Document(str(made["docx"])).paragraphs[-1].text.startswith("Mẫu riêng của Sở Nông nghiệp")


# Profiles.


def written(folder: Path, text: str) -> Path:
    (folder / "profiles.toml").write_text(text, encoding="utf-8")
    return folder


def test_an_office_changes_one_line_and_adds_a_kind(tmp_path: Path) -> None:
    written(
        tmp_path,
        '[bo-nganh]\naddressee = "Hội đồng Thi đua - Khen thưởng Bộ Thử nghiệm"\n'
        '[quy]\ntitle = "Báo cáo quý"\nsections = ["results"]\nannexes = ["matrix"]\n',
    )
    found = profiles(tmp_path)
    assert list(found) == ["tong-hop", "bo-nganh", "lanh-dao", "quy"]
    assert found["bo-nganh"].addressee.endswith("Bộ Thử nghiệm") and found["bo-nganh"].money == "tỷ đồng"
    assert [r.name for r in registry.reports(tmp_path)][:4] == list(found)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tong-hop\n", "không đúng cú pháp TOML"),
        ('[tong-hop]\nmuc = "x"\n', "không có khai báo «muc»"),
        ('[tong-hop]\nsections = ["ket-qua"]\n', "có mục lạ «ket-qua»"),
        ('[tong-hop]\nmoney = "tỉ"\n', "«money» phải là một trong"),
        ('[tong-hop]\ndeadline = "31/12"\n', "«deadline» phải có dạng"),
        ('[moi]\nheading = "BÁO CÁO"\n', "thiếu «title»"),
        ("[tong-hop]\ncharts = 1\n", "«charts» phải là true/false"),
        ("[tong-hop]\nsections = [1]\n", "«sections» phải là danh sách chữ"),
    ],
)
def test_a_wrong_profile_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ProfileError) as error:
        profiles(written(tmp_path, text))
    assert said in str(error.value)


def test_a_template_that_is_not_there_is_said(tmp_path: Path) -> None:
    written(tmp_path, '[tong-hop]\ntemplate = "mau-moi.docx"\n')
    with pytest.raises(registry.ReportError, match=r"Không tìm thấy mẫu Word «mau-moi\.docx»"):
        registry.report(None, tmp_path).check(tmp_path)


@pytest.mark.parametrize(
    ("name", "period", "day"),
    [
        ("tong-hop", "2023", "2023-12-31"),
        ("bo-nganh", "2023-Q3", "2023-12-15"),
        ("bo-nganh", "2023", "2023-12-15"),
        ("lanh-dao", "2023", "None"),
    ],
)
def test_the_day_it_has_to_be_sent(name: str, period: str, day: str) -> None:
    assert str(profiles()[name].due(Period.parse(period))) == day


def text_of(made: Any) -> str:
    document = docx.Document(io.BytesIO(Path(made["docx"]).read_bytes()))
    return "\n".join(p.text for p in document.paragraphs)


def test_the_ministrys_report_has_its_own_order_unit_and_addressee(tmp_path: Path) -> None:
    made = registry.report("bo-nganh").write(run(*movement()), BUREAU, tmp_path, ("docx",))
    said = text_of(made)
    assert said.index("CÔNG TÁC LÃNH ĐẠO") < said.index("TÌNH HÌNH BÁO CÁO")
    assert "Kính gửi: Hội đồng Thi đua - Khen thưởng Bộ" in said
    assert "(qua Vụ Thi đua - Khen thưởng)" in said
    cells = [c.text for t in docx.Document(str(made["docx"])).tables for c in t._cells]
    assert "tỷ đồng" in cells and "triệu đồng" not in cells


def test_the_leaders_report_has_no_annex_and_no_code_that_none_explains(tmp_path: Path) -> None:
    said = text_of(registry.report("lanh-dao").write(run(*movement()), BUREAU, tmp_path, ("docx",)))
    assert "BÁO CÁO TÓM TẮT" in said and "Phụ lục" not in said and "[1]" not in said
    assert "Xin ý kiến chỉ đạo" in said
