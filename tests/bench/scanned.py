"""A made-up dispatch of three pages as a scan of known text: clean, and with a red stamp on crooked pages.

The dispatch is written as Word, printed by LibreOffice, drawn at 300 dots an inch and wrapped as a PDF of JPEG pictures,
as the scanners of offices do. What is printed is known letter for letter.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "examples"))

from letterhead import NOTE, Letter  # noqa: E402  (the examples are no package)

DPI = 300
QUALITY = 75
SKEW = 1.5
PAGES = 3

HEAD = ("ỦY BAN NHÂN DÂN TỈNH", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG")
SYMBOL, PLACE_DATE = "214/KH-SNNMT", "Hồng Lam, ngày 17 tháng 5 năm 2023"
TITLE = (
    "KẾ HOẠCH",
    "Tổ chức thực hiện Phong trào thi đua “Chung tay xây dựng nông thôn mới, giảm nghèo bền vững” giai đoạn 2023 - 2025",
)
BASIS = (
    "Thực hiện Kế hoạch số 145/KH-UBND ngày 28 tháng 9 năm 2022 của Ủy ban nhân dân tỉnh về phát động phong trào thi đua; "
    "Công văn số 1207/SNV-TĐKT ngày 03 tháng 4 năm 2023 của Sở Nội vụ, Sở ban hành kế hoạch với các nội dung sau:"
)
SECTIONS = (
    (
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Khơi dậy tinh thần tự lực, ý chí vươn lên của người dân; huy động sức mạnh của cả hệ thống chính trị và toàn xã hội "
        "chăm lo đời sống vật chất, tinh thần cho hộ nghèo, hộ cận nghèo ở vùng đặc biệt khó khăn, biên giới và hải đảo.",
        "2. Phong trào được triển khai sâu rộng từ cấp huyện đến cơ sở, bảo đảm thiết thực, hiệu quả, tránh hình thức; gắn với việc "
        "học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh và nhiệm vụ chính trị được giao hằng năm.",
        "3. Kịp thời phát hiện, bồi dưỡng, tổng kết và nhân rộng điển hình tiên tiến, mô hình hay, cách làm sáng tạo trong quá trình "
        "tổ chức thực hiện; biểu dương, khen thưởng tập thể, cá nhân có thành tích xuất sắc tiêu biểu.",
    ),
    (
        "II. NỘI DUNG THI ĐUA",
        "1. Các phòng chuyên môn, đơn vị trực thuộc rà soát quy hoạch vùng sản xuất, hướng dẫn nông dân áp dụng tiến bộ kỹ thuật "
        "về giống, quy trình canh tác, phòng trừ dịch bệnh; xây dựng chuỗi liên kết từ khâu gieo trồng đến tiêu thụ sản phẩm.",
        "2. Hỗ trợ xây dựng 25 mô hình sinh kế, mỗi năm giúp ít nhất 1.200 hộ nghèo được vay vốn ưu đãi, tập huấn khuyến nông, "
        "tiếp cận nước sạch và dịch vụ xã hội cơ bản; phấn đấu giảm tỷ lệ hộ nghèo bình quân từ 1,0 đến 1,5% mỗi năm.",
        "3. Vận động cán bộ, công chức, viên chức và người lao động tự nguyện ủng hộ Quỹ “Vì người nghèo”, phấn đấu đạt trên "
        "850 triệu đồng trong cả giai đoạn; 100% đơn vị đăng ký giúp đỡ một địa chỉ cụ thể.",
        "4. Đẩy mạnh chuyển đổi số trong quản lý, giám sát chương trình; cập nhật đầy đủ dữ liệu hộ nghèo, hộ thoát nghèo lên phần "
        "mềm dùng chung trước ngày 15 tháng 11 hằng năm để phục vụ đánh giá, bình xét.",
    ),
    (
        "III. ĐỐI TƯỢNG, TIÊU CHÍ VÀ HÌNH THỨC KHEN THƯỞNG",
        "1. Tập thể gồm các phòng, chi cục, trung tâm, ban quản lý dự án, hạt kiểm lâm, trạm khuyến nông, trạm thủy nông; cá nhân là "
        "công chức, viên chức, người lao động và nông dân sản xuất giỏi trực tiếp tham gia phong trào.",
        "2. Việc bình xét được thực hiện dân chủ, công khai, đúng quy định; chú trọng khen thưởng người lao động trực tiếp, vùng sâu, "
        "vùng xa; không xét khen thưởng đối với đơn vị để xảy ra khiếu kiện kéo dài hoặc vi phạm pháp luật.",
        "3. Khen thưởng hằng năm: Giấy khen của Giám đốc Sở cho 10 tập thể và 20 cá nhân; khi sơ kết, tổng kết đề nghị Chủ tịch "
        "Ủy ban nhân dân tỉnh tặng Bằng khen; trường hợp đặc biệt xuất sắc đề nghị Thủ tướng Chính phủ tặng Bằng khen.",
    ),
    (
        "IV. KINH PHÍ VÀ THÔNG TIN, TUYÊN TRUYỀN",
        "1. Kinh phí thực hiện bố trí từ nguồn ngân sách nhà nước theo phân cấp hiện hành, lồng ghép các chương trình mục tiêu quốc "
        "gia và nguồn xã hội hóa hợp pháp; quản lý, sử dụng tiết kiệm, đúng mục đích, quyết toán theo Luật Ngân sách nhà nước.",
        "2. Cổng thông tin điện tử của Sở mở chuyên mục phản ánh kết quả phong trào; mỗi đơn vị giới thiệu ít nhất hai gương người "
        "tốt, việc tốt trong một quý; phối hợp với cơ quan báo chí, đài truyền thanh cơ sở đưa tin về cách làm có hiệu quả.",
        "3. Trung tâm Khuyến nông biên soạn sổ tay kỹ thuật, tổ chức hội thảo đầu bờ, trao đổi kinh nghiệm giữa các xã; chú ý đồng "
        "bào dân tộc thiểu số, phụ nữ, người khuyết tật và hộ gia đình có công với cách mạng.",
        "4. Chi cục Phát triển nông thôn khảo sát nhu cầu học nghề, việc làm, lập danh sách hộ có khả năng thoát nghèo, phân công "
        "công chức phụ trách từng địa bàn; định kỳ hằng quý đánh giá, điều chỉnh giải pháp cho phù hợp thực tiễn.",
        "5. Chi cục Thủy lợi, Ban Quản lý dự án đẩy nhanh tiến độ các công trình cấp nước, kiên cố hóa kênh mương, củng cố đê điều; "
        "bảo đảm chất lượng, an toàn lao động và vệ sinh môi trường trong suốt quá trình thi công.",
    ),
    (
        "V. TỔ CHỨC THỰC HIỆN",
        "1. Văn phòng Sở chủ trì, phối hợp với Phòng Kế hoạch - Tài chính tham mưu bố trí kinh phí, theo dõi, đôn đốc, kiểm tra và "
        "tổng hợp kết quả; tham mưu sơ kết vào quý II năm 2024, tổng kết vào quý IV năm 2025.",
        "2. Các đơn vị xây dựng kế hoạch cụ thể, gửi về Sở trước ngày 30 tháng 6 năm 2023; báo cáo kết quả định kỳ trước ngày 10 "
        "tháng 12 hằng năm. Nội dung báo cáo nêu rõ kết quả, khó khăn, vướng mắc, nguyên nhân và kiến nghị.",
        "3. Đề nghị Công đoàn ngành, Đoàn Thanh niên và Hội Cựu chiến binh phối hợp tuyên truyền, vận động đoàn viên, hội viên hưởng "
        "ứng; trong quá trình thực hiện nếu có vướng mắc, phản ánh kịp thời về Sở để xem xét, giải quyết./.",
    ),
)
TABLE_HEAD = ["STT", "Chỉ tiêu thi đua", "Đơn vị tính", "Kế hoạch năm 2023"]
TABLE = [
    ["1", "Hộ thoát nghèo bền vững", "hộ", "1.250"],
    ["2", "Nhà Đại đoàn kết xây mới", "nhà", "96"],
    ["3", "Lượt người được tập huấn", "lượt người", "4.300"],
    ["4", "Công trình nước sạch nông thôn", "công trình", "18"],
    ["5", "Kinh phí vận động, hỗ trợ", "triệu đồng", "12.750"],
]
RECIPIENTS = ["Ủy ban nhân dân tỉnh (để báo cáo)", "Ban Giám đốc Sở", "Các phòng, đơn vị trực thuộc", "Công đoàn ngành"]
ARCHIVE, TITLES, NAME = "VT, VP (TĐKT)", ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"], "Nguyễn Thị Thùy Dương"


@dataclass(frozen=True)
class Dispatch:
    """The dispatch as a PDF of letters, and as two PDFs of pictures."""

    printed: Path
    clean: Path
    stamped: Path
    pictures: tuple[Path, ...]


def make(folder: Path) -> Dispatch | None:
    """Give the dispatch in three states and the clean pages as PNG; None where LibreOffice is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    out = Dispatch(
        folder / "ke-hoach.pdf",
        folder / "quet-sach.pdf",
        folder / "quet-dau-do.pdf",
        tuple(folder / f"trang-{n}.png" for n in range(1, PAGES + 1)),
    )
    _write(folder / "ke-hoach.docx")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, folder / "ke-hoach.docx"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    pages = drawn(out.printed, DPI)
    assert len(pages) == PAGES, len(pages)
    for page, path in zip(pages, out.pictures, strict=True):
        page.save(path, dpi=(DPI, DPI))
    wrap(pages, out.clean, DPI, QUALITY)
    pages[-1] = _stamped(pages[-1])
    wrap([crooked(page, SKEW) for page in pages], out.stamped, DPI, QUALITY)
    return out


