"""Builds the Word templates: pages after NĐ 30/2020/NĐ-CP, Phụ lục I, for officers to edit in Word.

Run once when the layout changes: ``python -m outputs.council.build_template``. The flows only read the results.
"""

from outputs.council.build_template.papers import PAPERS

__all__ = ["PAPERS"]
