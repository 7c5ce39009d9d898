"""``workbench snapshot`` from the command line: freeze, list, verify, compare, rebuild."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.acts.amending import Correct
from workbench.app import open_workbench
from workbench.cli import main
from workbench.terms import PetitionClass, Step


@pytest.fixture
def here(home, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    monkeypatch.delenv("WORKBENCH_DATABASE", raising=False)
    register("N1", "N2")
    return home


def register(*numbers):
    bench = open_workbench()
    bench.perform(*(make_register(case_no=number) for number in numbers), actor=CLERK)
    bench.close()


def ask(capsys, *arguments):
    status = main(["snapshot", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_without_an_action_the_live_snapshot_is_brought_up_to_date(here, capsys):
    status, made = ask(capsys, "--as-of", "2026-03-31")

    assert (status, made["cases"], made["as_of"]) == (0, 2, "2026-03-31")


def test_a_frozen_snapshot_is_made_listed_verified_and_rebuilt(here, capsys):
    status, made = ask(capsys, "create", "--as-of", "2026-03-31")
    assert (status, len(made["hash"]), made["as_of"]) == (0, 64, "2026-03-31")

    status, listed = ask(capsys, "list")
    assert (status, [one["hash"] for one in listed["snapshots"]]) == (0, [made["hash"]])

    status, verified = ask(capsys, "verify")
    assert (status, verified["verified"], verified["sound"]) == (0, 1, True)

    status, rebuilt = ask(capsys, "rebuild", made["hash"][:10])
    assert (status, rebuilt["same"], rebuilt["made"]) == (0, True, made["hash"])


def test_a_damaged_file_is_named_and_can_be_restored(here, capsys):
    _, made = ask(capsys, "create", "--as-of", "2026-03-31")
    (here / "frozen" / made["hash"] / "case_fact.parquet").write_bytes(b"damaged")

    status, verified = ask(capsys, "verify", made["hash"][:8])
    assert (status, [fault["file"] for fault in verified["faults"]]) == (1, ["case_fact.parquet"])
    status, rebuilt = ask(capsys, "rebuild", made["hash"])
    assert (status, rebuilt["same_facts"]) == (1, False)

    assert main(["snapshot", "rebuild", made["hash"], "--restore"]) == 0
    assert "已换回" in capsys.readouterr().out
    assert ask(capsys, "verify")[0] == 0


def test_a_comparison_names_the_matters(here, capsys):
    _, before = ask(capsys, "create", "--as-of", "2026-03-31")
    register("N3")
    _, after = ask(capsys, "create", "--as-of", "2026-03-31")

    status, found = ask(capsys, "compare", before["hash"][:8], after["hash"][:8])
    assert status == 0
    received = next(one for one in found["figures"] if one["indicator"] == "received")
    assert [case["case_no"] for case in received["cases"]] == ["N3"]
    assert received["cases"][0]["reasons"][0]["reason"] == "recorded_late"
    assert "waits" not in received
    answer = next(one for one in found["figures"] if one["indicator"] == "answer_days")
    assert [(one["done"], one["waiting"]) for one in answer["waits"]] == [(0, 2), (0, 3)]

    assert main(["snapshot", "compare", before["hash"], after["hash"]]) == 0
    assert "N3  未计入 → 计入  补录" in capsys.readouterr().out

    with Path(after["path"], "case_fact.parquet").open("ab") as file:
        file.write(b"0")
    assert main(["snapshot", "compare", before["hash"], after["hash"]]) == 1
    assert f"快照 {after['hash'][:12]} 已损坏，不能据以比较：文件 case_fact" in capsys.readouterr().err


def test_a_matter_that_changed_its_group_is_a_line_of_its_own(here, capsys):
    """And nothing is said of the figures of the whole county: who came in person is one of them."""
    _, before = ask(capsys, "create", "--as-of", "2026-03-31")
    bench = open_workbench()
    bench.perform(
        make_take("N1", Step.TRANSFER, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN),
        Correct("N2", 1, "channel", "visit", "渠道录错"),
        make_take("N2", Step.CLASSIFY, date(2026, 1, 8), petition_class=PetitionClass.ACCUSATION),
        actor=CLERK,
    )
    bench.close()
    _, after = ask(capsys, "create", "--as-of", "2026-03-31")

    assert main(["snapshot", "compare", before["hash"], after["hash"]]) == 0
    shown = capsys.readouterr().out
    assert "  责任单位不同的 1 件（补录 1 件）：N1（未定 → 忠防镇）\n" in shown
    assert "来访批次：0 → 1\n  N2  未计入 → 计入  更正" in shown
    assert "\n\n下列事项换了分组，按组分的数字因此不同：\n" in shown
    _, found = ask(capsys, "compare", before["hash"], after["hash"])
    (moved,) = [one for one in found["regrouped"] if one["by"] == "unit"]
    assert [(case["case_no"], case["after"]) for case in moved["cases"]] == [("N1", TOWN)]
    (classed,) = [one for one in found["regrouped"] if one["by"] == "petition_class"]
    assert [case.keys() for case in classed["cases"]] == [{"case_no", "reasons"}]


def test_two_equal_snapshots_are_said_to_be_equal(here, capsys):
    _, made = ask(capsys, "create", "--as-of", "2026-03-31")

    assert main(["snapshot", "compare", made["hash"], made["hash"]]) == 0

    assert "全部相同" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command",
    [("snapshot",), ("snapshot", "create"), ("figures", "received"), ("cases",), ("extract", "分析.sqlite")],
)
def test_no_command_tells_of_a_day_to_come(here, capsys, monkeypatch, command):
    monkeypatch.chdir(here)

    status = main([*command, "--as-of", "2999-01-01", "--json"])

    assert status in (1, 2)
    assert "2999-01-01 还没有到，最晚为今天" in json.loads(capsys.readouterr().out)["error"]
    assert not list(here.glob("frozen/*")) and not (here / "分析.sqlite").exists()


def test_no_command_reads_a_snapshot_of_a_day_to_come(here, capsys):
    """Earlier versions froze them."""
    bench = open_workbench()
    ahead = bench.shelf.create(date(2999, 1, 1), ahead=True).hash
    bench.close()

    for command in (["snapshot", "compare", ahead, ahead], ["figures", "received", "--snapshot", ahead]):
        assert main(command) == 1
        said = capsys.readouterr().err
        assert f"快照 {ahead[:12]} 的截至日 2999-01-01 还没有到" in said and "请换一个快照" in said


def test_a_period_the_wrong_way_round_compares_nothing(here, capsys):
    """To say that all figures are the same would reassure falsely."""
    _, made = ask(capsys, "create", "--as-of", "2026-03-31")
    turned = ("--from", "2026-03-01", "--until", "2026-02-01")

    status, told = ask(capsys, "compare", made["hash"], made["hash"], *turned)

    assert (status, "晚于最后一天 2026-02-01" in told["error"]) == (1, True)


def test_an_unknown_snapshot_is_told_what_to_do(here, capsys):
    status, told = ask(capsys, "verify", "0123456789")

    assert status == 1
    assert "workbench snapshot list" in told["error"]


def test_an_empty_shelf_says_how_to_fill_it(here, capsys):
    assert main(["snapshot", "list"]) == 0

    assert "snapshot create" in capsys.readouterr().out
