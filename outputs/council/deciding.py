"""Who decides an award: those above the office are put before the council, those below are its own or its units' matter."""

from collections.abc import Sequence

from outputs.council import wording as say
from pipeline.consolidate import Consolidation, Nominee
from pipeline.model import Award
from pipeline.reference.awards import awards
from pipeline.text import key

#: Levels of the catalogue that decide above a department; an unknown one is put before the council too.
_ABOVE = frozenset({"nhà nước", "bộ", "tỉnh", "tỉnh, bộ", "đoàn thể", ""})
#: Kinds of subject in the order that lists name them.
KINDS = ("tập thể", "doanh nghiệp", "hộ", "cá nhân")


def level(award: Award) -> str:
    """Give who decides by the catalogue: by the award's own words, else by its code; blank when it does not tell."""
    words = key(award.award)
    for one in awards():
        if words == key(one.name) or words in {key(v) for v in one.variants}:
            return one.level
    return next((one.level for one in awards() if one.code == award.award_code), "")


def proposed(data: Consolidation) -> tuple[list[Nominee], list[Nominee]]:
    """Give the nominees whose award is decided above the office, and the others."""
    every = [n for n in data.nominees if n.award.value.status == "proposed"]
    levels = {award: level(award) for award in {_form(n) for n in every}}
    above = [n for n in every if levels[_form(n)] in _ABOVE]
    below = [n for n in every if levels[_form(n)] not in _ABOVE]
    return above, below


def _form(one: Nominee) -> Award:
    """Give the award without its subject: two thousand persons share a handful of them."""
    award = one.award.value
    return Award(award.award, award.award_code)


def counted(people: Sequence[Nominee]) -> str:
    """Give ``03 trường hợp (02 tập thể, 01 cá nhân)``."""
    kinds = [n.award.value.subject_kind or "chưa rõ đối tượng" for n in people]
    each = [f"{say.count(kinds.count(k))} {k}" for k in (*KINDS, "chưa rõ đối tượng") if k in kinds]
    return f"{say.count(len(people))} trường hợp ({', '.join(each)})"
