"""Small builders of lines and layouts for tests. All documents and persons are made up."""

from typing import Any

from pipeline.model import Box, Layout, Line


def line(text: str, index: int = 0, **places: Any) -> Line:
    """A line whose place is ``đoạn N`` unless told; any attribute of ``Line`` can be given."""
    places.setdefault("place", f"đoạn {index + 1}")
    return Line(index, text, **places)


def layout(*texts: str | Line, reader: str = "test", **rest: Any) -> Layout:
    """A layout of texts (one paragraph each) or of ready lines, numbered anew."""
    lines = []
    for index, item in enumerate(texts):
        if isinstance(item, str):
            lines.append(line(item, index, starts_paragraph=True))
        else:
            lines.append(renumbered(item, index))
    return Layout(reader, tuple(lines), **rest)


def renumbered(item: Line, index: int) -> Line:
    """The same line under another index."""
    values = {name: getattr(item, name) for name in Line.__dataclass_fields__}
    return Line(**(values | {"index": index}))


def printed(text: str, x0: float, y0: float, x1: float, y1: float, page: int = 1, **places: Any) -> Line:
    """A printed line of a PDF page with its box; its index is set by ``layout``."""
    return line(text, page=page, box=Box(x0, y0, x1, y1), **places)
