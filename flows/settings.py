"""What an installation decides: ``thidua.toml`` in the home folder, overridden by ``THIDUA_*`` variables."""

import os
import re
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

#: The password of ``scheme://user:password@host``.
_PASSWORD = re.compile(r"(://[^:/@]*:)[^@]*@")


class OfficeSettings(BaseModel):
    """The office that takes in and reports, every line as its letterhead prints it."""

    model_config = ConfigDict(extra="forbid")

    agency: str | None = Field(None, description="Mã cơ quan trong danh mục đơn vị")
    name: str = Field("SỞ NỘI VỤ", description="Tên cơ quan ban hành báo cáo")
    parent: str = Field("", description="Cơ quan chủ quản in phía trên, trống nếu không có")
    spoken: str = Field("", description="Tên cơ quan trong câu văn")
    code: str = Field("SNV", description="Chữ viết tắt trong ký hiệu văn bản")
    place: str = Field("Hà Nội", description="Địa danh trên văn bản")
    addressee: str = Field("Hội đồng Thi đua - Khen thưởng", description="Nơi kính gửi")
    through: str = Field("", description="Cơ quan thường trực nhận thay")
    capacity: str = Field("", description="Dòng thẩm quyền: KT. GIÁM ĐỐC; trống nếu người đứng đầu ký")
    position: str = Field("GIÁM ĐỐC", description="Chức vụ người ký")
    signer: str = Field("", description="Họ tên người ký, trống nếu ký sau")
    archive: str = Field("VT", description="Dòng Lưu")
    recipients: list[str] = Field(default_factory=list, description="Nơi nhận, ngoài dòng Lưu")
    organ: str = Field("", description="Mã định danh trên trục liên thông văn bản")
    addressee_organ: str = Field("", description="Mã định danh của nơi kính gửi")


class WatchSettings(BaseModel):
    """How the drop folder is watched: table ``[watch]``."""

    model_config = ConfigDict(extra="forbid")

    polling: bool = Field(False, description="Hỏi vòng thay cho tín hiệu của hệ điều hành: cho thư mục mạng")
    quiet_seconds: float = Field(2, ge=0, description="Tệp phải đứng yên bao lâu mới được nhận")
    rescan_seconds: float = Field(60, gt=0, description="Bao lâu quét lại toàn bộ một lần")
    burst: int = Field(100, ge=1, description="Số tệp tối đa một lượt tiếp nhận khi thả")
    deployment: str | None = Field(
        None, description="Giao tệp cho deployment Prefect (ingest/on-drop) thay vì tự tiếp nhận"
    )


class ServiceSettings(BaseModel):
    """What ``thidua serve`` runs: table ``[service]``."""

    model_config = ConfigDict(extra="forbid")

    nightly: str = Field("0 22 * * *", description="Lịch tiếp nhận hằng đêm (cron, theo múi giờ đã chọn)")
    prefect_port: int = Field(0, ge=0, le=65535, description="Cổng máy chủ Prefect trên 127.0.0.1; 0 là cổng trống")
    desk_host: str = Field("127.0.0.1", description="Địa chỉ mà bàn duyệt nghe; sau một máy chủ web TLS thì giữ nguyên")
    desk_port: int = Field(8420, ge=0, le=65535, description="Cổng bàn duyệt; 0 là không mở cùng dịch vụ")
    health_port: int = Field(8620, ge=0, le=65535, description="Cổng /health và /metrics trên 127.0.0.1; 0 là tắt")
    keep_days: int = Field(30, ge=1, description="Giữ lịch sử chạy của Prefect bao nhiêu ngày")
    log_mb: int = Field(10, ge=1, description="Dung lượng một tệp nhật ký trong var/logs")
    log_files: int = Field(10, ge=1, description="Số tệp nhật ký được giữ")


class Settings(BaseSettings):
    """Settings in force. Every field can be set as ``THIDUA_NAME`` or in ``thidua.toml``."""

    model_config = SettingsConfigDict(env_prefix="THIDUA_", env_nested_delimiter="__", extra="forbid")

    home: Path = Field(default_factory=Path.cwd, description="Thư mục chứa var/ và thidua.toml")
    database_url: str | None = Field(None, description="Kho dữ liệu; mặc định SQLite trong var/thidua.db")
    archive_url: str | None = Field(
        None, description="Kho bản gốc dùng chung: file:///… (thư mục mạng) hoặc s3://…; mặc định var/archive"
    )
    units: list[Path] = Field(default_factory=list, description="Bảng đơn vị của cơ quan (CSV)")
    workers: int = Field(default_factory=lambda: os.cpu_count() or 1, ge=1, description="Số tiến trình đọc")
    batch: int = Field(200, ge=1, description="Số tệp mỗi lô")
    timeout_seconds: float = Field(120, gt=0, description="Thời gian tối đa đọc một tệp")
    memory_mb: int = Field(2048, ge=256, description="Bộ nhớ tối đa của một tiến trình đọc")
    timezone: str = Field("Asia/Ho_Chi_Minh", description="Múi giờ")
    lang: str = Field("vi", description="Ngôn ngữ dòng lệnh")
    engine: Literal["local", "dask"] = Field("local", description="Nơi đọc tệp: máy này, hoặc cụm Dask")
    dask_address: str | None = Field(None, description="Địa chỉ bộ điều phối Dask, ví dụ tcp://10.0.0.5:8786")
    office: OfficeSettings = OfficeSettings()
    watch: WatchSettings = WatchSettings()
    service: ServiceSettings = ServiceSettings()

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *sources: PydanticBaseSettingsSource, **named: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let variables win over the file, and the file over defaults."""
        home = Path(os.environ.get("THIDUA_HOME", "."))
        file = TomlConfigSettingsSource(settings_cls, home / "thidua.toml")
        return (named["init_settings"], named["env_settings"], file)

    @cached_property
    def var(self) -> Path:
        """The folder for everything the program writes."""
        return self.home.resolve() / "var"

    @property
    def inbox(self) -> Path:
        """Where clerks drop files."""
        return self.var / "inbox"

    @property
    def work(self) -> Path:
        """Where a run keeps the files it has claimed."""
        return self.var / "work"

    @property
    def archive(self) -> Path:
        """Originals by their SHA-256, never rewritten; with an object store as ``archive_url``, copies of some of them."""
        return self.var / "archive"

    @property
    def quarantine(self) -> Path:
        """Files that could not be read, each with its reason."""
        return self.var / "quarantine"

    @property
    def reports(self) -> Path:
        """Where reports are written unless told otherwise."""
        return self.var / "reports"

    @property
    def logs(self) -> Path:
        """What happened to each file, a JSON object a line."""
        return self.var / "logs"

    @property
    def store_url(self) -> str:
        """The SQLAlchemy URL of the store in force."""
        return self.database_url or f"sqlite:///{self.var / 'thidua.db'}"

    @property
    def unit_files(self) -> tuple[Path, ...]:
        """The office's own unit lists: those named, or ``agencies.csv`` in the home folder when it is there."""
        if self.units:
            return tuple(p if p.is_absolute() else self.home / p for p in self.units)
        own = self.home / "agencies.csv"
        return (own,) if own.exists() else ()

    def shown(self) -> dict[str, Any]:
        """Give the settings in force for ``thidua doctor``; a password inside the URL is not shown."""
        return self.model_dump(mode="json") | {"database_url": _PASSWORD.sub(r"\1***@", self.store_url)}
