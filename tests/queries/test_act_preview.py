"""A preview says what the act then does, and writes nothing."""

from datetime import date

import pytest

from tests.factories import CLERK, DEPARTMENT, OFFICE, TOWN, make_register, make_take
from workbench.acts.book import UnknownCaseError
from workbench.queries.act_preview import matter_now, previews, refusal_of
from workbench.terms import CaseState, DeadlineState, PetitionClass, Step

TODAY = date(2026, 3, 31)


@pytest.fixture
def matter(bench):
    bench.perform(
        make_register(case_no="A", on=date(2026, 3, 20)),
        make_take("A", Step.TRANSFER, date(2026, 3, 23), unit=OFFICE, to_unit=TOWN),
        actor=CLERK,
    )
    return bench


def look(bench, *acts):
    with bench.reading() as session:
        link = session.connection()
        return previews(link, acts, by=CLERK, as_of=TODAY, calendars=bench.calendars(link))


def test_the_state_before_and_after_and_every_deadline_that_is_touched(matter):
    accept = make_take("A", Step.ACCEPT, date(2026, 3, 27), unit=TOWN)

    (found,) = look(matter, accept)

    assert (found.before, found.after) == (CaseState.TRANSFERRED, CaseState.HANDLING)
    effects = {(one.effect, one.state) for one in found.changes}
    assert ("met", DeadlineState.MET) in effects
    assert ("arises", DeadlineState.RUNNING) in effects
    arising = next(one for one in found.changes if one.effect == "arises")
    assert arising.due_after == date(2026, 5, 26)
    assert arising.unit == "忠防镇"
    assert "第三十四条" in arising.basis


def test_an_extension_moves_the_due_date(matter):
    matter.perform(make_take("A", Step.ACCEPT, date(2026, 3, 27), unit=TOWN), actor=CLERK)
    extend = make_take("A", Step.EXTEND, TODAY, unit=TOWN, days=30, approved_by_head=True, told_on=TODAY)

    (found,) = look(matter, extend)

    moved = next(one for one in found.changes if one.effect == "moves")
    assert (moved.due_before, moved.due_after) == (date(2026, 5, 26), date(2026, 6, 25))


def test_a_preview_writes_nothing(matter):
    size, root = matter.ledger_size(), matter.ledger_root(matter.ledger_size())

    look(matter, make_take("A", Step.ACCEPT, TODAY, unit=TOWN))

    assert (matter.ledger_size(), matter.ledger_root(size)) == (size, root)
    page = matter.case_page("A")
    assert [node.label for node in page.nodes] == ["登记", "转送"]


def test_what_the_preview_says_is_what_the_act_does(matter):
    accept = make_take("A", Step.ACCEPT, TODAY, unit=TOWN)
    (found,) = look(matter, accept)

    matter.perform(accept, actor=CLERK, seen=found.version)

    page = matter.case_page("A")
    assert page.state == found.after.label
    told = {deadline.title: deadline.state for deadline in page.deadlines}
    assert all(told[one.title] is one.state for one in found.changes)


def test_a_refusal_has_its_article(matter):
    (found,) = look(matter, make_take("A", Step.EXTEND, TODAY, unit=TOWN, days=30))

    assert found.after is None
    assert found.refused.why == "尚未告知受理，不能延长办理期限；请先作受理告知"
    assert found.refused.article == "《信访工作条例》第三十四条"


def test_an_accusation_does_not_reach_the_accused_in_a_preview_either(bench):
    bench.perform(
        make_register(
            case_no="S", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=DEPARTMENT
        ),
        actor=CLERK,
    )

    (found,) = look(bench, make_take("S", Step.TRANSFER, TODAY, unit=OFFICE, to_unit=DEPARTMENT))

    assert "第三十条第三款" in found.refused.why


def test_each_of_many_is_judged_by_itself(matter):
    matter.perform(make_register(case_no="B", on=date(2026, 3, 20)), actor=CLERK)
    acts = [make_take(no, Step.ACCEPT, TODAY, unit=TOWN) for no in ("A", "B", "NONE")]

    found = look(matter, *acts)

    assert [(one.case_no, one.after) for one in found[:2]] == [
        ("A", CaseState.HANDLING),
        ("B", CaseState.HANDLING),
    ]
    assert "没有编号为“NONE”" in found[2].refused.why


def test_the_version_counts_every_change(matter):
    with matter.reading() as session:
        link = session.connection()
        calendars = matter.calendars(link)
        before = matter_now(link, "A", calendars=calendars)
        assert refusal_of(link, "A", Step.ACCEPT, as_of=TODAY, calendars=calendars) is None
        assert "延期" in refusal_of(link, "A", Step.TELL_EXTENSION, as_of=TODAY, calendars=calendars).why
        with pytest.raises(UnknownCaseError):
            matter_now(link, "NONE", calendars=calendars)
    matter.perform(make_take("A", Step.ACCEPT, TODAY, unit=TOWN), actor=CLERK)
    with matter.reading() as session:
        after = matter_now(session.connection(), "A", calendars=calendars)

    assert before.responsible_unit == TOWN
    assert before.sender == OFFICE
    assert after.version > before.version
