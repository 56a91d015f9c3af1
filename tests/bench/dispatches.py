"""Made-up dispatches of four pages for the speed measurements: a head, an outline, a table of twenty rows, a foot."""

import random
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "examples"))

from letterhead import Letter  # noqa: E402  (the examples are no package)

SENTENCES = (
    "Đơn vị đã ban hành kế hoạch triển khai phong trào, phân công lãnh đạo phụ trách và đưa nội dung vào sinh hoạt chuyên môn hằng tháng.",
    "Công tác tuyên truyền được thực hiện qua hội nghị, trang thông tin điện tử và hệ thống truyền thanh cơ sở, thu hút đông đảo người dân.",
    "Việc bình xét hộ hưởng lợi bảo đảm công khai, dân chủ, đúng đối tượng, có sự giám sát của Mặt trận Tổ quốc và các đoàn thể.",
    "Một số mô hình sinh kế bước đầu phát huy hiệu quả, được người dân học tập và nhân rộng trên địa bàn.",
)
LABELS = (
    "hộ thoát nghèo",
    "nhà Đại đoàn kết xây mới",
    "lượt người được tập huấn khuyến nông",
    "ngày công lao động giúp hộ nghèo",
)


def write(path: Path, seed: int, *, table: bool = True) -> None:
    """Write one report of about four pages, of three without its table."""
    dice = random.Random(seed)
    letter = Letter(
        "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG",
        f"CHI CỤC SỐ {seed % 40 + 1}",
        f"{seed}/BC-CC{seed % 40 + 1}",
        "Hồng Lam, ngày 12 tháng 12 năm 2023",
    )
    letter.title(
        "BÁO CÁO", "Kết quả thực hiện Phong trào thi đua “Vì người nghèo - Không để ai bị bỏ lại phía sau” năm 2023"
    )
    letter.to("Sở Nông nghiệp và Môi trường")
    letter.say(
        "Thực hiện Kế hoạch số 45/KH-SNNPTNT ngày 28/9/2022 của Sở về tổ chức thực hiện phong trào thi đua, đơn vị báo cáo kết quả như sau:"
    )
    for number, heading in enumerate(
        ("CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO", "KẾT QUẢ THỰC HIỆN", "TỒN TẠI, HẠN CHẾ", "KIẾN NGHỊ"), 1
    ):
        letter.heading(f"{'I' * number if number < 4 else 'IV'}. {heading}")
        for _ in range(5):
            letter.say(" ".join(dice.choices(SENTENCES, k=3)))
        letter.say(
            f"Trong năm có {dice.randint(10, 99)} {dice.choice(LABELS)}; huy động {dice.randint(100, 900)} triệu đồng."
        )
    rows = [[str(i), f"Chỉ tiêu số {i}", "hộ", str(dice.randint(1, 5000))] for i in range(1, 21)]
    if table:
        letter.table([["STT", "Chỉ tiêu", "Đơn vị tính", "Kết quả năm 2023"]], rows)
    letter.sign(["Như trên", "Lãnh đạo đơn vị"], "VT", ["CHI CỤC TRƯỞNG"], "Nguyễn Văn Mẫu")
    letter.save(path)


def make(folder: Path, count: int) -> tuple[list[Path], list[Path]]:
    """Give ``count`` dispatches, a quarter of them as text PDF when LibreOffice is there: (Word files, PDF files)."""
    folder.mkdir(parents=True, exist_ok=True)
    word = [folder / f"bc-{seed:04d}.docx" for seed in range(count)]
    for seed, path in enumerate(word):
        if not path.exists():
            write(path, seed)
    printed = [path.with_suffix(".pdf") for path in word[: count // 4]]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    # LibreOffice now and then passes over a file of many without a word: those are asked for again.
    for _ in range(count // 1000 + 4):
        missing = [path.with_suffix(".docx") for path in printed if not path.exists()][:250]
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *missing]
        try:
            if missing:
                subprocess.run(command, check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError):
            return word, []
    return word[count // 4 :], [path for path in printed if path.exists()]
