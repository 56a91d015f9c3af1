"""``make bench``: pages of letters in PDF without ruled tables, beside pypdfium2 and pdfplumber reading the same pages.

Ours gives lines with boxes and fonts in two columns, and finds that no table is there; the others give text alone. Names in
pictures of digital signatures are a matter of reading scans and are left out on all sides.
"""

import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

from dispatches import ROOT, write
from verdicts import Verdict, cost, show, side_by_side

SHARED = ROOT.parent / "shared" / "bench" / "corpus" / "docs"
#: Pages a second of one core.
PAGES_A_SECOND = 100.0
MADE_UP, ROUNDS = 12, 3


def printed(folder: Path) -> list[Path]:
    """Give made-up dispatches of running text, printed by LibreOffice; none where it is missing."""
    word = [folder / f"van-ban-{seed}.docx" for seed in range(MADE_UP)]
    for seed, path in enumerate(word):
        write(path, seed, table=False)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *word]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return []
    return [path.with_suffix(".pdf") for path in word]


def ours(paths: list[Path]) -> None:
    for path in paths:
        _layout(path)


def _layout(path: Path):
    from parsers.formats import pdf
    from pipeline.intake import open_source

    return pdf.read(open_source(path))


def without_tables(paths: list[Path]) -> list[Path]:
    """Give the files without a ruled table."""
    return [path for path in paths if not any(table.ruled for table in _layout(path).tables)]


def has_letters(path: Path) -> bool:
    import pypdfium2

    with pypdfium2.PdfDocument(path) as document:
        return all(page.get_textpage().count_chars() > 100 for page in document)


def pypdfium2_alone(paths: list[Path]) -> None:
    import pypdfium2

    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            for page in document:
                page.get_textpage().get_text_bounded()


def with_pdfplumber(paths: list[Path]) -> None:
    import pdfplumber

    for path in paths:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                page.extract_text()


def count(paths: list[Path]) -> int:
    import pypdfium2

    total = 0
    for path in paths:
        with pypdfium2.PdfDocument(path) as document:
            total += len(document)
    return total


def verdicts(origin: str, paths: list[Path], target: float | None = None) -> list[Verdict]:
    pages = count(paths)
    mine, pdfium = side_by_side(partial(ours, paths), partial(pypdfium2_alone, paths), ROUNDS)
    plumber = cost(partial(with_pdfplumber, paths[: max(1, len(paths) // 3)])) / count(paths[: max(1, len(paths) // 3)])
    rate = pages / mine
    return [
        Verdict(
            f"{origin} ({pages} pages), beside pypdfium2",
            f"{rate:.0f}",
            f"{pages / pdfium:.0f}",
            f">= {target:.0f}" if target is not None else "",
            rate >= target if target is not None else None,
        ),
        Verdict(f"{origin}, beside pdfplumber", f"{rate:.0f}", f"{1 / plumber:.0f}"),
    ]


def main() -> int:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        made = printed(Path(folder))
        if made:
            rows += verdicts("made-up dispatches", without_tables(made), PAGES_A_SECOND)
        if SHARED.is_dir():
            lettered = without_tables([path for path in sorted(SHARED.glob("*.pdf")) if has_letters(path)])
            # No target: these are of one to three pages, and PDFium alone takes a third of the time to load each page, to print
            # its signature fields onto it and to load it again, and to read the signatures.
            rows += verdicts("real signed dispatches", lettered) if lettered else []
    if not rows:
        print("\nPages of PDF: not measured, missing soffice")
        return 0
    return show("PDF of letters without ruled tables, pages a second of one core", rows)


if __name__ == "__main__":
    sys.exit(main())
