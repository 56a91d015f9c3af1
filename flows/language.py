"""The words of the command line: Vietnamese unless ``--lang en`` or ``THIDUA_LANG=en`` asks for English."""

import os
import sys

_WORDS: dict[str, tuple[str, str]] = {
    "app": (
        "Đọc văn bản về phong trào thi đua, lập báo cáo tổng hợp cho Hội đồng Thi đua - Khen thưởng.",
        "Read dispatches of emulation movements, make the consolidated report for the Council.",
    ),
    "lang": ("Ngôn ngữ: vi hoặc en.", "Language: vi or en."),
    "version": ("In phiên bản.", "Print the version."),
    "paths": ("Tệp hoặc thư mục.", "Files or folders."),
    "workers": ("Số tiến trình đọc song song.", "Reading processes side by side."),
    "output_file": ("Ghi ra tệp thay vì màn hình.", "Write to a file instead of the screen."),
    "output_folder": ("Thư mục ghi kết quả.", "Folder for the output."),
    "parse": (
        "Đọc từng tệp, in một đối tượng JSON cho mỗi văn bản. Không ghi kho dữ liệu.",
        "Read files, print one JSON object a document. Touches no store.",
    ),
    "format": ("jsonl hoặc table.", "jsonl or table."),
    "text": ("Ghi toàn văn Unicode của từng tệp.", "Write the Unicode text of each file."),
    "check": (
        "Kiểm tra thể thức và tính nhất quán của từng văn bản.",
        "Form and consistency findings of each document.",
    ),
    "evaluate": (
        "Đo độ chính xác từng trường so với đáp án.",
        "Per-field precision, recall and F1 against gold.",
    ),
    "corpus": ("Thư mục có docs/ và gold/.", "Folder with docs/ and gold/."),
    "misses": ("In từng chỗ sai kèm dòng đã đọc.", "Print every miss with the line it came from."),
    "raise": (
        "Ghi figures.json và nâng floors.json của bộ mẫu; sàn không bao giờ hạ.",
        "Keep the figures and raise the floors of the corpus; a floor never falls.",
    ),
    "ingest": (
        "Tiếp nhận tệp: đọc, chuẩn hóa, lưu kho, lưu bản gốc; tệp lỗi vào khu cách ly. Không nêu tệp thì lấy var/inbox.",
        "Take files in: read, normalize, store, archive, quarantine. Without paths: var/inbox.",
    ),
    "watch": ("Theo dõi thư mục tiếp nhận cho đến khi dừng.", "Watch the drop folder until stopped."),
    "report": (
        "Lập báo cáo tổng hợp cho Hội đồng Thi đua - Khen thưởng: DOCX, PDF, XLSX, HTML.",
        "Make the consolidated report for the Council: DOCX, PDF, XLSX, HTML.",
    ),
    "movement": ("Mã, tên hoặc một phần tên của phong trào.", "Movement id, name or part of the name."),
    "from": ("Từ kỳ: 2023, 2023-Q3, 2023-06 hoặc một ngày.", "From: 2023, 2023-Q3, 2023-06 or a day."),
    "to": ("Đến kỳ (như trên).", "To (likewise)."),
    "as_of": ("Ngày chốt số liệu.", "Reference date of the figures."),
    "template": ("Tên mẫu báo cáo.", "Template name."),
    "status": (
        "Tình hình: tỷ lệ báo cáo, đơn vị quá hạn, văn bản chờ xem, cân đối sổ.",
        "Reporting rates, overdue units, review queue, ledger balance.",
    ),
    "export": ("Xuất mọi bảng đã chuẩn hóa.", "Export every normalized table."),
    "export_format": ("csv, parquet hoặc jsonl.", "csv, parquet or jsonl."),
    "register": ("Lập sổ đăng ký văn bản đến (NĐ 30/2020, Phụ lục IV).", "Register of incoming dispatches."),
    "year": ("Năm.", "Year."),
    "verify": (
        "Chứng minh không mất tệp: đối chiếu sổ, kho lưu và nhật ký.",
        "Prove that nothing is lost: ledger, archive, audit chain.",
    ),
    "doctor": (
        "Kiểm tra máy: có gì, thiếu gì, thiếu thì mất gì, cài thế nào.",
        "What is installed, what is missing, what that costs, how to get it.",
    ),
    "serve": (
        "Chạy cả dịch vụ trên một máy: máy chủ Prefect, tiếp nhận hằng đêm và khi thả tệp, lập báo cáo theo yêu cầu.",
        "The whole service on one machine: Prefect server, nightly and drop-folder intake, reports on demand.",
    ),
    "backup": (
        "Sao lưu kho dữ liệu, bản gốc, khu cách ly và thiết lập vào một tệp.",
        "Write store, originals, quarantine and settings to one file.",
    ),
    "restore": (
        "Khôi phục từ tệp sao lưu vào một thư mục mới (THIDUA_HOME), rồi đối chiếu.",
        "Fill a new home (THIDUA_HOME) from a backup, then verify.",
    ),
    "backup_file": ("Tệp sao lưu (.tar).", "Backup file (.tar)."),
    "desk": (
        "Mở bàn duyệt trên trình duyệt: xác nhận, sửa, tra nguồn số liệu, lập báo cáo.",
        "Open the review desk: confirm, correct, drill down, make reports.",
    ),
    "port": ("Cổng.", "Port."),
    "host": ("Địa chỉ lắng nghe; mặc định chỉ máy này.", "Address to listen on; this machine alone by default."),
    "admin": (
        "Tạo tài khoản quản trị đầu tiên (mật khẩu hỏi trên màn hình hoặc đọc từ đầu vào).",
        "Make the first administrator (password asked for, or read from standard input).",
    ),
    "quiet": ("Chỉ in kết quả, không in tiến độ.", "Print results only, no progress."),
}


def _chosen() -> int:
    asked = os.environ.get("THIDUA_LANG", "vi")
    for i, word in enumerate(sys.argv[1:-1], 1):
        if word == "--lang":
            asked = sys.argv[i + 1]
    if any(word == "--lang=en" for word in sys.argv):
        asked = "en"
    return 1 if asked == "en" else 0


#: Told once a process, before typer reads the help texts.
LANGUAGE = _chosen()


def say(name: str) -> str:
    """Give a phrase of the command line in the chosen language."""
    return _WORDS[name][LANGUAGE]


def pick(vietnamese: str, english: str) -> str:
    """Give one of two phrases that stand beside the code that prints them."""
    return (vietnamese, english)[LANGUAGE]
