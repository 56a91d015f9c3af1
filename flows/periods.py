"""The two ends of ``--from`` and ``--to`` as one period."""

from pipeline.model import Period


def window(start: str, end: str) -> Period:
    """Give the days from the first of ``start`` to the last of ``end``. Raises ValueError with a Vietnamese sentence."""
    try:
        first, last = Period.parse(start), Period.parse(end)
    except ValueError as error:
        raise ValueError(f"Kỳ phải có dạng 2023, 2023-Q3, 2023-06 hoặc 2023-06-30: {start}, {end}") from error
    if last.end < first.start:
        raise ValueError(f"Kỳ kết thúc trước khi bắt đầu: {start} đến {end}")
    return Period(first.start, last.end)
