"""The kinds of consolidated report: for whom, on which Word template, which sections in which order.

``templates/profiles.toml`` holds those that come with the program; a file of that name in the office's own templates folder
changes single lines of them or adds kinds.
"""

import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, cast

from outputs.council.facts import Office, ReportError
from pipeline.model import Period

TEMPLATES = Path(__file__).parent / "templates"
SECTIONS = ("reporting", "direction", "results", "resources", "awards", "weak", "proposals", "brief")
ANNEXES = ("matrix", "progress", "resources", "nominees", "absent", "findings", "sources")
MONEY = ("đồng", "nghìn đồng", "triệu đồng", "tỷ đồng")
#: Written instead of a body that is not to be named.
_NOBODY = "-"


class ProfileError(ReportError):
    """A profile cannot be used; the message says in Vietnamese which line of which file is wrong."""


@dataclass(frozen=True, slots=True)
class ReportProfile:
    """One kind of report. Blank ``addressee`` and ``through`` take the office's own, ``-`` means none.

    ``deadline`` is ``31-12`` (day and month) or blank; ``money`` the unit of money in tables, blank for the dictionary's.
    """

    name: str
    title: str
    heading: str = "BÁO CÁO"
    about: str = "Kết quả thực hiện Phong trào thi đua"
    template: str = "consolidated.docx"
    addressee: str = ""
    through: str = ""
    deadline: str = ""
    money: str = ""
    charts: bool = True
    recipients: tuple[str, ...] = ()
    sections: tuple[str, ...] = SECTIONS[:-1]
    annexes: tuple[str, ...] = ANNEXES

    def signed_by(self, office: Office) -> Office:
        """Give the office with the addressee and the recipients of this kind of report."""
        addressee = self.addressee.replace("{office}", office.words) or office.addressee
        # The body that receives for the office's own council receives for no other.
        through = self.through or ("" if self.addressee else office.through)
        return replace(
            office,
            addressee=addressee,
            through="" if through == _NOBODY else through,
            recipients=self.recipients or office.recipients,
        )

    def due(self, period: Period) -> date | None:
        """Give the first ``deadline`` that is not before the last month of the period, None without one."""
        if not self.deadline:
            return None
        day, month = (int(part) for part in self.deadline.split("-"))
        year = period.end.year + (month < period.end.month)
        return date(year, month, day)


def _checked(name: str, row: dict[str, Any], base: ReportProfile | None, where: str) -> ReportProfile:
    """Give the profile of one table of the file. Raises ProfileError."""

    def wrong(why: str) -> ProfileError:
        return ProfileError(f"Tệp {where}, mục [{name}]: {why}")

    known = {f.name: f for f in fields(ReportProfile) if f.name != "name"}
    for key, value in row.items():
        if key not in known:
            raise wrong(f"không có khai báo «{key}» (các khai báo dùng được: {', '.join(known)}).")
        listed = key in ("sections", "annexes", "recipients")
        texts = isinstance(value, list) and all(isinstance(v, str) for v in value)
        if not (texts if listed else isinstance(value, bool if key == "charts" else str)):
            raise wrong(f"«{key}» phải là {'danh sách chữ' if listed else 'true/false' if key == 'charts' else 'chữ'}.")
    lists = (("sections", SECTIONS), ("annexes", ANNEXES))
    for key, allowed in lists:
        strange = [v for v in cast(list[str], row.get(key, [])) if v not in allowed]
        if strange:
            raise wrong(f"«{key}» có mục lạ «{strange[0]}» (các mục dùng được: {', '.join(allowed)}).")
    if row.get("money") and row["money"] not in MONEY:
        raise wrong(f"«money» phải là một trong: {', '.join(MONEY)}.")
    if row.get("deadline"):
        try:
            day, month = row["deadline"].split("-")
            date(2001, int(month), int(day))
        except ValueError:
            raise wrong(f"«deadline» phải có dạng ngày-tháng như 15-12, không phải «{row['deadline']}».") from None
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in row.items()}
    if base is not None:
        return replace(base, **values)
    if not values.get("title"):
        raise wrong("thiếu «title».")
    return ReportProfile(name, **values)


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        with path.open("rb") as file:
            tables = tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"Tệp {path} không đúng cú pháp TOML: {error}") from None
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise ProfileError(f"Tệp {path}: «{name}» phải nằm trong một mục có tên như [tong-hop].")
    return tables


def profiles(folder: Path | None = None) -> dict[str, ReportProfile]:
    """Give the kinds of report by name, the default one first; ``folder`` is the office's. Raises ProfileError."""
    out = {n: _checked(n, t, None, "profiles.toml") for n, t in _read(TEMPLATES / "profiles.toml").items()}
    own = None if folder is None else folder / "profiles.toml"
    if own is not None and own.is_file():
        for name, table in _read(own).items():
            out[name] = _checked(name, table, out.get(name), str(own))
    return out


def template(name: str, folder: Path | None = None) -> Path:
    """Give the path of a Word template: the office's own of that name, else the program's. Raises ProfileError."""
    plain = Path(name).name
    for place in (folder, TEMPLATES):
        if place is not None and (place / plain).is_file():
            return place / plain
    looked = f"{folder} và trong mẫu của chương trình" if folder is not None else "mẫu của chương trình"
    raise ProfileError(f"Không tìm thấy mẫu Word «{name}» trong {looked}.")
