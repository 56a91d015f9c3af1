"""Editions of a consolidation: frozen with all that it rests on, rebuilt, compared. Import from here."""

from pipeline.editions.compare import Change, compare, in_words
from pipeline.editions.freeze import Edition, Manifest, Terms, drift, freeze, read, rebuild, write

__all__ = [
    "Change",
    "Edition",
    "Manifest",
    "Terms",
    "compare",
    "drift",
    "freeze",
    "in_words",
    "read",
    "rebuild",
    "write",
]
