"""Who reads what of the accountability log: units, persons, own entries, no accusation; figures."""

from __future__ import annotations

import io
from dataclasses import fields, replace
from datetime import date

import openpyxl
import pytest

from tests.acts.test_accountability import CONFERENCE, CONVENOR, SUPERVISOR, accusation
from tests.factories import DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.proceedings import (
    NUMBER,
    PAPER,
    S,
    entered,
    heard,
    known,
    opened,
    recommended,
    to_the_end,
    two_decisions_on_one_person,
)
from workbench.access.gate import NotPermittedError
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts.handling import Person
from workbench.queries.accountability import (
    ProceedingNotFoundError,
    accountability_log,
    next_proceeding_no,
    proceeding_page,
)
from workbench.queries.accountability_figures import counters, due_lines, trends
from workbench.queries.accountability_ledger import LEDGER, accountability_ledger
from workbench.terms import ProceedingDue, ProceedingState, Responsibility, Role

TODAY = date(2026, 5, 1)
YEARS = date(2023, 11, 21)
KEEPER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)
AUDITOR = Viewer("audit", "审计员", Role.AUDITOR, DEPARTMENT)
LEADER = Viewer("town.leader", "王镇长", Role.LEADER, TOWN)
HANDLER = Viewer("town.handler", "李经办", Role.HANDLER, TOWN)
PERSON = Viewer("li.ming", "李明", Role.HANDLER, OTHER_TOWN)  # moved to another unit since
STRANGER = Viewer("other", "赵经办", Role.HANDLER, OTHER_TOWN)
NAMES = {TOWN: "忠防镇", OFFICE: "信访局", DEPARTMENT: "纪委监委"}


def said(value: object) -> str:
    """Everything an answer says, as one text."""
    return repr(value)


@pytest.fixture
def bench_with_log(bench):
    """One concluded proceeding with a person, one open, both of the same town."""
    person = Person(name="周大山", phone="13800001111")
    bench.perform(make_register(case_no="A", persons=(person,)), PAPER, actor=SUPERVISOR)
    known(bench, "li.ming", "wang.qiang")
    bench.perform(*to_the_end(), opened("责〔2026〕2号", on=date(2026, 3, 20)), actor=SUPERVISOR)
    fact = entered(
        S.FACT, date(2026, 4, 21), number="责〔2026〕2号", text="周大山的来信13800001111未登记", title="报告"
    )
    bench.perform(fact, actor=SUPERVISOR)
    return bench


def log(bench, viewer, as_of=TODAY):
    return bench.ask(accountability_log, viewer, as_of=as_of)


@pytest.mark.parametrize(
    ("viewer", "numbers"),
    [
        (KEEPER, ["责〔2026〕2号", NUMBER]),
        (AUDITOR, ["责〔2026〕2号", NUMBER]),
        (replace(KEEPER, unit=TOWN), [NUMBER]),  # of the unit itself: what is concluded
        (LEADER, [NUMBER]),
        (HANDLER, [NUMBER]),
        (PERSON, [NUMBER]),
        (STRANGER, []),
        (Viewer("nobody", "无", Role.LEADER), []),
    ],
)
def test_each_sees_the_proceedings_that_are_his_to_see(bench_with_log, viewer, numbers):
    assert [line.proceeding.proceeding_no for line in log(bench_with_log, viewer)] == numbers


READERS = {Role.SUPERVISOR, Role.AUDITOR, Role.LEADER, Role.HANDLER}


@pytest.mark.parametrize("role", sorted(set(Role) - READERS))
def test_other_roles_read_nothing(bench_with_log, role):
    with pytest.raises(NotPermittedError):
        log(bench_with_log, Viewer("x", "x", role, OFFICE))


@pytest.mark.parametrize("viewer", [LEADER, HANDLER])
def test_the_unit_reads_its_own_entries_without_persons(bench_with_log, viewer):
    (line,) = log(bench_with_log, viewer)
    page = bench_with_log.ask(proceeding_page, viewer, NUMBER, as_of=TODAY)

    assert "李明" not in said(line) + said(page)
    assert not line.of(S.PERSON)
    assert [one.form for one in line.effects] == ["circular"]
    assert [one.subject for one in line.of(S.DECISION)] == [None]
    assert not page.files and not line.awaited and not line.steps


