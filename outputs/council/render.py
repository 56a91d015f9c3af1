"""Facts -> files on disk, each whole or not there at all."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from outputs.council.document import document
from outputs.council.facts import ReportFacts
from outputs.council.page import page
from outputs.council.pdf import PdfUnavailable, pdf
from outputs.council.workbook import workbook

FORMATS = ("docx", "pdf", "xlsx", "html")


def _whole(path: Path, data: bytes) -> Path:
    """Write a file beside its place and move it there when it is complete."""
    draft = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        draft.write_bytes(data)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return path


def render(
    facts: ReportFacts,
    out_dir: Path,
    formats: Sequence[str] = FORMATS,
    *,
    template: Path | None = None,
    on_skip: Callable[[str, str], None] | None = None,
) -> Mapping[str, Path]:
    """Write the report in ``formats`` to ``out_dir`` and give the path of each file made.

    ``template`` is the office's own Word template. Without LibreOffice the PDF is left out, and ``on_skip`` is called with
    ``"pdf"`` and the Vietnamese reason. Raises ValueError for a format that does not exist.
    """
    unknown = [f for f in formats if f not in FORMATS]
    if unknown:
        raise ValueError(f"unknown formats: {', '.join(unknown)}")
    out_dir.mkdir(parents=True, exist_ok=True)
    made: dict[str, Path] = {}
    word = b""
    if "docx" in formats or "pdf" in formats:
        word = document(facts) if template is None else document(facts, template)
    for kind in (f for f in FORMATS if f in formats):
        try:
            data = _printed(kind, facts, word)
        except PdfUnavailable as missing:
            if on_skip is not None:
                on_skip(kind, str(missing))
            continue
        made[kind] = _whole(out_dir / f"{facts.file_stem}.{kind}", data)
    return made


def _printed(kind: str, facts: ReportFacts, word: bytes) -> bytes:
    if kind == "docx":
        return word
    if kind == "pdf":
        return pdf(word)
    return workbook(facts) if kind == "xlsx" else page(facts).encode("utf-8")
