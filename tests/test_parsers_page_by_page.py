"""When the picture of a digital signature need not be read: the certificate's person is printed on the page."""

import pytest

from parsers.page_by_page import prints_signer
from pipeline.model import Layout, Line, Part, Signature
from tests.factories import layout, line


def signed(signer: str | None, *lines: str | Line) -> Layout:
    return layout(*lines, signatures=(Signature(signer, "2023-05-15T08:50:27+07:00"),))


CASES = [
    ("the person's name under the office", "Lê Văn An", ("GIÁM ĐỐC", "Lê Văn An"), True),
    ("a certificate in capitals", "LÊ VĂN AN", ("GIÁM ĐỐC", "Lê Văn An"), True),
    ("a degree before, the signature's clock behind", "Lê Văn An", ("TS. Lê Văn An 08:50:27 +07:00",), True),
    ("an office before the name in the certificate", "Thứ trưởng Lê Văn An", ("KT. BỘ TRƯỞNG", "Lê Văn An"), True),
    ("the name stands in the picture alone", "Lê Văn An", ("GIÁM ĐỐC",), False),
    ("a longer name is another person", "Lê Văn An", ("GIÁM ĐỐC", "Lê Văn Anh"), False),
    ("a body's certificate, its name printed over the number", "Sở Tài chính", ("SỞ TÀI CHÍNH", "GIÁM ĐỐC"), False),
    ("a body in capitals whose place is like a name", "VIỄN THÔNG LÊ AN", ("VIỄN THÔNG LÊ AN",), False),
    ("named in a sentence of the body only", "Lê Văn An", ("Giao ông Lê Văn An chủ trì, phối hợp với " * 2,), False),
    ("printed by the signature itself", "Lê Văn An", (line("Lê Văn An", part=Part.SIGNATURE),), False),
    ("a certificate that could not be read", None, ("GIÁM ĐỐC", "Lê Văn An"), False),
]


@pytest.mark.parametrize(("why", "signer", "lines", "want"), CASES, ids=[case[0] for case in CASES])
def test_a_printed_signer_is_not_looked_for_in_a_picture(
    why: str, signer: str | None, lines: tuple[str | Line, ...], want: bool
) -> None:
    assert prints_signer(signed(signer, *lines)) is want


def test_one_of_several_signatures_is_enough() -> None:
    page = layout("Lê Văn An", signatures=(Signature("Sở Tài chính", None), Signature("Lê Văn An", None)))
    assert prints_signer(page)
