"""The same snapshot gives the same briefing for ever; a new one is told apart matter by matter."""

from __future__ import annotations

from datetime import date

import pytest

from tests.briefings.conftest import MONTH, QUARTER, YEAR
from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.acts.amending import Correct
from workbench.briefings.compare import compare_briefings
from workbench.briefings.files import files_of
from workbench.briefings.make import Asked, briefing_of, make_briefing
from workbench.briefings.spans import BriefingError, Span
from workbench.documents.content import Heading
from workbench.terms import BriefingPassage, ChangeReason, IssuedKind, Step

OCTOBER = date(2026, 10, 5)


def accepted(number, on=date(2026, 10, 9)):
    return make_take(number, Step.ACCEPT, on, unit=TOWN)


def sent(number):
    return (
        make_register(case_no=number, on=OCTOBER),
        make_take(number, Step.TRANSFER, date(2026, 10, 6), unit=OFFICE, to_unit=TOWN),
    )


def test_after_500_late_and_corrected_records_the_old_snapshot_gives_the_same_bytes(briefed):
    to_correct = [f"C{number}" for number in range(150)]
    to_accept = [f"D{number}" for number in range(150)]
    late = [f"E{number}" for number in range(200)]
    recorded = [act for number in (*to_correct, *to_accept) for act in sent(number)]
    briefed.perform(*recorded, *(accepted(number) for number in to_correct), actor=CLERK)
    first = make_briefing(briefed, Asked(MONTH))
    made = files_of(first)

    briefed.perform(
        *(Correct(number, 3, "on", "2026-10-29", "日期录错") for number in to_correct),
        *(accepted(number) for number in to_accept),
        *(make_register(case_no=number, on=date(2026, 10, 20)) for number in late),
        actor=CLERK,
    )
    again = make_briefing(briefed, Asked(MONTH, snapshot=first.snapshot[:12]))
    assert files_of(again) == made

    second = make_briefing(briefed, Asked(MONTH))
    assert second.snapshot != first.snapshot
    before, after = (briefed.shelf.find(one.snapshot) for one in (first, second))
    found = compare_briefings(briefed, MONTH, before, after)
    assert found.cases == tuple(sorted((*to_correct, *to_accept, *late)))
    reasons = {
        case.case_no: {one.reason for one in case.reasons}
        for change in found.changes
        for case in change.figure.cases
    }
    assert all(ChangeReason.CORRECTED in reasons[number] for number in to_correct)
    assert all(reasons[number] == {ChangeReason.RECORDED_LATE} for number in (*to_accept, *late))
    told = {(one.when, one.figure.indicator): one.figure for one in found.changes}
    for when, name in (("本期", "accepted_on_time"), ("本期", "received")):
        figure = told[when, name]
        old, new = first.figure(name).now, second.figure(name).now
        assert figure.before == (old.numerator, old.denominator)
        assert figure.after == (new.numerator, new.denominator)


def test_what_changed_an_earlier_period_is_told_of_that_period(briefed):
    before = make_briefing(briefed, Asked(MONTH))
    briefed.perform(make_register(case_no="S1", on=date(2025, 10, 10)), actor=CLERK)
    after = make_briefing(briefed, Asked(MONTH))

    snapshots = (briefed.shelf.find(one.snapshot) for one in (before, after))
    found = compare_briefings(briefed, MONTH, *snapshots)

    assert found.cases == ("S1",)
    assert {one.when for one in found.changes} == {"去年同月", "截至日"}


@pytest.mark.parametrize("span", [MONTH, QUARTER, YEAR], ids=lambda span: span.code)
def test_a_briefing_tells_by_what_it_was_made(read_only, span):
    briefing = make_briefing(read_only, Asked(span))

    told, frozen = briefing.provenance, read_only.shelf.find(briefing.snapshot)
    assert told.as_of == span.period.end
    assert told.code == read_only.anchors.code_at(told.ledger_size)
    assert told.calendar == frozen.manifest.calendar_version
    assert frozen.manifest.definitions.startswith(told.definitions)
    assert briefing.office == "临湘市信访局"
    assert len(briefing.figures) >= 20
    assert all(one.now.period == span.period for one in briefing.figures)


def test_every_figure_opens_just_the_cases_it_counts(read_only):
    from workbench.queries.caseload import counts

    briefing = make_briefing(read_only, Asked(MONTH))
    live = read_only.snapshot(briefing.as_of)

    for one in briefing.figures:
        if one.indicator.grain in ("case", "closure"):
            assert counts(live, one.cases()).cases == one.now.denominator
            if one.indicator.is_share:
                assert counts(live, one.cases("failed")).cases == one.failed


