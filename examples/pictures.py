"""Makes the README's pictures: pages 1 and 3 of the report that ``make demo`` has written to ``var/demo``.

Run it after ``make demo``: ``python examples/pictures.py``.
"""

import sys
from pathlib import Path

import pypdfium2

HERE = Path(__file__).parent
REPORTS = HERE.parent / "var" / "demo" / "var" / "reports"
#: Pages of the report, and dots an inch; grey is how the office prints it.
PAGES, DPI = (1, 3), 150


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPORTS
    found = sorted(p for p in folder.glob("bao-cao-*.pdf"))
    if not found:
        print(f"Chưa có báo cáo trong {folder}: chạy make demo trước.", file=sys.stderr)
        return 1
    document = pypdfium2.PdfDocument(str(found[0]))
    (HERE / "pictures").mkdir(exist_ok=True)
    for number in PAGES:
        image = document[number - 1].render(scale=DPI / 72, grayscale=True).to_pil()
        target = HERE / "pictures" / f"report-page-{number}.png"
        image.quantize(16).save(target, optimize=True)
        print(f"{target} ({target.stat().st_size // 1024} KiB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