def _write(path: Path) -> None:
    letter = Letter(*HEAD, SYMBOL, PLACE_DATE)
    letter.title(*TITLE)
    letter.say(BASIS)
    for heading, *paragraphs in SECTIONS:
        letter.heading(heading)
        letter.say(*paragraphs)
        if heading.startswith("II."):
            letter.table([TABLE_HEAD], TABLE)
    letter.sign(RECIPIENTS, ARCHIVE, TITLES, NAME)
    letter.save(path)


def strings() -> list[str]:
    """Give every string that is printed, letter for letter, in the order of the paper."""
    out = [HEAD[0], HEAD[1], f"Số: {SYMBOL}", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    out += [PLACE_DATE, *TITLE, BASIS]
    for heading, *paragraphs in SECTIONS:
        out += [heading, *paragraphs]
    out += [cell for row in [TABLE_HEAD, *TABLE] for cell in row if len(cell) > 2]
    out += ["Nơi nhận:", *(f"- {text};" for text in RECIPIENTS), f"- Lưu: {ARCHIVE}.", *TITLES, NAME]
    return out + [NOTE] * PAGES


def drawn(pdf: Path, dpi: float) -> list[Image.Image]:
    """Give the pages of a PDF as pictures."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [document[n].render(scale=dpi / 72).to_pil().convert("RGB") for n in range(len(document))]
    finally:
        document.close()


def wrap(pages: list[Image.Image], path: Path, dpi: float, quality: int) -> None:
    """Write pictures as a PDF of JPEG pages."""
    pages[0].save(path, save_all=True, append_images=pages[1:], resolution=dpi, quality=quality)


def crooked(page: Image.Image, degrees: float) -> Image.Image:
    """Give the page as it lies when the sheet went in crooked."""
    return page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")


def worn(page: Image.Image, seed: int, *, paper: int = 232, noise: float = 5.0) -> Image.Image:
    """Give the page on grey paper with the grain of a scanner."""
    grain = np.random.default_rng(seed).normal(0.0, noise, (page.height, page.width, 1))
    dots = np.asarray(page, np.float32) * (paper / 255) + grain
    return Image.fromarray(np.clip(dots, 0, 255).astype(np.uint8))


def _stamped(page: Image.Image) -> Image.Image:
    """Give the last page with a round red stamp over the titles and the name, as it is pressed: a third of it on them."""
    dots = np.asarray(page, np.int16)
    seen = Image.new("L", page.size, 0)
    pen = ImageDraw.Draw(seen)
    (x, y), scale = _signed_at(dots), DPI / 25.4
    for radius, wide in ((18, 1.0), (16.5, 0.4), (10.5, 0.4)):
        r = radius * scale
        pen.ellipse((x - r, y - r, x + r, y + r), outline=235, width=round(wide * scale))
    face = ImageFont.load_default(round(3.4 * scale))
    for row, text in enumerate(("SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG")):
        pen.text((x, y + (row * 5 - 2.5) * scale), text, 235, face, anchor="mm")
    share = np.asarray(seen, np.float32)[..., None] / 255
    red = np.array([214, 38, 52], np.float32)
    # Ink lies over ink: what is black stays black.
    out = dots * (1 - share) + dots * (red / 255) * share
    return Image.fromarray(out.astype(np.uint8))


def _signed_at(dots: "np.ndarray") -> tuple[float, float]:
    """Give where the stamp's middle goes: at the left edge of the signer's column, between titles and name."""
    height, width = dots.shape[:2]
    right = (dots[: round(0.93 * height), round(0.56 * width) :].min(axis=2) < 100).sum(axis=1) > 3
    rows = np.flatnonzero(right)
    # The last block of ink is the name, the one above it the titles.
    gaps = np.flatnonzero(np.diff(rows) > 0.03 * height)
    name, title = rows[gaps[-1] + 1], rows[gaps[-1]]
    return 0.60 * width, (name + title) / 2


def error(read: str, printed: list[str]) -> float:
    """Give the share of wrong letters: each printed string against the stretch most like it, and all that was read too much."""
    text = " ".join(read.split())
    wrong = total = 0
    for want in printed:
        total += len(want)
        wrong += min((Levenshtein.distance(want, piece) for piece in _pieces(text, want)), default=len(want))
    return (wrong + max(0, len(text) - total - len(printed))) / total


def _pieces(text: str, want: str) -> Iterator[str]:
    found = fuzz.partial_ratio_alignment(want, text)
    if found is None:
        return
    for start in range(max(0, found.dest_start - 3), found.dest_start + 4):
        for end in range(found.dest_end - 3, found.dest_end + 4):
            yield text[start:end]
