"""A zip file (Word, Excel) with every trace of the clock taken out: the same content gives the same bytes."""

import io
import zipfile
from collections.abc import Callable, Mapping

#: The earliest day that a zip entry can bear.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def frozen(data: bytes, edits: Mapping[str, Callable[[bytes], bytes]] | None = None) -> bytes:
    """Give the same archive with fixed entry times and one way of packing, entries in their order.

    ``edits`` maps names of entries to what changes their content on the way.
    """
    change = edits or {}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            content = old.read(entry.filename)
            edit = change.get(entry.filename)
            new.writestr(info, content if edit is None else edit(content))
    return out.getvalue()
