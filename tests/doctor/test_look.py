"""The doctor finds what is wrong, says what to do, and tells a monitor nothing of what is kept."""

import json
from dataclasses import replace
from datetime import timedelta

from tests.conftest import NOW
from tests.doctor.looking import codes, well
from tests.factories import CLERK, TOWN, make_register
from workbench.access.accounts import AccountBook
from workbench.access.tokens import TokenBook
from workbench.acts.amending import NameAccused
from workbench.acts.holding import DecideHold, HoldMatter, Struck
from workbench.app import Workbench
from workbench.backup.kept import note
from workbench.doctor.accusations import look_at_accusations
from workbench.doctor.finding import worst
from workbench.doctor.look import Monitor, examine
from workbench.doctor.tokens import look_at_tokens
from workbench.terms import Health, HoldFinding, PetitionClass, Role


def test_a_workbench_that_is_kept_well_has_no_complaint(either_bench):
    well(either_bench)
    is_sqlite = either_bench.engine.name == "sqlite"

    # The server of the tests is made to be quick: neither checksums nor a word to the disk.
    assert codes(either_bench, deeply=True) == (set() if is_sqlite else {"checksums_off", "not_durable"})
    assert codes(either_bench) == set()


def test_a_new_workbench_is_told_what_is_missing(either_bench):
    assert codes(either_bench) == {"backup_key_missing", "backup_missing", "checkpoint_missing"}
    assert all(one.todo for one in examine(either_bench) if one.health is not Health.FINE)


def test_a_demo_county_needs_no_backup_until_a_real_matter_comes(bench):
    by_demo = replace(CLERK, id="demo-clerk")
    bench.perform(make_register(case_no="D1"), actor=by_demo)

    assert {"demo_only"} <= codes(bench)
    assert not {"backup_missing", "backup_key_missing"} & codes(bench)
    assert all(one.health is not Health.FAULT for one in examine(bench) if one.code == "demo_only")

    bench.perform(make_register(case_no="R1"), actor=CLERK)
    assert {"backup_missing", "backup_key_missing"} <= codes(bench)


def test_a_clock_set_back_is_found_by_the_ledger(either_bench):
    well(either_bench)
    early = Workbench(either_bench.config, clock=lambda: NOW - timedelta(days=2))

    assert "clock_behind_ledger" in codes(early)
    early.close()


def test_a_clock_years_ahead_of_ledger_and_checkpoints_is_doubted(either_bench):
    well(either_bench)
    at = [NOW + timedelta(days=360)]
    late = Workbench(either_bench.config, clock=lambda: at[0])
    assert "clock_ahead" not in codes(late)

    at[0] = NOW + timedelta(days=3660)
    (found,) = [one for one in examine(late) if one.code == "clock_ahead"]
    assert "晚 10 年" in found.told and found.health is Health.WATCH
    late.close()


def test_entries_that_no_checkpoint_covers_for_a_week_are_told(either_bench):
    early = Workbench(either_bench.config, clock=lambda: NOW - timedelta(days=8))
    early.anchors.checkpoint()
    early.close()
    late = Workbench(either_bench.config, clock=lambda: NOW)
    note(late.config.home, "good", NOW, folder="/disk", ledger_size=1, code="A")
    assert "checkpoint_old" not in codes(late)

    late.perform(make_register(), actor=CLERK)

    assert "checkpoint_old" in codes(late)
    late.close()


