"""A key for whichever workbench a test uses, and a disk for its backups."""

from __future__ import annotations

import pytest

from workbench.backup.sealed import new_pair, read_private


@pytest.fixture
def private(request):
    used = "either_bench" if "either_bench" in request.fixturenames else "bench"
    public, told = new_pair()
    (request.getfixturevalue(used).config.home / "backup.pub").write_text(f"{public}\n")
    return read_private(told)


@pytest.fixture
def target(tmp_path):
    return tmp_path / "disk"
