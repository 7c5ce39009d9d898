"""``workbench cases`` from the command line: what is listed, written to a file, refused."""

import json

import pytest

from tests.factories import CLERK, TOWN, make_register
from workbench.app import open_workbench
from workbench.cli import main

MARCH = ("--as-of", "2026-03-31")


@pytest.fixture
def here(home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    monkeypatch.chdir(home)
    bench = open_workbench()
    bench.perform(make_register(case_no="N1"), actor=CLERK)
    bench.close()
    return home


def ask(capsys, *arguments):
    status = main(["cases", *arguments, *MARCH, "--json"])
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--unit", "999"), ("没有单位“999”", f"（{TOWN}）")),
        (("--batch", "不存在"), ("没有导入批次“不存在”", "workbench import")),
        (("--from", "2026-03-01", "--until", "2026-02-01"), ("晚于最后一天 2026-02-01",)),
        (("--limit", "-1"), ("不是整数",)),
    ],
)
def test_what_nobody_knows_is_refused_and_not_counted_as_none(here, capsys, arguments, words):
    status, told = ask(capsys, *arguments)

    assert status in (1, 2)
    assert all(one in told["error"] for one in words), told["error"]
