"""Figures, dates and names in administrative Vietnamese: ``1.234,5``, ``ngày 28 tháng 9 năm 2022``, ``quý III/2023``."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from pipeline.model import Period
from pipeline.reference.document_types import by_code
from pipeline.reference.indicators import Indicator

#: Signs of the tables, said in their legend. They follow the statistical yearbook's.
MISSING = "…"
NOT_APPLICABLE = "x"
LEGEND = f"{MISSING} chưa có số liệu; {NOT_APPLICABLE} không áp dụng; 0 không phát sinh"

_MILLION, _BILLION = Decimal(10**6), Decimal(10**9)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def roman(number: int) -> str:
    """Give 1 to 10 in Roman figures."""
    return _ROMAN[number - 1]


def figure(value: Decimal | int, places: int = 3) -> str:
    """Give a number with ``.`` between thousands and ``,`` before at most ``places`` decimals: ``1.234,5``."""
    exact = Decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    whole, _, rest = f"{abs(rounded):,f}".partition(".")
    rest = rest.rstrip("0")
    sign = "-" if rounded < 0 else ""
    return sign + whole.replace(",", ".") + ("," + rest if rest else "")


def count(number: int) -> str:
    """Give a count of persons or bodies as administrative prose writes it: ``05``, ``12``, ``1.250``."""
    return f"{number:02d}" if 0 < number < 10 else figure(number)


def percent(value: Decimal) -> str:
    """Give a percentage with at most one decimal: ``98,5%``. What is not all is never rounded to 100%."""
    text = figure(value, 1)
    if text == "100" and value != 100:
        text = figure(value, 2) if figure(value, 2) != "100" else ("99,99" if value < 100 else "100,01")
    return f"{text}%"


def divisor(indicator: Indicator) -> Decimal:
    """Give what a stored figure is divided by to stand in the indicator's printed unit."""
    if not indicator.is_money:
        return Decimal(1)
    return {"triệu đồng": _MILLION, "tỷ đồng": _BILLION, "nghìn đồng": Decimal(1000)}.get(
        indicator.display_unit, Decimal(1)
    )


def places(indicator: Indicator) -> int:
    """Give how many decimals a figure of the indicator shows in a table."""
    return 2 if indicator.kind.value == "R" else 3


def cell(value: Decimal, indicator: Indicator) -> str:
    """Give a figure in the indicator's printed unit, without the unit."""
    return figure(value / divisor(indicator), places(indicator))


def amount(value: Decimal, indicator: Indicator) -> str:
    """Give a figure with its unit for prose: ``1,176 tỷ đồng``, ``45 nhà``, ``3,2%``."""
    if indicator.is_money:
        return money(value)
    unit = indicator.display_unit
    text = figure(value, places(indicator))
    return f"{text}%" if unit == "%" else f"{text} {unit}"


def money(value: Decimal) -> str:
    """Give whole đồng in the unit that reads best."""
    if abs(value) >= _BILLION:
        return f"{figure(value / _BILLION)} tỷ đồng"
    if abs(value) >= _MILLION:
        return f"{figure(value / _MILLION)} triệu đồng"
    return f"{figure(value)} đồng"


def day(value: date) -> str:
    """Give ``ngày 07 tháng 02 năm 2023``: days below 10 and the months 1 and 2 with a zero (NĐ 30/2020, Phụ lục I)."""
    month = f"{value.month:02d}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02d} tháng {month} năm {value.year}"


def deadline(last: date, before: bool) -> str:
    """Give a deadline as the plan puts it: ``trước ngày 16 tháng 12 năm 2023`` or ``chậm nhất ngày 15 ...``."""
    return f"trước {day(last + timedelta(days=1))}" if before else f"chậm nhất {day(last)}"


def short_deadline(last: date, before: bool) -> str:
    """Give a deadline for a table cell."""
    return f"trước {short_day(last + timedelta(days=1))}" if before else short_day(last)


def short_day(value: date | None) -> str:
    """Give ``07/02/2023`` for tables, blank when unknown."""
    return "" if value is None else f"{value.day:02d}/{value.month:02d}/{value.year}"


