"""A desk to test on: a fresh store with made-up people and dispatches, commands that only remember what was asked."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from outputs.desk import app, passwords
from outputs.desk.commands import CannotDo, Commands, Edition, Paper, Shown, ShownLine, Work
from outputs.desk.rights import ROLES
from outputs.store import Account, SqlStore
from pipeline.editions import Change

PASSWORD = "mật khẩu thử 123"
#: Hashed once: hashing is slow on purpose.
SECRET = passwords.hashed(PASSWORD)
LINES = Shown(lines=(ShownLine(4, "chữ trên trang", "trang 1, dòng 5"),))
KINDS = (("tong-hop", "Báo cáo tổng hợp"), ("don-doc", "Công văn đôn đốc"))
PNG = b"\x89PNG\r\n\x1a\n"


class NoUnits:
    """An office that has no list of its own."""

    def in_force(self):
        return ()

    versions = in_force

    def refuse(self, *_):
        raise CannotDo("Không có bảng này.")

    rows = hand_in = draft = use = restore = refuse


@dataclass
class Asked:
    """What the desk asked for."""

    taken: list[tuple[str, bytes]] = field(default_factory=list)
    ingests: list[str] = field(default_factory=list)
    reports: list[Any] = field(default_factory=list)
    shown: Shown = LINES
    words: str = "chữ trong khung"
    figures: Any = None
    originals: Path | None = None
    works: list[Work] = field(default_factory=list)
    editions: list[Edition] = field(default_factory=list)
    files: dict[tuple[str, str], Path] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    papers: dict[str, bytes] = field(default_factory=dict)
    units: Any = field(default_factory=NoUnits)
    office: str = ""

    def commands(self) -> Commands:
        def take_in(name, stream):
            self.taken.append((name, stream.read()))
            return f"n{len(self.taken)}.docx"

        def start_report(request, who):
            self.reports.append((request, who))
            return "0" * 32

        def original(archived_as):
            if self.originals is None:
                raise CannotDo("Không thấy tệp gốc.")
            return self.originals

        def edition_file(identifier, name):
            if (identifier, name) not in self.files:
                raise CannotDo("Không có tệp này.")
            return self.files[identifier, name]

        return Commands(
            show=lambda archived_as: self.shown,
            picture=lambda archived_as, number: PNG,
            words=lambda archived_as, number, frame: self.words,
            original=original,
            take_in=take_in,
            start_ingest=self.ingests.append,
            works=lambda: tuple(self.works),
            consolidation=lambda movement, period, as_of, version: self.figures,
            start_report=start_report,
            editions=lambda: tuple(self.editions),
            edition_file=edition_file,
            kinds=lambda: KINDS,
            compare=lambda old, new: tuple(self.changes),
            papers=lambda: (Paper("consolidated.docx", ("Báo cáo tổng hợp",)),),
            paper_file=original,
            put_paper=lambda name, stream: self.papers.update({name: stream.read()}),
            drop_paper=lambda name: self.papers.update({name: b""}),
            units=self.units,
            money=lambda value, unit: int(Decimal(value.replace(",", ".")) * 10**6) if unit == "triệu đồng" else None,
            agency=lambda text, on: ("so-thu", "Sở Thử") if text == "SỞ THỬ" else None,
            office=self.office,
        )


def hire(store: SqlStore, unit: str | None = None) -> None:
    """One person a role, called like it; ``unit`` limits the clerk alone."""
    for role, name in ROLES.items():
        own = unit if role == "van_thu" else None
        store.people.add(Account(role, name, role, own, SECRET, True), who="thử")


class Browser:
    """A browser at the desk."""

    def __init__(self, store: SqlStore, asked: Asked, role: str | None = None) -> None:
        self.store = store
        self.client = TestClient(
            app.build(store, asked.commands(), ["testserver"]), follow_redirects=False, raise_server_exceptions=False
        )
        if role is not None:
            # The door itself is tested apart; a session spares every test the slow hash.
            self.client.cookies.set("thidua_phien", store.people.sign_in(role))

    def get(self, address: str, **rest: Any) -> Any:
        return self.client.get(address, **rest)

    def word(self) -> str:
        """The word that forms of this browser carry."""
        page = self.get("/tro-giup")
        return re.search(r'data-form="([^"]*)"', page.text)[1]

    def post(self, address: str, values: dict[str, Any] | None = None, **rest: Any) -> Any:
        return self.client.post(address, data={"form": self.word()} | (values or {}), **rest)
