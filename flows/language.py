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
    "cases": (
        "Biến văn bản đã sửa hoặc xác nhận thành bộ mẫu kiểm tra (docs/, gold/), thông tin cá nhân đã che.",
        "Make regression cases (docs/, gold/) of what people corrected or confirmed, personal data masked.",
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
    "export_movement": (
        "Chỉ xuất số liệu tổng hợp của một phong trào và kỳ (cùng --from), mỗi số kèm nguồn.",
        "Only the consolidated facts of one movement and period (with --from), each figure with its source.",
    ),
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
    "structure": (
        "Số liệu xếp theo đơn vị đã gửi (as-filed) hay theo đơn vị kế thừa tại ngày chốt (mapped).",
        "Figures under the units that filed them (as-filed) or under their successors on the reference date (mapped).",
    ),
    "heir": (
        "MÃ_CŨ=MÃ_MỚI: đơn vị kế thừa được chọn cho đơn vị đã chia tách; dùng được nhiều lần.",
        "OLD=NEW: the heir chosen for a unit that was split; may be repeated.",
    ),
    "compare": (
        "So sánh hai bản chốt số liệu (tệp .manifest.json cạnh báo cáo): bằng lời, và bằng bảng nếu có -o.",
        "Compare two editions (the .manifest.json beside a report): in words, and as a table with -o.",
    ),
    "edition_old": ("Bản chốt cũ.", "The older edition."),
    "edition_new": ("Bản chốt mới.", "The newer edition."),
    "table_file": ("Ghi bảng so sánh ra tệp CSV.", "Write the table to a CSV file."),
    "versions": (
        "Các tệp của cùng một văn bản: vì sao gộp, bản nào được dùng; tách, gộp, chọn bản, rút lại.",
        "The files of one dispatch: why joined, which leads; separate, join, choose, take back.",
    ),
    "versioned": ("Mã văn bản, phần đầu của mã, hoặc số, ký hiệu.", "Id of a dispatch, its beginning, or a symbol."),
    "version_act": (
        "separate (tách), join (gộp với --with), lead (dùng bản này), unlead, rules (để quy tắc xét lại), "
        "withdraw (không tính), keep (vẫn tính).",
        "separate, join (with --with), lead, unlead, rules (let the rules decide again), withdraw, keep.",
    ),
    "version_other": ("Văn bản được gộp cùng.", "The dispatch to join it with."),
    "decide": (
        "Quyết định của người tổng hợp: chọn nguồn số liệu, chấp nhận điểm cần xác minh kèm lý do, rút lại.",
        "The officer's decisions: choose a source, accept a finding with a reason, take either back.",
    ),
    "decide_list": (
        "Các điểm cần xác minh (kèm mã), số liệu có thể trùng và các quyết định còn hiệu lực.",
        "Open findings with their keys, totals that may overlap, decisions in force.",
    ),
    "decide_source": (
        "Chọn đơn vị có số liệu làm căn cứ cho một chỉ tiêu mà nhiều đơn vị cùng báo cáo.",
        "Choose the unit whose figure counts for an indicator that several units report.",
    ),
    "decide_accept": ("Chấp nhận một điểm cần xác minh.", "Accept a finding."),
    "decide_undo": ("Rút lại một quyết định.", "Take a decision back."),
    "indicator": ("Mã chỉ tiêu, ví dụ D01.", "Code of the indicator, such as D01."),
    "unit": ("Mã hoặc tên đơn vị.", "Id or name of the unit."),
    "over": (
        "Đơn vị có số liệu đã nằm trong số của nguồn được chọn; không nêu là mọi đơn vị khác.",
        "A unit whose figure is inside the chosen one's; all others when left out.",
    ),
    "reason": ("Lý do (bắt buộc).", "The reason (needed)."),
    "who": ("Người quyết định; mặc định là tài khoản đang dùng.", "Who decides; the current user when left out."),
    "finding_key": ("Mã của điểm cần xác minh, hoặc các chữ đầu.", "Key of the finding, or its first letters."),
    "decision_id": ("Mã quyết định, hoặc các chữ đầu.", "Id of the decision, or its first letters."),
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
