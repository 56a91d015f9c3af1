import os
import time
from pathlib import Path

import pytest

from parsers.sandbox import Sandbox, read_all
from pipeline.errors import Code
from tests.machines import failing_warm_up, work

MEGABYTE = 1024 * 1024


@pytest.fixture(autouse=True)
def workers_find_the_machines(monkeypatch):
    monkeypatch.syspath_prepend(Path(__file__).parent.parent)


@pytest.fixture
def files(tmp_path):
    def make(*words):
        paths = []
        for number, word in enumerate(words):
            path = tmp_path / f"{word}-{number}.txt"
            path.write_text(word)
            paths.append(path)
        return paths

    return make


CASES = [
    ("hang", Code.TIMEOUT, "sleeps for ever"),
    ("spin", Code.TIMEOUT, "burns the processor for ever"),
    ("deaf", Code.TIMEOUT, "ignores the polite signal"),
    ("leak", Code.MEMORY, "asks for memory without end"),
    ("exit", Code.CRASHED, "leaves without a word"),
    ("segfault", Code.CRASHED, "crashes in a library"),
    ("raise", Code.INTERNAL, "raises what no one foresaw"),
    ("recurse", Code.INTERNAL, "calls itself for ever"),
    ("refuse", Code.HOSTILE, "raises a failure with a name"),
    ("unsendable", Code.INTERNAL, "raises what cannot be sent"),
    ("garbage", Code.INTERNAL, "returns what is no outcome"),
    ("lambda", Code.INTERNAL, "returns what cannot be sent"),
]


def test_every_breakdown_has_its_code_and_spares_the_others(files):
    words = [w for word, _, _ in CASES for w in ("good", word)] + ["good"]
    paths = files(*words)
    outcomes = list(read_all(paths, work, workers=2, timeout_s=1.5, memory_bytes=256 * MEGABYTE))
    assert [o.source.path for o in outcomes] == paths, "in the order of the input"
    codes = {word: o.failure.code for word, o in zip(words, outcomes, strict=True)}
    assert codes == {word: code for word, code, _ in CASES} | {"good": Code.NO_TEXT}


def test_a_lost_file_keeps_its_name_and_hash(files):
    (outcome,) = read_all(files("exit"), work)
    assert outcome.source.name == "exit-0.txt"
    assert len(outcome.source.sha256) == 64
    assert "dừng đột ngột" in outcome.failure.message


def test_workers_live_on_over_files_and_batches(files):
    paths = files(*["good"] * 40)
    with Sandbox(work, workers=2) as sandbox:
        first = {o.failure.detail for o in sandbox.run(paths)}
        second = {o.failure.detail for o in sandbox.run(paths)}
    assert len(first | second) <= 2, "one process a worker"
    assert str(os.getpid()) not in first


def test_a_lost_worker_is_replaced(files):
    outcomes = list(read_all(files("good", "exit", "good"), work, workers=1))
    before, after = outcomes[0].failure.detail, outcomes[2].failure.detail
    assert before != after


def test_results_stream_before_the_batch_is_over(files):
    paths = files(*["good"] * 20, "hang")
    with Sandbox(work, workers=1, timeout_s=30) as sandbox:
        began = time.monotonic()
        results = sandbox.run(paths)
        assert next(results).failure.code is Code.NO_TEXT
        results.close()
    assert time.monotonic() - began < 15, "closing early kills what still runs"


def test_a_warm_up_that_fails_is_no_failure_of_the_files(files):
    (outcome,) = read_all(files("good"), work, warm_up=failing_warm_up)
    assert outcome.failure.code is Code.NO_TEXT


def test_a_missing_file_is_lost_like_any_other(tmp_path):
    (outcome,) = read_all([tmp_path / "exit-gone.txt"], work)
    assert (outcome.source.sha256, outcome.failure.code) == ("", Code.CRASHED)


def test_nothing_in_nothing_out():
    assert list(read_all([], work)) == []


def test_overhead_is_small(files):
    paths = files("good") * 300
    with Sandbox(work, workers=1) as sandbox:
        list(sandbox.run(paths[:1]))
        began = time.monotonic()
        list(sandbox.run(paths))
        assert (time.monotonic() - began) / len(paths) < 0.01
