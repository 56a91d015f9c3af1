"""Reports made from the desk: a folder each, with a slip that says who asked for what and how it went."""

import contextlib
import json
import re
import threading
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flows import reporting
from flows.desk.running import Runs
from flows.settings import Settings
from outputs import registry as outputs
from outputs.desk.commands import KEPT, CannotDo, Edition, ReportRequest
from pipeline.editions import Change, compare, read
from pipeline.editions import Edition as Frozen

_MEMBER = re.compile(r"[0-9a-f]{32}")


class Editions:
    """The reports of one running desk."""

    def __init__(self, settings: Settings, runs: Runs) -> None:
        """Keep reports under the reports folder of these settings."""
        self.settings = settings
        self.runs = runs

    @property
    def _editions(self) -> Path:
        return self.settings.reports / "ban-duyet"

    def kinds(self) -> Sequence[tuple[str, str]]:
        """Give name and title of every report there is, the default one first."""
        try:
            return [(one.name, one.title) for one in outputs.reports(reporting.templates(self.settings))]
        except outputs.ReportError as error:
            raise CannotDo(str(error)) from error

    def start_report(self, request: ReportRequest, who: str) -> str:
        """Start a report run and give the edition's id."""
        identifier = uuid.uuid4().hex
        folder = self._editions / identifier
        folder.mkdir(parents=True)
        asked = {
            "movement": request.movement, "period": f"{request.period.start}..{request.period.end}",
            "as_of": request.as_of.isoformat(), "who": who, "made_at": datetime.now(UTC).isoformat(),
            "kind": request.kind,
        }  # fmt: skip
        with self.runs.lock:
            run = self.runs.started("lập báo cáo", who)
        _write(folder, asked | {"state": "running", "lines": []})
        arguments = [
            "report", "--movement", request.movement, "--from", request.period.start.isoformat(),
            "--to", request.period.end.isoformat(), "--as-of", request.as_of.isoformat(), "-o", str(folder),
            *(("--template", request.kind) if request.kind else ()),
        ]  # fmt: skip

        def work() -> None:
            code = self.runs.follow(run, arguments)
            state = "done" if code in (0, 1) else "failed"
            _write(folder, asked | {"state": state, "lines": list(run.work.lines)})

        threading.Thread(target=work, daemon=True).start()
        return identifier

    def editions(self) -> Sequence[Edition]:
        """Give the reports made from the desk, newest first."""
        out = []
        for folder in self._editions.glob("*"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                plain = json.loads((folder / "phieu.json").read_text(encoding="utf-8"))
                files = tuple(sorted(p.name for p in folder.iterdir() if p.is_file() and p.name != "phieu.json"))
                made = datetime.fromisoformat(plain.pop("made_at"))
                lines = tuple(plain.pop("lines"))
                out.append(Edition(id=folder.name, made_at=made, files=files, lines=lines, **plain))
        return sorted(out, key=lambda e: e.made_at, reverse=True)

    def edition_file(self, identifier: str, name: str) -> Path:
        """Give where a file of an edition lies: one that the edition lists, and nothing else."""
        for edition in self.editions() if _MEMBER.fullmatch(identifier) else ():
            if edition.id == identifier and name in edition.files:
                return self._editions / identifier / name
        raise CannotDo("Không có tệp này.")

    def compare(self, old: str, new: str) -> Sequence[Change]:
        """Give what changed from one edition to another, both as they were frozen when they were made."""
        one, other = (self._frozen(identifier).data for identifier in (old, new))
        if (one.movement_id, one.period) != (other.movement_id, other.period):
            raise CannotDo("Hai bản không cùng phong trào và kỳ nên không so sánh được.")
        return compare(one, other)

    def _frozen(self, identifier: str) -> Frozen:
        for edition in self.editions() if _MEMBER.fullmatch(identifier) else ():
            name = next((f for f in edition.files if f.endswith(KEPT)), None)
            if edition.id == identifier and name is not None:
                try:
                    return read((self._editions / identifier / name).read_text(encoding="utf-8"))
                except (OSError, ValueError) as error:
                    raise CannotDo("Bản kê của lần lập này không còn nguyên vẹn nên không so sánh được.") from error
        raise CannotDo("Lần lập này không lưu bản kê số liệu nên không so sánh được.")


def _write(folder: Path, plain: dict[str, Any]) -> None:
    draft = folder / ".phieu"
    draft.write_text(json.dumps(plain, ensure_ascii=False), encoding="utf-8")
    draft.rename(folder / "phieu.json")
