"""``workbench briefing`` from the command line: made, made again, compared, refused."""

import json
from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.app import open_workbench
from workbench.cli import main
from workbench.terms import Step

FEBRUARY = ("monthly", "2026-02", "--format", "json,html")


@pytest.fixture
def here(home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    perform(
        make_register(case_no="N1", on=date(2026, 2, 2)),
        make_take("N1", Step.TRANSFER, date(2026, 2, 3), unit=OFFICE, to_unit=TOWN),
        make_take("N1", Step.ACCEPT, date(2026, 2, 5), unit=TOWN),
    )
    return home


def perform(*acts):
    bench = open_workbench()
    bench.perform(*acts, actor=CLERK)
    bench.close()


def ask(capsys, *arguments):
    status = main(["briefing", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_a_briefing_is_written_and_made_again_from_its_snapshot(here, capsys, tmp_path):
    first, second = tmp_path / "一", tmp_path / "二"
    status, told = ask(capsys, *FEBRUARY, "--out", str(first))
    perform(make_register(case_no="N2", on=date(2026, 2, 9)))
    _, again = ask(capsys, *FEBRUARY, "--snapshot", told["snapshot"][:12], "--out", str(second))

    assert status == 0
    assert (told["as_of"], told["unanchored"]) == ("2026-02-28", told["ledger_size"])
    assert [one.read_bytes() for one in sorted(first.iterdir())] == [
        one.read_bytes() for one in sorted(second.iterdir())
    ]
    assert again["unanchored"] == 1  # what was written out before is covered
    received = next(one for one in told["figures"] if one["id"] == "received")
    assert received["denominator"] == 1


def test_two_briefings_are_compared_by_their_files_or_their_hashes(here, capsys, tmp_path):
    _, first = ask(capsys, *FEBRUARY, "--out", str(tmp_path))
    perform(make_register(case_no="N2", on=date(2026, 2, 9)))
    _, second = ask(capsys, *FEBRUARY, "--out", str(tmp_path))
    files = [next(name for name in one["files"] if name.endswith("json")) for one in (first, second)]

    status, found = ask(capsys, "compare", *files)
    hashes = [one["snapshot"][:12] for one in (first, second)]
    _, same = ask(capsys, "compare", *hashes, "--kind", "monthly", "--period", "2026-02")

    assert status == 0
    assert found["cases"] == ["N2"]
    assert same == found
    assert main(["briefing", "compare", *files]) == 0
    said = capsys.readouterr().out
    assert "登记件数（本期）：1 → 2" in said
    assert "N2  未计入 → 计入  补录" in said
    assert main(["briefing", "compare", files[0], files[0]]) == 0
    assert "数字没有变化。" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("monthly", "2026-13"), "请写成 2026-10"),
        (("yearly", "2027"), "还没有开始"),
        (("monthly", "2026-02", "--format", "doc"), "没有“doc”这种格式"),
        (("monthly", "2026-02", "--snapshot", "ffffff"), "没有编号为“ffffff”的快照"),
        (("compare", "aaaaaa", "bbbbbb"), "还要写明统计期"),
    ],
)
def test_what_cannot_be_made_is_refused_in_a_sentence(here, capsys, arguments, words):
    status, told = ask(capsys, *arguments)

    assert status == 1
    assert words in told["error"]


def test_no_briefing_is_made_of_a_snapshot_of_days_to_come(here, capsys):
    """Earlier versions froze such days: everything open would be late in it."""
    bench = open_workbench()
    frozen = bench.shelf.create(date(2199, 3, 31), ahead=True)
    bench.close()

    status, told = ask(capsys, "monthly", "2199-03", "--snapshot", frozen.hash)

    assert (status, "2199-03-31 还没有到，最晚为今天" in told["error"]) == (1, True)


def test_a_period_that_is_not_over_is_marked_and_a_file_in_the_way_is_named(here, capsys, tmp_path):
    in_the_way = tmp_path / "文件"
    in_the_way.write_text("", "utf-8")
    command = ("monthly", "2026-02", "--as-of", "2026-02-10", "--format", "json")

    assert main(["briefing", *command, "--out", str(tmp_path)]) == 0
    assert "2026年2月还没有过完，数字只到 2026-02-10 为止" in capsys.readouterr().out
    assert main(["briefing", *command, "--out", str(in_the_way)]) == 1
    assert "请检查文件夹和权限" in capsys.readouterr().err


def test_a_file_that_is_no_briefing_is_refused(here, capsys, tmp_path):
    other = tmp_path / "别的.json"
    other.write_text("[1]", encoding="utf-8")

    status, told = ask(capsys, "compare", str(other), "aaaaaa")

    assert status == 1
    assert "文件“别的.json”不是简报的 JSON 文件" in told["error"]


def test_no_kernel_is_started_for_a_notebook_without_a_database(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "nothing"))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    monkeypatch.setattr("workbench.briefings.notebook.run_notebook", lambda *_: pytest.fail("started"))

    assert main(["briefing", "notebook", "monthly", "2026-02", "--out", str(tmp_path / "out")]) == 1
    assert "workbench init" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
