"""A short soak does not write over the reports of long ones."""

import importlib.util
import json
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOT
from tests.faults import attacks
from tests.faults.at_once import Plan, until_reached
from tests.faults.attacks import Attack
from tests.faults.forked import Outcome
from tests.faults.report import report


@pytest.fixture
def soak(tmp_path, monkeypatch):
    """The program of ``make soak``, its report and those that are kept in a folder of the test."""
    found = importlib.util.spec_from_file_location("soak", ROOT / "tools" / "soak.py")
    module = importlib.util.module_from_spec(found)
    monkeypatch.setitem(sys.modules, "soak", module)
    found.loader.exec_module(module)
    monkeypatch.setattr(module, "KEPT", tmp_path / "SOAK.md")
    monkeypatch.setattr(module, "BUILD", tmp_path / "build")
    (tmp_path / "SOAK.md").write_text("# 故障试验报告\n\n## 争抢做满\n\n十万次，没有失信。\n")
    told = {"rounds": 7, "tried": 0, "struck": 7, "acts": 3, "fault_count": 0, "seconds": 1, "faults": []}
    (tmp_path / "tally").mkdir()
    (tmp_path / "tally" / "killed-0.json").write_text(json.dumps(told))
    return module


def reported(soak, tmp_path, monkeypatch, *options):
    monkeypatch.setattr(
        sys, "argv", ["soak.py", "--only-report", "--tally", str(tmp_path / "tally"), *options]
    )
    assert soak.main() == 0
    return (tmp_path / "SOAK.md").read_text()


def test_a_report_says_which_deeds_were_walked_to_their_end_and_how_far_that_was(soak, tmp_path, monkeypatch):
    told = {"rounds": 12, "faults": [], "fault_count": 0, "seconds": 1, "struck": 10, "acts": 1}
    for number, deed in enumerate(("begin_anew", "upgrade")):
        reached = {f"{deed} pwrite EIO": 999, f"{deed} rename EIO": 1}
        (tmp_path / "tally" / f"fiu-{number}.json").write_text(json.dumps(told | {"reached": reached}))

    kept = reported(soak, tmp_path, monkeypatch, "--keep")

    assert "- begin_anew：pwrite EIO 998、rename EIO 0\n- upgrade：pwrite EIO 998、rename EIO 0\n" in kept


def test_upgrades_that_are_killed_and_small_disks_are_pieces_of_their_own(soak, tmp_path, monkeypatch):
    for module, name in ((attacks.small_disk, "namespace"), (attacks, "find_programs")):
        monkeypatch.setattr(module, name, lambda: ["there"])

    known = soak.attacks(soak.Places(tmp_path, None))

    assert {"statements", "statements_pg", "small_disk", "stalled"} <= {one.key for one in known}
    assert len({one.key for one in known}) == len({one.name for one in known}) == len(known)


def test_a_report_goes_into_a_file_of_its_own(soak, tmp_path, monkeypatch):
    kept = reported(soak, tmp_path, monkeypatch)

    assert "十万次" in kept and "杀写库进程" not in kept
    (made,) = (tmp_path / "build").iterdir()
    assert "杀写库进程" in made.read_text()


def test_a_report_that_is_to_be_kept_stands_before_the_others(soak, tmp_path, monkeypatch):
    kept = reported(soak, tmp_path, monkeypatch, "--keep")

    assert kept.count("# 故障试验报告") == 1
    assert kept.index("杀写库进程") < kept.index("## 争抢做满") < kept.index("十万次，没有失信。")


def pieces(soak, monkeypatch, *portions):
    """Let the soak consist of these portions, each an attack of its own; run it and return its status."""
    made = [soak.Attack(f"a{at}", f"试验{at}", "", 1, 1, one) for at, one in enumerate(portions)]
    monkeypatch.setattr(soak, "attacks", lambda _: made)
    monkeypatch.setattr(sys, "argv", ["soak.py", "--minutes", "0"])
    return soak.main()


def fine(count, number, tick):
    return Outcome("fine", rounds=7, struck=7)


def breaks(count, number, tick):
    raise RuntimeError("no such folder")


def stops(count, number, tick):
    raise KeyboardInterrupt


def told(tmp_path):
    (made,) = (tmp_path / "build").glob("*.md")
    return made.read_text()


def test_an_attack_that_breaks_is_told_and_the_others_go_on(soak, tmp_path, monkeypatch):
    assert pieces(soak, monkeypatch, breaks, fine) == 1

    assert "试验0：试验自己中断，没有做完：RuntimeError: no such folder" in told(tmp_path)
    assert "| 试验1 |  | 7 | 7 |" in told(tmp_path)


