"""``make bench``: seconds from a drop until ``thidua status`` tells of it, while a night run reads 500 other files.

The service runs as an office runs it; the night run is a process of its own against the same Prefect server. The clock
starts with the drop and ends when a ``thidua status`` that was started afterwards has printed the dropped file's movement.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dispatches import make
from letterhead import Letter

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from flows.service import free_port  # noqa: E402  (the bench is no package)

TARGET = 10.0
THIDUA = Path(sys.executable).parent / "thidua"
#: A movement a drop, so that its line in the status is the drop's own.
NAMES = ("Ngày thứ bảy vì dân", "Đường hoa làng bản", "Tiếng trống học bài", "Sạch đồng đẹp ruộng", "Kho sách nhân dân")


def drop(inbox: Path, number: int) -> float:
    """Lay one report into the drop folder, and give when."""
    letter = Letter("SỞ NỘI VỤ", "CHI CỤC MẪU", f"{900 + number}/BC-CCM", "Hồng Lam, ngày 12 tháng 12 năm 2023")
    letter.title("BÁO CÁO", f"Kết quả thực hiện Phong trào thi đua “{NAMES[number]}” năm 2023")
    letter.to("Sở Nội vụ")
    letter.say(f"Trong năm có {number + 2} hộ thoát nghèo.")
    letter.sign(["Như trên"], "VT", ["CHI CỤC TRƯỞNG"], "Nguyễn Văn Mẫu")
    letter.save(inbox / f".{number}.docx")
    (inbox / f".{number}.docx").rename(inbox / f"thả {number}.docx")
    return time.monotonic()


def seen(name: str, env: dict[str, str], seconds: float = 120) -> bool:
    """Ask ``thidua status`` until it tells of a movement."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if name in subprocess.run([THIDUA, "status"], env=env, capture_output=True, text=True, check=False).stdout:
            return True
    return False


def read_so_far(home: Path) -> int:
    journal = home / "var" / "logs" / "thidua.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    return sum(json.loads(line)["event"] in ("new", "new_version") for line in lines)


def until(true, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--files", type=int, default=500)
    told = words.parse_args()
    folder = Path(os.environ.get("THIDUA_BENCH_FOLDER") or tempfile.mkdtemp(prefix="thidua-bench-"))
    night = folder / "night"
    night.mkdir(exist_ok=True)
    for old in night.iterdir():
        old.unlink()
    for part in make(folder / "dispatches", told.files):
        for path in part:
            os.link(path, night / path.name)
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as place:
        home = Path(place)
        inbox, output = home / "var" / "inbox", home / "output.txt"
        inbox.mkdir(parents=True)
        env = {k: v for k, v in os.environ.items() if not k.startswith("PREFECT_")} | {
            "THIDUA_HOME": str(home), "THIDUA_SERVICE__HEALTH_PORT": str(free_port()), "THIDUA_SERVICE__DESK_PORT": "0",
        }  # fmt: skip
        with output.open("wb") as stream:
            service = subprocess.Popen([THIDUA, "serve"], env=env, stdout=stream, stderr=stream, start_new_session=True)
        running = None
        try:
            until(lambda: "Đang theo dõi" in output.read_text(encoding="utf-8"), 300)
            # The readers of the drop folder start with the service's first file.
            drop(inbox, 0)
            until(lambda: read_so_far(home) >= 1, 120)
            api = next(w for w in output.read_text(encoding="utf-8").split() if w.startswith("http://")) + "/api"
            with (home / "night.txt").open("wb") as stream:
                running = subprocess.Popen(
                    [THIDUA, "ingest", night], env=env | {"PREFECT_API_URL": api}, stdout=stream, stderr=stream
                )
            until(lambda: read_so_far(home) >= 20, 300)
            took, during = [], 0
            for number in range(1, len(NAMES)):
                began = drop(inbox, number)
                if not seen(NAMES[number], env):
                    print(f"drop {number} was never seen")
                    return 1
                took.append(time.monotonic() - began)
                during += running.poll() is None
            code = running.wait(timeout=1800)
        finally:
            for process in (running, service):
                if process is not None and process.poll() is None:
                    process.send_signal(signal.SIGTERM)
                    process.wait(timeout=120)
    # A quick machine has read the night's files before the last drop.
    reached = max(took) <= TARGET and during > 0
    print(
        f"from drop to `thidua status`: {', '.join(f'{s:.1f}' for s in took)} s, median {statistics.median(took):.1f} s "
        f"(target at most {TARGET:.0f} s), {during} of {len(took)} while a night run of {told.files} files went on "
        f"(it ended with {code}), load {os.getloadavg()[0]:.1f}: {'reached' if reached else 'MISSED'}"
    )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main())
