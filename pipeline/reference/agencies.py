"""Who exists, under which names, and when: the registry of agencies (cơ quan, tổ chức, đơn vị).

Central bodies and provinces are rows; the bodies every province has are one row a kind
(``provincial_bodies.csv``) and stand for each province while both are alive. An office adds its own
units by a spreadsheet saved as CSV with the columns of :data:`UNIT_COLUMNS`.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from io import StringIO
from pathlib import Path

from pipeline.reference.agency_names import fold, parts, trimmed
from pipeline.text import slug

#: The kind of provincial body that every province has: its people's committee.
PROVINCIAL = "ubnd"
UNIT_COLUMNS = (
    "id", "name", "short", "code", "parent", "kind", "seat", "valid_from", "valid_to", "aliases", "successor", "source",
    "headcount",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Agency:
    """One body between two dates. ``kind`` is ``ministry``, ``department``, ``unit`` …; ``province`` is a province id or None."""

    id: str
    name: str
    short: str = ""
    code: str = ""
    kind: str = "unit"
    parent: str | None = None
    seat: str | None = None
    province: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    aliases: tuple[str, ...] = ()
    source: str = ""
    #: Inside its province the name says enough without the word for the place: "Sở Nội vụ", but not "Công an".
    named_alone: bool = False

    def alive(self, on: date | None) -> bool:
        """Tell whether the body existed on a day; an unknown day asks nothing."""
        return on is None or ((self.valid_from or date.min) <= on <= (self.valid_to or date.max))


@dataclass(frozen=True, slots=True)
class Succession:
    """``from_id`` became (part of) ``to_id`` on ``date``: merge, split, rename, transfer or abolish."""

    from_id: str
    to_id: str
    date: date
    kind: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An agency found for a text. ``certain`` is False when only context or likeness chose it."""

    agency: Agency
    certain: bool


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("pipeline.reference").joinpath(name).open(encoding="utf-8") as handle:
        yield from csv.DictReader(handle)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _many(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _alive_together(*ends: tuple[date | None, date | None]) -> tuple[date | None, date | None] | None:
    start = max((s for s, _ in ends if s), default=None)
    end = min((e for _, e in ends if e), default=None)
    return None if start and end and start > end else (start, end)


def _central() -> Iterator[Agency]:
    for row in _rows("central_bodies.csv"):
        yield Agency(
            row["id"], row["name"], row["short"], row["code"], row["level"], row["parent"] or None, row["seat"] or None,
            None, _day(row["valid_from"]), _day(row["valid_to"]), _many(row["aliases"]), row["source"],
        )  # fmt: skip


def _provincial() -> Iterator[Agency]:
    kinds = list(_rows("provincial_bodies.csv"))
    for province in _rows("provinces.csv"):
        name, place = province["name"], f"{province['class_word']} {province['name']}"
        city = province["class_word"] != "tỉnh"
        words = {
            "name": name,
            "place": place,
            "party": "Thành ủy" if city else "Tỉnh ủy",
            "youth": "Thành đoàn" if city else "Tỉnh đoàn",
        }
        for kind in kinds:
            life = _alive_together(
                (_day(province["valid_from"]), _day(province["valid_to"])),
                (_day(kind["valid_from"]), _day(kind["valid_to"])),
            )
            if life is None:
                continue
            full = kind["name"].format_map(words)
            # The class word is dropped as often as not: "Sở Nội vụ Thái Bình"; the place has spellings of its own.
            patterns = (kind["name"], *_many(kind["aliases"]))
            places = (name, *_many(province["aliases"]))
            variants = {p.format_map(words | {"name": at, "place": at}) for p in patterns for at in places}
            variants.add(kind["short"].format_map(words))
            yield Agency(
                f"{kind['kind']}.{province['id']}", full, kind["short"].format_map(words), kind["code"], kind["level"],
                f"{kind['parent_kind']}.{province['id']}" if kind["parent_kind"] else None, name, province["id"],
                life[0], life[1], tuple(sorted(variants - {full})), kind["source"], kind["alone"] == "yes",
            )  # fmt: skip


def unit_rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Give the filled rows of an office's list with their line numbers; commas or semicolons between cells, as Excel saves.

    Raises:
        ValueError: a Vietnamese sentence naming the file, the row and what is wrong with it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: lưu lại tệp theo mã «CSV UTF-8»") from error
    head = text.partition("\n")[0]
    reader = csv.DictReader(StringIO(text, newline=""), delimiter=";" if head.count(";") > head.count(",") else ",")
    unknown = set(reader.fieldnames or ()) - set(UNIT_COLUMNS)
    if unknown or "name" not in (reader.fieldnames or ()):
        raise ValueError(f"{path.name}: cần cột «name», không nhận cột {sorted(unknown)}")
    for row in reader:
        # The reader keeps cells beyond the last column under None.
        beyond = [cell.strip() for cell in row.pop(None, ()) if cell.strip()]
        filled = {k: (v or "").strip() for k, v in row.items()}
        if beyond:
            raise ValueError(
                f"{path.name}, dòng {reader.line_num}: thừa ô («{beyond[0]}»); tên có dấu phẩy phải đặt trong ngoặc kép"
            )
        if any(filled.values()):
            yield reader.line_num, filled


def read_units(path: Path) -> tuple[Agency, ...]:
    """Read an office's own units from a CSV with the columns of :data:`UNIT_COLUMNS`; only ``name`` must be filled.

    Raises:
        ValueError: a Vietnamese sentence naming the file, the row and what is wrong with it.
    """
    out: dict[str, Agency] = {}
    for number, row in unit_rows(path):
        where = f"{path.name}, dòng {number}"
        if not row["name"]:
            raise ValueError(f"{where}: thiếu tên đơn vị (cột name)")
        try:
            start, end = _day(row.get("valid_from", "")), _day(row.get("valid_to", ""))
        except ValueError as error:
            raise ValueError(f"{where}: ngày phải có dạng năm-tháng-ngày") from error
        if start and end and start > end:
            raise ValueError(f"{where}: ngày kết thúc (valid_to) trước ngày bắt đầu (valid_from)")
        identifier = row.get("id") or slug(row["name"])
        if identifier in out:
            raise ValueError(f"{where}: mã «{identifier}» đã dùng cho «{out[identifier].name}»")
        out[identifier] = Agency(
            identifier,
            row["name"],
            row.get("short", ""),
            row.get("code", ""),
            row.get("kind") or "unit",
            row.get("parent") or None,
            row.get("seat") or None,
            None,
            start,
            end,
            _many(row.get("aliases", "")),
            row.get("source", ""),
        )
    return tuple(out.values())


def read_successions(path: Path) -> tuple[Succession, ...]:
    """Read who took over from an office's units: the ids in the column ``successor`` (several by ``|``), after ``valid_to``.

    Raises:
        ValueError: a Vietnamese sentence naming the file, the row and what is wrong with it.
    """
    out: list[Succession] = []
    for number, row in unit_rows(path):
        heirs = _many(row.get("successor", ""))
        old = row.get("id") or slug(row["name"])
        if heirs and not row.get("valid_to"):
            raise ValueError(
                f"{path.name}, dòng {number}: có đơn vị kế thừa (successor) thì phải có ngày kết thúc (valid_to)"
            )
        if old in heirs:
            raise ValueError(f"{path.name}, dòng {number}: đơn vị không tự kế thừa chính mình (cột successor)")
        out += _stated(old, heirs, row)
    return tuple(out)


@dataclass(frozen=True)
class Registry:
    """All agencies by id, and the ways their names are written."""

    agencies: dict[str, Agency]
    successions: tuple[Succession, ...] = ()
    _by_name: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
    _by_local_name: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, agencies: Iterable[Agency], successions: Iterable[Succession] = ()) -> "Registry":
        """Index agencies by every name and alias; a later agency with an id already taken replaces the earlier one."""
        by_id = {a.id: a for a in agencies}
        names: dict[str, list[str]] = defaultdict(list)
        local: dict[tuple[str, str], list[str]] = defaultdict(list)
        for agency in by_id.values():
            folded = dict.fromkeys(fold(text) for text in (agency.name, agency.short, *agency.aliases) if text)
            for name in folded:
                names[name].append(agency.id)
            if agency.province:
                # Inside its own province a body is named without the place: "Sở Nội vụ", "UBND tỉnh".
                place = fold(agency.seat or "")
                for name in dict.fromkeys(n.removesuffix(place).strip() for n in folded):
                    local[agency.province, name].append(agency.id)
        return cls(
            by_id, tuple(successions), {k: tuple(v) for k, v in names.items()}, {k: tuple(v) for k, v in local.items()}
        )

    def province_of(self, agency_id: str | None) -> str | None:
        """Give the province an agency sits in, through its parents; None when it has none."""
        seen = set()
        while agency_id and agency_id in self.agencies and agency_id not in seen:
            seen.add(agency_id)
            agency = self.agencies[agency_id]
            if agency.province:
                return agency.province
            agency_id = agency.parent
        return None

    def fits(self, agency: Agency, classes: tuple[str, ...], on: date | None) -> bool:
        """Tell whether the body lived on a day and sits in the class of place that the text names.

        A city inside a province may bear the province's name: their bodies are two. A text that names a class of place
        means no body of the whole country.
        """
        if not agency.alive(on) or len(set(classes)) > 1:
            return False
        return not classes or any(classes[0] in parts(n)[1] for n in (agency.name, *agency.aliases))

    def find(self, text: str, on: date | None = None, province: str | None = None) -> tuple[Found, ...]:
        """Give the agencies that ``text`` may name on a day: one is an answer, several are "not sure", none is unknown."""
        wanted, classes = parts(trimmed(text))
        if not wanted:
            return ()
        alive = [a for i in self._by_name.get(wanted, ()) if self.fits(a := self.agencies[i], classes, on)]
        if len(alive) > 1 and province is not None and (inside := [a for a in alive if a.province == province]):
            return tuple(Found(a, certain=False) for a in inside)
        if alive:
            return tuple(Found(a, certain=len(alive) == 1) for a in alive)
        if province is None:
            return ()
        local = (self.agencies[i] for i in self._by_local_name.get((province, wanted), ()))
        return tuple(Found(a, certain=False) for a in local if self.fits(a, classes, on) and (classes or a.named_alone))

    def names(self) -> Iterable[tuple[str, tuple[str, ...]]]:
        """Give every folded name with the ids that bear it."""
        return self._by_name.items()

    def place_of(self, province: str) -> str:
        """Give the folded name of a province, empty when there is none with this id."""
        body = self.agencies.get(f"{PROVINCIAL}.{province}")
        return fold(body.seat or "") if body is not None else ""

    def children(self, parent: str, on: date | None = None) -> tuple[Agency, ...]:
        """Give the units directly under ``parent`` on a day, by name."""
        return tuple(
            sorted((a for a in self.agencies.values() if a.parent == parent and a.alive(on)), key=lambda a: a.name)
        )


