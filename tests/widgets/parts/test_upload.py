import hashlib
import stat

import pytest

from widgets.parts import Upload

MEGABYTE = 1024 * 1024


class NoRowsError(ValueError):
    """A file without rows."""


@pytest.fixture
def files():
    return []


@pytest.fixture
def upload(files, tmp_path):
    return Upload(files.append, accept=(".xlsx", ".csv"), largest=5 * MEGABYTE, folder=tmp_path)


def start(page, content, name="信访件.xlsx", key="t1"):
    page.send({"type": "start", "transfer": key, "name": name, "size": len(content)})


def send(page, content, name="信访件.xlsx", key="t1"):
    """Send a file as the page does: each slice when it is asked for."""
    start(page, content, name, key)
    answered = 0
    while page.part.state["phase"] == "sending":
        offsets = [said["offset"] for said, _ in page.received if said["transfer"] == key]
        offset = offsets[answered]
        answered += 1
        page.send({"type": "slice", "transfer": key, "offset": offset}, content[offset : offset + MEGABYTE])


def test_a_file_comes_in_slice_by_slice_and_lies_on_the_disk(upload, files, page_of):
    content = bytes(range(256)) * 10_000
    page = page_of(upload)

    send(page, content)

    assert files[0].name == "信访件.xlsx"
    assert files[0].size == len(content)
    assert files[0].sha256 == hashlib.sha256(content).hexdigest()
    assert files[0].path.read_bytes() == content
    assert upload.state["phase"] == "done"
    assert [message["offset"] for message, _ in page.received] == [0, MEGABYTE, 2 * MEGABYTE]


def test_only_the_owner_may_read_the_file(upload, files, page_of):
    send(page_of(upload), b"abc")

    assert stat.S_IMODE(files[0].path.stat().st_mode) == 0o600


def test_the_file_is_gone_when_the_next_begins_and_after_a_reset(upload, files, page_of):
    page = page_of(upload)

    send(page, b"first")
    send(page, b"second", key="t2")
    assert not files[0].path.exists()
    assert files[1].path.read_bytes() == b"second"

    upload.reset()
    assert not files[1].path.exists()
    assert upload.state == {"phase": "idle"}


def test_a_cancelled_file_leaves_nothing_and_another_can_follow(upload, files, page_of, tmp_path):
    page = page_of(upload)
    start(page, b"x" * (2 * MEGABYTE))

    page.send({"type": "cancel", "transfer": "t1"})
    page.send({"type": "slice", "transfer": "t1", "offset": 0}, b"x" * MEGABYTE)

    assert upload.state["phase"] == "cancelled"
    assert files == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    send(page, b"next", key="t2")
    assert files[0].path.read_bytes() == b"next"


@pytest.mark.parametrize(
    ("name", "size", "sentence"),
    [
        ("照片.jpg", 10, "不是可以上传的类型"),
        ("大.xlsx", 5 * MEGABYTE + 1, "超过上限 5.0 MB"),
        ("空.csv", 0, "是空文件"),
    ],
)
def test_what_may_not_come_in_is_refused_before_it_is_sent(upload, page_of, name, size, sentence):
    page = page_of(upload)

    page.send({"type": "start", "transfer": "t1", "name": name, "size": size})

    assert upload.state["phase"] == "refused"
    assert sentence in upload.state["sentence"]
    assert page.received == []


@pytest.mark.parametrize(
    ("offset", "slice_"),
    [(1, b"abc"), (0, b"ab"), (0, b"abcd"), (0, b"")],
    ids=["place", "short", "long", "none"],
)
def test_a_slice_that_does_not_fit_ends_the_transfer(upload, files, page_of, offset, slice_):
    page = page_of(upload)
    start(page, b"abc")

    page.send({"type": "slice", "transfer": "t1", "offset": offset}, slice_)

    assert upload.state["phase"] == "refused"
    assert "请重新选择文件" in upload.state["sentence"]
    assert files == []


def test_more_than_was_announced_never_reaches_the_disk(upload, page_of, tmp_path):
    page = page_of(upload)
    start(page, b"abc")

    page.send({"type": "slice", "transfer": "t1", "offset": 0}, b"x" * MEGABYTE)

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.csv", "passwd.csv"),
        ("C:\\Users\\甲\\台账.xlsx", "台账.xlsx"),
        ("台\u202ecsv.xlsx", "台csv.xlsx"),
        ("a\x00b<c>.csv", "abc.csv"),
        ("名" * 400 + ".xlsx", "名" * 195 + ".xlsx"),
    ],
    ids=["parents", "windows", "right-to-left", "control", "long"],
)
def test_the_name_of_a_file_is_only_a_name(upload, files, page_of, given, kept):
    send(page_of(upload), b"abc", name=given)

    assert files[0].name == kept


def test_what_the_receiver_refuses_is_shown_here(tmp_path, page_of):
    def refuse(_file):
        raise NoRowsError("没有可以导入的记录，请检查表头。")

    upload = Upload(refuse, folder=tmp_path)
    send(page_of(upload), b"abc")

    assert upload.state == {"phase": "refused", "sentence": "没有可以导入的记录，请检查表头。"}


def test_an_unforeseen_error_of_the_receiver_shows_a_number(tmp_path, page_of):
    def fail(_file):
        raise OSError("disk full at /secret")

    upload = Upload(fail, folder=tmp_path)
    send(page_of(upload), b"abc")

    assert "编号" in upload.state["sentence"]
    assert "secret" not in upload.state["sentence"]


@pytest.mark.parametrize("size", [-1, "3", 1.5, None, True])
def test_a_crafted_size_is_refused(upload, page_of, size):
    page_of(upload).send({"type": "start", "transfer": "t1", "name": "a.csv", "size": size})

    assert upload.state["phase"] == "refused"
