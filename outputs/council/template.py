"""A Word template looked over before it is filled in: every wrong tag is named in Vietnamese, with its place.

The tags are read from the file's own XML, and what they may name is listed in :data:`PLACES`.
"""

import difflib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from outputs.council.facts import ReportError

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_TAG = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<word>.*?)%\}")
_LONE = re.compile(r"\{\{|\}\}|\{%|%\}")
_STRING = re.compile(r"'[^']*'|\"[^\"]*\"")
_NAME = re.compile(r"(?<![\w.|])[A-Za-z_][\w.]*")
_FILTER = re.compile(r"\|\s*\w+(?:\([^)]*\))?")
_WORDS = frozenset(
    {"not", "and", "or", "in", "is", "if", "else", "true", "false", "none", "loop", "True", "False", "None"}
)
#: Word's own marks before a tag: which paragraph, row, cell or run it stands for.
_SCOPE = re.compile(r"^(?:p|tr|tc|r)(?=\s)")

_TABLE: Mapping[str, object] = {
    "id": None, "title": None, "unit": None, "notes": [None],
    "columns": [{"title": None, "width": None, "align": None}],
    "rows": [{"cells": [{"text": None, "source": None}]}],
}  # fmt: skip
#: What a template may name: a text (None), a list of things with parts, or a thing with parts.
PLACES: Mapping[str, object] = {
    "parent": None, "issuer": None, "symbol": None, "place_date": None, "month_year": None, "code": None, "notation": None,
    "spoken": None, "heading": None, "kind": None, "about": None, "title": None, "addressee": None, "through": None,
    "closing": None, "archive": None, "capacity": None, "position": None, "signer": None, "recipients": [None],
    "opening": [{"rich": None}],
    "headline": [{"label": None, "value": None}],
    "sections": [{"number": None, "title": None,
                  "blocks": [{"kind": None, "rich": None, "table": _TABLE, "image": None, "title": None}]}],
    "annexes": [{"id": None, "number": None, "title": None, "tables": [_TABLE], "empty": None, "wide": None}],
    "office": {"name": None, "parent": None, "place": None, "code": None, "addressee": None, "position": None, "through": None,
               "capacity": None, "signer": None, "recipients": [None], "archive": None, "agency": None, "spoken": None,
               "words": None},
}  # fmt: skip


class TemplateError(ReportError):
    """A Word template cannot be used; the message names in Vietnamese every wrong tag and where it stands."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One paragraph of the template: the part of the file, its number there, its text."""

    part: str
    number: int
    text: str

    @property
    def place(self) -> str:
        where = (
            "" if self.part == "document" else f" của {'đầu trang' if self.part.startswith('header') else 'chân trang'}"
        )
        return f"đoạn {self.number}{where}"


