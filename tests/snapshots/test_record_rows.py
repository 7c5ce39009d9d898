"""How the driver for files of SQLite is named to its manager, and what it says of files that fail."""

import pickle

import duckdb
import pytest

from workbench.records.sqlite_file import DatabaseError
from workbench.snapshots import record_rows


def test_a_library_that_may_lie_in_a_chinese_folder_is_loaded_first_and_named_without_its_path(monkeypatch):
    loaded, asked = [], []
    monkeypatch.setattr(record_rows, "CDLL", loaded.append)
    monkeypatch.setattr(record_rows, "AdbcDatabase", lambda **told: asked.append(told))

    record_rows._database("file:///C:/x.sqlite", by_name=True)

    assert loaded == [str(record_rows._LIBRARY)]
    assert asked == [{"driver": "libadbc_driver_sqlite.so", "uri": "file:///C:/x.sqlite"}]


def spoiled(path, content):
    path.mkdir() if content is None else path.write_bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(None, "数据库打不开"), (b"x" * 4096, "已损坏"), (b"SQLite format 3\0" + bytes(50), "已损坏")],
)
def test_a_file_that_the_driver_cannot_read_is_told_in_words_that_reach_another_process(
    tmp_path, content, sentence
):
    spoiled(tmp_path / "x.sqlite", content)

    with duckdb.connect() as facts, pytest.raises(DatabaseError, match=sentence) as told:
        record_rows.FileRecords(tmp_path / "x.sqlite", 0, facts)

    assert str(pickle.loads(pickle.dumps(told.value))) == str(told.value)
