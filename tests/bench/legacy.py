"""``make bench``: text of TCVN3 and VNI documents, beside viparse reading the same files in the same run.

The files are real ones when a shared corpus lies beside the project, made-up Word 97 files otherwise. viparse lives in an
environment of its own (``.venv-rivals``): it is asked through a pipe, file by file, so that its start-up is not counted.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from survival import Survival, mean, survival  # noqa: E402  (no package: the path comes first)
from verdicts import Verdict, cpu_seconds, show  # noqa: E402  (no package: the path comes first)

from parsers.encodings.letters import table  # noqa: E402  (no package: the path comes first)
from tests.compound_files import Word  # noqa: E402  (no package: the path comes first)

SHARED = ROOT.parent / "shared" / "bench" / "legacy"
RIVALS = ROOT / ".venv-rivals" / "bin" / "python"
#: Share of letters with marks, share of syllables, how many times faster than viparse.
DIACRITICS, SYLLABLES, TIMES = 0.996, 0.990, 20.0
#: More lines than these do not fit the page of paragraph ends that the made-up Word files have.
MADE_UP, LINES = 12, 24
SENTENCES = (
    "Thực hiện kế hoạch phát động phong trào thi đua yêu nước năm học, nhà trường đã tổ chức nhiều hoạt động thiết thực.",
    "Tỷ lệ hộ nghèo giảm còn 4,5%; huyện vận động được 320 triệu đồng, hỗ trợ giống cây trồng, vật nuôi cho bà con.",
    "Những tập thể, cá nhân có thành tích xuất sắc được đề nghị khen thưởng theo quy định của pháp luật hiện hành.",
    "Các đơn vị gửi báo cáo về phòng tổng hợp trước ngày 15 tháng 12 để kịp thời trình lãnh đạo xem xét, quyết định.",
)
#: Run by viparse's own Python: reads a path a line, answers with its seconds of processor and the text.
ASKED = """
import json, os, sys
import viparse
for line in sys.stdin:
    before = sum(os.times()[:4])
    try:
        text, failure = "\\n".join(d.text for d in viparse.load(line.strip(), output="text", encoding="auto")), ""
    except Exception as error:
        text, failure = "", type(error).__name__
    print(json.dumps([sum(os.times()[:4]) - before, failure, text]), flush=True)
"""


def files(folder: Path) -> tuple[str, list[tuple[Path, str]]]:
    """Give where the files come from, and each with its true text."""
    if SHARED.is_dir():
        docs = {p.stem: p for p in (SHARED / "docs").iterdir()}
        truths = sorted((SHARED / "truth").glob("*.txt"))
        return "real files", [(docs[t.stem], t.read_text(encoding="utf-8")) for t in truths if t.stem in docs]
    return "made-up Word 97 files", [_made_up(folder, number) for number in range(MADE_UP)]


def _made_up(folder: Path, number: int) -> tuple[Path, str]:
    encoding, font = (("tcvn3", 1), ("vni", 3))[number % 2]
    stored = {letter: code for code, letter in table(encoding).items()}
    truth = [SENTENCES[(number + n) % len(SENTENCES)] for n in range(LINES)]
    word = Word()
    for text in truth:
        word.run("".join(stored.get(letter, letter) for letter in text), font).end()
    return word.save(folder / f"van-ban-{number}.doc"), "\n".join(truth)


def ours(corpus: list[tuple[Path, str]]) -> tuple[list[Survival], list[float], list[str]]:
    from flows.assembly import toolkit
    from pipeline.errors import FileError
    from pipeline.intake import open_source
    from pipeline.plain_text import render

    read = toolkit(()).read
    found, seconds, failed = [], [], []
    # Libraries are loaded before the clock, as viparse's are: by one file of each kind.
    for path in {p.suffix: p for p, _ in corpus}.values():
        read(open_source(path))
    for path, truth in corpus:
        before = cpu_seconds()
        try:
            text = render(read(open_source(path)))
        except FileError as error:
            text = ""
            failed.append(f"{path.name}: {error.failure.code}")
        seconds.append(cpu_seconds() - before)
        found.append(survival(truth, text))
    return found, seconds, failed


def viparse(corpus: list[tuple[Path, str]]) -> tuple[list[Survival], list[float], list[str]]:
    asked = subprocess.Popen([RIVALS, "-c", ASKED], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert asked.stdin is not None and asked.stdout is not None
    found, seconds, failed = [], [], []
    for path, truth in corpus:
        print(path, file=asked.stdin, flush=True)
        used, failure, text = json.loads(asked.stdout.readline())
        seconds.append(used)
        found.append(survival(truth, text))
        failed += [f"{path.name}: {failure}"] * bool(failure)
    asked.stdin.close()
    asked.wait()
    return found, seconds, failed


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        origin, corpus = files(Path(folder))
        found, seconds, failed = ours(corpus)
        mine, each = mean(found), statistics.fmean(seconds)
        other, other_each, other_failed = None, 0.0, []
        if RIVALS.exists():
            theirs, other_seconds, other_failed = viparse(corpus)
            other, other_each = mean(theirs), statistics.fmean(other_seconds)
    by = [f"{other[n]:.4f}" if other else "not here" for n in range(3)]
    rows = [
        Verdict("files that failed", str(len(failed)), str(len(other_failed)) if other else "", "0", not failed),
        Verdict("characters", f"{mine.characters:.4f}", by[0]),
        Verdict(
            "letters with marks", f"{mine.diacritics:.4f}", by[1], f">= {DIACRITICS}", mine.diacritics >= DIACRITICS
        ),
        Verdict("syllables", f"{mine.syllables:.4f}", by[2], f">= {SYLLABLES:.3f}", mine.syllables >= SYLLABLES),
        Verdict(
            "CPU s a file",
            f"{each:.4f}",
            f"{other_each:.2f} ({other_each / each:.0f} times)" if other else "not here",
            f"{TIMES:.0f} times faster",
            other_each / each >= TIMES if other else None,
        ),
    ]
    missed = show(f"Legacy text, {len(corpus)} {origin}, beside viparse 0.1.31 with LibreOffice", rows)
    for line in [*failed, *(f"viparse: {line}" for line in other_failed)]:
        print(f"  {line}")
    return missed


if __name__ == "__main__":
    sys.exit(main())
