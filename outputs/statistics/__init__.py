"""Statistics forms 0601.N, 0602.N and 0603.N of TT 02/2023/TT-BNV as Excel files that count their own lists."""

from outputs.statistics.book import statistics

__all__ = ["statistics"]
