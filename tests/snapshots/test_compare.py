"""Two snapshots of one ledger: the figures that differ, and the matters that made it so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.snapshots.compared import DAY, YEAR, changes, told
from workbench.acts.amending import Correct
from workbench.acts.handling import RegisterRepeat
from workbench.indicators import catalogue as definitions
from workbench.law.facts import StepTaken
from workbench.queries.told_figures import compared_words
from workbench.shelf import FutureDayError
from workbench.snapshots.member_rows import SILENT, Rows, word, word_by_row
from workbench.snapshots.reasons import ShortLedgerError
from workbench.terms import (
    ChangeReason,
    Channel,
    Outcome,
    Step,
)

AGAIN = StepTaken(
    Step.REPEAT,
    date(2026, 3, 2),
    received_on=date(2026, 3, 2),
    channel=Channel.LETTER,
    people=1,
    unit=OFFICE,
)
LATE, CORRECTED = ChangeReason.RECORDED_LATE, ChangeReason.CORRECTED


def test_a_snapshot_of_a_day_to_come_is_not_compared(opened):
    """Earlier versions froze them: what is open on that day would all look late."""
    ahead = opened.shelf.create(opened.today() + timedelta(1), ahead=True)
    frozen = opened.shelf.create(DAY)

    for pair in ((frozen, ahead), (ahead, frozen)):
        with pytest.raises(FutureDayError, match=rf"快照 {ahead.hash[:12]} 的截至日 .* 还没有到，最晚为今天"):
            opened.shelf.compare(*pair, YEAR)


def test_a_snapshot_differs_from_itself_in_nothing(opened):
    frozen = opened.shelf.create(DAY)

    comparison = opened.shelf.compare(frozen, frozen, YEAR)

    assert comparison.changed == ()
    assert len(comparison.figures) == len(definitions.catalogue())


def test_a_reply_recorded_late_changes_the_figure_of_the_day_it_was_for(opened):
    before = opened.shelf.create(DAY)
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        actor=CLERK,
    )
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "concluded_on_time")

    assert (figure.before, figure.after) == ((0, 1), (1, 1))
    assert told(figure) == [("N1", "未按期", "按期", [LATE])]
    assert "2026-03-10 出具处理意见书" in figure.cases[0].reasons[0].words


def test_a_matter_recorded_late_is_named(opened):
    before = opened.shelf.create(DAY)
    opened.perform(make_register(case_no="N3", on=date(2026, 3, 2)), actor=CLERK)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "received")

    assert (figure.before, figure.after) == ((None, 2), (None, 3))
    assert told(figure) == [("N3", "未计入", "计入", [LATE])]


def test_waiting_times_are_compared_in_days_and_not_by_how_many_wait(opened):
    before = opened.shelf.create(DAY)
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_take("N1", Step.SERVE, date(2026, 3, 10), unit=TOWN),
        actor=CLERK,
    )
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "answer_days")

    was, now = compared_words(figure)
    assert was == (
        "50% 尚不可知，75% 尚不可知，90% 尚不可知（已有 0 件，还在等 2 件，等得最久 85 日），样本过小"
    )
    assert now.startswith("50% 在 64 日内") and "已有 1 件，还在等 1 件" in now


def test_a_matter_that_moves_between_units_is_told_though_no_total_changes(opened):
    before = opened.shelf.create(DAY)
    opened.perform(
        Correct("N1", 2, "to_unit", OTHER_TOWN, "单位录错"),
        make_take("N2", Step.TRANSFER, date(2026, 2, 5), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    after = opened.shelf.create(DAY)

    (moved,) = [one for one in opened.shelf.compare(before, after, YEAR).regrouped if one.by == "unit"]

    assert [(one.case_no, one.before, one.after) for one in moved.cases] == [
        ("N1", TOWN, OTHER_TOWN),
        ("N2", None, TOWN),
    ]
    assert moved.tally == ((LATE, 1), (CORRECTED, 1))
    assert opened.shelf.compare(before, after, YEAR, {"received"}).regrouped == ()


def test_a_matter_that_somebody_raised_again_changes_the_count_of_petitions(opened):
    before = opened.shelf.create(DAY)
    opened.perform(RegisterRepeat("N1", "又来反映", AGAIN), actor=CLERK)

    figure = changes(opened.shelf.compare(before, opened.shelf.create(DAY), YEAR), "received")

    assert (figure.before, figure.after) == ((None, 2), (None, 3))
    assert told(figure) == [("N1", "计入 1 批次", "计入 2 批次", [LATE])]


def test_of_two_petitions_that_take_each_others_place_each_is_told(opened):
    """One counts no longer and the other does: the figure is what it was, and stands on another petition."""
    opened.perform(
        RegisterRepeat("N1", "又来反映", AGAIN), Correct("N1", 1, "channel", "visit", "录错"), actor=CLERK
    )
    before = opened.shelf.create(DAY)
    swapped = Correct("N1", 1, "channel", "letter", "录错"), Correct("N1", 4, "channel", "visit", "录错")
    opened.perform(*swapped, actor=CLERK)
    comparison = opened.shelf.compare(before, opened.shelf.create(DAY), YEAR)

    figure = changes(comparison, "visits")
    assert figure.before == figure.after and figure.is_changed
    assert figure.beside_words == "（数字未变，所计的案件有变化）"
    assert told(figure) == [("N1", "第1批次计入", "第2批次计入", [CORRECTED] * 2)]
    assert not changes(comparison, "received").is_changed


def test_of_two_duties_of_one_matter_that_change_places_each_is_told():
    late = definitions.catalogue()["reported_back_on_time"]

    assert word_by_row(late, Rows((0, 1), (1, 2))) == "第1次未按期、第2次按期"


def test_a_matter_with_several_rows_says_how_many_of_them_count_and_pass():
    """Which of two duties of one matter was met late is no secret of the sum."""
    known = definitions.catalogue()
    late, people, silent = known["forwarded_on_time"], known["person_times"], known["satisfied"]
    counted = known["received"]

    assert word(late, Rows((0, 1)), is_many=True) == "按期 1 项、未按期 1 项"
    assert word(late, Rows((1, 1)), is_many=True) == "按期 2 项"
    assert word(late, Rows((1,)), is_many=False) == "按期"
    assert word(people, Rows((2, 3)), is_many=True) == "5人次"
    assert word(silent, Rows((SILENT,)), is_many=False) == "未评价"
    assert word(counted, Rows(()), is_many=True) == "未计入"


def test_a_ledger_that_is_too_short_is_refused(opened):
    frozen = opened.shelf.create(DAY)
    longer = replace(frozen, manifest=replace(frozen.manifest, ledger_size=10**6))

    with pytest.raises(ShortLedgerError, match="较新的备份"):
        opened.shelf.compare(frozen, longer, YEAR)


def test_a_reply_date_set_right_changes_how_long_the_answer_took(opened):
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        actor=CLERK,
    )
    before = opened.shelf.create(DAY)
    opened.perform(Correct("N1", 4, "on", "2026-03-06", "日期录错"), actor=CLERK)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "answer_days")

    ((number, was, now, reasons),) = told(figure)
    assert (number, reasons) == ("N1", [CORRECTED])
    assert int(was.removesuffix("日")) - int(now.removesuffix("日")) == 4