def test_a_person_reads_his_own_entries_alone(bench_with_log):
    (line,) = log(bench_with_log, PERSON)

    assert {one.entry.kind for one in line.entries} == {
        S.PERSON, S.INVITE, S.WAIVER, S.DECISION, S.OBJECTION, S.REEXAMINATION
    }  # fmt: skip
    assert [one.form for one in line.effects] == ["warning"]


def test_who_keeps_the_log_reads_persons_and_takes_the_next_step(bench_with_log):
    page = bench_with_log.ask(proceeding_page, KEEPER, "责〔2026〕2号", as_of=TODAY)
    assert S.CLAUSE in page.line.steps and S.RECOMMEND not in page.line.steps
    assert [name for name, done in page.line.progress if done] == ["线索", "事实"]
    assert PAPER.sha256 in page.files

    persons = bench_with_log.ask(proceeding_page, AUDITOR, NUMBER, as_of=TODAY).line
    assert persons.of(S.PERSON)[0].name == "李明"
    assert not persons.steps  # an auditor enters nothing


def test_petitioners_are_masked_for_everybody(bench_with_log):
    for viewer in (KEEPER, AUDITOR):
        told = said(log(bench_with_log, viewer))
        assert "周大山" not in told and "13800001111" not in told and "周某某" in told


def test_an_earlier_day_shows_what_was_known_then(bench_with_log):
    (line,) = log(bench_with_log, KEEPER, date(2026, 3, 11))

    assert line.state is ProceedingState.RECOMMENDED
    assert len(line.entries) == 10
    assert log(bench_with_log, LEADER, date(2026, 3, 11)) == ()
    assert log(bench_with_log, KEEPER, date(2026, 3, 1)) == ()


def test_a_corrected_entry_shows_what_took_its_place(bench_with_log):
    (line,) = (one for one in log(bench_with_log, KEEPER) if one.proceeding.proceeding_no == NUMBER)

    assert {one.number: one.replaced_by for one in line.entries if one.replaced_by} == {17: 18}
    assert [one.scope.value for one in line.of(S.PUBLICATION)] == ["system"]


def test_none_and_not_for_you_are_the_same_sentence(bench_with_log):
    sentences = []
    for viewer, number in ((LEADER, "责〔2026〕2号"), (LEADER, "责〔2026〕7号")):
        with pytest.raises(ProceedingNotFoundError) as found:
            bench_with_log.ask(proceeding_page, viewer, number, as_of=TODAY)
        sentences.append(str(found.value).replace(number, ""))

    assert len(set(sentences)) == 1


def test_an_accusation_is_shown_to_nobody_and_hidden_from_the_accused(bench):
    """Twin worlds: to the accused unit and those above and below, there is no difference at all."""
    number = "责〔2026〕1号"
    bench.perform(make_register(case_no="A"), PAPER, actor=SUPERVISOR)
    accused = [replace(KEEPER, unit=OTHER_TOWN), replace(AUDITOR, unit="430682"), STRANGER]
    before = [(log(bench, one), bench.ask(counters, one, as_of=TODAY, since=YEARS)) for one in accused[:2]]

    bench.perform(accusation("B", against=OTHER_TOWN), actor=SUPERVISOR)
    acts = [opened(number, case_no="B"), *recommended(number), *heard(number)]
    decision = entered(
        S.DECISION, date(2026, 3, 20), number=number, unit=DEPARTMENT, form="circular", document_no="3号"
    )
    bench.perform(*acts, decision, actor=SUPERVISOR)

    after = [(log(bench, one), bench.ask(counters, one, as_of=TODAY, since=YEARS)) for one in accused[:2]]
    assert after == before
    assert log(bench, STRANGER) == ()
    page = bench.ask(proceeding_page, KEEPER, number, as_of=TODAY)
    assert page.line.is_accusation and not page.files
    assert {one.entry.text for one in page.line.entries} <= {ACCUSATION_NOTICE, None}
    assert "超期" not in said([one.entry.text for one in page.line.entries])
    assert log(bench, LEADER)[0].proceeding.proceeding_no == number  # held to account, not accused


def test_counters_tell_units_persons_and_forms_by_year(bench_with_log):
    whole, by_year = bench_with_log.ask(counters, KEEPER, as_of=TODAY, since=YEARS)

    assert (whole.units, whole.persons, whole.forms) == (1, 1, (("通报", 1), ("政务警告", 1)))
    assert [(one.label, one.units, one.persons) for one in by_year] == [("2026年", 1, 1)]
    before, _ = bench_with_log.ask(counters, KEEPER, as_of=date(2026, 3, 25), since=YEARS)
    assert before.forms == (("通报", 1), ("政务记过", 1))  # not yet re-examined
    with pytest.raises(NotPermittedError):
        bench_with_log.ask(counters, LEADER, as_of=TODAY, since=YEARS)


