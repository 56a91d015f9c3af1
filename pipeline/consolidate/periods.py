"""The period before a period: quý III is followed back to quý II, 2023 to 2022."""

from datetime import date, timedelta

from pipeline.model import Period

_DAY = timedelta(days=1)


def before(period: Period) -> Period:
    """Give the period of the same length that ends on the day before: by months where the period is whole months."""
    end = period.start - _DAY
    if period.start.day == 1 and (period.end + _DAY).day == 1:
        months = 12 * (period.end.year - period.start.year) + period.end.month - period.start.month + 1
        first = 12 * period.start.year + period.start.month - 1 - months
        return Period(date(first // 12, first % 12 + 1, 1), end)
    return Period(period.start - (period.end - period.start) - _DAY, end)
