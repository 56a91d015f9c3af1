"""Legacy letters to Unicode: tables, fonts, syllables, and the law that good text is never made worse."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers import encodings
from parsers.encodings.letters import LEGACY, table
from parsers.encodings.syllables import is_syllable

#: What the three encodings keep for one and the same sentence.
SENTENCE = "Cộng hoà xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"
STORED = {
    "tcvn3": "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc",
    "vni": "Coäng hoaø xaõ hoäi chuû nghóa Vieät Nam, Ñoäc laäp - Töï do - Haïnh phuùc",
    "viscii": "Cµng hoà xã hµi chü nghîa Vi®t Nam, Ðµc l§p - Tñ do - HÕnh phúc",
}
FONTS = {"tcvn3": ".VnTime", "vni": "VNI-Times", "viscii": "VI Times"}
_PHRASES = (
    "Uỷ ban nhân dân tỉnh thành phố Sở Nội vụ kế hoạch tổ chức phong trào thi đua yêu nước giai đoạn năm số ngày tháng "
    "quyết định khen thưởng tập thể cá nhân có thành tích xuất sắc được những nghiêng khuỷu ngoằn quýnh giếng gì"
)
SYLLABLES = _PHRASES.split()


@pytest.mark.parametrize("encoding", LEGACY)
def test_one_sentence_in_each_encoding(encoding):
    assert encodings.decode(STORED[encoding], encoding) == SENTENCE


@pytest.mark.parametrize("encoding", LEGACY)
def test_the_font_tells(encoding):
    assert encodings.to_unicode(STORED[encoding], FONTS[encoding]) == (SENTENCE, encoding)


@pytest.mark.parametrize("encoding", LEGACY)
def test_without_a_font_the_syllables_tell(encoding):
    assert encodings.detect(STORED[encoding]) == encoding
    assert encodings.to_unicode(STORED[encoding]) == (SENTENCE, encoding)


@pytest.mark.parametrize("encoding", LEGACY)
def test_each_table_gives_every_letter_of_the_alphabet(encoding):
    vowels = [
        unicodedata.normalize("NFC", v + t)
        for v in "aăâeêioôơuưy"
        for t in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    ]
    letters = {letter for letter in [*vowels, "đ"] if not letter.isascii()}
    assert letters <= set(table(encoding).values())


@pytest.mark.parametrize(
    ("font", "encoding", "capitals"),
    [
        (".VnTime", "tcvn3", False),
        (".VnTimeH", "tcvn3", True),
        (".VnArialH", "tcvn3", True),
        ("ABCDEF+.VnTimeH,Bold", "tcvn3", True),
        (".VnEnglish", "tcvn3", False),
        ("VNI-Times", "vni", False),
        ("VNI-Helve", "vni", False),
        ("Times New Roman", None, False),
        ("Vivaldi", None, False),
        (None, None, False),
    ],
)
def test_fonts(font, encoding, capitals):
    assert (encodings.font_encoding(font), encodings.prints_capitals(font)) == (encoding, capitals)


@pytest.mark.parametrize("word", ["nghiêng", "Khuỷu", "quýt", "giếng", "gì", "ĐƯỢC", "oẳn", "yêu", "quốc", "thuở"])
def test_syllables(word):
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["céng", "nghÜa", "ngia", "kắc", "các̀", "hoµ", "®Çu", "phòc", "bắp̉"])
def test_no_syllables(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("text", "font"),
    [
        # Unicode text in a paragraph whose font was never changed.
        ("Kế hoạch thi đua năm 2020", ".VnTime"),
        ("Kế hoạch thi đua năm 2020", "VNI-Times"),
        # One sign is no evidence.
        ("3 × 4 m²", None),
        ("Société Générale, à Paris", None),
        ("§ 5", "Times New Roman"),
        ("plain ASCII", ".VnTime"),
    ],
)
def test_what_stays_as_it_is(text, font):
    assert encodings.to_unicode(text, font) == (text, "unicode")


def read(*runs: tuple[str, str | None]) -> tuple[list[str], str]:
    decoder = encodings.Decoder(runs)
    out = [decoder.pieces([run])[0] for run in runs]
    return out, decoder.name


def test_one_file_may_mix_encodings():
    body, foot = "Quyết định này có hiệu lực kể từ ngày ký", "N¬i nhËn: - Nh­ ®iÒu 3; - L­u v¨n th­"
    out, name = read((body, "Times New Roman"), (foot, ".VnTime"))
    assert out == [body, "Nơi nhận: - Như điều 3; - Lưu văn thư"]
    assert name == "mixed"


def test_a_short_cell_follows_its_sheet():
    """A cell alone is too short to tell; the sheet as a whole tells."""
    cells = ["Céng", "Tæng sè", "Tû lÖ", "§¬n vÞ", "N¨m", "ThÞ x·"]
    out, name = read(*[(cell, None) for cell in cells])
    assert out == ["Cộng", "Tổng số", "Tỷ lệ", "Đơn vị", "Năm", "Thị xã"]
    assert name == "tcvn3"


def test_a_font_that_lies_throughout_is_not_believed():
    """Pasted Unicode keeps the old font's name; its short words look like TCVN3 and are not."""
    runs = [("Uỷ ban nhân dân tỉnh đã tổ chức", ".VnTime"), ("công", ".VnTime"), ("có", ".VnTime")]
    assert read(*runs)[0] == [text for text, _ in runs]


def test_a_mark_in_the_next_run_comes_back_to_its_letter():
    decoder = encodings.Decoder([("Uy", "VNI-Times"), ("û ban nhaân daân tænh", "VNI-Times")])
    assert decoder.pieces([("Uy", "VNI-Times"), ("û ban nhaân daân tænh", "VNI-Times")]) == ["Uỷ", " ban nhân dân tỉnh"]


def _stored(letter_table: dict[str, str], text: str) -> str:
    back = {letter: stored for stored, letter in sorted(letter_table.items(), reverse=True)}
    return "".join(back.get(c, c) for c in text)


@given(st.lists(st.sampled_from(SYLLABLES), min_size=4, max_size=20), st.sampled_from(LEGACY))
def test_round_trip(words, encoding):
    """Text written in an encoding and read by its font is the text."""
    text = " ".join(words).lower()
    assert encodings.to_unicode(_stored(table(encoding), text), FONTS[encoding])[0] == text


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=30), st.sampled_from([None, "Times New Roman"]))
def test_good_text_is_never_made_worse(words, font):
    text = " ".join(words)
    assert encodings.to_unicode(text, font) == (text, "unicode")
    assert read((text, font))[0] == [text]


@given(st.text(), st.sampled_from([None, ".VnTime", "VNI-Times", "VI Times", "Arial"]))
def test_any_text_is_read(text, font):
    """Whatever comes in, something comes out, and ASCII is left alone."""
    out, encoding = encodings.to_unicode(text, font)
    assert encoding in ("unicode", *LEGACY)
    if text.isascii():
        assert out == text


@given(st.text("qugighnaeoưytcp\u0301\u0323", max_size=9) | st.text(max_size=9))
def test_any_letters_are_a_syllable_or_none(word):
    assert is_syllable(word) in (True, False)


def test_the_beginning_of_a_syllable_is_none():
    assert [is_syllable(word) for word in ("qu", "quy", "gi", "ngh", "")] == [False, True, True, False, False]