def load(*unit_files: Path) -> Registry:
    """Give the registry that ships with the program, with an office's own units added.

    Raises:
        ValueError: a Vietnamese sentence naming the file and what is wrong with it.
    """
    shipped = [*_central(), *_provincial()]
    known = {a.id: a for a in shipped}
    kinds = list(_rows("provincial_bodies.csv"))
    provinces = list(_rows("provinces.csv"))
    successions: list[Succession] = []
    for row in _rows("central_bodies.csv"):
        successions += _stated(row["id"], _many(row["successor"]), row)
    for kind in kinds:
        for province in provinces:
            heirs = [f"{heir}.{province['id']}" for heir in _many(kind["successor_kind"])]
            successions += _stated(f"{kind['kind']}.{province['id']}", heirs, kind)
    for row in _rows("province_successions.csv"):
        day = date.fromisoformat(row["date"])
        for kind in kinds:
            old, new = (f"{kind['kind']}.{row[end]}" for end in ("from_id", "to_id"))
            if old in known and new in known and known[old].alive(day - timedelta(days=1)):
                successions.append(Succession(old, new, day, row["kind"], row["source"]))
    units = [unit for path in unit_files for unit in read_units(path)]
    everyone = {*known, *(u.id for u in units)}
    for path in unit_files:
        told = read_successions(path)
        # Left out in silence, a mistyped heir would have an old unit and the new one added up.
        if stranger := next((s for s in told if s.to_id not in everyone), None):
            raise ValueError(
                f"{path.name}: «{stranger.from_id}» có đơn vị kế thừa «{stranger.to_id}» không có trong danh mục"
            )
        successions += told
    return Registry.of([*shipped, *units], [s for s in successions if {s.from_id, s.to_id} <= everyone])


def _stated(old: str, heirs: Sequence[str], row: dict[str, str]) -> Iterator[Succession]:
    """Give the successions that a row states for the day after its body's last one; several heirs are a split."""
    if heirs and row["valid_to"]:
        day = date.fromisoformat(row["valid_to"]) + timedelta(days=1)
        for heir in heirs:
            yield Succession(old, heir, day, "split" if len(heirs) > 1 else "merge", row.get("source", ""))
