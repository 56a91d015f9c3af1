"""The Word files as Word and LibreOffice take them: children in the order of the schema, nothing lost when saved again."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from outputs import registry
from outputs.council import pdf as printing
from outputs.council.build_template import PAPERS
from outputs.council.compose import compose
from outputs.council.document import document
from outputs.council.facts import Annex, Cell, Column, Row, Table
from outputs.council.profiles import TEMPLATES
from tests.movement import movement, plan
from tests.test_outputs_council import BUREAU, run
from tests.test_outputs_letters import DEPUTY, looked_over
from tests.word_order import wrong

NAMES = ("tong-hop", "bo-nganh", "lanh-dao", "don-doc", "to-trinh", "thieu-ho-so", "thay-doi")


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every Word file that goes out, by report and number."""
    data, before = looked_over(*movement()), looked_over(*movement()[:-3])
    folder = tmp_path_factory.mktemp("papers")
    return {
        f"{name} {kind}": path
        for name in NAMES
        for kind, path in registry.report(name).write(data, DEPUTY, folder, ("docx",), before=before).items()
    }


@pytest.mark.parametrize("name", PAPERS)
def test_the_templates_are_in_words_order(name: str) -> None:
    assert wrong(TEMPLATES / name) == []


def test_everything_that_goes_out_is_in_words_order(papers: Mapping[str, Path]) -> None:
    assert {name.split()[0] for name in papers} == set(NAMES)
    assert {name: found for name, path in papers.items() if (found := wrong(path))} == {}


def test_the_judge_of_the_order_sees_what_is_wrong(papers: Mapping[str, Path]) -> None:
    """What cannot fail proves nothing: the same file with two children exchanged."""
    with zipfile.ZipFile(papers["tong-hop docx"]) as archive:
        xml = archive.read("word/document.xml")
    keep = xml.replace(b'<w:pStyle w:val="Hnh"/>', b"", 1).replace(b"<w:tblGrid>", b"<w:tblGrid/><w:tblGrid>", 1)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", keep)
    assert any("tblGrid twice" in one for one in wrong(out))


def grid(*rows: Row, columns: int = 3) -> Table:
    return Table("bang", "", tuple(Column(f"Cột {n}", 165 / columns) for n in range(columns)), rows)


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (Row((Cell("một"), Cell("hai & <ba>", "[1]"), Cell("")), strong=True),),
        (Row((Cell("nhóm"), Cell(""), Cell("")), True, span=True), Row((Cell("a\nb"), Cell("c"), Cell("d")))),
        tuple(Row((Cell(str(n)), Cell("x" * 200), Cell(""))) for n in range(601)),
    ],
)
def test_a_table_of_any_rows_is_in_words_order_and_whole(rows: tuple[Row, ...]) -> None:
    facts = replace(compose(run(plan()), BUREAU), annexes=(Annex("x", "I", "DANH SÁCH", (grid(*rows),)),))
    made = document(facts)
    assert wrong(io.BytesIO(made)) == []
    told = [
        [c.text for c in row.cells]
        for t in docx.Document(io.BytesIO(made)).tables
        for row in t.rows
        if row.cells[0].text not in ("Cột 0",) and len(t.columns) == 3
    ]
    wanted = [[c.text + ("\u00a0" + c.source if c.source else "") for c in r.cells] for r in rows]
    plain = [[w.replace("\u00a0", "") for w in line] for line in wanted]
    spans = [[line[0]] * 3 if r.span else line for r, line in zip(rows, plain, strict=True)]
    assert told == spans


# LibreOffice.


def texts(path: Path) -> tuple[list[str], list[list[str]]]:
    """Paragraphs and table cells of a Word file, blanks folded."""
    found = docx.Document(str(path))

    def plain(text: str) -> str:
        return " ".join(text.split())

    paragraphs = [t for p in found.paragraphs if (t := plain(p.text))]
    return paragraphs, [[plain(c.text) for r in t.rows for c in r.cells] for t in found.tables]


def saved_again(paths: list[Path], kind: str, folder: Path) -> Any:
    """Open files in LibreOffice and save them in their own format."""
    program = printing.program()
    assert program is not None
    command = [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", kind,
               "--outdir", str(folder), *map(str, paths)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return [folder / p.name for p in paths]


@pytest.mark.skipif(printing.program() is None, reason="LibreOffice is not installed")
def test_nothing_is_lost_when_libreoffice_saves_the_file_again(papers: Mapping[str, Path], tmp_path: Path) -> None:
    chosen = [papers[n] for n in ("tong-hop docx", "to-trinh docx", "thieu-ho-so docx")]
    for before, after in zip(chosen, saved_again(chosen, "docx", tmp_path), strict=True):
        assert texts(after) == texts(before), before.name


@pytest.mark.skipif(printing.program() is None, reason="LibreOffice is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_what_is_printed_is_what_was_written(papers: Mapping[str, Path], tmp_path: Path) -> None:
    """Every word of the report's tables stands on paper: nothing is cut off."""
    path = papers["tong-hop docx"]
    printed = tmp_path / "x.pdf"
    printed.write_bytes(printing.pdf(path.read_bytes()))
    text = subprocess.run(["pdftotext", "-layout", str(printed), "-"], capture_output=True, check=True).stdout.decode()
    words = {w for cells in texts(path)[1] for c in cells for w in re.findall(r"\w+", c)}
    assert len(words) > 200
    assert words - set(re.findall(r"\w+", text)) == set()
