"""How the driver for files of SQLite is named to its manager."""

from workbench.snapshots import record_rows


def test_a_library_that_may_lie_in_a_chinese_folder_is_loaded_first_and_named_without_its_path(monkeypatch):
    loaded, asked = [], []
    monkeypatch.setattr(record_rows, "CDLL", loaded.append)
    monkeypatch.setattr(record_rows, "AdbcDatabase", lambda **told: asked.append(told))

    record_rows._database("file:///C:/x.sqlite", by_name=True)

    assert loaded == [str(record_rows._LIBRARY)]
    assert asked == [{"driver": "libadbc_driver_sqlite.so", "uri": "file:///C:/x.sqlite"}]
