"""A month drawn from a frozen snapshot: points open their cases, a unit sees its own, nothing moves later."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from tests.appraised import ANSWER, BOSS, NOTICE, OWN, accepted, final, objected, published
from tests.factories import CLERK, DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from workbench.access.gate import NotPermittedError
from workbench.access.masking import NOT_SHOWN
from workbench.access.viewer import Viewer
from workbench.acts.appraisals import DraftAppraisal
from workbench.acts.unit_changes import EstablishUnit
from workbench.indicators.appraisal_scores import Standing
from workbench.indicators.evaluate import Period
from workbench.law.appraisal_parts import SheetLine
from workbench.queries.appraisal_draft import cases_behind_point, draw, period_of
from workbench.queries.appraisal_workbook import appraisal_workbook
from workbench.queries.appraisals import (
    AppraisalNotFoundError,
    appraisals,
    month_sheet,
    next_edition,
    seen_cases,
)
from workbench.queries.three_noes import town_noes
from workbench.terms import PetitionClass, Role, Step, UnitKind

MONTH, TODAY = date(2026, 1, 1), date(2026, 3, 31)
VILLAGE = "430682101001"
NUMBER = "KH-2026-01-1"
SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
HANDLER = Viewer("town", "李经办", Role.HANDLER, TOWN)
DAYS = {"out": TODAY, "until": date(2026, 4, 8), "objected": date(2026, 4, 1), "final": date(2026, 4, 9)}


def matter(case_no, unit, *, accepted_on=None, **facts):
    """A matter sent to a unit on 8 January, which gave notice on a day or never did."""
    acts = [
        make_register(case_no=case_no, **facts),
        make_take(case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=unit),
    ]
    if accepted_on is not None:
        acts.append(make_take(case_no, Step.ACCEPT, accepted_on, unit=unit))
    return acts


@pytest.fixture
def worked(bench):
    bench.perform(
        EstablishUnit(VILLAGE, "长岭村", UnitKind.OTHER, TOWN, date(2025, 1, 1)),
        *matter("A", TOWN, accepted_on=date(2026, 1, 12)),
        *matter("B", TOWN),
        *matter("C", VILLAGE, accepted_on=date(2026, 1, 20)),
        *matter("D", OTHER_TOWN, accepted_on=date(2026, 1, 12)),
        actor=CLERK,
    )
    return bench


def drafted(bench):
    """Draft January from a frozen snapshot of today; return the snapshot."""
    frozen = bench.shelf.create(TODAY)
    with bench.shelf.facts(frozen, threads=1) as facts:
        drawn = draw(facts, MONTH, as_of=TODAY)
    edition, replaces = bench.ask(next_edition, MONTH)
    act = DraftAppraisal(
        f"KH-2026-01-{edition}", MONTH, edition, TODAY, frozen.hash, frozen.manifest.ledger_size, TODAY,
        drawn.units, drawn.items, drawn.lines, replaces, "更正" if replaces else None,
    )  # fmt: skip
    bench.perform(act, actor=BOSS)
    return frozen


def sheet(bench, viewer=SUPERVISOR, number=NUMBER, as_of=TODAY):
    return bench.ask(month_sheet, viewer, number, as_of=as_of)


def behind(bench, frozen, unit, figure):
    told = sheet(bench).appraisal
    with bench.shelf.facts(frozen, threads=1) as facts:
        return cases_behind_point(facts, told, unit, figure)


def test_a_month_counts_each_unit_with_those_below_it_and_leaves_out_what_does_not_apply(worked):
    drafted(worked)
    found = sheet(worked)

    told = {one.unit: {cell.item.figure: cell.line for cell in one.cells} for one in found.units}
    assert told[TOWN][NOTICE] == SheetLine(TOWN, NOTICE, 2, 3)
    assert told[OTHER_TOWN][NOTICE] == SheetLine(OTHER_TOWN, NOTICE, 1, 1)
    assert told[TOWN][ANSWER] is None  # nothing fell due in January
    assert len(found.units) == 14 + 31 + 1
    by_unit = {one.unit: one for one in found.units}
    assert float(by_unit[TOWN].score.total) == pytest.approx(200 / 3)
    assert by_unit[DEPARTMENT].score.total is None
    assert by_unit[DEPARTMENT].score.standing is Standing.NOT_APPLICABLE


def test_every_point_opens_just_the_cases_it_was_counted_from(worked):
    frozen = drafted(worked)
    found = sheet(worked)

    with worked.shelf.facts(frozen, threads=1) as facts:
        for one in [unit for unit in found.units if unit.unit in (TOWN, OTHER_TOWN, DEPARTMENT)]:
            for cell in one.cells:
                cases = cases_behind_point(facts, found.appraisal, one.unit, cell.item.figure)
                counted = (cell.line.numerator, cell.line.denominator) if cell.line else (0, 0)
                assert (sum(case.is_passed for case in cases), len(cases)) == counted
    assert [case.case_no for case in behind(worked, frozen, TOWN, NOTICE)] == ["B", "A", "C"]


def test_what_is_recorded_later_moves_neither_the_sheet_nor_its_cases(worked):
    frozen = drafted(worked)
    before = sheet(worked), behind(worked, frozen, TOWN, NOTICE)
    worked.perform(make_take("B", Step.ACCEPT, date(2026, 1, 15), unit=TOWN), actor=CLERK)

    assert (sheet(worked), behind(worked, frozen, TOWN, NOTICE)) == before
    drafted(worked)
    corrected = {one.unit: one for one in sheet(worked, number="KH-2026-01-2").units}[TOWN]
    assert corrected.cells[1].line == SheetLine(TOWN, NOTICE, 3, 3)
    assert sheet(worked).replaced_by == "KH-2026-01-2"
    assert sheet(worked).units == before[0].units


def test_a_unit_sees_its_own_sheet_once_it_was_given_out_and_nothing_of_others(worked):
    drafted(worked)
    with pytest.raises(AppraisalNotFoundError):
        sheet(worked, HANDLER)
    assert worked.ask(appraisals, HANDLER, as_of=TODAY) == ()
    worked.perform(published(NUMBER, DAYS["out"], DAYS["until"]), actor=BOSS)

    found = sheet(worked, HANDLER)

    assert [one.unit for one in found.units] == [TOWN]
    assert {one.unit for one in found.appraisal.lines} == {TOWN}
    (line,) = worked.ask(appraisals, HANDLER, as_of=TODAY)
    assert line.appraisal.units == found.appraisal.units
    with pytest.raises(NotPermittedError):
        sheet(worked, Viewer("r", "钱评查", Role.REVIEWER, OFFICE))


def test_an_accepted_objection_shows_both_numbers_and_masks_what_it_says(worked):
    drafted(worked)
    told = replace(objected(number=NUMBER, on=DAYS["objected"]), reason="本人电话13800001111可以证明")
    worked.perform(published(NUMBER, DAYS["out"], DAYS["until"]), actor=BOSS)
    worked.perform(told, actor=OWN)
    worked.perform(accepted(3, 3, number=NUMBER, on=DAYS["objected"]), actor=BOSS)
    worked.perform(final(NUMBER, DAYS["final"]), actor=BOSS)

    found = sheet(worked, HANDLER, as_of=DAYS["final"])

    (cell,) = [one for one in found.units[0].cells if one.item.figure == NOTICE]
    assert (cell.line.numerator, cell.drafted.numerator) == (3, 2)
    assert "13800001111" not in cell.objection.reason
    assert sheet(worked, as_of=TODAY).appraisal.objections == ()


def test_a_matter_that_accuses_the_viewers_unit_is_counted_but_not_told(worked):
    accusation = make_register(
        case_no="X", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=OTHER_TOWN
    )
    worked.perform(accusation, actor=CLERK)
    frozen = drafted(worked)
    (one,) = behind(worked, frozen, OTHER_TOWN, NOTICE)
    other = Viewer("x", "周督查", Role.SUPERVISOR, OTHER_TOWN)

    told = (replace(one, case_no="X", title="某事"),)
    for asked in (worked, worked.seen_by(other)):  # all of the tables, and what is left of them for him
        (seen,) = asked.ask(seen_cases, other, told)
        assert (seen.case_no, seen.title, seen.is_passed) == (None, NOT_SHOWN, one.is_passed)
    assert worked.ask(seen_cases, SUPERVISOR, (one,)) == (one,)


def test_the_workbook_has_every_unit_and_item_with_its_numbers_and_its_snapshot(worked):
    frozen = drafted(worked)
    content = appraisal_workbook(sheet(worked))

    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    (town,) = [row for row in rows if row[0] == "忠防镇" and row[1] == "按期告知率"]
    assert town[3:8] == (15, 0, 3, 2, "10.0")
    (absent,) = [row for row in rows if row[0] == "忠防镇" and row[1] == "按期办结率"]
    assert absent[5:9] == ("不适用",) * 4
    assert any(frozen.hash in str(row[0]) for row in rows)
    assert len([row for row in rows if row[3] in (5, 10, 15)]) == 46 * 10


def test_months_run_to_their_last_day():
    assert period_of(date(2024, 2, 1)) == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert period_of(date(2025, 12, 1)).end == date(2025, 12, 31)


def test_the_three_noes_are_late_notice_late_answer_and_support_left_undone(worked):
    found = {one.unit: one for one in town_noes(worked.snapshot(TODAY), Period(MONTH, TODAY))}

    notice = found[TOWN].kept[0]
    assert (notice.missed, notice.due, found[TOWN].is_kept) == (1, 2, False)
    assert found["430682104" if "430682104" in found else "430682105"].is_kept is None
    assert len(found) == 14
