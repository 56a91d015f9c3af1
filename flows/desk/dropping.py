"""Files that people send from the browser, laid into the drop folder under names that hurt nobody."""

import contextlib
import os
import re
import unicodedata
import uuid
from pathlib import Path
from typing import BinaryIO

from flows.files import free_name, is_temporary
from outputs.desk.commands import CannotDo

#: Bytes of a file laid into the drop folder at a time.
_PIECE = 1024 * 1024
_SAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')
#: Bytes of a name that every file system takes, with room for `` (2)``.
_LONGEST_NAME = 200


def safe_name(given: str) -> str:
    """Give the name that an uploaded file may bear: no folder, nothing invisible, not too long.

    Raises CannotDo for a name that programs give to files they still write, since nobody would ever take it in.
    """
    last = re.split(r"[/\\]", given)[-1]
    name = _SAFE.sub("_", unicodedata.normalize("NFC", last)).strip(" .") or "tep"
    if is_temporary(Path(last.strip())) or is_temporary(Path(name)):
        raise CannotDo(f"«{last[:80]}» là tệp tạm của chương trình khác. Chọn tệp văn bản đã lưu.")
    ending = Path(name).suffix
    if len(ending.encode()) > 16:
        ending = ""
    stem = name.removesuffix(ending).encode()[: _LONGEST_NAME - len(ending.encode())].decode(errors="ignore")
    return f"{stem.strip() or 'tep'}{ending}"


def take_in(inbox: Path, given: str, stream: BinaryIO) -> str:
    """Lay one file into the drop folder, whole or not at all."""
    name = safe_name(given)
    inbox.mkdir(parents=True, exist_ok=True)
    draft = inbox / f".{uuid.uuid4().hex}"
    try:
        with draft.open("wb") as out:
            while piece := stream.read(_PIECE):
                out.write(piece)
        while True:
            target = free_name(inbox, name)
            # A link never replaces a file: two people may send one name at once.
            with contextlib.suppress(FileExistsError):
                os.link(draft, target)
                return target.name
    except OSError as error:
        raise CannotDo(f"Không ghi được tệp vào thư mục tiếp nhận: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
