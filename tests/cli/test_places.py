"""``workbench places``: the office's list comes in whole or not at all, and is kept in its own folder."""

import json

import openpyxl
import pytest

from workbench.cli import main
from workbench.queries.places import kept_places
from workbench.repeats.places import Place


@pytest.fixture
def home(bench, monkeypatch):
    bench.snapshot()
    monkeypatch.setenv("WORKBENCH_HOME", str(bench.config.home))
    monkeypatch.setenv("WORKBENCH_DATABASE", bench.config.database)
    return bench.config.home


def workbook(path, *rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return str(path)


def test_a_list_is_taken_in_whole_and_told(home, tmp_path, capsys):
    assert main(["places"]) == 0
    assert "还没有地名名录" in capsys.readouterr().out
    path = workbook(
        tmp_path / "地名.xlsx",
        ("临湘市地名",),
        ("名称", "镇街", "别称"),
        ("渔潭村", "忠防镇", "渔潭屋场、老渔潭"),
        ("渔潭村", "忠防镇", "渔潭"),
        ("白露苑", None, None),
        (None, None, None),
    )

    assert main(["places", path]) == 0
    told = capsys.readouterr().out
    assert "2 个村、社区和小区" in told and "没有写明镇街的 1 个" in told and "1 行已合并" in told
    assert kept_places(home) == (Place("渔潭村", "忠防镇", ("渔潭屋场", "老渔潭", "渔潭")), Place("白露苑"))
    assert main(["places", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["places"] == 2


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ((("名称", "镇街"), ("渔潭村", "云梦镇")), ["第 2 行", "没有名为“云梦镇”的镇街"]),
        ((("名称",), ("渔",)), ["第 2 行", "2 至 30 个字"]),
        ((("名称", "镇街"), (None, "忠防镇")), ["第 2 行", "没有“名称”"]),
        ((("名称",),), ["一个地名也没有"]),
        ((("村名",), ("渔潭村",)), ["没有找到表头“名称”"]),
    ],
)
def test_a_fault_is_told_with_its_row_and_the_list_before_stays(home, tmp_path, capsys, rows, told):
    main(["places", workbook(tmp_path / "good.xlsx", ("名称",), ("白露苑",))])
    capsys.readouterr()

    assert main(["places", workbook(tmp_path / "bad.xlsx", *rows)]) == 1
    said = capsys.readouterr()
    for words in (*told, "原来的名录不变"):
        assert words in said.out + said.err
    assert kept_places(home) == (Place("白露苑"),)
