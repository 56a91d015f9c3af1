"""Letters of symbol fonts (Symbol, Wingdings) as Unicode, and list bullets as a plain dash."""

_PRIVATE = 0xF000
#: Adobe Symbol encoding, the marks that office documents use.
_SYMBOL = {
    0x22: "∀", 0x24: "∃", 0x2D: "−", 0x61: "α", 0x62: "β", 0x64: "δ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ",
    0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0xA2: "′", 0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→",
    0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈",
    0xC5: "⊕", 0xD7: "⋅", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
#: Wingdings: boxes and arrows carry a meaning; every other picture is a bullet.
_WINGDINGS = {
    0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xA8: "☐", 0x78: "☒", 0xFD: "☒", 0x54: "☒", 0xFE: "☑", 0x52: "☑", 0xFC: "✓",
    0x50: "✓", 0xDF: "←", 0xE0: "→", 0xE8: "→", 0xF0: "⇒",
}  # fmt: skip
_BULLETS = frozenset("-+*–•")


def is_symbol_font(font: str | None) -> bool:
    """Tell whether ``font`` draws pictures in place of letters."""
    return font is not None and (font == "Symbol" or font.startswith(("Wingdings", "Webdings", "ZapfDingbats")))


def symbol(font: str | None, code: int) -> str:
    """Give one letter of a symbol font (``w:sym``; private-use codes too) as Unicode; an unknown picture as ``-``."""
    code = code - _PRIVATE if code >= _PRIVATE else code
    if font == "Symbol" or font is None:
        known = _SYMBOL.get(code)
        return known or (chr(code) if 0x20 <= code < 0x7F else "-")
    if not is_symbol_font(font):
        return chr(code) if 0x20 <= code < 0xFF else "-"
    return _WINGDINGS.get(code, "-")


def plain(text: str, font: str | None) -> str:
    """Give ``text`` with the letters of symbol fonts replaced; only letters above 0xF000 are taken for symbols."""
    return "".join(symbol(font, ord(c)) if _PRIVATE <= ord(c) <= 0xF0FF else c for c in text)


def bullet(text: str) -> str:
    """Give a list bullet as printed when it is a common mark, else ``-``."""
    stripped = text.strip()
    return stripped if stripped in _BULLETS else "-" if stripped else ""
