"""Locks of SQLite belong to the process: nothing that looks at the file may let go of them."""

import sqlite3
import subprocess
import sys
import threading
from contextlib import closing

import pytest

from workbench.records.sqlite_file import ForeignDatabaseError, _looked_at, check_file

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows 的锁归句柄，不归进程")


def test_what_is_written_stays_while_a_thread_of_the_writer_looks_at_the_file(file_bench):
    """Who closes a file lets go of all locks that his process holds on it, those of SQLite included.

    Another process would take itself for the last one, and throw away the log that is being written.
    """
    path = file_bench.config.home / "workbench.sqlite"
    file_bench.close()
    come_and_go = f"import sqlite3; sqlite3.connect({str(path)!r}).execute('SELECT size FROM ledger_head')"
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("CREATE TABLE said (word)")
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("INSERT INTO said VALUES ('done')")
        looking = threading.Thread(target=check_file, args=(path,))
        looking.start()
        looking.join()
        subprocess.run([sys.executable, "-c", come_and_go], check=True)
        writing.execute("COMMIT")
        with closing(sqlite3.connect(path)) as other:
            assert other.execute("SELECT word FROM said").fetchall() == [("done",)]
    count = (
        f"import sqlite3; print(*sqlite3.connect({str(path)!r}).execute('SELECT word FROM said').fetchall())"
    )
    told = subprocess.run([sys.executable, "-c", count], capture_output=True, text=True, check=True)

    assert told.stdout == "('done',)\n"


def test_few_files_are_kept_open(tmp_path):
    for number in range(40):
        with closing(sqlite3.connect(tmp_path / f"{number}.sqlite")) as link:
            link.execute("CREATE TABLE t (a)")
        with pytest.raises(ForeignDatabaseError):
            check_file(tmp_path / f"{number}.sqlite")

    assert len(_looked_at) <= 32
