"""edXML envelopes of both dialects: what each element becomes, and what the sender wants done."""

import pytest

from parsers import registry
from parsers.fields import envelope
from parsers.fields.envelope import day_of
from pipeline import zones
from pipeline.errors import Code, FileError
from pipeline.intake import open_source
from pipeline.model import Part, Profile
from tests import messages
from tests.factories import layout


def read(path):
    return registry.read(open_source(path))


def candidates(path):
    return envelope.find(zones.split(read(path)), Profile.STATE)


def values(path):
    return {c.name: c.field.value for c in candidates(path)}


def test_every_head_field_with_confidence_one(tmp_path):
    found = values(messages.edxml(tmp_path / "a.edxml"))
    said = {name: str(getattr(value, "text", value)) for name, value in found.items()}
    assert said == {
        "symbol": "119/KH-SNV", "number": "119", "notation": "KH-SNV", "place": "Hồng Lam", "issued_on": "2023-06-12",
        "issuer": "Sở Nội vụ", "parent_issuer": "UBND tỉnh Hồng Lam", "signer_position": "PHÓ GIÁM ĐỐC",
        "signer_capacity": "KT", "signer_name": "Nguyễn Văn Mẫu", "subject": "Phát động phong trào thi đua",
        "doc_type": "KH", "urgency": "KHẨN", "recipients": "Lưu VT", "addressees": "Sở Xây dựng",
        "references": said["references"],
    }  # fmt: skip
    assert {c.field.confidence for c in candidates(tmp_path / "a.edxml")} == {1.0}


def test_what_it_answers_is_cited(tmp_path):
    found = values(messages.edxml(tmp_path / "a.edxml"))["references"]
    assert (found.symbol, str(found.issued_on)) == ("45/UBND-NC", "2023-05-30")


def test_evidence_names_the_element(tmp_path):
    path = messages.edxml(tmp_path / "a.edxml")
    lines = {line.place: line.text for line in read(path).lines}
    assert lines["MessageHeader/To[2]/OrganName"] == "Sở Xây dựng"
    for candidate in candidates(path):
        assert candidate.field.raw == " ".join(e.text for e in candidate.field.evidence)
        assert all(e.text in lines[e.line] for e in candidate.field.evidence)


def test_no_other_family_reads_the_envelope(tmp_path):
    split = zones.split(read(messages.edxml(tmp_path / "a.edxml")))
    assert {item.reason for item in split.ignored} == {"envelope"} and len(split.ignored) == len(split.layout.lines)


def test_a_page_is_no_envelope():
    assert envelope.find(zones.split(layout("Số: 5/KH-SNV")), Profile.STATE) == ()


def test_the_older_dialect(tmp_path):
    path = messages.soap(tmp_path / "a.edxml", "a.txt", b"x")
    found = values(path)
    assert (found["symbol"], str(found["issued_on"]), found["parent_issuer"].text) == (
        "119/KH-SNV", "2023-06-12", "UBND tỉnh Hồng Lam",
    )  # fmt: skip
    assert found["doc_type"] == "KH", "without a type's name its code in the notation tells"


@pytest.mark.parametrize(
    ("number", "notation", "symbol", "reason"),
    [
        ("119", "KH-UBND", "119/KH-UBND", "the slash is not sent"),
        ("12", "KH/TU", "12-KH/TU", "the Party's slash stands inside"),
        ("31", "2020/QĐ-UBND", "31/2020/QĐ-UBND", "a legal document's year"),
        ("7", "SNV-TĐKT", "7/SNV-TĐKT", "a letter"),
        ("05", "/BC-SNV", "05/BC-SNV", "some send the slash too"),
    ],
)
def test_symbols_are_put_together(tmp_path, number, notation, symbol, reason):
    path = messages.edxml(tmp_path / "a.edxml", inner=messages.header(number=number, notation=notation))
    assert values(path)["symbol"] == symbol, reason


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2023/06/05", "2023-06-05"),
        ("2023-6-5", "2023-06-05"),
        ("2023-06-05T08:00:00", "2023-06-05"),
        ("05/06/2023", "2023-06-05"),
        ("5.6.2023", "2023-06-05"),
        ("2023/13/05", None),
        ("hôm nay", None),
        ("", None),
    ],
)
def test_days(text, day):
    assert (None if (found := day_of(text)) is None else str(found)) == day