def test_trends_hide_the_few(bench_with_log):
    by_clause, by_unit = bench_with_log.ask(trends, KEEPER, as_of=TODAY, since=YEARS)

    assert by_clause.rows == ("XF45-1",) and by_unit.years[-1] == "2026年"
    assert (
        by_unit.table.cells[0][-1] is None and by_unit.table.rows == (None,) and by_unit.table.total is None
    )


def test_what_is_due_next_is_told_by_day(bench):
    bench.perform(make_register(case_no="A"), PAPER, actor=SUPERVISOR)
    bench.perform(opened(), *recommended(), actor=SUPERVISOR)
    bench.perform(entered(S.INVITE, date(2026, 3, 5), due_on=date(2026, 3, 12)), actor=SUPERVISOR)

    found = due_lines(log(bench, KEEPER, date(2026, 3, 14)))

    assert [(one.awaited.what, one.awaited.days_late) for one in found] == [
        (ProceedingDue.DEFENCE, 2),
        (ProceedingDue.FEEDBACK, 0),
    ]


def test_the_end_of_an_effect_is_told_ahead(bench_with_log):
    assert not due_lines(log(bench_with_log, KEEPER, date(2026, 6, 1)))
    (line,) = due_lines(log(bench_with_log, KEEPER, date(2026, 8, 1)))
    assert (line.awaited.what, line.awaited.due_on) == (ProceedingDue.EXPIRY, date(2026, 9, 19))
    states = {
        one.proceeding.proceeding_no: one.state for one in log(bench_with_log, KEEPER, date(2026, 9, 20))
    }
    assert states[NUMBER] is ProceedingState.EXPIRED


def cells(content):
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_ledger_has_the_columns_of_the_form_and_persons_only_when_asked(bench_with_log):
    lines = log(bench_with_log, KEEPER)
    without = cells(accountability_ledger(lines, NAMES, TODAY, "code"))
    with_them = cells(accountability_ledger(lines, NAMES, TODAY, "code", with_persons=True))

    assert without[0] == [heading.label for heading in LEDGER]
    assert "李明" not in said(without) and "李明 副所长" in said(with_them)
    assert "政务记过" in said(without) and "影响期6个月，至2026-09-19" in said(without)
    assert "李明" not in said(cells(accountability_ledger(log(bench_with_log, LEADER), NAMES, TODAY, "code",
                                                         with_persons=True)))  # fmt: skip


def test_two_decisions_on_one_person_count_him_once_and_are_told_apart(bench_with_log):
    bench_with_log.perform(*two_decisions_on_one_person(), actor=SUPERVISOR)

    whole, _ = bench_with_log.ask(counters, KEEPER, as_of=TODAY, since=YEARS)
    assert (whole.units, whole.persons) == (1, 1)
    assert whole.forms == (("通报", 1), ("政务警告", 1), ("党内警告", 1))
    line = next(one for one in log(bench_with_log, KEEPER) if one.proceeding.proceeding_no == NUMBER)
    assert line.state is ProceedingState.OBJECTED
    (row,) = (one for one in cells(accountability_ledger([line], NAMES, TODAY, "code")) if one[0] == NUMBER)
    decided = row[[heading.label for heading in LEDGER].index("决定文号/日期/影响期")]
    assert "临纪〔2026〕4号 2026-03-19 影响期6个月" in decided
    assert decided.endswith("临纪〔2026〕5号 2026-04-22")
    assert "责任人申请（党内警告）" in said(row)


def test_numbers_go_on_after_the_highest(bench_with_log):
    assert bench_with_log.ask(next_proceeding_no, 2026) == "责〔2026〕3号"
    assert bench_with_log.ask(next_proceeding_no, 2027) == "责〔2027〕1号"


def test_the_office_reads_of_itself_what_is_concluded(bench):
    bench.perform(make_register(case_no="A"), PAPER, actor=SUPERVISOR)
    bench.perform(opened(unit=OFFICE, by_unit=CONFERENCE), *recommended(), *heard(), actor=CONVENOR)
    assert log(bench, KEEPER) == ()
    assert len(log(bench, replace(KEEPER, unit=CONFERENCE))) == 1

    decision = entered(S.DECISION, date(2026, 3, 20), unit=DEPARTMENT, form="circular", document_no="3号")
    bench.perform(decision, actor=CONVENOR)
    (line,) = log(bench, KEEPER)
    assert not line.steps and fields(line)


