"""Word documents (DOCX, DOCM) read run by run in document order."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from posixpath import dirname, join, normpath

from parsers import manuscript
from parsers.containers import Container, Element, local_name, open_container, parse_xml
from parsers.formats.word.numbers import Numbers
from parsers.formats.word.styles import StyleSheet, W, is_on
from parsers.formats.word.walk import Block, Walker
from parsers.manuscript import NOTES, Grid, Paragraph
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Note, Part, Source

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_R_EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
#: ISO 29500 Strict has its own namespaces; the names inside are the same.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
_NOTES = NOTES | {
    "embedded": Note(
        "EMBEDDED_DOCUMENT", "Văn bản nhúng một tài liệu khác (altChunk) mà Word ghép khi mở; phần nhúng chưa đọc."
    ),
}


def read(source: Source) -> Layout:
    """Give the layout of a Word document: headers first, then the body, footers and notes last.

    Raises:
        FileError: DAMAGED, HOSTILE, ENCRYPTED, UNREADABLE, EMPTY; NO_TEXT when only pictures are in it.
    """
    with open_container(source.path) as container:
        blocks, seen = _Document(container).blocks()
        pictures = any("/media/" in name for name in container.names)
    if not any(_has_text(block) for block in blocks):
        raise FileError(Code.NO_TEXT if pictures else Code.EMPTY)
    return manuscript.layout("word", blocks, [note for name, note in _NOTES.items() if name in seen])


def pictures(path: Path) -> Iterator[bytes]:
    """Give the pictures of the body in the order in which they stand there. Raises FileError as ``read`` does."""
    with open_container(path) as container:
        document = _Document(container)
        for element in document.root.iter():
            # DrawingML and, in older files, VML.
            if isinstance(element.tag, str) and local_name(element) in ("blip", "imagedata"):
                mark = element.get(_R_EMBED) or element.get(_R_ID) or ""
                kind, name = document.relations.get(mark, ("", ""))
                data = container.read(name) if kind == "image" else None
                if data is not None:
                    yield data


def _has_text(block: Block) -> bool:
    if isinstance(block, Grid):
        return any(_has_text(inner) for cell in block.cells for inner in cell.blocks)
    return any(text.strip() for text, _ in block.runs)


class _Document:
    """The parts of one package, found by their relations."""

    def __init__(self, container: Container) -> None:
        self.container = container
        #: Whether something would be fetched on opening: a template, a picture, a linked object.
        self.outside = False
        self.main = self._main_name()
        root = self._xml(self.main)
        if root is None or root.find(f"{W}body") is None:
            raise FileError(Code.DAMAGED, "thiếu nội dung chính")
        self.root = root
        self.relations = self._relations(self.main)

    def _xml(self, name: str | None) -> Element | None:
        data = None if name is None else self.container.read(name)
        if data is None or not data.strip():
            return None
        if b"purl.oclc.org/ooxml" in data[:4096]:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return parse_xml(data)

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        """Give what a part points to: id -> (kind, part name); targets outside the file are left alone."""
        folder = dirname(name)
        root = self._xml(join(folder, "_rels", name.rpartition("/")[2] + ".rels"))
        out: dict[str, tuple[str, str]] = {}
        for relation in () if root is None else root.iterfind(_RELATION):
            if relation.get("TargetMode") == "External":
                self.outside |= not relation.get("Type", "").endswith("/hyperlink")
                continue
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else normpath(join(folder, target))
            out[relation.get("Id", "")] = (relation.get("Type", "").rpartition("/")[2], path)
        return out

    def _main_name(self) -> str:
        for kind, path in self._relations("").values():
            if kind == "officeDocument":
                return path
        return "word/document.xml"

    def _part(self, kind: str) -> Element | None:
        """Give the part of one kind; a damaged side part is as good as none, a hostile one is refused."""
        path = next((path for found, path in self.relations.values() if found == kind), None)
        return self._side(path)

    def _side(self, path: str | None) -> Element | None:
        try:
            return self._xml(path)
        except FileError as error:
            if error.failure.code is Code.HOSTILE:
                raise
            return None

    def blocks(self) -> tuple[list[Block], set[str]]:
        """Give all printed blocks and the names of what a clerk should know of."""
        styles = StyleSheet(self._part("styles"), self._part("theme"))
        walker = Walker(styles, Numbers(self._part("numbering"), styles))
        body = self.root.find(f"{W}body")
        assert body is not None
        headers, footers = self._margins(walker)
        blocks = headers + walker.story(body, Part.BODY) + footers
        for kind in ("footnotes", "endnotes"):
            blocks += self._notes(walker, self._part(kind))
        if any(name.endswith("vbaProject.bin") for name in self.container.names):
            walker.seen.add("macros")
        if any("/embeddings/" in name for name in self.container.names):
            walker.seen.add("carried")
        # Templates stand in the relations of the settings.
        self._relations("word/settings.xml")
        if self.outside:
            walker.seen.add("outside")
        if body.find(f".//{W}altChunk") is not None:
            walker.seen.add("embedded")
        return blocks, walker.seen

    def _margins(self, walker: Walker) -> tuple[list[Block], list[Block]]:
        """Give the headers and the footers that are printed, each distinct one once."""
        settings = self._part("settings")
        mark = None if settings is None else settings.find(f"{W}evenAndOddHeaders")
        even = mark is not None and is_on(mark)
        out: dict[str, list[Block]] = {"header": [], "footer": []}
        paths: set[str] = set()
        texts: set[str] = set()
        for section in self.root.iter(f"{W}sectPr"):
            title = section.find(f"{W}titlePg")
            kinds = {"default"} | ({"even"} if even else set())
            kinds |= {"first"} if title is not None and is_on(title) else set()
            for reference in section:
                name = local_name(reference).removesuffix("Reference")
                if name not in out or reference.get(f"{W}type", "default") not in kinds:
                    continue
                _, path = self.relations.get(reference.get(_R_ID, ""), ("", ""))
                root = None if path in paths else self._side(path)
                paths.add(path)
                if root is None:
                    continue
                blocks = walker.story(root, Part.HEADER if name == "header" else Part.FOOTER)
                text = name + _text(blocks)
                if text not in texts and any(_has_text(block) for block in blocks):
                    out[name] += blocks
                texts.add(text)
        return out["header"], out["footer"]

    def _notes(self, walker: Walker, root: Element | None) -> list[Block]:
        out: list[Block] = []
        for note in () if root is None else root:
            # Separators are lines, not text.
            if note.get(f"{W}type", "normal") == "normal":
                out += [block for block in walker.story(note, Part.FOOTNOTE) if _has_text(block)]
        return out


def _text(blocks: Sequence[Block]) -> str:
    out = []
    for block in blocks:
        if isinstance(block, Paragraph):
            out.append("".join(text for text, _ in block.runs))
        else:
            out += [_text(cell.blocks) for cell in block.cells]
    return "\n".join(out)
