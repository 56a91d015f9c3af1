"""Pages of archived documents as pictures for the report's web page, drawn by a program that may be killed."""

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from flows.settings import Settings
from outputs import registry as outputs

#: Seconds for all pages of a report; what is not drawn by then is left out.
_SECONDS = 90


def draw(settings: Settings, leaves: Sequence[outputs.Leaf]) -> Mapping[outputs.Leaf, outputs.Drawing]:
    """Give the pictures of the pages that can be drawn."""
    asked: list[tuple[outputs.Leaf, Path]] = []
    # An archive elsewhere may not answer: a report without pictures is a report.
    with contextlib.suppress(OSError):
        archive = outputs.open_archive(settings.archive_url, settings.archive)
        kept = {leaf: archive.find(leaf.sha256) for leaf in leaves}
        asked = [(leaf, archive.path(place)) for leaf, place in kept.items() if place is not None]
    if not asked:
        return {}
    with tempfile.TemporaryDirectory(prefix="thidua-pages-") as name:
        folder = Path(name)
        words = json.dumps([[str(path), leaf.number] for leaf, path in asked])
        command = [sys.executable, "-m", "parsers.gallery", str(folder)]
        # What was drawn in time stays: a report is not held up by one page.
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run(command, input=words.encode(), capture_output=True, timeout=_SECONDS, check=False)
        sizes = folder / "sizes.json"
        found = json.loads(sizes.read_text(encoding="utf-8")) if sizes.is_file() else {}
        return {
            asked[int(n)][0]: outputs.Drawing((folder / f"{n}.png").read_bytes(), width, height)
            for n, (width, height) in found.items()
        }
