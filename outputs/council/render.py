"""Facts -> files on disk: all of them made before the first is written, each whole or not there at all."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from outputs.council.document import document
from outputs.council.facts import ReportFacts
from outputs.council.page import page
from outputs.council.pdf import PdfUnavailable, other_face, pages, pdfs
from outputs.council.profiles import template as template_path
from outputs.council.workbook import workbook

FORMATS = ("docx", "pdf", "xlsx", "html")
#: What letters come in: nothing to compute, nothing to link.
PAPER_FORMATS = ("docx", "pdf")

OnSkip = Callable[[str, str], None]


def whole(path: Path, data: bytes) -> Path:
    """Write a file beside its place and move it there when it is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem[:60]}.{os.getpid()}{path.suffix}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def _too_long(papers: Sequence[ReportFacts], printed: Sequence[bytes]) -> str:
    """Tell of a paper that is meant for one page and takes more, blank when none does."""
    for facts, data in zip(papers, printed, strict=True):
        if facts.one_page and (count := pages(data)) > 1:
            return f"báo cáo tóm tắt in ra {count} trang vì tên gọi dài; rút gọn trong bản Word trước khi trình."
    return ""


def render(
    facts: ReportFacts,
    out_dir: Path,
    formats: Sequence[str] = FORMATS,
    *,
    template: Path | None = None,
    on_skip: OnSkip | None = None,
) -> Mapping[str, Path]:
    """Write the report in ``formats`` to ``out_dir`` and give the path of each file made.

    ``template`` is the Word file to fill in, the program's own for None. Without LibreOffice the PDF is left out, and
    ``on_skip`` is called with ``"pdf"`` and the Vietnamese reason. Raises ValueError for a format that does not exist,
    TemplateError for a template with a wrong tag.
    """
    return render_all((facts,), out_dir, formats, template=template, on_skip=on_skip)


def render_all(
    papers: Sequence[ReportFacts],
    out_dir: Path,
    formats: Sequence[str] = FORMATS,
    *,
    template: Path | None = None,
    on_skip: OnSkip | None = None,
) -> Mapping[str, Path]:
    """Write several documents; with more than one, the keys are numbered: ``docx 1``, ``docx 2``."""
    unknown = [f for f in formats if f not in FORMATS]
    if unknown:
        raise ValueError(f"unknown formats: {', '.join(unknown)}")
    kinds = [f for f in FORMATS if f in formats]
    words = [document(f, template or template_path(f.template)) for f in papers] if {"docx", "pdf"} & {*kinds} else []
    printed: Sequence[bytes] = ()
    if "pdf" in kinds:
        try:
            printed = pdfs(words)
            warning = other_face()
            if warning is not None and on_skip is not None:
                on_skip("phông chữ", warning)
            if on_skip is not None and (long := _too_long(papers, printed)):
                on_skip("độ dài", long)
        except PdfUnavailable as missing:
            kinds.remove("pdf")
            if on_skip is not None:
                on_skip("pdf", str(missing))
    ready: list[tuple[str, Path, bytes]] = []
    for number, facts in enumerate(papers):
        for kind in kinds:
            if kind in ("docx", "pdf"):
                data = (words if kind == "docx" else printed)[number]
            else:
                data = workbook(facts) if kind == "xlsx" else page(facts).encode("utf-8")
            name = kind if len(papers) == 1 else f"{kind} {number + 1}"
            ready.append((name, out_dir / f"{facts.file_stem}.{kind}", data))
    out_dir.mkdir(parents=True, exist_ok=True)
    return {name: whole(path, data) for name, path, data in ready}