def _lines(path: Path) -> Iterator[_Line]:
    """Give every paragraph that has text, in the order of the file. Raises TemplateError."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if _PARTS.fullmatch(n)]
            if "word/document.xml" not in names:
                raise TemplateError(f"Mẫu «{path.name}» không phải tệp Word (.docx).")
            for name in sorted(names):
                tree = ElementTree.fromstring(archive.read(name))
                for number, paragraph in enumerate(tree.iter(f"{_W}p"), 1):
                    text = "".join(_own_text(paragraph))
                    if text.strip():
                        yield _Line(Path(name).stem, number, text)
    except (OSError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        why = "không mở được" if isinstance(error, OSError) else "bị hỏng hoặc không phải tệp Word (.docx)"
        raise TemplateError(f"Mẫu «{path.name}» {why}.") from error


def _own_text(paragraph: ElementTree.Element) -> Iterator[str]:
    """Give the texts of a paragraph without those of paragraphs inside it (text boxes)."""
    for child in paragraph:
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag != f"{_W}p":
            yield from _own_text(child)


class _Reader:
    """Follows the tags of a template and collects what is wrong with them."""

    def __init__(self) -> None:
        self.wrong: list[str] = []
        self._open: list[tuple[str, _Line, str, dict[str, object]]] = []

    def read(self, line: _Line) -> None:
        for found in _TAG.finditer(line.text):
            self._row(found, line)
            if found["value"] is not None:
                self._names(_SCOPE.sub("", found["value"].strip()), line, found[0])
            else:
                self._word(_SCOPE.sub("", found["word"].strip(" -+")).strip(), line, found[0])
        rest = _TAG.sub("", line.text)
        if lone := _LONE.search(rest):
            self._say(line, lone[0], f"dấu «{lone[0]}» không có dấu đi cùng để thành một chỗ điền")

    def _row(self, found: re.Match[str], line: _Line) -> None:
        """Refuse what one row for all rows cannot do: conditions and filters on a single row's texts."""
        inside = any(".rows" in tag for _, _, tag, _ in self._open)
        words = (found["word"] or "").split()
        condition = any(w in ("if", "elif", "else") for w in words[:2])
        if inside and (condition or "|" in (found["value"] or "")):
            self._say(line, found[0], "trong hàng của bảng chỉ dùng được chỗ điền, không dùng điều kiện hay bộ lọc")

    def end(self) -> None:
        for word, line, tag, _ in self._open:
            self._say(line, tag, f"lệnh «{word}» chưa có «end{word}»")

    def _say(self, line: _Line, tag: str, why: str) -> None:
        self.wrong.append(f"{line.place}, chỗ «{tag}»: {why}.")

    def _word(self, text: str, line: _Line, tag: str) -> None:
        word, _, rest = text.partition(" ")
        if word == "for":
            self._for(rest, line, tag)
        elif word == "if":
            self._names(rest, line, tag)
            self._open.append(("if", line, tag, {}))
        elif word in ("elif", "else"):
            if not self._open or self._open[-1][0] not in (("if",) if word == "elif" else ("if", "for")):
                self._say(line, tag, f"«{word}» không nằm trong lệnh «if» nào")
            self._names(rest, line, tag)
        elif word in ("endif", "endfor"):
            if not self._open or self._open[-1][0] != word[3:]:
                inside = f" (đang mở: «{self._open[-1][2]}» ở {self._open[-1][1].place})" if self._open else ""
                self._say(line, tag, f"«{word}» không khớp lệnh đang mở{inside}")
            else:
                self._open.pop()
        elif word not in ("set", "vm", "hm", "cellbg", "colspan"):
            close = difflib.get_close_matches(word, ("for", "if", "elif", "else", "endif", "endfor"), 1)
            hint = f" (có phải «{close[0]}»?)" if close else ""
            self._say(line, tag, f"không có lệnh «{word}»{hint}")

    def _for(self, rest: str, line: _Line, tag: str) -> None:
        found = re.fullmatch(r"(\w+)\s+in\s+([\w.]+)", rest.strip())
        scope: dict[str, object] = {}
        if found is None:
            self._say(line, tag, "lệnh lặp phải có dạng «for x in danh_sách»")
        else:
            things = self._resolve(found[2], line, tag)
            if found[2].endswith(".rows") and not tag.startswith("{%tr "):
                self._say(line, tag, "hàng của bảng chỉ lặp được bằng một hàng Word, lệnh {%tr for … %}")
            if isinstance(things, list):
                scope = {found[1]: things[0]}
            else:
                scope = {found[1]: _ANY}
                if things is not _ANY:
                    self._say(line, tag, f"«{found[2]}» không phải danh sách để lặp")
        self._open.append(("for", line, tag, scope))

    def _names(self, expression: str, line: _Line, tag: str) -> None:
        plain = _FILTER.sub("", _STRING.sub("", expression))
        for name in _NAME.findall(plain):
            if name.split(".")[0] not in _WORDS:
                self._resolve(name, line, tag)

    def _resolve(self, name: str, line: _Line, tag: str) -> object:
        """Give what a dotted name stands for; says so once when it stands for nothing."""
        first, *rest = name.split(".")
        known: dict[str, object] = dict(PLACES)
        for *_, scope in self._open:
            known |= scope
        if first not in known:
            self._say(line, tag, f"không có chỗ điền tên «{first}»{_hint(first, list(known))}")
            return _ANY
        thing = known[first]
        for part in rest:
            if thing is _ANY:
                return _ANY
            if not isinstance(thing, dict) or part not in thing:
                parts = list(thing) if isinstance(thing, dict) else []
                self._say(line, tag, f"«{first}» không có phần «{part}»{_hint(part, parts)}")
                return _ANY
            thing = thing[part]
        return thing


#: Stands for what cannot be known any more because something before it was wrong.
_ANY = object()


def _hint(name: str, known: Sequence[str]) -> str:
    close = difflib.get_close_matches(name, known, 1)
    return f" (có phải «{close[0]}»?)" if close else ""


def check(path: Path) -> None:
    """Look a template over. Raises TemplateError with every wrong tag and its place, the first ten of many."""
    try:
        stamp = path.stat().st_mtime_ns
    except OSError as error:
        raise TemplateError(f"Không tìm thấy mẫu Word «{path}».") from error
    _check(path, stamp)


@lru_cache(maxsize=32)
def _check(path: Path, stamp: int) -> None:
    reader = _Reader()
    part = ""
    for line in _lines(path):
        if line.part != part:
            reader.end()
            reader._open, part = [], line.part
        reader.read(line)
    reader.end()
    if reader.wrong:
        more = f"\n  và {len(reader.wrong) - 10} chỗ khác" if len(reader.wrong) > 10 else ""
        listed = "\n  ".join(reader.wrong[:10])
        raise TemplateError(
            f"Mẫu Word «{path.name}» có chỗ điền sai:\n  {listed}{more}\nXem HUONG-DAN.md để biết các chỗ điền."
        )
