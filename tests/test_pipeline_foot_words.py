"""The tables of words around persons, purposes and symbols say what the loaders promise."""

import pytest

from pipeline.reference import citation_words, people, purposes, symbol_codes
from pipeline.reference.document_types import of_code
from pipeline.text import key


def test_codes_that_only_symbols_know_are_no_document_type_twice() -> None:
    for code in symbol_codes.codes():
        assert symbol_codes.names_of(code)
    assert symbol_codes.names_of("KHLT") == ("Kế hoạch liên tịch",)
    assert symbol_codes.names_of("KH") == tuple(n for t in of_code("KH") for n in t.names)
    assert symbol_codes.names_of("XYZ") == ()


def test_no_word_of_a_role_hides_a_longer_one() -> None:
    for role in ("basis", "implements", "amends", "replaces", "attached_to", "subject", "type"):
        found = citation_words.words(role)
        assert found
        for position, word in enumerate(found):
            assert not any(later.startswith(word + " ") for later in found[position + 1 :])


@pytest.mark.parametrize(
    ("text", "purpose"), [("để b/c", "để báo cáo"), ("P/H", "để phối hợp"), ("02", None), ("", None)]
)
def test_purpose(text: str, purpose: str | None) -> None:
    assert purposes.purpose_of(text) == purpose


def test_titles_bodies_and_surnames_are_told_apart() -> None:
    assert people.opens_with_title("PHÓ CHÙ TỊCH")
    assert people.opens_with("Giám đốc Sở", people.position_keys())
    assert people.opens_with_body("Các phòng") and not people.opens_with_body("Nguyễn Văn An")
    assert people.opens_with_place("Tỉnh Thái Sơn")
    assert key("nguyễn") in people.surnames()
    assert people.preparer_keys() <= people.position_keys()