def test_an_aim_stands_only_where_the_law_sets_one(read_only):
    briefing = make_briefing(read_only, Asked(MONTH))

    demanded = {one.indicator.id for one in briefing.figures if one.law}
    assert demanded == {
        "forwarded_on_time", "accepted_on_time", "concluded_on_time", "reexamined_on_time",
        "reviewed_on_time", "support_executed",
    }  # fmt: skip
    assert all("《信访工作条例》" in one.indicator.source for one in briefing.figures if one.law)


def test_the_yearly_report_has_the_four_parts_of_article_41_and_names_no_person(read_only):
    from workbench.documents.content import texts

    briefing = make_briefing(read_only, Asked(YEAR))

    headings = [one.heading for one in briefing.sections]
    assert headings[1:4] == [
        "信访事项的数据统计、涉及领域和被投诉较多的单位",
        "转送、交办和督办情况",
        "改进工作、完善政策、追究责任三项建议及采纳情况",
    ]
    captions = {table.caption: table for table in briefing.tables}
    assert {"各类内容登记批次", "被投诉较多的单位", "三年对照", "转送和交办"} <= captions.keys()
    assert [column.label for column in captions["三年对照"].columns[1:]] == ["2023年", "2024年", "2025年"]
    rows = read_only.snapshot().rows("select name from unit_fact")
    units = {name for (name,) in rows}
    assert {row[0] for row in captions["被投诉较多的单位"].rows} <= units
    assert "按本年登记事项的引发单位（信访人所投诉的单位）计" in captions["被投诉较多的单位"].note
    with read_only.reading() as session:
        names = session.connection().exec_driver_sql("select name from petitioner where name is not null")
        told = "\n".join(texts(briefing.document()))
        assert not [name for (name,) in names if len(name) > 1 and name in told]
    written = briefing.with_texts(dict.fromkeys(BriefingPassage, "已写")).document()
    printed = [one.text for one in written.blocks if isinstance(one, Heading) and one.level == 1]
    assert len(printed) == len(headings) + len(BriefingPassage) == 13
    assert printed[9:11] == ["十、突出问题和分析", "十一、下一步工作"]
    assert printed[-1] == "十三、口径和比较方法"
    assert headings[-2] == "党委政府听取汇报和年度考核"


def test_a_briefing_of_a_running_month_ends_with_its_day(read_only):
    span = Span(IssuedKind.MONTHLY_BRIEFING, 2026, 11)

    briefing = make_briefing(read_only, Asked(span, as_of=date(2026, 11, 20)))

    assert briefing.period.end == date(2026, 11, 20)
    assert briefing.title == "2026年11月信访工作情况（截至11月20日）"
    last = briefing.figure("received").last.before
    assert last is not None and last.period.end == date(2026, 10, 20)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (Asked(Span(IssuedKind.MONTHLY_BRIEFING, 2027, 1)), "还没有开始"),
        (Asked(MONTH, as_of=date(2026, 12, 31)), "还没有到"),
        (Asked(MONTH, as_of=date(2026, 9, 30)), "还没有开始"),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_frozen(read_only, asked, words):
    there = read_only.shelf.all()[0]

    with pytest.raises(BriefingError, match=words):
        make_briefing(read_only, asked)

    assert read_only.shelf.all()[0] == there


def test_a_damaged_snapshot_gives_no_briefing(briefed):
    briefing = make_briefing(briefed, Asked(MONTH))
    frozen = briefed.shelf.find(briefing.snapshot)
    path = frozen.path("petition_fact")
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")

    with pytest.raises(BriefingError, match="已损坏"):
        briefing_of(briefed, MONTH, frozen)


def test_an_empty_workbench_gives_a_briefing_that_says_so(bench):
    span = Span(IssuedKind.MONTHLY_BRIEFING, 2026, 2)

    briefing = make_briefing(bench, Asked(span))

    assert "没有在办事项" in " ".join(briefing.sentences)
    assert len(files_of(briefing)) == 5


def test_the_first_years_of_the_records_are_not_compared_with_years_without_records(read_only):
    begun = read_only.snapshot().value("select min(registered_on) from case_fact")
    briefing = make_briefing(read_only, Asked(Span(IssuedKind.YEARLY_REPORT, 2022, 1)))

    told = " ".join(briefing.sentences)
    assert "超出偶然范围" not in told and "个百分点" not in told
    assert f"记录自 {begun} 起，上年不完整、前年没有记录，不作比较" in told
    assert "上年、前年的记录不完整，办理和履职各项不与往期比较" in told
    assert not [one for one in briefing.figures if one.last.change or one.ago.change]
    captions = {table.caption: table for table in briefing.tables}
    years = {row[0]: row[1:] for row in captions["三年对照"].rows}
    assert years["登记件数（批次）"][0] == "无记录" and years["登记件数（批次）"][1].endswith("（不完整）")
    assert f"记录自 {begun} 起，2020年没有记录、2021年不完整" in captions["三年对照"].note
    for name in ("各渠道登记批次", "转送和交办"):
        assert {row[-1] for row in captions[name].rows} == {"无记录"}
