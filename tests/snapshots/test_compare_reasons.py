"""Why a matter counts otherwise in one snapshot than in another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from tests.snapshots.compared import DAY, YEAR, changes, told
from workbench.acts import evidence
from workbench.acts.amending import Correct
from workbench.acts.base import Actor
from workbench.acts.calendar import AnnounceHolidays
from workbench.acts.holding import HoldMatter
from workbench.acts.repeats import DecideRepeat, LinkGrounds
from workbench.acts.supervision import IssueOrder, ReplyOrder
from workbench.indicators import catalogue as definitions
from workbench.law.holidays import HolidayNotice
from workbench.snapshots.deciding_steps import deciding_steps
from workbench.terms import (
    ActKind,
    ChangeReason,
    Outcome,
    PetitionClass,
    RepeatRelation,
    RepeatVerdict,
    Role,
    Satisfaction,
    Step,
    SupervisionReason,
)

SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
GROUNDS = LinkGrounds(RepeatRelation.AFTER_REPLY, 62, 30, True, True, True)
LATE, CORRECTED = ChangeReason.RECORDED_LATE, ChangeReason.CORRECTED


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


def test_a_figure_follows_from_some_steps_alone_or_from_any():
    known = definitions.catalogue()

    assert deciding_steps(known["received"]) == {Step.REGISTER, Step.REPEAT}
    assert deciding_steps(known["rated"]) >= {Step.RATE, Step.ISSUE_OPINION, Step.CONCLUDE}
    assert Step.SERVE not in deciding_steps(known["rated"])
    assert deciding_steps(known["forwarded_on_time"]) == {Step.REGISTER}  # and what made the duty
    assert deciding_steps(replace(known["received"], that="path = 'law'")) is None


def test_of_several_late_records_the_one_that_met_the_duty_is_named(opened):
    """The opinion met the limit, its service answered the matter; the rating did neither."""
    before = opened.shelf.create(DAY)
    opened.perform(
        make_take("N1", Step.ISSUE_OPINION, date(2026, 3, 10), unit=TOWN, outcome=Outcome.EXPLAIN),
        make_take("N1", Step.SERVE, date(2026, 3, 11), unit=TOWN),
        make_take("N1", Step.RATE, date(2026, 3, 15), satisfaction=Satisfaction.SATISFIED),
        actor=CLERK,
    )
    comparison = opened.shelf.compare(before, opened.shelf.create(DAY), YEAR)

    opinion, service = "2026-03-10 出具处理意见书", "2026-03-11 送达"
    wanted = {"concluded_on_time": [opinion], "handled": [service], "answer_days": [opinion, service]}
    for name, steps in wanted.items():
        (change,) = changes(comparison, name).cases
        assert [one.words.split("（")[0] for one in change.reasons] == steps, name


def test_of_a_figure_that_reads_the_state_itself_the_step_that_made_it_is_named(opened, monkeypatch):
    """To be transferred is no answer, and yet another state than to be registered."""
    given = replace(definitions.catalogue()["open_late"], that="state = 'transferred'")
    monkeypatch.setattr("workbench.snapshots.definitions.catalogue", lambda: {"open_late": given})
    before = opened.shelf.create(DAY)
    opened.perform(
        make_register(case_no="N3", on=date(2026, 3, 2)),
        make_take("N3", Step.TRANSFER, date(2026, 3, 4), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )

    (change,) = changes(opened.shelf.compare(before, opened.shelf.create(DAY), YEAR), "open_late").cases
    assert [one.words.split("（")[0] for one in change.reasons] == ["2026-03-02 登记", "2026-03-04 转送"]


def test_a_duty_is_followed_from_what_began_and_met_it(opened):
    before = opened.shelf.create(DAY)
    opened.perform(
        make_take("N2", Step.TRANSFER, date(2026, 2, 10), unit=OFFICE, to_unit=TOWN),
        make_take("N2", Step.ACCEPT, date(2026, 2, 12), unit=TOWN),
        actor=CLERK,
    )
    comparison = opened.shelf.compare(before, opened.shelf.create(DAY), YEAR)

    for name, day in (("forwarded_on_time", "2026-02-10 转送"), ("accepted_on_time", "2026-02-12 受理")):
        (change,) = [one for one in changes(comparison, name).cases if one.case_no == "N2"]
        assert day in change.why, name
    assert "受理" not in changes(comparison, "forwarded_on_time").cases[0].why


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
