"""Originals in an object store: kept once, found, read again, fetched near; on a real S3 protocol and on fsspec's own stores."""

import hashlib
import os
import stat
import threading
from pathlib import Path

import pytest

from outputs.archive import Archive
from outputs.bucket import Bucket
from outputs.registry import open_archive
from pipeline.errors import Code, FileError
from tests.test_outputs_archive import lay


@pytest.fixture(scope="session")
def s3_server():
    """The address of an S3 server on a free port; it holds its objects in memory."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    pytest.importorskip("s3fs")
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["s3", "memory", "dir"])
def bucket(request, tmp_path, monkeypatch):
    if request.param == "s3":
        address = request.getfixturevalue("s3_server")
        for name, value in {
            "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": address,
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():  # fmt: skip
            monkeypatch.setenv(name, value)
        import s3fs

        s3fs.S3FileSystem.clear_instance_cache()
        store = s3fs.S3FileSystem(skip_instance_cache=True)
        store.mkdir(f"thidua-{os.getpid()}-{abs(hash(request.node.name)) % 10**9}")
        url = f"s3://thidua-{os.getpid()}-{abs(hash(request.node.name)) % 10**9}/ban-goc"
    elif request.param == "memory":
        url = f"memory://{tmp_path.name}/goc"
    else:
        # A store that is no object store: what is written there becomes visible under its name only when whole.
        url = f"local://{tmp_path / 'share'}"
    return Bucket(url, tmp_path / "near")


def test_bytes_are_kept_under_their_hash_and_fetched_near(bucket, tmp_path):
    source = lay(tmp_path)
    kept = bucket.put(source)
    assert kept == f"{source.sha256[:2]}/{source.sha256}.docx" == bucket.find(source.sha256)
    path = bucket.path(kept)
    assert path.read_bytes() == b"noi dung" and stat.S_IMODE(path.stat().st_mode) == 0o444
    assert list(bucket) == [kept]
    assert bucket.put(lay(tmp_path, "khác.pdf")) == kept, "the same bytes are kept once, whatever their name"
    assert list(bucket) == [kept]


def test_an_empty_store_has_nothing(bucket):
    assert list(bucket) == [] and bucket.find("a" * 64) is None
    assert not bucket.path(f"aa/{'a' * 64}.docx").exists()
    assert bucket.verify([]).checked == 0


def test_bytes_that_changed_since_they_were_hashed_are_refused(bucket, tmp_path):
    source = lay(tmp_path)
    source.path.write_bytes(b"dang ghi them")
    with pytest.raises(FileError) as caught:
        bucket.put(source)
    assert caught.value.failure.code is Code.IN_USE and list(bucket) == []


def test_what_is_missing_damaged_or_unknown_is_named(bucket, tmp_path):
    kept = {}
    for data in (b"mot", b"hai", b"ba"):
        source = lay(tmp_path, data=data)
        kept[data] = (source.sha256, bucket.put(source))
    (lost, lost_at), (changed, changed_at), (_, stranger_at) = kept.values()
    bucket._store.rm_file(f"{bucket._root}/{lost_at}")
    bucket._store.pipe_file(f"{bucket._root}/{changed_at}", b"khac")
    proof = bucket.verify([(lost, lost_at), (changed, changed_at), ("name:x", None)])
    assert (proof.checked, proof.missing, proof.damaged, proof.unknown) == (
        1,
        (lost_at,),
        (changed_at,),
        (stranger_at,),
    )


def test_many_writers_of_the_same_bytes_keep_them_once(bucket, tmp_path):
    source = lay(tmp_path, data=os.urandom(300_000))
    found = []
    writers = [threading.Thread(target=lambda: found.append(bucket.put(source))) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert set(found) == {bucket.find(source.sha256)} and len(list(bucket)) == 1
    assert bucket.verify([(source.sha256, found[0])]).whole


@pytest.mark.parametrize("place", ["../x", "/etc/passwd", "aa/../../x"])
def test_no_path_leads_out(tmp_path, place):
    with pytest.raises(ValueError, match="not in the archive"):
        Bucket("memory://x", tmp_path / "near").path(place)


def test_a_store_that_does_not_answer_is_a_fault_that_time_heals(tmp_path, monkeypatch):
    s3fs = pytest.importorskip("s3fs")
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_MAX_ATTEMPTS": "1", "AWS_DEFAULT_REGION": "us-east-1",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    # fsspec keeps one client for one address, whatever the environment says by now.
    s3fs.S3FileSystem.clear_instance_cache()
    bucket = Bucket("s3://nobody/here", tmp_path)
    with pytest.raises(OSError, match="s3://nobody/here"):
        bucket.put(lay(tmp_path))
    s3fs.S3FileSystem.clear_instance_cache()


def test_near_copies_do_not_grow_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr("outputs.bucket._NEAR", 2)
    bucket = Bucket(f"memory://{tmp_path.name}/sweep", tmp_path / "near")
    kept = [bucket.put(lay(tmp_path, data=bytes([number]))) for number in range(4)]
    for number, place in enumerate(kept):
        os.utime(bucket.path(place), (number, number))
    assert len(list((tmp_path / "near").glob("??/*"))) == 2
    assert bucket.path(kept[0]).read_bytes() == bytes([0]), "fetched again"


def test_the_setting_says_where(tmp_path):
    assert open_archive(None, tmp_path / "a").folder == tmp_path / "a"
    share = open_archive(f"file://{tmp_path}/th%C6%B0%20m%E1%BB%A5c", tmp_path / "a")
    assert isinstance(share, Archive) and share.folder == Path(f"{tmp_path}/thư mục")
    assert isinstance(open_archive("memory://x/y", tmp_path / "a"), Bucket)
    with pytest.raises(OSError, match="nosuch"):
        open_archive("nosuch://x", tmp_path / "a")


def test_a_home_with_its_originals_in_a_store(bucket, tmp_path, monkeypatch):
    """Taken in, verified, backed up and restored into another store."""
    from flows.backup import NoBackup, backup, restore
    from flows.overview import prove
    from flows.settings import Settings
    from tests.test_flows_backup import fill

    monkeypatch.setenv("THIDUA_HOME", str(tmp_path / "old"))
    monkeypatch.setenv("THIDUA_WORKERS", "1")
    monkeypatch.setenv("THIDUA_ARCHIVE_URL", bucket.url)
    (tmp_path / "old").mkdir()
    office = Settings()
    fill(office)
    kept = list(bucket)
    assert len(kept) == 4 and prove(office).whole
    file = tmp_path / "sao lưu.tar"
    assert "4 bản gốc" in backup(office, file)[0]
    with pytest.raises(NoBackup, match="không trống"):
        restore(office, file)

    monkeypatch.setenv("THIDUA_HOME", str(tmp_path / "new"))
    monkeypatch.setenv("THIDUA_ARCHIVE_URL", f"{bucket.url}-moi")
    proven = restore(Settings(), file)
    assert proven.whole and proven.archive.checked == 4
    assert list(Bucket(f"{bucket.url}-moi", tmp_path / "near 2")) == kept
    sums = {
        hashlib.sha256(Bucket(f"{bucket.url}-moi", tmp_path / "near 2").path(k).read_bytes()).hexdigest() for k in kept
    }
    assert sums == {k[3:67] for k in kept}
