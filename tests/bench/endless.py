"""How much one reading process holds after hundreds and thousands of dispatches, each with words that none before it had.

``python tests/bench/endless.py 10000`` prints the whole course; ``make bench`` reads fewer and holds the growth against a limit.
The dispatches are made up: a Word report of four pages and a text file of the same kind by turns, names, numbers and
misread words drawn anew for each, as years of real papers bring them.
"""

import random
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from dispatches import write

#: Megabytes are told after so many dispatches.
STOPS = (200, 500, 1000, 1500, 2000, 3000, 4000, 5000, 7000, 10_000)
#: So many words of a dispatch were in none before it.
NEW_WORDS = 150
_ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gi",
    "h",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "nh",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
_RHYMES = [
    "a",
    "an",
    "ang",
    "anh",
    "ao",
    "âu",
    "ay",
    "ăm",
    "ân",
    "ê",
    "ên",
    "i",
    "inh",
    "iêu",
    "o",
    "oan",
    "ôi",
    "ông",
    "ơn",
    "u",
    "uân",
    "ung",
    "ư",
    "ương",
    "y",
]


def words(seed: int) -> str:
    """Give the new words of one dispatch: made-up names, sums and misread syllables."""
    dice = random.Random(seed)
    out = []
    for _ in range(NEW_WORDS // 3):
        name = " ".join((dice.choice(_ONSETS) + dice.choice(_RHYMES)).capitalize() for _ in range(3))
        misread = "".join(dice.choice(_ONSETS) + dice.choice(_RHYMES) for _ in range(3))
        out.append(f"Ông {name} ở thôn {misread}{seed % 997} được hỗ trợ {dice.randint(10**5, 10**8)} đồng.")
    return " ".join(out)


def dispatches(folder: Path, count: int) -> Iterator[Path]:
    """Give the paths of ``count`` dispatches, each written when it is asked for and gone afterwards."""
    base = folder / "base.docx"
    write(base, 1)
    with zipfile.ZipFile(base) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    body = parts["word/document.xml"].decode()
    plain = (
        "SỞ NỘI VỤ\nCHI CỤC MẪU\nSố: {number}/BC-CCM\nHồng Lam, ngày 12 tháng 12 năm 2023\n\nBÁO CÁO\n"
        "Kết quả phong trào thi đua năm 2023\n\n{words}\n\nNơi nhận:\n- Sở Nội vụ;\n- Lưu: VT.\n\nGIÁM ĐỐC\n\nNguyễn Văn Mẫu\n"
    )
    for seed in range(count):
        if seed % 2:
            path = folder / f"{seed}.txt"
            path.write_text(plain.format(number=seed, words=words(seed)), encoding="utf-8")
        else:
            path = folder / f"{seed}.docx"
            with zipfile.ZipFile(path, "w") as packed:
                for name, data in parts.items():
                    text = body.replace("Việc bình xét", f"{words(seed)} Việc bình xét", 1)
                    packed.writestr(name, text if name == "word/document.xml" else data)
        yield path
        path.unlink()


def held() -> float:
    """Give the megabytes that this process holds."""
    kept = dict(row.split(":", 1) for row in Path("/proc/self/status").read_text(encoding="ascii").splitlines())
    return int(kept["VmRSS"].split()[0]) / 1024


def course(count: int) -> dict[int, float]:
    """Give megabytes of a fresh process after each of ``STOPS`` dispatches up to ``count``."""
    command = [sys.executable, __file__, str(count)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    rows = [line.split() for line in done.stdout.splitlines() if line.startswith("after ")]
    return {int(row[1]): float(row[3]) for row in rows}


def main() -> int:
    """Read the dispatches and print the course, line by line."""
    from flows.assembly import read_file

    count = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, path in enumerate(dispatches(folder, count), 1):
            outcome = read_file(path, (), folder / "members")
            assert outcome.failure is None, (path.name, outcome.failure)
            if number in STOPS or number == count:
                print(f"after {number} dispatches {held():.0f} MB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
