"""Whole numbers in Vietnamese words, as forms want sums of money: ``hai tỷ ba trăm linh năm triệu``."""

from decimal import ROUND_HALF_UP, Decimal

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = 10**9


def spelled(value: Decimal | int) -> str:
    """Give a number in words, without a unit; halves are rounded up: ``một triệu không trăm linh năm nghìn``."""
    number = int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
    if number < 0:
        return f"âm {spelled(-number)}"
    return " ".join(_words(number, leading=True)) or _DIGITS[0]


def _words(number: int, *, leading: bool) -> list[str]:
    """Give the words of a number, billions as a number of their own; ``leading`` leaves out zeros in front."""
    out: list[str] = []
    billions, rest = divmod(number, _BILLION)
    if billions:
        out += [*_words(billions, leading=leading), "tỷ"]
    for power in (2, 1, 0):
        group = rest // 1000**power % 1000
        if group:
            out += _group(group, full=bool(out) or not leading)
            out += [_GROUPS[power]] if power else []
    return out


def _group(number: int, *, full: bool) -> list[str]:
    """Give the words of three digits; ``full`` says the hundreds even when they are zero."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = [_DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0 and ones and out:
        out.append("linh")
    elif tens == 1:
        out.append("mười")
    elif tens > 1:
        out += [_DIGITS[tens], "mươi"]
    if ones == 1 and tens > 1:
        out.append("mốt")
    elif ones == 5 and tens:
        out.append("lăm")
    elif ones:
        out.append(_DIGITS[ones])
    return out
