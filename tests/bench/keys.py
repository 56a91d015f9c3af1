"""Ten doubtful fields of one document settled by keyboard in a real browser, against typing the ten values again.

Run: ``python tests/bench/keys.py``. Exit 1 when a target is missed.
"""

import shutil
import sys
import tempfile
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from verdicts import Verdict, show  # noqa: E402  (no package: the path comes first)

from flows.assembly import open_store, read_file  # noqa: E402  (no package: the path comes first)
from flows.desk import Hands  # noqa: E402  (no package: the path comes first)
from flows.settings import Settings  # noqa: E402  (no package: the path comes first)
from outputs.archive import Archive  # noqa: E402  (no package: the path comes first)
from outputs.desk import app, fields  # noqa: E402  (no package: the path comes first)
from pipeline.model import Finding, Outcome, Severity, Status  # noqa: E402  (no package: the path comes first)
from tests.counter import hire  # noqa: E402  (no package: the path comes first)

SECONDS, KEYS = 30.0, 2.0
#: A practised typist: 40 words a minute of five letters each.
LETTERS_A_MINUTE = 40 * 5
PAPER = ROOT / "examples" / "inbox" / "BC CCTL nam 2023.pdf"
FIELDS = ("symbol", "issued_on", "doc_type", "parent_issuer", "issuer", "subject", "place", "signer_name",
          "signer_position", "archive")  # fmt: skip
#: Of these another reading is offered, taken with the key ``1``.
RIVALS = ("place", "signer_name", "signer_position")


def doubted(read: Outcome) -> tuple[Outcome, int]:
    """The reading with ten fields in doubt, and how many letters the ten values have."""
    assert read.dispatch is not None
    findings, doubts, letters = [], {}, 0
    for name in FIELDS:
        one = replace(getattr(read.dispatch, name), confidence=0.5, reasons=("Dòng bị con dấu che.",))
        doubts[name], said = one, fields.said(one.value)
        letters += len(said)
        told = (
            ("RIVAL_VALUES", f"Có nhiều giá trị gần như ngang nhau, cần chọn: «{said}»; «{said} B».")
            if name in RIVALS
            else ("DOUBTFUL", f"Giá trị «{said}» chưa chắc chắn.")
        )
        findings.append(Finding(told[0], Severity.WARNING, told[1], field=name, evidence=one.evidence))
    made = replace(read.dispatch, **doubts)
    return replace(read, dispatch=made, status=Status.NEEDS_REVIEW, findings=tuple(findings)), letters


def settle(address: str, token: str, paper: str) -> tuple[float, int]:
    """Seconds and keys from the shown page until the tenth value is stored."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=address)
        context.add_cookies([{"name": "thidua_phien", "value": token, "url": address}])
        page = context.new_page()
        page.goto(f"/van-ban/{paper}")
        page.wait_for_selector(".values form.field.on")
        keys, left = 0, page.locator(".values form.field[data-state=doubt]").count()
        assert left == len(FIELDS), left
        began = time.monotonic()
        while left:
            offered = page.evaluate("document.querySelector('.values form.field.on .candidates') !== null")
            page.keyboard.press("1" if offered else "Enter")
            keys, left = keys + 1, left - 1
            while page.locator(".values form.field[data-state=doubt]").count() > left:
                time.sleep(0.005)
        took = time.monotonic() - began
        browser.close()
    return took, keys


def main() -> int:
    import uvicorn

    if shutil.which("chromium") is None:
        print("Not measured: Chromium is not installed (apt-get install chromium).")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        hands = Hands(settings)
        with open_store(settings) as store:
            hire(store)
            read, letters = doubted(read_file(PAPER, ()))
            kept = Archive(settings.archive).put(read.source)
            saved = store.save(read, run_id="bench", received_at=datetime.now(UTC), archived_as=kept)
            server = uvicorn.Server(
                uvicorn.Config(app.build(store, hands.commands()), host="127.0.0.1", port=0, log_level="error")
            )
            thread = threading.Thread(target=server.run, daemon=True)
            thread.start()
            while not server.started:
                time.sleep(0.02)
            port = server.servers[0].sockets[0].getsockname()[1]
            took, keys = settle(f"http://127.0.0.1:{port}", store.people.sign_in("chuyen_vien"), str(saved.dispatch_id))
            stored = len({row["field"] for row in store.corrections(str(saved.dispatch_id))})
            server.should_exit = True
            thread.join(10)
        hands.close()
    typing = 60 * letters / LETTERS_A_MINUTE
    rows = [
        Verdict("ten doubtful fields", f"{took:.1f} s", f"{typing:.0f} s typed again", f"{SECONDS:.0f} s", took < SECONDS),
        Verdict("keys a field", f"{keys / len(FIELDS):.1f}", f"{letters / len(FIELDS):.0f}", f"{KEYS:.0f}",
                keys <= KEYS * len(FIELDS)),
        Verdict("values stored", str(stored), "", str(len(FIELDS)), stored >= len(FIELDS)),
    ]  # fmt: skip
    return show("The review page by keyboard", rows)


if __name__ == "__main__":
    sys.exit(main())
