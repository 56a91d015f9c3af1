"""The desk killed in the middle of people's work: what was confirmed is there, whole and sealed; nothing else is."""

import http.client
import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from flows.service import free_port
from outputs.store import open_store
from tests.counter import hire
from tests.papers import MORNING, dispatch, field, outcome

PAPERS, PEOPLE, DEATHS = 6, 3, 4
SERVER = "import sys; sys.argv[0] = 'thidua'; from flows.command import main; main()"


class Person(threading.Thread):
    """Somebody who corrects one document after another and remembers which words were taken."""

    def __init__(self, port, token, word, papers, number):
        super().__init__()
        self.port, self.word, self.papers, self.number = port, word, papers, number
        self.head = {"Cookie": f"thidua_phien={token}", "Accept": "application/json"}
        self.sent, self.taken = set(), set()

    def run(self):
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as link:
            self.work(link)

    def work(self, link):
        for turn in range(10_000):
            paper = self.papers[turn % len(self.papers)]
            words = f"trích yếu {self.number}.{turn}"
            try:
                link.request("GET", f"/van-ban/{paper}", headers={**self.head, "Accept": "text/html"})
                page = link.getresponse().read().decode()
                seen = re.search(r'id="truong-subject".*?name="seen" value="(\w+)"', page, re.DOTALL)[1]
                form = {
                    "form": self.word,
                    "field": "subject",
                    "key": "subject",
                    "seen": seen,
                    "do": "save",
                    "value": words,
                }
                self.sent.add(words)
                head = self.head | {"Content-Type": "application/x-www-form-urlencoded"}
                link.request("POST", f"/van-ban/{paper}/gia-tri", urlencode(form), head)
                answer = link.getresponse()
                said = json.loads(answer.read())
            except (OSError, http.client.HTTPException, TypeError, ValueError):
                return
            if answer.status == 200 and said["text"] == words:
                self.taken.add(words)


def knock(port, token):
    for _ in range(300):
        try:
            with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as link:
                link.request("GET", "/tro-giup", headers={"Cookie": f"thidua_phien={token}"})
                return re.search(r'data-form="([^"]*)"', link.getresponse().read().decode())[1]
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the desk never answered")


@pytest.mark.timeout(240)
def test_a_desk_killed_in_the_middle_of_edits(tmp_path):
    luck = random.Random(20261124)
    url = f"sqlite:///{tmp_path / 'var' / 'thidua.db'}"
    (tmp_path / "var").mkdir()
    with open_store(url) as store:
        hire(store)
        papers = [
            store.save(
                outcome(str(n), dispatch(f"{n}/BC-A", subject=field(f"Trích yếu {n}"))),
                run_id="x", received_at=MORNING, archived_as=None,
            ).dispatch_id
            for n in range(PAPERS)
        ]  # fmt: skip
    sent, taken = set(), set()
    for death in range(DEATHS):
        port = free_port()
        command = [sys.executable, "-c", SERVER, "desk", "--port", str(port)]
        with open_store(url) as store:
            tokens = [store.people.sign_in("chuyen_vien") for _ in range(PEOPLE)]
        server = subprocess.Popen(
            command, env=os.environ | {"THIDUA_HOME": str(tmp_path)}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            crowd = [
                Person(port, token, knock(port, token), papers[n::PEOPLE], 10 * death + n)
                for n, token in enumerate(tokens)
            ]
            for one in crowd:
                one.start()
            # Killed at any point of any edit, once there has been one.
            while not any(one.taken for one in crowd):
                time.sleep(0.01)
            time.sleep(luck.uniform(0, 0.4))
        finally:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        for one in crowd:
            one.join()
            sent |= one.sent
            taken |= one.taken
        with open_store(url) as store:
            kept = [c["new"] for paper in papers for c in store.corrections(paper)]
            trail = [line for line in store.desk.trail(100_000) if line["what"] == "dispatch.corrected"]
            assert taken <= set(kept), "what was confirmed is there"
            assert set(kept) <= sent and len(kept) == len(set(kept)), "nothing else is, and nothing twice"
            assert len(trail) == len(kept) and store.verify().whole, "each with its line of the sealed trail"
    assert len(taken) >= DEATHS


PARENT = """
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from flows.desk.figures import leave_with_parent
import os
if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=leave_with_parent)
    print(pool.submit(os.getpid).result(), flush=True)
    time.sleep(600)
"""


@pytest.mark.timeout(120)
def test_the_process_that_works_figures_out_goes_with_a_killed_server(tmp_path):
    program = tmp_path / "parent.py"
    program.write_text(PARENT, encoding="utf-8")
    here = os.environ | {"PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True, env=here) as parent:
        child = int(parent.stdout.readline())
        parent.kill()
    for _ in range(300):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    pytest.fail("the child outlived its parent")
