"""The fold of real records, on both engines: what was true on the day, and no more work than needed."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.acts.handling import Person
from workbench.snapshots import read as snapshot_read
from workbench.snapshots.keep import CancelledError
from workbench.snapshots.read import SnapshotError, read_snapshot
from workbench.terms import Channel, Outcome, PetitionClass, Satisfaction, Step

JANUARY = date(2026, 1, 5)


TABLES = ("case_fact", "petition_fact", "deadline_fact", "case_text")


def handled_case(bench, **facts):
    """A claim sent to the town, accepted, answered on 10 March, served, rated."""
    register = make_register(case_no="HANDLED", on=JANUARY, **facts)
    bench.perform(
        register,
        make_take(
            "HANDLED", Step.ASSIGN, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN, due_on=date(2026, 3, 20)
        ),
        make_take("HANDLED", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_take("HANDLED", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_take("HANDLED", Step.SERVE, date(2026, 3, 11), unit=TOWN),
        make_take("HANDLED", Step.RATE, date(2026, 3, 15), satisfaction=Satisfaction.SATISFIED),
        actor=CLERK,
    )


def fact(snapshot, *names, case_no="HANDLED"):
    (row,) = snapshot.rows(f"select {', '.join(names)} from case_fact where case_no = ?", (case_no,))
    return row if len(row) > 1 else row[0]


def test_a_matter_is_folded_into_one_row_on_both_engines(either_bench):
    handled_case(either_bench)

    snapshot = either_bench.snapshot()

    assert fact(snapshot, "unit", "unit_name", "first_contact_unit") == (TOWN, "忠防镇", OFFICE)
    assert fact(snapshot, "notice_on", "handling_due_strict", "replied_on") == (
        "2026-01-12",
        "2026-03-13",
        "2026-03-10",
    )
    assert fact(snapshot, "outcome", "served_on", "satisfaction") == ("explain", "2026-03-11", "satisfied")
    assert fact(snapshot, "elapsed_days") == 64
    assert snapshot.value("select count(*) from deadline_fact where state = 'met'") >= 3


def test_the_past_can_be_asked_again(bench):
    handled_case(bench)

    february = bench.snapshot(date(2026, 2, 1))

    assert fact(february, "state", "replied_on", "satisfaction", "is_open") == ("handling", None, None, 1)
    assert fact(february, "next_due", "next_rule") == ("2026-03-13", "R-HANDLE60")


def test_before_its_registration_a_matter_is_not_there(bench):
    handled_case(bench)

    assert bench.snapshot(date(2026, 1, 4)).value("select count(*) from case_fact") == 0


def test_a_missed_handling_limit_is_late_by_days_past_the_rolled_day(bench):
    bench.perform(
        make_register(case_no="LATE", on=JANUARY),
        make_take("LATE", Step.TRANSFER, date(2026, 1, 6), unit=OFFICE, to_unit=TOWN),
        make_take("LATE", Step.ACCEPT, date(2026, 1, 6), unit=TOWN),
        actor=CLERK,
    )

    # 6 January + 60 days = 7 March 2026, a Saturday; the next working day is Monday the 9th.
    assert fact(bench.snapshot(date(2026, 3, 9)), "late_deadlines", case_no="LATE") == 0
    assert fact(bench.snapshot(date(2026, 3, 12)), "late_deadlines", "late_days", case_no="LATE") == (1, 3)


def test_an_accusation_has_neither_title_nor_text_in_the_snapshot(bench):
    bench.perform(
        make_register(
            case_no="SECRET",
            title="举报某人",
            narrative="绝密内容",
            petition_class=PetitionClass.ACCUSATION,
            path=None,
            accused_unit=DEPARTMENT,
        ),
        actor=CLERK,
    )

    snapshot = bench.snapshot()

    assert fact(snapshot, "title", case_no="SECRET") == ACCUSATION_NOTICE
    assert "绝密内容" not in snapshot.path.read_bytes().decode("utf-8", "ignore")
    assert "举报某人" not in snapshot.path.read_bytes().decode("utf-8", "ignore")


def test_names_and_numbers_that_people_wrote_are_masked(bench):
    bench.perform(
        make_register(
            case_no="MASKED",
            title="张大山反映路灯",
            narrative="本人张大山，电话13712345678。",
            persons=(Person(name="张大山", phone="13712345678", address="某村某组"),),
        ),
        actor=CLERK,
    )

    content = bench.snapshot().path.read_bytes().decode("utf-8", "ignore")

    for secret in ("张大山", "13712345678", "某村某组"):
        assert secret not in content
    assert "张某某反映路灯" in content


def test_repeats_count_as_batches_and_people_as_person_times(bench):
    from workbench.acts.handling import RegisterRepeat
    from workbench.law.facts import StepTaken

    again = StepTaken(
        Step.REPEAT,
        date(2026, 2, 2),
        received_on=date(2026, 2, 2),
        channel=Channel.VISIT,
        people=6,
        unit=OFFICE,
    )
    bench.perform(
        make_register(case_no="TWICE", people=2), RegisterRepeat("TWICE", "又来反映", again), actor=CLERK
    )

    assert fact(bench.snapshot(), "batches", "person_times", "largest_group", case_no="TWICE") == (2, 8, 6)


def test_a_fresh_snapshot_is_not_folded_again(bench):
    handled_case(bench)
    first = bench.snapshot()
    stamp = os.stat(first.path).st_mtime_ns

    assert bench.snapshot() == first
    assert os.stat(first.path).st_mtime_ns == stamp


def test_a_file_that_lies_as_it_lay_is_read_once_and_a_changed_one_again(bench, monkeypatch):
    bench.perform(make_register(case_no="A", on=JANUARY), actor=CLERK)
    path = bench.snapshot().path
    read = []
    monkeypatch.setattr(snapshot_read, "read_snapshot", lambda path: read.append(path) or read_snapshot(path))

    first = [snapshot_read.find_again(path) for _ in range(3)]
    times = len(read)
    bench.perform(make_register(case_no="B", on=JANUARY), actor=CLERK)
    bench.snapshot()
    after = snapshot_read.find_again(path)

    assert (len(set(first)), times) == (1, 1)
    assert after.ledger_size == first[0].ledger_size + 1


def test_a_file_that_could_not_be_read_is_tried_again(bench):
    path = bench.snapshot().path
    content = path.read_bytes()
    path.write_bytes(b"torn")
    torn = snapshot_read.find_again(path)
    path.write_bytes(content)

    assert torn is None
    assert snapshot_read.find_again(path) is not None


def test_a_patched_snapshot_equals_one_folded_whole(either_bench):
    for number in range(5):
        either_bench.perform(make_register(case_no=f"N{number}"), actor=CLERK)
    either_bench.snapshot()
    either_bench.perform(
        make_take("N1", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        make_register(case_no="N9"),
        actor=CLERK,
    )

    patched = either_bench.snapshot()
    rows = {
        table: patched.rows(f"select * from {table} order by 1, 2")
        for table in ("case_fact", "deadline_fact")
    }
    patched.path.unlink()
    whole = either_bench.snapshot()

    for table, found in rows.items():
        assert whole.rows(f"select * from {table} order by 1, 2") == found
    assert patched.ledger_size == whole.ledger_size


def test_a_torn_or_foreign_file_is_folded_anew(bench):
    handled_case(bench)
    path = bench.snapshot().path
    path.write_bytes(b"not a snapshot")

    with pytest.raises(SnapshotError, match="重新生成"):
        read_snapshot(path)
    assert fact(bench.snapshot(), "state") == "served"


def test_a_cancelled_fold_leaves_nothing(bench):
    handled_case(bench)

    with pytest.raises(CancelledError, match="已取消"):
        bench.snapshot(cancelled=lambda: True)
    assert list(bench.config.snapshots.iterdir()) == []


def test_progress_ends_with_all_matters(bench):
    handled_case(bench)
    heard = []

    bench.snapshot(progress=lambda done, total: heard.append((done, total)))

    assert heard[-1] == (1, 1)


def test_only_this_user_can_read_a_snapshot(bench):
    handled_case(bench)

    assert os.stat(bench.snapshot().path).st_mode & 0o077 == 0


def test_who_closed_and_when_people_came_back_is_told_on_both_engines(either_bench):
    from workbench.acts.handling import RegisterRepeat
    from workbench.law.facts import StepTaken

    handled_case(either_bench)
    again = StepTaken(
        Step.REPEAT, date(2026, 3, 20), received_on=date(2026, 3, 20), unit=OFFICE, channel=Channel.VISIT,
        people=1,
    )  # fmt: skip
    names = ("closed_on", "closed_by", "closed_days", "batches_until_closed", "returned_on", "return_days")
    assert fact(either_bench.snapshot(), *names)[3:] == (1, None, None)

    either_bench.perform(RegisterRepeat("HANDLED", "又来反映", again), actor=CLERK)

    expected = ("2026-03-10", TOWN, 21, 1, "2026-03-20", 10)
    assert fact(either_bench.snapshot(), *names) == expected  # patched by the Python fold
    assert fact(either_bench.snapshot(), "rated_on", "satisfaction") == ("2026-03-15", "satisfied")
    either_bench.snapshot().path.unlink()
    assert fact(either_bench.snapshot(), *names) == expected  # folded anew by SQL


def test_the_unit_complained_of_is_a_fact_unless_the_matter_accuses_it(either_bench):
    from workbench.acts.amending import Correct
    from workbench.acts.base import Actor
    from workbench.acts.holding import DecideHold, HoldMatter
    from workbench.terms import HoldFinding, Role

    bench, boss = either_bench, Actor("boss", Role.SUPERVISOR, OFFICE)
    claim = replace(make_register(case_no="A"), cause_unit=TOWN)
    accuses = make_register(
        case_no="S", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=DEPARTMENT
    )
    bench.perform(claim, replace(accuses, cause_unit=DEPARTMENT), actor=CLERK)
    asked = "select case_no, cause_unit from case_fact order by case_no"

    def told():
        """Return what is patched, and see that it is what all three folds tell."""
        live, frozen = bench.snapshot().rows(asked), bench.shelf.create(bench.today())
        bench.snapshot().path.unlink()
        assert bench.snapshot().rows(asked) == live
        with bench.shelf.facts(frozen) as facts:
            assert facts.rows(asked) == live
        return [unit for _, unit in live]

    assert told() == [TOWN, None]
    bench.perform(Correct("A", None, "cause_unit", DEPARTMENT, "登记有误"), actor=CLERK)
    assert told() == [DEPARTMENT, None]
    bench.perform(HoldMatter("A", why="可能是检举"), actor=boss)
    assert told() == [None, None]
    bench.perform(DecideHold("A", HoldFinding.NONE, None, "已核对原信"), actor=boss)
    assert told() == [DEPARTMENT, None]


def test_who_came_back_with_a_new_matter_that_was_linked_is_told_on_both_engines(either_bench):
    from workbench.acts.repeats import DecideRepeat, LinkGrounds
    from workbench.terms import RepeatRelation, RepeatVerdict

    handled_case(either_bench)
    grounds = LinkGrounds(RepeatRelation.AFTER_REPLY, 60, 12)
    link = DecideRepeat("HANDLED~NEW", "HANDLED", "NEW", date(2026, 3, 31), RepeatVerdict.CONFIRMED, grounds)
    either_bench.perform(make_register(case_no="NEW", on=date(2026, 3, 22)), link, actor=CLERK)
    asked = "select returned_on, return_days from case_fact where case_no = 'HANDLED'"
    again = "select case_no, petition_number from petition_fact join case_fact using (case_id) order by 1"

    for _ in range(2):  # patched, and folded whole
        assert either_bench.snapshot().rows(asked) == [("2026-03-22", 12)]
        assert either_bench.snapshot().rows(again) == [("HANDLED", 1), ("NEW", 2)]
        either_bench.snapshot().path.unlink()
    with either_bench.shelf.facts(either_bench.shelf.create(either_bench.today())) as frozen:
        assert frozen.value("select return_days from case_fact where case_no = 'HANDLED'") == 12
        assert frozen.rows(again) == [("HANDLED", 1), ("NEW", 2)]


@pytest.mark.parametrize("accuses", [True, False], ids=["classed", "held"])
def test_a_linked_matter_that_is_or_may_be_an_accusation_tells_the_unit_no_day(bench, accuses):
    from workbench.acts.base import Actor
    from workbench.acts.holding import HoldMatter
    from workbench.acts.repeats import DecideRepeat, LinkGrounds
    from workbench.terms import RepeatRelation, RepeatVerdict, Role

    handled_case(bench)
    grounds = LinkGrounds(RepeatRelation.AFTER_REPLY, 60, 12)
    link = DecideRepeat("HANDLED~NEW", "HANDLED", "NEW", date(2026, 3, 31), RepeatVerdict.CONFIRMED, grounds)
    bench.perform(make_register(case_no="NEW", on=date(2026, 3, 22)), link, actor=CLERK)
    asked = "select returned_on from case_fact where case_no = 'HANDLED'"
    assert bench.snapshot().rows(asked) == [("2026-03-22",)]
    hold = HoldMatter("NEW", why="可能是检举")
    day, kind = date(2026, 3, 30), PetitionClass.ACCUSATION
    classify = make_take("NEW", Step.CLASSIFY, day, unit=OFFICE, petition_class=kind)
    bench.perform(classify if accuses else hold, actor=Actor("boss", Role.SUPERVISOR, OFFICE))

    assert bench.snapshot().rows(asked) == [(None,)]
    bench.snapshot().path.unlink()
    assert bench.snapshot().rows(asked) == [(None,)]


def test_what_another_unit_missed_is_told_of_it_and_no_figure_charges_the_present_one(bench):
    late, day = date(2025, 9, 1), date(2025, 12, 30)
    bench.perform(
        make_register(case_no="A", on=late),
        make_take("A", Step.TRANSFER, late, unit=OFFICE, to_unit=TOWN),
        make_take("A", Step.TRANSFER, day, unit=OFFICE, to_unit=DEPARTMENT),
        actor=CLERK,
    )
    asked = "select unit, notice_due, handling_due, missed_deadlines from case_fact"

    for as_of, due in ((day, "2026-01-14"), (date(2026, 3, 31), "2026-01-14")):
        ((unit, notice, handling, missed),) = bench.snapshot(as_of).rows(asked)
        assert (unit, notice) == (DEPARTMENT, due)
        assert handling is None or handling > "2026-01-14"
        assert missed >= 2
    whose = "select rule_id, unit from deadline_fact where state = 'ended_late' order by rule_id"
    found = bench.snapshot(day).rows(whose)
    assert found == [("R-HANDLE60", TOWN), ("R-UNIT-NOTICE15-FWD", TOWN)]
    patched = bench.snapshot(day).rows(asked)
    bench.snapshot(day).path.unlink()
    assert bench.snapshot(day).rows(asked) == patched