@pytest.fixture
def bench_with_correction(bench_with_log):
    """The person found responsible was the wrong one: corrected to another, whom his own account knows."""
    found = entered(
        S.PERSON, date(2026, 4, 20), happened_on=date(2026, 3, 4), name="王强", post="所长", corrects=6,
        responsibility=Responsibility.DIRECT, author="检查室", person_account="wang.qiang", why="不是李明",
    )  # fmt: skip
    bench_with_log.perform(found, actor=SUPERVISOR)
    return bench_with_log


def test_a_corrected_person_is_named_by_what_stands(bench_with_correction):
    line = bench_with_correction.ask(proceeding_page, KEEPER, NUMBER, as_of=TODAY).line

    assert line.person(6).name == "王强" and line.person(7) is None
    assert line.names == ("李明", "王强")


def test_a_workbook_without_persons_names_nobody_who_was_corrected_either(bench_with_correction):
    without = cells(accountability_ledger(log(bench_with_correction, KEEPER), NAMES, TODAY, "code"))

    assert "李明" not in said(without) and "王强" not in said(without)


def test_a_person_reads_no_finding_that_named_somebody_else(bench_with_correction):
    (line,) = log(bench_with_correction, replace(PERSON, account="wang.qiang"))

    assert "李明" not in said(line)
    assert [one.name for one in line.of(S.PERSON)] == ["王强"]
    assert log(bench_with_correction, PERSON) == ()  # it is about him no more


def test_the_unit_keeps_sight_of_its_own_decision_while_a_person_objects(bench_with_log):
    on = date(2026, 3, 26)  # the person has objected, nobody has answered yet
    (line,) = log(bench_with_log, LEADER, on)

    assert [one.form for one in line.effects] == ["circular"]
    assert line.state is ProceedingState.DECIDED  # nothing of the other's objection
    assert not line.of(S.OBJECTION) and "李明" not in said(line)
    assert log(bench_with_log, PERSON, on) == ()
    (of_itself,) = log(bench_with_log, replace(KEEPER, unit=TOWN), on)
    assert not of_itself.of(S.PERSON, S.OBJECTION) and len(of_itself.effects) == 1
    counted, _ = bench_with_log.ask(counters, replace(KEEPER, unit=TOWN), as_of=on, since=YEARS)
    assert (counted.units, counted.persons) == (1, 0)


@pytest.mark.parametrize("form", ["none", "circular"])
def test_what_is_decided_on_the_unit_is_its_own_to_read_also_where_nobody_is_pursued(bench, form):
    bench.perform(make_register(case_no="A"), PAPER, actor=SUPERVISOR)
    bench.perform(opened(), *recommended(), *heard(), actor=SUPERVISOR)
    waiting = entered(
        S.PERSON, date(2026, 3, 11), name="李明", post="副所长", responsibility=Responsibility.DIRECT,
        author="检查室", person_account="li.ming",
    )  # fmt: skip
    decision = entered(S.DECISION, date(2026, 3, 20), unit=DEPARTMENT, form=form, document_no="3号")
    known(bench)
    bench.perform(waiting, decision, actor=SUPERVISOR)

    (line,) = log(bench, LEADER)
    assert [one.form for one in line.effects] == [form]
    assert log(bench, PERSON) == ()


def test_what_one_trend_hides_the_other_does_not_tell(bench):
    """Six under one clause, five of one unit: the other unit has one."""
    bench.perform(make_register(case_no="A"), PAPER, actor=SUPERVISOR)
    for serial, unit in enumerate((*[TOWN] * 5, OTHER_TOWN), 1):
        number = f"责〔2026〕{serial}号"
        clause = entered(S.CLAUSE, date(2026, 3, 3), number=number, clause="XF45-1", paper=False)
        bench.perform(opened(number, unit=unit), clause, actor=SUPERVISOR)

    by_clause, by_unit = bench.ask(trends, KEEPER, as_of=date(2026, 3, 31), since=date(2026, 1, 1))

    assert by_clause.rows == () and by_clause.withheld == (True,)
    assert sorted(by_unit.table.cells, key=str) == [(5,), (None,)]
    assert by_clause.table.total is by_unit.table.total is None
