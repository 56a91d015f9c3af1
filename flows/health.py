"""``thidua doctor``: what is installed, what is missing, what that costs, how to get it; and how the service is."""

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from flows.settings import Settings

_LIBRARIES = (
    "prefect",
    "spacy",
    "python-docx",
    "pdfplumber",
    "pypdfium2",
    "pandas",
    "SQLAlchemy",
    "docxtpl",
    "XlsxWriter",
)
#: Times New Roman, or a face with its widths.
_FACES = ("Times New Roman", "Liberation Serif", "Tinos")
#: Less than this many bytes free and a night's intake may not fit.
_ROOM = 2 * 2**30


def examine(settings: Settings) -> dict[str, Any]:
    """Give every check by group: name, ``ok``, what was found, what its absence costs, how to get it."""
    return {
        "checks": [
            *_python(),
            *_programs(),
            *_folders(settings),
            _store(settings),
            _archive(settings),
            *_service(settings),
            *_deployments(),
        ],
        "settings": settings.shown(),
    }


def anything_missing(findings: dict[str, Any]) -> bool:
    """Tell whether some check failed."""
    return not all(check["ok"] for check in findings["checks"])


def show(findings: dict[str, Any]) -> str:
    """Give the examination as lines for a person."""
    lines = []
    for check in findings["checks"]:
        lines.append(f"{'ĐẠT  ' if check['ok'] else 'THIẾU'} {check['name']}: {check['found']}")
        if not check["ok"]:
            lines.append(f"      Hậu quả: {check['cost']}")
            lines.append(f"      Cách khắc phục: {check['remedy']}")
    lines.append("Thiết lập đang dùng (thidua.toml, biến THIDUA_*):")
    lines += [f"  {name} = {value}" for name, value in findings["settings"].items()]
    return "\n".join(lines)


def _check(name: str, ok: bool, found: str, cost: str = "", remedy: str = "") -> dict[str, Any]:
    return {"name": name, "ok": ok, "found": found, "cost": cost, "remedy": remedy}


def _python() -> list[dict[str, Any]]:
    out = [
        _check(
            "Python",
            sys.version_info >= (3, 11),
            sys.version.split()[0],
            "chương trình không chạy",
            "cài Python 3.11 trở lên",
        )
    ]
    for name in _LIBRARIES:
        try:
            out.append(_check(name, True, version(name)))
        except PackageNotFoundError:
            out.append(_check(name, False, "chưa cài", "chương trình thiếu thư viện", "make setup"))
    return out


def _first_line(*command: str) -> str | None:
    if shutil.which(command[0]) is None:
        return None
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return (done.stdout or done.stderr).strip().splitlines()[0] if (done.stdout or done.stderr).strip() else ""


def _languages() -> list[str]:
    if shutil.which("tesseract") is None:
        return []
    done = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.split()[4:] if done.stdout else []


def _programs() -> list[dict[str, Any]]:
    fonts = (
        subprocess.run(["fc-list"], capture_output=True, text=True, check=False).stdout
        if shutil.which("fc-list")
        else ""
    )
    scans, apt = "bản quét vào khu cách ly", "apt-get install"
    rows = (
        ("LibreOffice", _first_line("soffice", "--version"), "không có báo cáo PDF; tệp Word 6/95 vào khu cách ly",
         f"{apt} libreoffice-writer-nogui"),
        ("Tesseract", _first_line("tesseract", "--version"), scans, f"{apt} tesseract-ocr-vie"),
        ("Tesseract tiếng Việt", "vie" if "vie" in _languages() else None, scans, f"{apt} tesseract-ocr-vie"),
        ("Phông chữ Times", next((f for f in _FACES if f in fonts), None), "trang PDF ngắt khác trong Word",
         f"{apt} fonts-liberation"),
    )  # fmt: skip
    return [_check(name, found is not None, found or "không có", cost, remedy) for name, found, cost, remedy in rows]