@pytest.mark.parametrize(
    ("trace", "code"),
    [
        ("<Bussiness><BussinessDocType>1</BussinessDocType><BussinessDocReason>Nhầm</BussinessDocReason></Bussiness>",
         "EDXML_RECALL"),
        ("<Business><BusinessDocType>2</BusinessDocType></Business>", "EDXML_UPDATE"),
        ("<Bussiness><BussinessDocType>3</BussinessDocType></Bussiness>", "EDXML_REPLACE"),
        ("<Bussiness><BussinessDocType>0</BussinessDocType></Bussiness>", None),
    ],
)  # fmt: skip
def test_recall_update_and_replacement_need_a_person(tmp_path, trace, code):
    notes = read(messages.edxml(tmp_path / "a.edxml", trace=trace)).notes
    assert [note.code for note in notes if note.needs_person] == ([code] if code else [])
    if code == "EDXML_RECALL":
        assert notes[0].message == "Bên gửi thu hồi văn bản này: Nhầm."


def test_a_status_message_says_its_state(tmp_path):
    inner = "<StatusCode>02</StatusCode><Description>Sai nơi nhận</Description><ResponseFor><Code>5/KH-SNV</Code></ResponseFor>"
    notes = read(messages.edxml(tmp_path / "a.edxml", inner=inner)).notes
    assert [note.message for note in notes] == ["Thông báo trạng thái 02 (bị từ chối): Sai nơi nhận."]


def test_files_are_no_lines(tmp_path):
    found = read(messages.edxml(tmp_path / "a.edxml", messages.attachment("a.txt", "eA==")))
    assert all(line.part is Part.ENVELOPE and "eA==" not in line.text for line in found.lines)


def test_an_empty_envelope(tmp_path):
    with pytest.raises(FileError) as caught:
        read(messages.edxml(tmp_path / "a.edxml", inner=""))
    assert caught.value.failure.code is Code.EMPTY


BUSINESS = "<Bussiness><BussinessDocType>{}</BussinessDocType></Bussiness>"
ANSWERED = "<ResponseFor>"


@pytest.mark.parametrize(
    ("kind", "named", "relation", "symbol", "reason"),
    [
        ("0", True, "mentions", "45/UBND-NC", "a new message only answers"),
        ("1", True, "recalls", "45/UBND-NC", "a recall names what it takes back"),
        ("1", False, "recalls", "119/KH-SNV", "one that names nothing means its own header's"),
        ("2", True, "replaces", "45/UBND-NC", "an update takes the place of what was sent"),
        ("3", True, "replaces", "45/UBND-NC", "so does a replacement"),
        ("9", True, "mentions", "45/UBND-NC", "an unknown kind does nothing"),
    ],
)
def test_what_a_message_does_to_an_earlier_one_is_a_relation(tmp_path, kind, named, relation, symbol, reason):
    inner = messages.header() if named else messages.header().partition(ANSWERED)[0]
    layout_ = read(messages.edxml(tmp_path / "a.edxml", inner=inner, trace=BUSINESS.format(kind)))
    (found,) = (c.field for c in envelope.find(zones.split(layout_), Profile.OTHER) if c.name == "references")
    assert (found.value.relation.value, found.value.symbol) == (relation, symbol), reason
    assert all(e.text in layout_.lines[e.index].text for e in found.evidence)


@pytest.mark.parametrize("kind", ["0", "2", "3"])
def test_a_message_that_names_nothing_takes_nothing_back(tmp_path, kind):
    inner = messages.header().partition(ANSWERED)[0]
    layout_ = read(messages.edxml(tmp_path / "a.edxml", inner=inner, trace=BUSINESS.format(kind)))
    assert not [c for c in envelope.find(zones.split(layout_), Profile.OTHER) if c.name == "references"]