def test_who_stops_it_keeps_what_was_done(soak, tmp_path, monkeypatch):
    assert pieces(soak, monkeypatch, fine, stops, fine) == 130

    assert "| 试验0 |  | 7 | 7 |" in told(tmp_path) and "中断（Ctrl+C）" in told(tmp_path)
    (kept,) = (tmp_path / "build").glob("*/a0-0.json")
    assert json.loads(kept.read_text())["commit"]


def test_portions_of_several_programs_are_told_apart(soak, tmp_path, monkeypatch):
    for number, commit in ((1, "aaaaaaa"), (2, "bbbbbbb")):
        part = {"rounds": 1, "faults": [], "fault_count": 0, "commit": commit}
        (tmp_path / "tally" / f"killed-{number}.json").write_text(json.dumps(part))

    assert "各段出自不同的版本：aaaaaaa、bbbbbbb。" in reported(soak, tmp_path, monkeypatch, "--keep")


def attack(key, *, usual=1, **wanted):
    return Attack(key, key, "", 1, usual, fine, **wanted)


def leave(tally, key, number, **told):
    part = {"rounds": 1, "struck": 1, "acts": 0, "seconds": 1, "faults": [], "fault_count": 0} | told
    (tally / f"{key}-{number}.json").write_text(json.dumps(part))


def begun(plan, most=20):
    """Begin portions until the plan wants to wait; return which they were."""
    found = []
    while len(found) < most and (one := plan.next()):
        found.append((one[0].key, one[1]))
    return found


def test_so_many_portions_are_begun_as_reach_the_goal_and_no_more(tmp_path):
    counted, walked = attack("counted", usual=40, wanted=100), attack("walked", portions=2)

    assert begun(Plan([counted, walked], tmp_path)) == [
        ("counted", 0), ("counted", 1), ("counted", 2), ("walked", 0), ("walked", 1),
    ]  # fmt: skip


def test_what_portions_really_did_is_counted_not_what_was_thought(tmp_path):
    leave(tmp_path, "counted", 0, tried=10)

    assert len(begun(Plan([attack("counted", usual=40, wanted=100)], tmp_path))) == 9


def test_a_run_goes_on_where_the_last_one_stopped_and_does_again_what_broke(tmp_path):
    """Under its old number, which says where a portion begins: another would leave those places out."""
    leave(tmp_path, "walked", 0)
    leave(tmp_path, "walked", 1, broke=True)

    assert begun(Plan([attack("walked", portions=3)], tmp_path)) == [("walked", 1), ("walked", 2)]


def test_an_attack_whose_portion_vanished_is_told_and_not_begun_again(tmp_path):
    plan = Plan([one := attack("walked", portions=2)], tmp_path)
    plan.next()

    assert not plan.end(one, 0)
    assert plan.next() is None
    assert "没有留下结果" in report([one], tmp_path, "", goals=True)
    assert "没有做到目标的：walked。" in report([one], tmp_path, "", goals=True)


def test_a_report_says_that_all_goals_were_reached(tmp_path):
    leave(tmp_path, "counted", 0, tried=100)

    assert "各项都做到目标。" in report([attack("counted", wanted=100)], tmp_path, "", goals=True)


@pytest.mark.parametrize(("faults", "kept"), [([], True), (["half written"], False)])
def test_portions_run_in_processes_of_their_own_until_the_goal_is_reached(tmp_path, faults, kept):
    part = {"tried": 50, "rounds": 50, "faults": faults, "fault_count": len(faults)}
    code = (
        "import pathlib, sys; found = dict(zip(sys.argv[1::2], sys.argv[2::2])); "
        f"pathlib.Path({str(tmp_path)!r}, f\"{{found['--piece']}}-{{found['--number']}}.json\")"
        f".write_text({json.dumps(part)!r})"
    )

    known = [attack("counted", usual=50, wanted=150)]

    assert until_reached(known, tmp_path, 2, [sys.executable, "-c", code]) is kept
    assert {path.name for path in tmp_path.glob("*.json")} == {f"counted-{n}.json" for n in range(3)}


@pytest.mark.skipif(sys.platform == "win32", reason="attacks fork")
def test_a_portion_that_is_told_to_stop_leaves_nothing_where_it_worked(tmp_path):
    work, tally = tmp_path / "work", tmp_path / "tally"
    work.mkdir()
    command = [sys.executable, ROOT / "tools" / "soak.py", "--piece", "killed", "--count", "100000"]
    with subprocess.Popen([*command, "--work", work, "--tally", tally], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        process.stderr.read(1)  # its first word of how far it is

        process.terminate()
        process.stderr.read()

    assert process.returncode != 0 and list(work.iterdir()) == []