def _folders(settings: Settings) -> list[dict[str, Any]]:
    place = settings.var if settings.var.exists() else settings.home.resolve()
    writable = os.access(place, os.W_OK)
    room = shutil.disk_usage(place).free
    return [
        _check("Thư mục dữ liệu", writable, str(settings.var), "không lưu được gì", f"cấp quyền ghi cho {place}"),
        _check("Chỗ trống", room > _ROOM, f"{room / 2**30:.1f} GiB", "tiếp nhận có thể dừng giữa chừng", "dọn ổ đĩa"),
        *(
            _check(
                f"Danh mục đơn vị {path.name}",
                path.exists(),
                str(path),
                "không biết đơn vị nào phải báo cáo",
                "kiểm tra mục units",
            )
            for path in settings.unit_files
        ),
    ]


def _store(settings: Settings) -> dict[str, Any]:
    from outputs.registry import open_store

    address = settings.shown()["database_url"]
    if settings.database_url is None and not Path(settings.var / "thidua.db").exists():
        return _check("Kho dữ liệu", True, f"{address} (tạo khi tiếp nhận lần đầu)")
    try:
        with open_store(settings.store_url, create=False) as store:
            balanced = store.balance().balanced
    except Exception as error:
        return _check(
            "Kho dữ liệu", False, str(error).splitlines()[0], "không tiếp nhận được", "kiểm tra database_url và máy chủ"
        )
    return _check("Kho dữ liệu", balanced, address, "sổ không cân", "chạy thidua verify")


def _archive(settings: Settings) -> dict[str, Any]:
    from outputs.registry import open_archive

    place = settings.archive_url or str(settings.archive)
    cost, remedy = "không tiếp nhận được: bản gốc không có chỗ giữ", "kiểm tra archive_url, quyền ghi và khóa truy cập"
    try:
        archive = open_archive(settings.archive_url, settings.archive)
        folder = getattr(archive, "folder", None)
        if folder is None:
            # An object store must answer a question; whether it may be written shows with the first file.
            archive.find("0" * 64)
        elif settings.archive_url is not None and not os.access(folder, os.W_OK):
            return _check("Kho bản gốc", False, f"{place}: không có hoặc không ghi được", cost, remedy)
    except OSError as error:
        return _check("Kho bản gốc", False, error.strerror or str(error), cost, remedy)
    return _check("Kho bản gốc", True, place)


def _service(settings: Settings) -> list[dict[str, Any]]:
    """Ask the service how it is; when it does not run, see that nobody else has its ports."""
    port = settings.service.health_port
    if port:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=20) as reply:
                told = json.loads(reply.read())
        except urllib.error.HTTPError as error:
            told = _plain(error.read())
        except (OSError, ValueError):
            told = {}
        if "parts" in told:
            faults = told["faults"]
            found = "; ".join(faults) if faults else f"đang chạy: {', '.join(told['parts'])}"
            return [_check("Dịch vụ", not faults, found, "dịch vụ không làm đủ việc", "xem var/logs, chạy lại dịch vụ")]
    out = [_check("Dịch vụ", True, "không chạy (thidua serve)")]
    for name, number in (
        ("bàn duyệt", settings.service.desk_port),
        ("tình trạng", port),
        ("Prefect", settings.service.prefect_port),
    ):
        if number and _taken(number):
            found = f"{number} đang bị chương trình khác dùng"
            out.append(
                _check(f"Cổng {name}", False, found, "thidua serve không mở được phần này", "đổi cổng ở [service]")
            )
    return out


def _plain(answer: bytes) -> dict[str, Any]:
    try:
        found = json.loads(answer)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _deployments() -> list[dict[str, Any]]:
    """See that a configured Prefect server answers and knows the deployments; one of our own is the service's affair."""
    address = os.environ.get("PREFECT_API_URL")
    if not address:
        return []
    cost, remedy = (
        "không có lượt đêm, lập báo cáo theo yêu cầu",
        "kiểm tra PREFECT_API_URL; thidua serve hoặc prefect deploy",
    )
    ask = urllib.request.Request(f"{address}/deployments/filter", b"{}", {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(ask, timeout=20) as reply:
            known = {row["name"] for row in json.loads(reply.read())}
    except (OSError, ValueError) as error:
        return [_check("Máy chủ Prefect", False, f"{address}: {error}", cost, remedy)]
    lacking = [name for name in ("nightly", "on-drop", "report", "verify") if name not in known]
    found = f"{address}, thiếu deployment {', '.join(lacking)}" if lacking else address
    return [_check("Máy chủ Prefect", not lacking, found, cost, remedy)]