def period(value: Period) -> str:
    """Give a period in words: ``năm 2023``, ``quý III/2023``, ``6 tháng đầu năm 2023``, ``giai đoạn 2021-2025``."""
    start, end = value.start, value.end
    whole = start.day == 1 and (end + timedelta(days=1)).day == 1
    if start.year != end.year or not whole:
        if whole and start.month == 1 and end.month == 12:
            return f"giai đoạn {start.year}-{end.year}"
        if start == end:
            return day(start)
        return f"từ {day(start)} đến {day(end)}"
    if (start.month, end.month) == (1, 12):
        return f"năm {start.year}"
    if start.month == end.month:
        return f"tháng {start.month} năm {start.year}"
    if end.month - start.month == 2 and start.month % 3 == 1:
        return f"quý {roman((start.month + 2) // 3)}/{start.year}"
    if start.month == 1 and end.month in (6, 9):
        return f"{end.month} tháng đầu năm {start.year}"
    if (start.month, end.month) == (7, 12):
        return f"6 tháng cuối năm {start.year}"
    return f"từ tháng {start.month} đến tháng {end.month} năm {start.year}"


def short_period(value: Period) -> str:
    """Give a period for a table cell."""
    if value.start == value.end:
        return short_day(value.start)
    words = period(value)
    return f"{short_day(value.start)} - {short_day(value.end)}" if words.startswith("từ") else words


def listed(items: Sequence[str]) -> str:
    """Give items as one phrase: ``a``, ``a và b``, ``a, b và c``; with semicolons when an item holds a comma."""
    if len(items) < 2:
        return "".join(items)
    mark = "; " if any("," in i or " và " in i for i in items) else ", "
    last = "; " if mark == "; " else " và "
    return mark.join(items[:-1]) + last + items[-1]


def type_name(code: str | None) -> str:
    """Give the name of a document type: ``Kế hoạch``; ``Văn bản`` when unknown."""
    kinds = by_code().get(code or "", ())
    return kinds[0].name if kinds else ("Công văn" if code == "CV" else "Văn bản")


def cited(kind: str | None, symbol: str | None, issued: date | None, issuer: str | None) -> str:
    """Give a citation as NĐ 30/2020 asks for at first mention: type, number, date, issuer."""
    parts = [type_name(kind)]
    if symbol:
        parts.append(f"số {symbol}" if symbol[0].isdigit() else f"ký hiệu {symbol}")
    if issued is not None:
        parts.append(day(issued))
    if issuer:
        parts.append(f"của {issuer}")
    return " ".join(parts)


def lower_first(text: str) -> str:
    """Give ``text`` with its first letter small, abbreviations kept: ``Số nhà`` -> ``số nhà``."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]


def upper_first(text: str) -> str:
    """Give ``text`` with its first letter large."""
    return text[:1].upper() + text[1:]


def part_name(name: str) -> str:
    """Give the name of a part (``Trong đó: xã hội hóa``) as it reads where its whole is not beside it: ``xã hội hóa``."""
    return name.partition(": ")[2] if name.casefold().startswith("trong đó: ") else name


def curly(text: str) -> str:
    """Give ``text`` with straight double quotation marks as “ and ”; an odd one stays as it is."""
    parts = text.split('"')
    if len(parts) % 2 == 0:
        return text
    return "".join(p if n == 0 else ("“" if n % 2 else "”") + p for n, p in enumerate(parts))


def quoted(text: str) -> str:
    """Give a message of the checks as print quotes: “ and ” for the guillemets of the screen."""
    return curly(text.replace("«", "“").replace("»", "”"))


def shortened(text: str, most: int) -> str:
    """Give a text cut at a word to at most so many letters; what is cut off is told by ``…``."""
    if len(text) <= most:
        return text
    head = text[:most].rsplit(" ", 1)[0] if " " in text[:most] else text[: most - 1]
    return f"{head.rstrip(' ,;:-')}…"


def balanced(text: str, most: int = 24) -> str:
    """Give a name of the head on two lines of like length when it is longer than ``most``; a break set by hand stays.

    A name too long for two lines is left to the program that prints it.
    """
    words = text.split(" ")
    if "\n" in text or not most < len(text) <= 3 * most or len(words) < 2:
        return text
    cut = min(range(1, len(words)), key=lambda n: abs(len(" ".join(words[:n])) - len(" ".join(words[n:]))))
    return " ".join(words[:cut]) + "\n" + " ".join(words[cut:])
