"""A page cut into the places of its components before any field is read."""

from pipeline.zones.page import split

__all__ = ["split"]
