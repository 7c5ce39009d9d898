"""``workbench cases`` from the command line: what is listed, written to a file, refused."""

import json

import pytest
from openpyxl import load_workbook

from tests.factories import CLERK, TOWN, make_register
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.acts.handling import Person
from workbench.app import open_workbench
from workbench.cli import main
from workbench.terms import PetitionClass

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
        (("--limit", "-1"), ("不能小于零",)),
    ],
)
def test_what_nobody_knows_is_refused_and_not_counted_as_none(here, capsys, arguments, words):
    status, told = ask(capsys, *arguments)

    assert status in (1, 2)
    assert all(one in told["error"] for one in words), told["error"]


def test_rows_stand_below_the_heads_of_their_columns(here, capsys):
    main(["cases", *MARCH])

    head, row = capsys.readouterr().out.splitlines()[2:4]
    assert head.split()[:3] == ["信访件编号", "事项名称", "责任单位"]
    assert row.startswith("N1 ")


def test_the_filter_stands_on_the_list_and_on_its_file(here, capsys):
    asked = ("--unit", TOWN, "--open")

    _, told = ask(capsys, *asked, "--output", "清单.xlsx")
    main(["cases", *asked, *MARCH])

    assert told["filter"] == "责任单位：忠防镇；只看在办"
    assert "筛选条件：责任单位：忠防镇；只看在办" in capsys.readouterr().out
    sheet = load_workbook(here / "清单.xlsx").active
    assert "筛选条件：责任单位：忠防镇；只看在办" in [row[0] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("option", ["--output", "--exchange"])
def test_a_list_is_a_new_file_that_only_its_owner_reads(here, capsys, option):
    assert ask(capsys, option, "清单.xlsx")[0] == 0
    file = here / "清单.xlsx"
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_bytes()

    status, told = ask(capsys, option, "清单.xlsx")

    assert (status, "已经存在" in told["error"], file.read_bytes()) == (1, True, before)


def test_a_missing_folder_and_the_name_of_another_form_are_refused(here, capsys):
    status, told = ask(capsys, "--output", "没有/清单.xlsx")
    assert (status, "请检查文件夹和权限" in told["error"]) == (1, True)

    status, told = ask(capsys, "--output", "c.csv")
    assert (status, "请把文件名写成 c.xlsx" in told["error"]) == (1, True)
    assert not (here / "c.csv").exists()


def test_titles_of_a_list_are_masked_as_on_the_screen(here, capsys):
    """Nobody is logged in to a command; what the lists of everybody hide is hidden here too."""
    bench = open_workbench()
    bench.perform(
        make_register(
            case_no="N2",
            title="张三丰反映工资，电话 13812345678",
            persons=(Person(name="张三丰", phone="13812345678"),),
        ),
        make_register(case_no="N3", title="举报某人", petition_class=PetitionClass.ACCUSATION, path=None),
        actor=CLERK,
    )
    bench.close()

    ask(capsys, "--output", "清单.xlsx")

    told = str([row for row in load_workbook(here / "清单.xlsx").active.iter_rows(values_only=True)])
    assert "张某某反映工资" in told and "13812345678" not in told
    assert ACCUSATION_NOTICE in told and "举报某人" not in told
