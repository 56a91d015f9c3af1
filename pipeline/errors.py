"""Every failure that can end one file: a code, and the sentence that tells a clerk what to do.

A failure is raised as :class:`FileError` inside a reader and travels as :class:`Failure`, a plain
value, everywhere else. One file's failure never ends a batch.
"""

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """The name of a failure, stable for scripts and for the quarantine's folders."""

    EMPTY = "EMPTY"
    NOT_FOUND = "NOT_FOUND"
    NOT_A_FILE = "NOT_A_FILE"
    IN_USE = "IN_USE"
    UNREADABLE = "UNREADABLE"
    TOO_LARGE = "TOO_LARGE"
    UNKNOWN_FORMAT = "UNKNOWN_FORMAT"
    DAMAGED = "DAMAGED"
    ENCRYPTED = "ENCRYPTED"
    HOSTILE = "HOSTILE"
    NO_TEXT = "NO_TEXT"
    TIMEOUT = "TIMEOUT"
    MEMORY = "MEMORY"
    CRASHED = "CRASHED"
    MISSING_TOOL = "MISSING_TOOL"
    INTERNAL = "INTERNAL"


#: What the clerk reads. ``{detail}`` is filled by the place that failed and may be empty.
SENTENCES: dict[Code, str] = {
    Code.EMPTY: "Tệp rỗng, không có nội dung. Đề nghị đơn vị gửi lại tệp.",
    Code.NOT_FOUND: "Không tìm thấy tệp. Kiểm tra lại đường dẫn.",
    Code.NOT_A_FILE: "Đây là thư mục hoặc lối tắt, không phải tệp văn bản. Chọn từng tệp bên trong.",
    Code.IN_USE: "Tệp đang được chương trình khác ghi. Đóng tệp rồi thả lại.",
    Code.UNREADABLE: "Không có quyền đọc tệp. Kiểm tra quyền truy cập của tệp hoặc thư mục.",
    Code.TOO_LARGE: "Tệp vượt giới hạn kích thước{detail}. Tách tệp hoặc giảm dung lượng rồi gửi lại.",
    Code.UNKNOWN_FORMAT: "Không nhận ra định dạng của tệp{detail}. Gửi lại bằng DOCX, PDF, XLSX hoặc văn bản thuần.",
    Code.DAMAGED: "Tệp bị hỏng hoặc bị cắt cụt{detail}. Mở thử bằng chương trình gốc, hoặc đề nghị đơn vị gửi lại.",
    Code.ENCRYPTED: "Tệp có mật khẩu. Gỡ mật khẩu hoặc xin mật khẩu của đơn vị gửi, rồi thả lại.",
    Code.HOSTILE: "Tệp bị từ chối vì lý do an toàn{detail}. Báo bộ phận CNTT, không mở tệp này.",
    Code.NO_TEXT: "Tệp không có lớp chữ (bản quét){detail}. Cài Tesseract tiếng Việt (thidua doctor) hoặc gửi bản có chữ.",
    Code.TIMEOUT: "Đọc tệp quá thời gian cho phép{detail}. Tách nhỏ tệp hoặc báo bộ phận CNTT.",
    Code.MEMORY: "Tệp cần quá nhiều bộ nhớ để đọc. Tách nhỏ tệp hoặc báo bộ phận CNTT.",
    Code.CRASHED: "Bộ đọc dừng đột ngột khi đọc tệp này. Lưu lại tệp ở định dạng khác, hoặc báo bộ phận CNTT.",
    Code.MISSING_TOOL: "Thiếu chương trình cần để đọc tệp này{detail}. Chạy «thidua doctor» để xem cách cài.",
    Code.INTERNAL: "Lỗi của phần mềm khi xử lý tệp{detail}. Tệp được giữ nguyên; gửi mã lỗi này cho bộ phận CNTT.",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """One named failure as a value: ``code``, and the Vietnamese sentence with its detail filled in."""

    code: Code
    detail: str = ""

    @property
    def message(self) -> str:
        """The sentence shown to the clerk."""
        return SENTENCES[self.code].format(detail=f" ({self.detail})" if self.detail else "")


class FileError(Exception):
    """A file cannot be read, for a reason that has a name."""

    def __init__(self, code: Code, detail: str = "") -> None:
        """Keep the failure as a value; ``detail`` is a short Vietnamese phrase or a number."""
        self.failure = Failure(code, detail)
        super().__init__(code, detail)

    def __str__(self) -> str:
        """Give the clerk's sentence behind its code."""
        return f"[{self.failure.code}] {self.failure.message}"
