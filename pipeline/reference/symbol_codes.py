"""Codes that open a document's symbol: those of the document types, and those only symbols know (joint documents)."""

import csv
import re
from functools import cache
from importlib.resources import files

from pipeline.reference.document_types import all_types, of_code

#: Kinds known by name only carry their name for a code; a symbol's code looks like this.
_CODE = re.compile(r"[A-ZĐ][A-Za-zĐđƯư]{0,6}")
#: Kinds whose number is often a nickname (``Đề án 06``), so that a number right behind the name is no symbol.
_NICKNAMED = ("ĐA", "DA", "PA", "CTr", "HĐ")


@cache
def _symbol_only() -> dict[str, str]:
    with files("pipeline.reference").joinpath("symbol_codes.csv").open(encoding="utf-8") as handle:
        return {row["code"]: row["name"] for row in csv.DictReader(handle)}


@cache
def codes() -> frozenset[str]:
    """Every code, letter for letter: ``CTr`` and ``CT`` are two."""
    return frozenset(t.code for t in all_types() if t.coded and _CODE.fullmatch(t.code)) | frozenset(_symbol_only())


@cache
def type_names() -> tuple[str, ...]:
    """Every type name once, longest first, so that the first match in a text is the whole name."""
    names = {name for kind in all_types() for name in kind.names} | set(_symbol_only().values())
    return tuple(sorted(names, key=lambda n: (-len(n), n)))


@cache
def nicknamed() -> frozenset[str]:
    """Names of the kinds behind which a bare number is a nickname: ``Đề án``, ``Chương trình``."""
    return frozenset(kind.name for code in _NICKNAMED for kind in of_code(code))


def names_of(code: str) -> tuple[str, ...]:
    """Give the type names a code stands for: ``("Quyết định", "Quy định")`` for ``QĐ``; none for an unknown code."""
    names = tuple(name for kind in of_code(code) for name in kind.names)
    return names or tuple(name for known, name in _symbol_only().items() if known == code)


@cache
def codes_for(type_code: str) -> frozenset[str]:
    """Give the codes that the kinds of ``type_code`` go under in symbols, its own among them.

    The Party's ``QĐ`` stands for Quy định too; ``HDLN`` (Hướng dẫn liên ngành) on a joint document for Hướng dẫn.
    """
    names = tuple(name for kind in all_types() if kind.code == type_code for name in kind.names)
    meant = {code for code in codes() for known in names_of(code) if known in names}
    joint = {code for code, known in _symbol_only().items() for name in names if known.startswith(f"{name} ")}
    return frozenset(meant | joint | {type_code})
