"""``workbench import`` as a script and a clerk meet it."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.intake.files import HEADINGS, csv, look, row, with_column, xlsx
from workbench.cli import main
from workbench.config import data_file
from workbench.intake.columns import shipped_vocabulary
from workbench.intake.firewall import LOG_FILE
from workbench.intake.template import LEFT_OUT, template_workbook


@pytest.fixture(autouse=True)
def home_of_the_command(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.setenv("WORKBENCH_DATABASE", f"sqlite:///{(home / 'workbench.sqlite').as_posix()}")
    return home


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        status = main(["import", *arguments, "--json"])
        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 1
        return status, json.loads(lines[0])

    return run


def saved(folder: Path, content: bytes, name: str = "台账.xlsx") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


def test_an_accepted_file_answers_with_its_counts(run: Any, tmp_path: Path):
    status, told = run(saved(tmp_path, xlsx(row(), row(信访件编号="XF-2"))), "--yes")

    assert status == 0
    assert (told["read"], told["imported"], told["faults"], told["corrected"]) == (2, 2, 0, 2)
    assert told["batch"]
    assert told["mapping"] == "general"


def test_without_yes_nothing_is_written_and_the_way_on_is_told(run: Any, tmp_path: Path):
    path = saved(tmp_path, xlsx(row()))

    status, told = run(path)

    assert (status, told["imported"], told["to_confirm"]) == (1, 0, 2)
    assert "--yes" in told["error"]
    assert run(path, "--yes")[1]["imported"] == 1


def test_the_same_file_again_is_told_and_no_failure(run: Any, tmp_path: Path):
    path = saved(tmp_path, xlsx(row()))
    run(path, "--yes")

    status, told = run(path)

    assert (status, told["imported"], told["already_imported"]) == (0, 0, True)


def test_a_file_with_faults_ends_with_status_one_and_its_list_can_be_saved(run: Any, tmp_path: Path):
    table = tmp_path / "错误.xlsx"

    status, told = run(
        saved(tmp_path, xlsx(row(人数="约50人"), row(信访件编号="XF-2"))), "--yes", "--faults", str(table)
    )

    assert (status, told["imported"], told["faults"], told["batch"]) == (1, 0, 1, None)
    assert told["fault_list"][0]["row"] == 2
    lines = list(openpyxl.load_workbook(table).active.iter_rows(values_only=True))
    assert lines[0] == ("文件", "工作表", "行", "栏目", "值", "原因", "怎样改正")
    assert lines[1][:5] == ("台账.xlsx", "台账", 2, "H 人数", "约50人")


def test_an_unreadable_file_answers_with_the_same_keys(run: Any, tmp_path: Path):
    table = tmp_path / "错误.xlsx"

    status, told = run(saved(tmp_path, b"<html><table>"), "--faults", str(table))

    assert status == 1
    assert {"read", "imported", "faults", "corrected", "batch"} <= set(told)
    assert "网页" in told["error"]
    assert table.exists()


def test_a_question_is_answered_on_the_command_line(run: Any, tmp_path: Path):
    path = saved(tmp_path, xlsx(row(责任单位="忠坊镇")))

    status, told = run(path, "--yes")
    assert (status, told["questions"][0]["id"]) == (1, "unit:忠坊镇")

    assert run(path, "--yes", "--answer", "unit:忠坊镇=430682101")[1]["imported"] == 1


def test_a_refused_column_is_logged(run: Any, tmp_path: Path, home: Path):
    status, told = run(saved(tmp_path, with_column("稳控责任人", "某")), "--yes")

    assert (status, told["faults"]) == (1, 1)
    assert "稳控" in (home / "logs" / LOG_FILE).read_text("utf-8")


def test_a_missing_database_is_made_and_this_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "neu"))
    monkeypatch.setenv("WORKBENCH_DATABASE", f"sqlite:///{(tmp_path / 'neu' / 'x.sqlite').as_posix()}")

    status = main(["import", saved(tmp_path, xlsx(row())), "--yes"])

    told = capsys.readouterr().out
    assert status == 0
    assert "已新建" in told and "导入 1 件" in told


def test_a_database_of_another_kind_is_refused_and_left_alone(run: Any, tmp_path: Path, home: Path):
    (home / "workbench.sqlite").write_bytes(b"no database" * 100)

    status, told = run(saved(tmp_path, xlsx(row())), "--yes")

    assert status == 1
    assert told["error"]
    assert (home / "workbench.sqlite").read_bytes() == b"no database" * 100


@pytest.mark.parametrize(
    ("arguments", "status"),
    [((), 2), (("x.xlsx", "--answer", "ohne"), 2), (("x.xlsx", "--mapping", "没有"), 1), (("没有.xlsx",), 1)],
)
def test_wrong_usage_and_missing_files_have_their_statuses(run: Any, arguments: tuple[str, ...], status: int):
    assert run(*arguments)[0] == status


def test_the_list_of_faults_is_printed_with_row_column_reason_and_remedy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert main(["import", saved(tmp_path, csv(row(登记日期="26.1.5")).encode(), "台账.csv")]) == 1

    told = capsys.readouterr().out
    assert "第 2 行 B 登记日期 “26.1.5”" in told
    assert "请写四位年份" in told


def test_the_template_can_be_saved_and_filled_in(run: Any, tmp_path: Path):
    path = tmp_path / "模板.xlsx"

    assert run("--template", str(path))[0] == 0

    book = openpyxl.load_workbook(path)
    headings = [cell.value for cell in book["台账"][1]]
    assert len(headings) == len(shipped_vocabulary().fields) - len(LEFT_OUT)
    for at, heading in enumerate(headings, 1):
        if heading in HEADINGS:
            book["台账"].cell(2, at, row()[HEADINGS.index(heading)])
    target = io.BytesIO()
    book.save(target)
    assert len(look(target.getvalue()).drafts) == 1


def test_every_heading_of_the_template_is_recognised():
    book = openpyxl.load_workbook(io.BytesIO(template_workbook()))

    headings = [str(cell.value) for cell in book["台账"][1]]

    assert all(len(shipped_vocabulary().meaning(heading)) == 1 for heading in headings)


def test_the_examples_that_ship_do_what_their_description_says():
    folder = data_file("examples")

    good = look((folder / "台账示例.xlsx").read_bytes(), "台账示例.xlsx")
    bad = look((folder / "有错误的台账示例.csv").read_bytes(), "有错误的台账示例.csv")

    assert (len(good.drafts), good.blockers) == (4, ())
    assert bad.fault_count == 4


def test_looking_at_a_file_without_a_database_loads_nothing_heavy():
    import subprocess
    import sys

    program = (
        "import sys, workbench.intake.preview, workbench.intake.load, workbench.intake.look\n"
        "heavy = {'sqlalchemy', 'pandas', 'numpy', 'openpyxl', 'python_calamine', 'rich', 'IPython'}\n"
        "print(*heavy & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == ""


def test_columns_that_are_not_imported_are_named(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    path = saved(tmp_path, with_column("天气", "晴"))

    status, told = run(path, "--yes")
    main(["import", saved(tmp_path, with_column("天气", "雨")), "--yes"])

    assert status == 0
    assert told["not_imported"] == [{"column": "I", "heading": "天气", "why": "不认识的栏目"}]
    assert "不导入  I 栏“天气”：不认识的栏目" in "".join(capsys.readouterr())


def test_the_command_line_says_how_to_name_a_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(["import", saved(tmp_path, xlsx(row()[1:], headings=HEADINGS[1:]))])

    assert "--mapping 对应表" in "".join(capsys.readouterr())


@pytest.mark.parametrize("option", ["--faults", "--template"])
def test_no_file_of_somebody_is_written_over(
    run: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
):
    path = saved(tmp_path, content := xlsx(row(登记日期="3/5")))

    assert main(["import", path, option, path]) != 0
    assert "已经存在" in capsys.readouterr().err
    assert Path(path).read_bytes() == content


def test_a_list_of_faults_is_replaced_by_the_next_one(run: Any, tmp_path: Path):
    path, table = saved(tmp_path, xlsx(row(登记日期="3/5"), row(人数="约五"))), tmp_path / "错误.xlsx"
    run(path, "--faults", str(table))
    before = table.read_bytes()
    saved(tmp_path, xlsx(row(登记日期="3/5")))

    assert run(path, "--faults", str(table))[0] == 1
    assert table.read_bytes() != before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_what_is_no_file_of_its_own_is_not_waited_for(run: Any, tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.xlsx")

    status, told = run(str(tmp_path / "pipe.xlsx"), "--yes")

    assert status == 1 and "不是普通文件" in told["error"]


def test_the_file_beside_an_open_workbook_is_named_as_what_it_is(run: Any, tmp_path: Path):
    content = b"\x05clerk" + b" " * 160

    assert "打开" in run(saved(tmp_path, content, "~$台账.xlsx"))[1]["error"]
    with pytest.raises(ValueError, match="打开"):
        look(content, "~$台账.xlsx")  # as it is uploaded
