"""The office's list of units: a spreadsheet read by a program of its own, looked over, put in force, kept and undone."""

import contextlib
import json
import re
import subprocess
import sys
import threading
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, BinaryIO

from flows.assembly import open_store
from flows.desk.dropping import safe_name
from flows.settings import Settings
from outputs.desk.commands import CannotDo, UnitDraft, UnitVersion
from pipeline.reference import agencies
from pipeline.reference.unit_lists import Cells, Grid, as_csv, grid, judge, of_csv

#: Bytes of a spreadsheet of units; seconds for reading it.
_LARGEST, _SECONDS = 10 * 1024 * 1024, 60
#: Drafts that nobody used are kept until so many newer ones came.
_DRAFTS = 20
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")
#: How the reading program ends when it can tell what is wrong with a file.
_WRONG = 3


class Units:
    """The one list that the desk may replace: the file that the settings name, or ``agencies.csv`` in the home folder."""

    def __init__(self, settings: Settings) -> None:
        """Work on the list of these settings; what was in force before is kept under ``var/units``."""
        self.settings = settings
        self.folder = settings.var / "units"
        self._lock = threading.Lock()

    @property
    def path(self) -> Path:
        """Where the list in force lies. Raises CannotDo when the settings name several."""
        found = self.settings.unit_files
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            raise CannotDo(f"thidua.toml nêu {len(found)} bảng đơn vị ({names}). Sửa các tệp ấy trên máy chủ.")
        return found[0] if found else self.settings.home / "agencies.csv"

    def in_force(self) -> Sequence[Cells]:
        """Give the rows of the list in force."""
        return of_csv(self._text())

    def versions(self) -> Sequence[UnitVersion]:
        """Give the lists that were in force, the newest first; only the newest of those that say the same counts now."""
        now, out = _mark(self._text()), []
        for path in self.folder.glob("*.json"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                slip = json.loads(path.read_text(encoding="utf-8"))
                at = datetime.fromisoformat(slip["at"])
                out.append((at, path.stem, slip["mark"] == now, slip))
        newest = max((at for at, _, same, _ in out if same), default=None)
        return [
            UnitVersion(stem, at, one["who"], one["given"], one["reason"], one["rows"], same and at == newest)
            for at, stem, same, one in sorted(out, key=lambda row: row[0], reverse=True)
        ]

    def rows(self, version: str) -> Sequence[Cells]:
        """Give the rows of a list that was in force."""
        return of_csv(self._kept(version))

    def hand_in(self, given: str, stream: BinaryIO) -> str:
        """Read a spreadsheet in a process of its own and keep its rows until somebody uses them; give the draft's id."""
        data = stream.read(_LARGEST + 1)
        if len(data) > _LARGEST:
            raise CannotDo(f"Bảng đơn vị lớn quá {_LARGEST // 1024 // 1024} MB.")
        identifier, name = uuid.uuid4().hex, safe_name(given)
        drafts = self.folder / "drafts"
        drafts.mkdir(parents=True, exist_ok=True)
        place = drafts / f".{identifier}"
        try:
            place.mkdir()
            (place / name).write_bytes(data)
            plain = _read(place / name)
            # Headings are looked for now: a sheet without them is refused at the door.
            _grid(plain)
            kept = json.dumps({"given": name, "rows": plain}, ensure_ascii=False)
            (drafts / f"{identifier}.json").write_text(kept, encoding="utf-8")
        except OSError as error:
            raise CannotDo(f"Không ghi được bảng để xem xét: {error.strerror}.") from error
        finally:
            (place / name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                place.rmdir()
        for old in sorted(drafts.glob("*.json"), key=lambda path: path.stat().st_mtime)[:-_DRAFTS]:
            old.unlink(missing_ok=True)
        return identifier

    def draft(self, identifier: str) -> UnitDraft:
        """Give a list that was handed in, held against the one in force now."""
        plain = self._draft(identifier)
        now = self._text()
        # The bodies that ship with the program, without the office's own.
        shipped = agencies.load().agencies
        return UnitDraft(plain["given"], judge(_grid(plain["rows"]), of_csv(now), shipped), _mark(now))

    def use(self, identifier: str, seen: str, who: str, reason: str) -> int:
        """Put a draft in force, whole; refused while a row is wrong or when the list was replaced since it was looked at."""
        with self._lock:
            found = self.draft(identifier)
            if found.seen != seen:
                raise CannotDo("Bảng đang dùng vừa được người khác thay. Xem lại kết quả kiểm tra rồi dùng.")
            if not found.judgement.usable:
                raise CannotDo("Bảng còn dòng bị từ chối nên chưa dùng được. Sửa các dòng ấy rồi nạp lại.")
            rows = [row.cells for row in found.judgement.rows]
            self._put(as_csv(rows), len(rows), who, found.given, reason)
        (self.folder / "drafts" / f"{identifier}.json").unlink(missing_ok=True)
        return len(rows)

    def restore(self, version: str, who: str, reason: str) -> int:
        """Put an earlier list in force again; the one it replaces is kept too."""
        with self._lock:
            text = self._kept(version)
            rows = len(of_csv(text))
            given = next((v.given for v in self.versions() if v.id == version), "")
            self._put(text, rows, who, given, reason)
        return rows

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return as_csv(())
        except (OSError, UnicodeDecodeError) as error:
            raise CannotDo(f"Không đọc được bảng đơn vị đang dùng ({self.path.name}).") from error

    def _kept(self, version: str) -> str:
        path = self.folder / f"{version}.csv"
        if not _IDENTIFIER.fullmatch(version) or not path.is_file():
            raise CannotDo("Không có bảng này.")
        return path.read_text(encoding="utf-8")

    def _draft(self, identifier: str) -> dict[str, Any]:
        path = self.folder / "drafts" / f"{identifier}.json"
        if not _IDENTIFIER.fullmatch(identifier) or not path.is_file():
            raise CannotDo("Bảng nạp lên không còn. Nạp lại tệp.")
        plain: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return plain

    def _put(self, text: str, rows: int, who: str, given: str, reason: str) -> None:
        """Replace the list at once or not at all; keep it, and what was there before anybody replaced it here."""
        target = self.path
        draft = target.with_name(f".{uuid.uuid4().hex}.csv")
        before = self._text()
        try:
            draft.write_text(text, encoding="utf-8")
            # What every later reader of the file will do: a list that cannot be read is never put in force.
            agencies.load(draft)
            if not any(version.in_force for version in self.versions()):
                first = datetime.fromtimestamp(target.stat().st_mtime, UTC) if target.exists() else None
                self._keep(before, first or datetime.now(UTC), "", target.name, "Bảng có trước khi nạp tại bàn duyệt")
            draft.replace(target)
            self._keep(text, datetime.now(UTC), who, given, reason)
        except OSError as error:
            raise CannotDo(f"Không ghi được bảng đơn vị: {error.strerror}.") from error
        except ValueError as error:
            raise CannotDo(str(error).replace(draft.name, given)) from error
        finally:
            draft.unlink(missing_ok=True)
        # The tables of bodies in the store follow the file at once.
        with open_store(self.settings):
            pass

    def _keep(self, text: str, at: datetime, who: str, given: str, reason: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        identifier = uuid.uuid4().hex
        slip = {
            "at": at.isoformat(), "who": who, "given": given, "reason": reason, "rows": len(of_csv(text)),
            "mark": _mark(text),
        }  # fmt: skip
        (self.folder / f"{identifier}.csv").write_text(text, encoding="utf-8")
        # The slip last: a list without one was never in force.
        (self.folder / f"{identifier}.json").write_text(json.dumps(slip, ensure_ascii=False), encoding="utf-8")


def _mark(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _grid(plain: Sequence[Sequence[Any]]) -> Grid:
    try:
        return grid((int(number), cells) for number, cells in plain)
    except ValueError as error:
        raise CannotDo(str(error)) from error


def _read(path: Path) -> list[list[Any]]:
    """Give row numbers and cells of a spreadsheet's first sheet, read by a program of its own."""
    command = [sys.executable, "-m", "parsers.viewing", "sheet", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise CannotDo("Đọc bảng quá lâu. Chỉ giữ một trang tính có danh sách đơn vị rồi nạp lại.") from error
    if done.returncode == _WRONG:
        raise CannotDo(done.stderr.decode(errors="replace").strip().splitlines()[-1])
    rows: list[list[Any]] = json.loads(done.stdout) if done.returncode == 0 else []
    if not rows:
        raise CannotDo("Không đọc được bảng nào. Tệp phải là bảng tính (.xlsx, .xls, .ods, .csv) có một dòng tiêu đề.")
    return rows
