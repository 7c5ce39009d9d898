"""Programs that let calls fail: skipped visibly without them, failed under CI, which installs them."""

from __future__ import annotations

import os
import shutil

import pytest

from tests.faults import failing


@pytest.fixture
def strace() -> None:
    """The tracer that answers a system call with an error."""
    _need(shutil.which("strace") is not None, "没有 strace")


@pytest.fixture
def libfiu() -> None:
    """The library that answers the n-th call of a kind with an error."""
    _need(failing.has_fiu(), "没有 libfiu（Debian：fiu-utils）")


def _need(is_there: bool, reason: str) -> None:
    if is_there:
        return
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
