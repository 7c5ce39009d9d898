"""Two snapshots of one ledger: the figures that differ, the matters that made it so, and why."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, timedelta

import duckdb
import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.acts import evidence
from workbench.acts.amending import Correct
from workbench.acts.base import Actor
from workbench.acts.calendar import AnnounceHolidays
from workbench.acts.handling import RegisterRepeat
from workbench.acts.holding import HoldMatter
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.acts.supervision import IssueOrder, ReplyOrder
from workbench.indicators import catalogue as definitions
from workbench.indicators.evaluate import Period
from workbench.law.facts import StepTaken
from workbench.law.holidays import HolidayNotice
from workbench.queries.told_figures import compared_words
from workbench.shelf import FutureDayError
from workbench.snapshots.deciding_steps import deciding_steps
from workbench.snapshots.members import SILENT, Rows, word
from workbench.snapshots.reasons import ShortLedgerError
from workbench.terms import (
    ActKind,
    ChangeReason,
    Channel,
    Outcome,
    PetitionClass,
    RepeatRelation,
    RepeatVerdict,
    Role,
    Satisfaction,
    Step,
    SupervisionReason,
)

DAY = date(2026, 3, 31)
YEAR = Period(date(2026, 1, 1), DAY)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
AGAIN = StepTaken(
    Step.REPEAT,
    date(2026, 3, 2),
    received_on=date(2026, 3, 2),
    channel=Channel.LETTER,
    people=1,
    unit=OFFICE,
)
GROUNDS = LinkGrounds(RepeatRelation.AFTER_REPLY, 62, 30, True, True, True)
LATE, CORRECTED = ChangeReason.RECORDED_LATE, ChangeReason.CORRECTED


@pytest.fixture
def opened(bench):
    """One matter accepted on 12 January by the town, due on 13 March, with nothing recorded since."""
    bench.perform(
        make_register(case_no="N1"),
        make_take("N1", Step.TRANSFER, date(2026, 1, 7), unit=OFFICE, to_unit=TOWN),
        make_take("N1", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
        make_register(case_no="N2", on=date(2026, 2, 3)),
        actor=CLERK,
    )
    return bench


def changes(comparison, indicator):
    (figure,) = [one for one in comparison.figures if one.indicator == indicator]
    return figure


def test_a_snapshot_of_a_day_to_come_is_not_compared(opened):
    """Earlier versions froze them: what is open on that day would all look late."""
    ahead = opened.shelf.create(opened.today() + timedelta(1), ahead=True)
    frozen = opened.shelf.create(DAY)

    for pair in ((frozen, ahead), (ahead, frozen)):
        with pytest.raises(FutureDayError, match=rf"快照 {ahead.hash[:12]} 的截至日 .* 还没有到，最晚为今天"):
            opened.shelf.compare(*pair, YEAR)


def told(figure):
    return [
        (case.case_no, case.before, case.after, [one.reason for one in case.reasons]) for case in figure.cases
    ]


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


def test_a_correction_is_named(opened):
    """And none that cannot have changed the figure: how many came moves no notice, a title moves nothing."""
    before = opened.shelf.create(DAY)
    opened.perform(
        Correct("N1", 1, "title", "反映路灯", "错字"),
        Correct("N1", 1, "people", "7", "人数录错"),
        Correct("N1", 3, "on", "2026-02-20", "日期录错"),
        actor=CLERK,
    )
    comparison = opened.shelf.compare(before, opened.shelf.create(DAY), YEAR)

    figure = changes(comparison, "accepted_on_time")
    assert told(figure) == [("N1", "按期", "未按期", [CORRECTED])]
    assert figure.cases[0].reasons[0].words.startswith("第3步的办理日期（台账第")
    (people,) = changes(comparison, "person_times").cases
    assert (people.before, people.after) == ("1人次", "7人次")
    assert people.reasons[0].words.startswith("第1步的人次（台账第")


def test_the_day_moved_on_is_named(opened):
    before, after = opened.shelf.create(date(2026, 3, 10)), opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "concluded_on_time")

    assert told(figure) == [("N1", "未计入", "未按期", [ChangeReason.AS_OF])]


def test_what_happened_after_the_first_day_is_no_late_record(opened):
    before = opened.shelf.create(date(2026, 3, 9))
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        actor=CLERK,
    )
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "concluded_on_time")

    assert told(figure) == [("N1", "未计入", "按期", [ChangeReason.AS_OF])]


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


def test_a_changed_calendar_is_named(opened):
    before = opened.shelf.create(date(2026, 3, 16))
    notice = HolidayNotice(
        year=2026,
        days=tuple((date(2026, 3, day), True) for day in range(13, 18)),
        source="临时放假通知",
        announced_on=date(2026, 3, 1),
    )
    opened.perform(AnnounceHolidays(notice), actor=CLERK)
    after = opened.shelf.create(date(2026, 3, 16))

    figure = changes(opened.shelf.compare(before, after, YEAR), "open_late")

    assert ("N1", "超期", "未超期", [ChangeReason.CALENDAR]) in told(figure)


def test_a_changed_definition_is_named(opened, monkeypatch):
    before = opened.shelf.create(DAY)
    changed = dict(definitions.catalogue())
    early = f"{changed['open_late'].of} and registered_on < '2026-02-01'"
    changed["open_late"] = replace(changed["open_late"], of=early)
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: changed)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "open_late")

    assert figure.is_redefined
    assert told(figure) == [("N2", "超期", "未计入", [ChangeReason.DEFINITION])]


def test_a_figure_that_only_one_snapshot_defines_is_shown(opened, monkeypatch):
    before = opened.shelf.create(DAY)
    fewer = {name: one for name, one in definitions.catalogue().items() if name != "received"}
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: fewer)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "received")
    newly = changes(opened.shelf.compare(after, before, YEAR), "received")

    assert (figure.before, figure.after) == ((None, 2), None)
    defined = [ChangeReason.DEFINITION]
    assert told(figure) == [("N1", "计入", "未计入", defined), ("N2", "计入", "未计入", defined)]
    assert told(newly) == [("N1", "未计入", "计入", defined), ("N2", "未计入", "计入", defined)]
    assert "只在一个快照中有定义" in figure.cases[0].reasons[0].words


def test_days_counted_between_other_columns_are_another_definition(opened, monkeypatch):
    before = opened.shelf.create(DAY)
    changed = dict(definitions.catalogue())
    changed["notice_days"] = replace(changed["notice_days"], days=("registered_on", "notice_due"))
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: changed)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "notice_days")

    assert figure.is_redefined
    assert figure.cases
    assert {reason for *_, reasons in told(figure) for reason in reasons} == {ChangeReason.DEFINITION}


def test_who_was_asked_and_said_nothing_is_compared_too(opened, monkeypatch):
    """The ends of a share move with the silent, while the share stays what it was."""
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_take("N1", Step.SERVE, date(2026, 3, 11), unit=TOWN),
        make_take("N1", Step.RATE, date(2026, 3, 15), satisfaction=Satisfaction.SATISFIED),
        actor=CLERK,
    )
    before = opened.shelf.create(DAY)
    opened.perform(
        make_take("N2", Step.TRANSFER, date(2026, 2, 5), unit=OFFICE, to_unit=TOWN),
        make_take("N2", Step.ACCEPT, date(2026, 2, 6), unit=TOWN),
        make_take("N2", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        actor=CLERK,
    )
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "satisfied")

    assert (figure.before, figure.after, figure.silent) == ((1, 1), (1, 1), (0, 1))
    assert figure.is_changed and figure.silent_words == "（未评价 0 → 1）"
    assert [one[:3] for one in told(figure)] == [("N2", "未计入", "未评价")]
    assert {reason for *_, reasons in told(figure) for reason in reasons} == {LATE}

    never = "registered_on between :start and :end and registered_on > '2099-01-01'"
    quiet = replace(definitions.catalogue()["satisfied"], silent=never)
    changed = {**definitions.catalogue(), "satisfied": quiet}
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: changed)
    redefined = changes(opened.shelf.compare(after, opened.shelf.create(DAY), YEAR), "satisfied")

    assert redefined.is_redefined
    assert told(redefined) == [("N2", "未评价", "未计入", [ChangeReason.DEFINITION])]


def of_older_layout(frozen, folder, **columns):
    """Return the snapshot as software of the layout before would have folded it: other values in columns."""
    shutil.copytree(frozen.folder, folder)
    older = replace(
        frozen, folder=folder, manifest=replace(frozen.manifest, layout=frozen.manifest.layout - 1)
    )
    with duckdb.connect() as link:
        for table, told in columns.items():
            path = older.path(table)
            link.execute(f"create or replace table older as select * replace ({told}) from '{path}'")
            link.execute(f"copy older to '{path}' (format parquet)")
    return older


def test_what_another_layout_folds_otherwise_is_no_suspicion_of_the_ledger(opened, tmp_path):
    frozen = opened.shelf.create(DAY)
    older = of_older_layout(frozen, tmp_path / "older", case_fact="0 as is_open")

    figure = changes(opened.shelf.compare(older, frozen, YEAR), "open_late")

    assert [one[3] for one in told(figure)] == [[ChangeReason.FOLD]] * 2
    was, now = older.manifest.layout, frozen.manifest.layout
    assert figure.cases[0].reasons[0].words == f"汇总办法随软件版本改变（{was} → {now}）"

    told_older = replace(older.manifest, layout=now, software="0.0.1")
    figure = changes(opened.shelf.compare(replace(older, manifest=told_older), frozen, YEAR), "open_late")
    (reason,) = figure.cases[0].reasons
    assert reason.reason is ChangeReason.FOLD and reason.words.startswith("软件版本不同（0.0.1 → ")


def test_with_another_day_and_another_layout_both_are_named(opened, tmp_path):
    older = of_older_layout(opened.shelf.create(date(2026, 3, 10)), tmp_path / "older")

    figure = changes(opened.shelf.compare(older, opened.shelf.create(DAY), YEAR), "concluded_on_time")

    assert [one[3] for one in told(figure)] == [[ChangeReason.AS_OF, ChangeReason.FOLD]]


def test_petitions_that_are_only_numbered_otherwise_change_no_figure(opened, tmp_path):
    """The number joins the rows of a matter; another fold may count it on from another one."""
    opened.perform(RegisterRepeat("N1", "又来反映", AGAIN), actor=CLERK)
    frozen = opened.shelf.create(DAY)
    renumbered = "if(petition_number > 1, petition_number + 1, 1)::int as petition_number"
    older = of_older_layout(frozen, tmp_path / "older", petition_fact=renumbered)

    assert opened.shelf.compare(older, frozen, YEAR).changed == ()


def test_a_matter_that_somebody_raised_again_changes_the_count_of_petitions(opened):
    before = opened.shelf.create(DAY)
    opened.perform(RegisterRepeat("N1", "又来反映", AGAIN), actor=CLERK)

    figure = changes(opened.shelf.compare(before, opened.shelf.create(DAY), YEAR), "received")

    assert (figure.before, figure.after) == ((None, 2), (None, 3))
    assert told(figure) == [("N1", "计入 1 批次", "计入 2 批次", [LATE])]


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


def test_a_figure_follows_from_some_steps_alone_or_from_any():
    known = definitions.catalogue()

    assert deciding_steps(known["received"]) == {Step.REGISTER, Step.REPEAT}
    assert deciding_steps(known["rated"]) >= {Step.RATE, Step.ISSUE_OPINION, Step.CONCLUDE}
    assert Step.SERVE not in deciding_steps(known["rated"])
    assert deciding_steps(known["open_late"]) is deciding_steps(known["forwarded_on_time"]) is None


def test_what_was_recorded_of_a_later_day_than_both_is_no_reason(opened):
    """The letter of the 20th changes nothing as of the 10th; the correction does."""
    day = date(2026, 3, 10)
    before = opened.shelf.create(day)
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 20), unit=TOWN, outcome=Outcome.EXPLAIN),
        Correct("N1", 3, "on", "2026-02-20", "日期录错"),
        actor=CLERK,
    )
    comparison = opened.shelf.compare(before, opened.shelf.create(day), YEAR)

    assert told(changes(comparison, "accepted_on_time")) == [("N1", "按期", "未按期", [CORRECTED])]


def test_what_is_found_to_be_an_accusation_later_is_one_on_every_day_and_the_step_is_named(opened):
    day = date(2026, 3, 10)
    before = opened.shelf.create(day)
    found = make_take("N2", Step.CLASSIFY, date(2026, 3, 20), petition_class=PetitionClass.ACCUSATION)
    opened.perform(found, actor=CLERK)

    comparison = opened.shelf.compare(before, opened.shelf.create(day), YEAR)

    (moved,) = [one for one in comparison.regrouped if one.by == "petition_class"]
    assert moved.tally == ((CORRECTED, 1),)
    assert "各日都按现在所记的算" in moved.cases[0].reasons[0].words


def test_a_late_record_of_no_consequence_does_not_hide_that_the_day_moved_on(opened):
    """N2 is late on the 31st because of the day; that it was given to the town changes nothing of that."""
    before = opened.shelf.create(date(2026, 2, 10))
    opened.perform(make_take("N2", Step.TRANSFER, date(2026, 2, 4), unit=OFFICE, to_unit=TOWN), actor=CLERK)
    comparison = opened.shelf.compare(before, opened.shelf.create(DAY), YEAR)

    late = {number: reasons for number, *_, reasons in told(changes(comparison, "open_late"))}
    assert late["N2"] == [LATE, ChangeReason.AS_OF]
    assert "N2" not in {number for number, *_ in told(changes(comparison, "received"))}


def test_a_step_that_both_knew_is_named_where_it_lies_between_the_days(opened):
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 20), unit=TOWN, outcome=Outcome.EXPLAIN),
        actor=CLERK,
    )
    comparison = opened.shelf.compare(opened.shelf.create(date(2026, 3, 10)), opened.shelf.create(DAY), YEAR)

    ((reason,),) = [one.reasons for one in changes(comparison, "answer_days").cases if one.case_no == "N1"]
    assert reason.reason is ChangeReason.AS_OF
    assert reason.words.startswith("2026-03-20 出具处理意见书") and "发生在 2026-03-10 之后" in reason.words


def test_whichever_snapshot_is_named_first_the_words_say_which_knew_less(opened):
    older = opened.shelf.create(DAY)
    opened.perform(make_register(case_no="N3", on=date(2026, 3, 2)), actor=CLERK)

    figure = changes(opened.shelf.compare(opened.shelf.create(DAY), older, YEAR), "received")

    assert told(figure) == [("N3", "计入", "未计入", [LATE])]
    size = older.manifest.ledger_size
    assert figure.cases[0].reasons[0].words.endswith(f"另一快照只到台账第{size}条")


def test_a_matter_is_moved_by_what_becomes_of_the_other_that_is_the_same(opened):
    """The letter of N4 was a return of N1 until somebody found that it may accuse somebody."""
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 1, 20), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_register(case_no="N4", on=date(2026, 2, 20)),
        DecideRepeat("N1~N4", "N1", "N4", DAY, RepeatVerdict.CONFIRMED, GROUNDS),
        actor=CLERK,
    )
    before = opened.shelf.create(DAY)
    opened.perform(HoldMatter("N4", why="可能是检举控告"), actor=CLERK)
    comparison = opened.shelf.compare(before, opened.shelf.create(DAY), YEAR)

    figure = changes(comparison, "returned_after_first")
    assert told(figure) == [("N1", "办结后重复", "未重复", [LATE])]
    assert figure.cases[0].reasons[0].words.startswith("认定为同一事项的另一件有新的记录（台账第")


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


def test_promises_about_no_matter_are_told_apart_and_changed_by_their_own_records(opened):
    """A reception and an order to a whole unit are about no matter; the same ones change nothing."""
    words = ("超期", "第四十条", "办结")
    late = SupervisionReason.LATE
    days = (date(2026, 2, 2), date(2026, 2, 27))
    orders = [
        IssueOrder(f"督〔2026〕{number}号", TOWN, OFFICE, late, *days, *words, case_no=case_no)
        for number, case_no in ((1, "N1"), (2, "N1"), (3, "N2"))
    ]
    paper = evidence.keep("反馈.pdf", b"mended")
    opened.perform(paper, *orders, actor=SUPERVISOR)
    before = opened.shelf.create(DAY)
    assert opened.shelf.compare(before, before, YEAR).changed == ()

    reply = ReplyOrder(
        "督〔2026〕2号", date(2026, 2, 20), TOWN, "已办", "报告", date(2026, 2, 20), paper.sha256
    )
    opened.perform(reply, actor=CLERK)
    after = opened.shelf.create(DAY)

    figure = changes(opened.shelf.compare(before, after, YEAR), "orders_answered")

    assert (figure.before, figure.after) == ((0, 3), (1, 3))
    assert told(figure) == [("督〔2026〕2号", "未按期反馈", "按期反馈", [LATE])]
    assert figure.cases[0].reasons[0].words.startswith(ActKind.REPLY_ORDER.label)
