"""Numbers as lists print them: ``1``, ``iv``, ``b``, ``•``; shared by the formats that store lists by rule."""

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
#: Word's number formats (nfc) that are not Arabic digits.
_UPPER_ROMAN, _LOWER_ROMAN, _UPPER_LETTER, _LOWER_LETTER, _PADDED, _NONE = 1, 2, 3, 4, 22, 255


def roman(number: int) -> str:
    """Give ``number`` in small Roman digits; beyond 1 to 3999 in Arabic ones."""
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, digits in _ROMAN:
        while number >= value:
            out += digits
            number -= value
    return out


def letter(number: int) -> str:
    """Give ``a`` to ``z``, then ``aa``, ``bb`` as Word does."""
    if not 0 < number < 26 * 40:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def number_text(number: int, style: int) -> str:
    """Give ``number`` in Word's number format ``style`` (nfc, MS-OSHARED 2.2.1.3); unknown formats in Arabic digits."""
    if style == _UPPER_ROMAN:
        return roman(number).upper()
    if style == _LOWER_ROMAN:
        return roman(number)
    if style == _UPPER_LETTER:
        return letter(number).upper()
    if style == _LOWER_LETTER:
        return letter(number)
    if style == _PADDED:
        return f"{number:02d}"
    return "" if style == _NONE else str(number)