def test_accusations_that_name_nobody_yet_are_counted_and_nobody_is_named(either_bench, monkeypatch):
    """As an earlier version took them in: whom the text names sees them until somebody enters who it is."""
    bench, told = either_bench, {"petition_class": PetitionClass.ACCUSATION, "path": None}
    words = {"title": "反映忠防镇干部", "narrative": "忠防镇的干部收受好处费"}
    monkeypatch.setattr("workbench.acts.watching.Watch.holds", lambda _: iter(()))
    bench.perform(
        *(make_register(case_no=f"J{at}", **told, **words) for at in range(3)),
        make_register(case_no="N", **told, title="反映有人收钱", narrative="不知道是谁收受好处费"),
        make_register(case_no="C", **words),
        actor=CLERK,
    )
    monkeypatch.undo()
    well(bench)

    (found,) = look_at_accusations(bench)
    assert (found.code, dict(found.measure)) == ("accused_unnamed", {"matters": 3})
    assert "3 件" in found.told and not any(one in found.told + found.todo for one in ("忠防", "J0", TOWN))
    assert "accused_unnamed" in codes(bench)

    bench.perform(NameAccused("J0", TOWN), actor=CLERK)  # one is named
    struck = (Struck(TOWN, "只是来信地址"),)
    hold = HoldMatter("J1", why="核对提到的是谁")
    bench.perform(hold, DecideHold("J1", HoldFinding.ACCUSATION, None, "已核对", struck), actor=CLERK)
    assert [dict(one.measure) for one in look_at_accusations(bench)] == [{"matters": 1}]
    bench.perform(HoldMatter("J2", why="核对提到的是谁"), actor=CLERK)  # held: they do not see it now
    assert list(look_at_accusations(bench)) == [] and codes(bench) == set()


def test_a_look_that_fails_is_a_finding(bench, monkeypatch):
    def broken(_):
        raise OSError("王小二")

    monkeypatch.setattr("workbench.doctor.look.look_at_holdings", broken)

    found = [one for one in examine(bench) if one.code == "unexpected"]
    assert len(found) == 1 and "王小二" not in found[0].told
    log = (bench.config.logs / "workbench.log").read_text("utf-8")
    (line,) = log.splitlines()
    assert f"编号 {json.loads(line)['id']}）" in found[0].told and str(bench.config.logs) in found[0].todo
    assert [one for one in examine(bench) if one.code == "unexpected"] == found  # nor a line every minute
    assert (bench.config.logs / "workbench.log").read_text("utf-8") == log


def test_a_monitor_hears_codes_and_nothing_else(either_bench):
    either_bench.perform(make_register(case_no="XF-1", title="路灯"), actor=CLERK)
    moments = iter([0.0, 30.0, 100.0])
    monitor = Monitor(either_bench, clock=lambda: next(moments))

    told = monitor.answer()

    assert told.keys() == {"status", "findings"} and told["status"] == "fault"
    assert all(code.isascii() and code.replace("_", "").isalpha() for code in told["findings"])
    well(either_bench)
    assert monitor.answer() is told  # remembered for a minute
    assert "backup_missing" not in monitor.answer()["findings"]


def test_the_worst_finding_is_the_state_of_the_whole(either_bench):
    assert worst(examine(either_bench)) is Health.FAULT
    well(either_bench)
    assert worst(examine(either_bench)) is Health.FINE


def test_a_token_that_ends_soon_and_one_that_nobody_uses_are_told_and_others_not(either_bench):
    well(either_bench)
    AccountBook(either_bench).add("town", "钱某", Role.HANDLER, TOWN, by="root")
    day = [0]
    later = Clocked(either_bench, lambda: NOW + timedelta(days=day[0]))
    book = TokenBook(later)
    short, _ = book.create(TOWN, by="root", days=20)
    _, used = book.create(TOWN, by="root", days=366)

    assert list(look_at_tokens(later)) == []
    day[0] = 7
    (ending,) = look_at_tokens(later)
    assert (
        ending.code == "token_ending" and short.id in ending.told and "workbench token create" in ending.todo
    )
    day[0] = 61  # the short one is over, the long one was never used
    assert [one.code for one in look_at_tokens(later)] == ["token_idle"]
    book.admit(used)
    assert list(look_at_tokens(later)) == []


class Clocked:
    """A workbench whose clock is moved by hand."""

    def __init__(self, bench, clock):
        self.engine, self.now = bench.engine, clock
