"""edXML messages (QCVN 102:2016/BTTTT and the older dialect): one line an element, and what the sender wants done."""

from parsers.envelopes import Entry, open_message
from pipeline.errors import Code, FileError
from pipeline.model import Layout, Line, Note, Part, Signature, Source

#: What the sender does to an earlier message (BussinessDocType); 0 is a new one.
_BUSINESS = {
    "1": ("EDXML_RECALL", "Bên gửi thu hồi văn bản này"),
    "2": ("EDXML_UPDATE", "Bên gửi cập nhật văn bản đã gửi"),
    "3": ("EDXML_REPLACE", "Bên gửi thay thế văn bản đã gửi"),
}
#: States of a message that only reports on another one.
_STATES = {
    "01": "đã đến", "02": "bị từ chối", "03": "đã tiếp nhận", "04": "đã đến, chờ phân công", "05": "đang xử lý",
    "06": "đã hoàn thành", "13": "yêu cầu thu hồi", "15": "đồng ý thu hồi hoặc cập nhật",
    "16": "từ chối thu hồi hoặc cập nhật",
}  # fmt: skip


def read(source: Source) -> Layout:
    """Give the envelope's values as lines; ``place`` is the element's path. Carried files are read on their own.

    Raises:
        FileError: what ``open_message`` raises; EMPTY when the envelope states nothing.
    """
    message = open_message(source.path)
    if not message.entries:
        raise FileError(Code.EMPTY)
    lines = tuple(Line(i, entry.text, entry.path, part=Part.ENVELOPE) for i, entry in enumerate(message.entries))
    signatures = tuple(Signature(signer, None) for signer in message.signers)
    return Layout("edxml", lines, signatures=signatures, notes=tuple(_notes(message.entries, message.is_signed)))


def _notes(entries: tuple[Entry, ...], is_signed: bool) -> list[Note]:
    stated = {entry.path.rpartition("/")[2]: entry.text for entry in reversed(entries)}
    out = []
    # The standard's own spelling has two s; producers write one or two.
    business = stated.get("BussinessDocType") or stated.get("BusinessDocType") or ""
    if business in _BUSINESS:
        code, sentence = _BUSINESS[business]
        why = stated.get("BussinessDocReason") or stated.get("BusinessDocReason")
        out.append(Note(code, sentence + (f": {why}." if why else "."), needs_person=True))
    if "StatusCode" in stated and "Subject" not in stated:
        state = _STATES.get(stated["StatusCode"].zfill(2), "không rõ")
        why = f": {stated['Description']}" if "Description" in stated else ""
        out.append(Note("EDXML_STATUS", f"Thông báo trạng thái {stated['StatusCode']} ({state}){why}."))
    due = next((e.text for e in entries if e.path.endswith("MessageHeader/DueDate")), None)
    if due:
        out.append(Note("EDXML_DUE", f"Hạn trả lời ghi trên phong bì điện tử: {due}."))
    if is_signed:
        out.append(Note("SIGNED", "Phong bì điện tử có chữ ký số; chưa kiểm tra trực tuyến."))
    return out
