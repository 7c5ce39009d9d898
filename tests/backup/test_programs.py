"""The programs of PostgreSQL, as far as they are only programs that run, say something and end."""

import sys
import time

import pytest

from workbench.backup.server import ServerError, _run


def told(words, status=0, times=1):
    script = f"import sys; sys.stderr.write({words!r} * {times}); sys.exit({status})"
    ends = time.monotonic() + 30
    _run([sys.executable, "-c", script], None, lambda *_: None, lambda: time.monotonic() > ends)


def test_a_program_that_warns_of_very_much_comes_to_its_end():
    """A pipe that nobody reads is full after 64 kB."""
    told("pg_dump: warning\n", times=20_000)


def test_what_a_program_says_decides_the_advice():
    with pytest.raises(ServerError, match="没有完成（状态 3）"):
        told("something new", 3)
    with pytest.raises(ServerError, match="版本"):
        told("aborting because of server version mismatch", 1)
