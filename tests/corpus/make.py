"""Writes the corpus: ``docs/`` and ``gold/`` from ``sources/*.toml``. Everything in it is made up.

A source holds documents: the file to write, the gold read off the page, and the page in a small markup::

    @columns KIND      two columns side by side, left part, a line ``---``, right part, until ``@end``
    @table             a table with rules, a row a line, ``|`` between cells, ``<`` joined to the left, ``^`` above
    @page              a new page
    ^ text             centred         > text   at the right         * text   bold (before the others)

Kinds of columns: ``table`` (one row), ``rows`` (a row a line), ``tabs``, ``blanks``, ``boxes`` (text boxes),
``nested`` (a table inside a cell), ``turned`` (right column first), ``plain`` (one below the other).

Run ``python tests/corpus/make.py`` after a change; what is not changed comes out byte for byte the same
(what goes through LibreOffice, .pdf .doc .odt, is written anew only when missing or named).
"""

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unicodedata
import zipfile
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any

import docx
import xlsxwriter
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

HERE = Path(__file__).parent
SCALARS = (
    *("symbol", "issued_on", "place", "doc_type", "issuer", "parent_issuer", "subject"),
    *("signer_name", "signer_position", "signer_capacity", "archive", "urgency", "secrecy", "profile"),
)
LISTS = ("addressees", "recipients", "references")
#: Body fields are scored only where the source gives them; a row of each is a short list.
BODY = {
    "targets": ("value", "value_max", "unit"),
    "milestones": ("start", "end"),
    "results": ("label", "value", "unit"),
    "awards": ("name", "award_code", "subject_kind", "status"),
}
_WIDTH = 92
_LONG_AGO = datetime(2020, 1, 1)
_STAMP = (1980, 1, 1, 0, 0, 0)


def gold(document: dict[str, Any]) -> dict[str, Any]:
    """Give the gold file of one document; empty text stands for null, ``skip`` names what was not annotated."""
    known, skip = document["gold"], document.get("skip", [])
    fields: dict[str, Any] = {name: known.get(name) or None for name in SCALARS if name not in skip}
    if "profile" not in known:
        fields["profile"] = "state"
    fields |= {name: known.get(name, []) for name in LISTS if name not in skip}
    for name, keys in BODY.items():
        if name in known:
            fields[name] = [
                {key: None if value == "" else value for key, value in zip(keys, row, strict=True)}
                for row in known[name]
            ]
    return {"file": document["file"], "fields": fields, "note": document.get("note"), "kind": document["kind"]}


def blocks(page: str) -> list[tuple[str, Any]]:
    """Give the page as (kind, content): ``columns`` (how, left, right), ``table`` rows, ``page``, ``text``."""
    out: list[tuple[str, Any]] = []
    lines = iter(page.strip("\n").splitlines())
    for line in lines:
        if line.startswith("@columns"):
            sides: list[list[str]] = [[], []]
            side = 0
            for inner in lines:
                if inner == "@end":
                    break
                if inner == "---":
                    side = 1
                else:
                    sides[side].append(inner)
            out.append(("columns", (line.split()[1], *sides)))
        elif line == "@table":
            rows = []
            for inner in lines:
                if inner == "@end":
                    break
                rows.append([cell.strip() for cell in inner.split("|")])
            out.append(("table", rows))
        elif line == "@page":
            out.append(("page", None))
        else:
            out.append(("text", line))
    return out


def styled(line: str) -> tuple[str, bool, str]:
    """Give text, bold, and alignment (``^``, ``>`` or nothing)."""
    bold = line.startswith("* ")
    line = line[2:] if bold else line
    align = line[0] if line[:2] in ("^ ", "> ") else ""
    return (line[2:] if align else line), bold, align


