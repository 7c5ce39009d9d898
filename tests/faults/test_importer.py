"""Altered workbooks are taken in whole or refused in a sentence; nothing is changed silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.test_storage import attack

EXAMPLE = Path(__file__).parents[2] / "data" / "examples" / "台账示例.xlsx"


def test_altered_copies_of_the_example_do_no_harm(home):
    told = attack("mutated", home, 12, 11, EXAMPLE)

    assert told["faults"] == []
    assert told["acts"] + told["struck"] == 12 and told["struck"] > 0


@pytest.mark.real_files
def test_altered_copies_of_real_files_do_no_harm(home, shared_data):
    files = sorted((shared_data / "messages").glob("附件3_示例_*.xlsx"))
    assert files

    told = attack("mutated", home, 12, 12, *files)

    assert told["faults"] == []
    assert told["acts"] + told["struck"] == 12 and told["struck"] > 0
