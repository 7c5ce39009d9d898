"""What ``make test`` leaves out is named test by test, and is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.conftest import LONG_TESTS

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("test", sorted(LONG_TESTS))
def test_a_test_that_is_left_out_exists_and_is_not_all_there_is_of_its_file(test: str) -> None:
    file, _, name = test.partition("::")
    code = (ROOT / file).read_text("utf-8")
    wanted = name.partition("[")[0]

    assert re.search(rf"^def {re.escape(wanted)}\(", code, re.MULTILINE)
    left_out = {one.partition("::")[2] for one in LONG_TESTS if one.startswith(f"{file}::")}
    assert not set(re.findall(r"^def (test_\w+)\(", code, re.MULTILINE)) <= left_out