def as_text(page: str, wrap: int = 0, gap: str = "") -> str:
    """Give the page as plain text: columns by blanks (or by ``gap``), long paragraphs broken at ``wrap`` letters."""
    out: list[str] = []
    for kind, content in blocks(page):
        if kind == "columns":
            how, left, right = content
            if how == "plain":
                out += [styled(line)[0] for line in (*left, *right)]
                continue
            for a, b in zip_longest(left, right, fillvalue=""):
                x, y = styled(a)[0], styled(b)[0]
                out.append((f"{x}{gap or ' ' * max(4, 46 - len(x))}{y}" if y else x).rstrip())
        elif kind == "table":
            out += ["\t".join("" if cell in ("<", "^") else cell for cell in row) for row in content]
        elif kind == "page":
            out.append("\f")
        else:
            text, _, align = styled(content)
            indent = {"^": (_WIDTH - len(text)) // 2, ">": _WIDTH - len(text)}.get(align, 0)
            out += _broken(text, wrap) if wrap and not align else [" " * max(0, indent) + text]
    return "\n".join(out) + "\n"


def _broken(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
    return lines


def write_docx(page: str, path: Path) -> None:
    """Write the page as Word would lay it out, with every date in the file fixed."""
    document = docx.Document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(13)
    document.core_properties.created = document.core_properties.modified = _LONG_AGO
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    section.top_margin = section.bottom_margin = Cm(2)
    for kind, content in blocks(page):
        if kind == "columns":
            _columns(document, *content)
        elif kind == "table":
            _grid(document, content)
        elif kind == "page":
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        else:
            _paragraph(document.add_paragraph(), content)
    document.save(str(path))
    _settle(path)


def _paragraph(paragraph: Any, line: str) -> None:
    text, bold, align = styled(line)
    paragraph.paragraph_format.space_after = Pt(3)
    paragraph.add_run(text).bold = bold
    if align:
        paragraph.alignment = {"^": WD_ALIGN_PARAGRAPH.CENTER, ">": WD_ALIGN_PARAGRAPH.RIGHT}[align]


def _fill(cell: Any, lines: list[str], align: str = "^ ") -> None:
    for index, line in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        bold, plain = ("* ", line[2:]) if line.startswith("* ") else ("", line)
        own = "" if plain.startswith(("^ ", "> ", "-", "Nơi nhận")) else align
        _paragraph(paragraph, f"{bold}{own}{plain}")


def _columns(document: Any, how: str, left: list[str], right: list[str]) -> None:
    if how in ("table", "nested"):
        table = document.add_table(1, 2)
        for cell, lines, width in zip(table.rows[0].cells, (left, right), (7.5, 9), strict=True):
            cell.width = Cm(width)
            if how == "nested":
                inner = cell.add_table(len(lines), 1)
                for row, line in zip(inner.rows, lines, strict=True):
                    _fill(row.cells[0], [line])
            else:
                _fill(cell, lines)
    elif how == "rows":
        table = document.add_table(0, 2)
        for a, b in zip_longest(left, right, fillvalue=""):
            cells = table.add_row().cells
            for cell, line, width in zip(cells, (a, b), (7.5, 9), strict=True):
                cell.width = Cm(width)
                _fill(cell, [line])
    elif how == "boxes":
        for lines, place in ((left, 0), (right, 230)):
            document.add_paragraph()._p.append(_box(lines, place))
    elif how == "plain":
        for line in (*left, *right):
            _paragraph(document.add_paragraph(), line)
    elif how == "turned":
        for line in (*right, *left):
            _paragraph(document.add_paragraph(), line)
    else:
        for a, b in zip_longest(left, right, fillvalue=""):
            x, y = styled(a)[0], styled(b)[0]
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            if how == "tabs":
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(8.5))
                paragraph.add_run(f"{x}\t{y}" if y else x)
            else:
                paragraph.add_run(f"{x}{' ' * max(6, 44 - len(x))}{y}".rstrip())


def _box(lines: list[str], place: int) -> Any:
    inside = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{_escaped(styled(line)[0])}</w:t></w:r></w:p>' for line in lines
    )
    return parse_xml(
        f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape '
        f'style="position:absolute;margin-left:{place}pt;margin-top:0;width:220pt;height:{16 * len(lines)}pt">'
        f"<v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _grid(document: Any, rows: list[list[str]]) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    table.style = "Table Grid"
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell not in ("<", "^"):
                _fill(table.cell(i, j), cell.split("//"), "")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            if cell == "<":
                table.cell(i, j).merge(table.cell(i, j - 1))
            elif cell == "^":
                table.cell(i, j).merge(table.cell(i - 1, j))


def _settle(path: Path) -> None:
    """Pack a zip file again with fixed dates."""
    with zipfile.ZipFile(path) as old:
        entries = [(name, old.read(name)) for name in old.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in entries:
            entry = zipfile.ZipInfo(name, _STAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, content)


def write_rtf(page: str, path: Path) -> None:
    """Write the page as RTF with tabs between columns and real rows for tables."""
    out = [r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times New Roman;}}\paperw11907\paperh16840\f0\fs26"]
    for kind, content in blocks(page):
        if kind == "columns":
            how, left, right = content
            pairs = zip_longest(left, right, fillvalue="")
            if how == "table":
                out.append(_rtf_row(["\n".join(left), "\n".join(right)], 4800))
            elif how == "rows":
                out += [_rtf_row([a, b], 4800) for a, b in pairs]
            else:
                out += [
                    rf"\pard\tx4800 {_rtf(styled(a)[0])}" + (rf"\tab {_rtf(styled(b)[0])}" if b else "") + r"\par"
                    for a, b in pairs
                ]
        elif kind == "table":
            out += [_rtf_row(["" if c in ("<", "^") else c for c in row], 9600 // len(row)) for row in content]
        elif kind == "page":
            out.append(r"\page")
        else:
            text, bold, align = styled(content)
            shape = {"^": r"\qc", ">": r"\qr", "": r"\ql"}[align]
            weight = r"\b " if bold else ""
            out.append(rf"\pard{shape} {{{weight}{_rtf(text)}}}\par")
    path.write_text("\n".join(out) + "\n}\n", encoding="ascii", newline="\n")


def _rtf_row(cells: list[str], width: int) -> str:
    ends = "".join(rf"\cellx{width * (i + 1)}" for i in range(len(cells)))
    filled = "".join(
        r"\pard\intbl " + r"\par ".join(_rtf(styled(line)[0]) for line in cell.split("\n")) + r"\cell "
        for cell in cells
    )
    return rf"\trowd{ends} {filled}\row"


def _rtf(text: str) -> str:
    return "".join(
        c
        if c.isascii() and c not in "\\{}"
        else rf"\{c}"
        if c in "\\{}"
        else rf"\u{ord(c) - (ord(c) > 32767) * 65536}?"
        for c in text
    )


def write_html(page: str, path: Path) -> None:
    """Write the page as a site shows it."""
    out = ['<!doctype html><html lang="vi"><meta charset="utf-8"><title>Văn bản</title><body>']
    for kind, content in blocks(page):
        if kind == "columns":
            _, left, right = content
            sides = ("<br>".join(_escaped(styled(line)[0]) for line in lines) for lines in (left, right))
            cells = "".join(f"<td>{side}</td>" for side in sides)
            out.append(f"<table><tr>{cells}</tr></table>")
        elif kind == "table":
            rows = ("".join(f"<td>{_escaped(c)}</td>" for c in row) for row in content)
            out.append("<table border=1>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
        elif kind == "text":
            text, bold, align = styled(content)
            inner = f"<b>{_escaped(text)}</b>" if bold else _escaped(text)
            out.append(f"<p{' align=center' if align == '^' else ''}>{inner}</p>")
    path.write_text("\n".join(out) + "</body></html>\n", encoding="utf-8", newline="\n")


def write_xlsx(page: str, path: Path) -> None:
    """Write the page on a sheet: columns in A and E, a table from A on, numbers as numbers."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": _LONG_AGO})
    sheet, row = book.add_worksheet("Biểu"), 0
    bold = book.add_format({"bold": True})
    for kind, content in blocks(page):
        if kind == "columns":
            for a, b in zip_longest(content[1], content[2], fillvalue=""):
                sheet.write(row, 0, styled(a)[0])
                sheet.write(row, 4, styled(b)[0])
                row += 1
        elif kind == "table":
            for cells in content:
                for column, cell in enumerate(cells):
                    if cell in ("<", "^"):
                        continue
                    number = cell.replace(".", "").replace(",", ".")
                    if column and number.replace(".", "", 1).isdigit():
                        sheet.write_number(row, column, float(number))
                    else:
                        sheet.write_string(row, column, cell)
                row += 1
        else:
            text, heavy, _ = styled(content)
            sheet.write(row, 0, text, bold if heavy else None)
            row += 1
    book.close()
    _settle(path)


def _through_office(page: str, path: Path) -> None:
    """Write by way of LibreOffice (.pdf, .doc, .odt); a file that is there is kept when the page has not changed."""
    office = shutil.which("soffice")
    if office is None:
        print(f"không có LibreOffice, giữ nguyên {path.name}")
        return
    with tempfile.TemporaryDirectory() as folder:
        middle = Path(folder) / f"{path.stem}.docx"
        write_docx(page, middle)
        command = [
            office,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            path.suffix[1:],
        ]
        subprocess.run([*command, "--outdir", folder, str(middle)], check=True, capture_output=True, timeout=120)
        shutil.move(Path(folder) / path.name, path)


def write(document: dict[str, Any], path: Path) -> None:
    """Write one document in the form its name asks for."""
    page = unicodedata.normalize(document.get("normal_form", "NFC"), document["page"])
    match path.suffix:
        case ".txt":
            text = as_text(page, document.get("wrap", 0), document.get("gap", ""))
            path.write_bytes(text.encode(document.get("encoding", "utf-8")))
        case ".docx":
            write_docx(page, path)
        case ".rtf":
            write_rtf(page, path)
        case ".html":
            write_html(page, path)
        case ".xlsx":
            write_xlsx(page, path)
        case _ if not path.exists() or sys.argv[1:]:
            _through_office(page, path)


def documents() -> list[dict[str, Any]]:
    """Give every document of every source."""
    out = []
    for source in sorted((HERE / "sources").glob("*.toml")):
        out += tomllib.loads(source.read_text(encoding="utf-8"))["document"]
    names = [document["file"] for document in out]
    assert len(set(names)) == len(names), "two documents with one name"
    return out


def main(only: list[str]) -> None:
    """Write all, or those whose name holds one of the words given."""
    known = documents()
    for folder in (HERE / "docs", HERE / "gold"):
        folder.mkdir(exist_ok=True)
        stems = {Path(document["file"]).stem for document in known}
        for path in folder.iterdir():
            if path.stem not in stems:
                path.unlink()
    for document in known:
        if only and not any(word in document["file"] for word in only):
            continue
        path = HERE / "docs" / document["file"]
        document["kind"] = path.suffix[1:]
        text = json.dumps(gold(document), ensure_ascii=False, indent=1) + "\n"
        (HERE / "gold" / f"{path.stem}.json").write_text(text, encoding="utf-8")
        write(document, path)


if __name__ == "__main__":
    main(sys.argv[1:])
