"""The made-up figures of the example inbox: one entry a unit, everything invented.

``figures`` are indicator codes of ``pipeline/reference/indicators.csv`` (money in triệu đồng).
"""

from dataclasses import dataclass, field

PROVINCE = "Hồng Lam"
DEPARTMENT = "Sở Nông nghiệp và Phát triển nông thôn"
MOVEMENT = "Vì người nghèo - Không để ai bị bỏ lại phía sau"
PERIOD = "giai đoạn 2021-2025"
PLAN = ("45/KH-SNNPTNT", "28/9/2022")


@dataclass(frozen=True)
class Unit:
    """A subordinate unit and what it reports for 2023."""

    name: str
    code: str
    number: int
    day: tuple[int, int]
    head: str
    signer: str
    shape: str
    figures: dict[str, float]
    nominees: tuple[tuple[str, str, str], ...] = ()
    weakness: str = ""
    proposal: str = ""
    notes: dict[str, str] = field(default_factory=dict)


UNITS = (
    Unit(
        "Chi cục Chăn nuôi và Thú y", "CCCNTY", 118, (5, 12), "CHI CỤC TRƯỞNG", "Vũ Đình Khoát", "prose",
        {"A05": 640, "C01": 186.5, "C02": 120, "C03": 66.5, "C04": 12.4, "C06": 85, "D01": 2, "D05": 4, "D06": 62, "D07": 480, "B09": 17, "D15": 24},
        (("Hoàng Thị Nhạn", "Trưởng phòng Quản lý chăn nuôi", "Giấy khen của Giám đốc Sở"),),
        "Một số hộ nghèo thiếu lao động nên mô hình nuôi gà thả vườn duy trì chưa đều.",
        "Đề nghị Sở bố trí thêm kinh phí tiêm phòng cho đàn vật nuôi của hộ nghèo.",
    ),
    Unit(
        "Chi cục Trồng trọt và Bảo vệ thực vật", "CCTTBVTV", 204, (7, 12), "CHI CỤC TRƯỞNG", "Đặng Thị Mùi", "table",
        {"A05": 910, "C01": 244, "C02": 160, "C03": 84, "C04": 15.6, "C06": 140, "D01": 1, "D02": 3, "D05": 6, "D06": 95, "D07": 1250, "B09": 26, "D15": 30},
        (("Phan Văn Sỹ", "Phó Chi cục trưởng", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"), ("Phòng Bảo vệ thực vật", "", "Giấy khen của Giám đốc Sở")),
        "Liên kết tiêu thụ sản phẩm của các mô hình còn lỏng lẻo.",
    ),
    Unit(
        "Chi cục Thủy lợi", "CCTL", 97, (8, 12), "CHI CỤC TRƯỞNG", "Lưu Quang Thiều", "pdf",
        {"A05": 220, "C01": 95, "C02": 70, "C03": 25, "C04": 9.8, "C06": 310, "D03": 1, "D06": 18, "D07": 150, "B09": 8, "D15": 12},
        (("Đội Quản lý đê Tả Lam", "", "Giấy khen của Giám đốc Sở"),),
    ),
    Unit(
        "Chi cục Thủy sản", "CCTS", 83, (6, 12), "CHI CỤC TRƯỞNG", "Bùi Hữu Ngạn", "revised",
        {"A05": 305, "C01": 132, "C02": 90, "C03": 42, "C04": 8.2, "C06": 60, "D01": 1, "D05": 3, "D06": 41, "D07": 265, "B09": 11, "D15": 15},
        (("Chu Thị Vược", "Viên chức Trạm Thủy sản số 2", "Giấy khen của Giám đốc Sở"),),
    ),
    Unit(
        "Chi cục Phát triển nông thôn", "CCPTNT", 311, (11, 12), "CHI CỤC TRƯỞNG", "Nghiêm Xuân Lộc", "wide",
        {"A05": 1480, "C01": 512.75, "C02": 400, "C03": 112.75, "C04": 18, "C06": 75, "D01": 4, "D02": 6, "D05": 9, "D06": 178, "D07": 860, "B09": 41, "D15": 45},
        (("Tập thể Chi cục Phát triển nông thôn", "", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"), ("Mạc Thị Thơm", "Trưởng phòng Ngành nghề nông thôn", "Giấy khen của Giám đốc Sở")),
        "Việc bình xét hộ hưởng lợi ở một số thôn còn chậm.",
        "Đề nghị cho phép lồng ghép vốn khuyến nông với vốn giảm nghèo.",
    ),
    Unit(
        "Chi cục Kiểm lâm", "CCKL", 176, (12, 12), "CHI CỤC TRƯỞNG", "Tăng Bá Lãm", "pdf",
        {"A05": 415, "C01": 78.4, "C02": 50, "C03": 28.4, "C04": 11, "C06": 205, "D05": 2, "D06": 33, "D07": 190, "B09": 9, "D15": 14},
    ),
    Unit(
        "Chi cục Quản lý chất lượng nông, lâm sản và thủy sản", "CCQLCL", 142, (12, 12), "CHI CỤC TRƯỞNG", "Hà Thị Bưởi", "sheet",
        {"A05": 530, "C01": 46, "C02": 30, "C03": 16, "C04": 7.5, "C06": 20, "D06": 12, "D07": 320, "B09": 4, "D15": 6},
    ),
    Unit(
        "Trung tâm Khuyến nông", "TTKN", 259, (13, 12), "GIÁM ĐỐC", "Lại Văn Nông", "table",
        {"A05": 1860, "C01": 690, "C02": 560, "C03": 130, "C04": 10.5, "C06": 45, "D05": 14, "D06": 236, "D07": 2140, "B09": 38, "D15": 40},
        (("Trạm Khuyến nông huyện Tiên Lam", "", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"), ("Ngô Thị Lúa", "Trưởng phòng Kỹ thuật", "Giấy khen của Giám đốc Sở"), ("Quách Công Ruộng", "Khuyến nông viên", "Giấy khen của Giám đốc Sở")),
        "Một số mô hình phụ thuộc thời tiết nên kết quả chưa ổn định.",
    ),
    Unit(
        "Trung tâm Nước sạch và Vệ sinh môi trường nông thôn", "TTNS", 64, (22, 12), "GIÁM ĐỐC", "Đoàn Minh Khe", "prose",
        {"A05": 275, "C01": 208, "C02": 188, "C03": 20, "C04": 6.3, "C06": 30, "D06": 84, "D07": 110, "B09": 6, "D15": 10},
        notes={"late": "gửi sau hạn 15/12/2023"},
    ),
    Unit(
        "Trung tâm Giống cây trồng và vật nuôi", "TTG", 71, (14, 12), "GIÁM ĐỐC", "Trịnh Thị Mạ", "sheet",
        {"A05": 190, "C01": 118, "C02": 95, "C03": 23, "C04": 5.7, "C06": 15, "D05": 3, "D06": 52, "D07": 205, "B09": 10, "D15": 11},
    ),
    Unit(
        "Văn phòng Sở", "VPS", 33, (14, 12), "CHÁNH VĂN PHÒNG", "Thạch Văn Bút", "total",
        {"A05": 120, "C01": 60, "C02": 40, "C03": 30, "C04": 14.2, "C06": 25, "D15": 8},
        notes={"wrong_total": "ngân sách 40 và xã hội hóa 30 cộng lại là 70, văn bản ghi 60"},
    ),
)  # fmt: skip
