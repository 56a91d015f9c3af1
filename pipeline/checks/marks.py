"""Check 12: classified documents are refused, urgent ones shown first (độ mật, mức độ khẩn)."""

from collections.abc import Iterator

from pipeline.checks.case import Case
from pipeline.model import Finding


def check(case: Case) -> Iterator[Finding]:
    """Give ``SECRET`` (an error: a person must take the file off this system) and ``URGENT``."""
    secrecy, urgency = case.dispatch.secrecy, case.dispatch.urgency
    if secrecy is not None:
        yield from case.breach(
            "SECRET",
            f"Văn bản đóng dấu «{secrecy.value}»: không xử lý văn bản mật trên hệ thống này.",
            "secrecy",
            secrecy.evidence,
            "Đưa tệp ra khỏi hệ thống, báo người phụ trách bảo vệ bí mật nhà nước và xử lý theo quy trình văn bản mật.",
        )
    if urgency is not None:
        message = f"Văn bản có mức độ khẩn «{urgency.value}»: trình và chuyển ngay sau khi nhận."
        yield from case.breach("URGENT", message, "urgency", urgency.evidence, "Trình ngay người có thẩm quyền.")
