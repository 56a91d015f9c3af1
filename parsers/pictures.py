"""A page as a picture: what the readers that open files hand to the reader of scans."""

from dataclasses import dataclass

#: Dots per inch at which pages are read. More dots cost more and read worse (measured on 29 real scans).
READING_DPI = 200
#: Longest side of a page in dots; a plan on A0 is read at fewer dots per inch.
LONGEST_DOTS = 5_000


@dataclass(frozen=True, slots=True)
class Picture:
    """Page ``number`` as rows of red, green, blue bytes, at ``dpi`` dots per inch."""

    number: int
    width: int
    height: int
    dpi: float
    pixels: bytes

    def __post_init__(self) -> None:
        """Refuse a picture whose bytes do not fit its size."""
        if len(self.pixels) != 3 * self.width * self.height:
            raise ValueError(f"{len(self.pixels)} bytes for {self.width} x {self.height}")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        return self.width * 72 / self.dpi, self.height * 72 / self.dpi


def reading_dpi(width: float, height: float) -> float:
    """Give the dots per inch at which a page of that size in points is read."""
    return min(READING_DPI, LONGEST_DOTS * 72 / max(width, height, 1.0))
