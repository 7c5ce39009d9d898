"""What screens are told of receptions and instructions: as of a day, masked, each unit its own."""

import io
from dataclasses import replace
from datetime import date, time

import openpyxl
import pytest

from tests.factories import CLERK, DEPARTMENT, OTHER_TOWN, TOWN
from tests.march_receptions import PROOF, on, receptions_of_march
from tests.received import CITY
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts.base import Actor
from workbench.acts.instructions import ConfirmInstruction, GiveInstruction, ReportInstruction
from workbench.acts.receptions import (
    HoldReception,
    MissReception,
    MoveReception,
    PlanReceptions,
    ReceiveMatter,
)
from workbench.indicators.evaluate import Period
from workbench.queries import instructions, reception
from workbench.queries.figures import figure
from workbench.queries.reception import ReceptionNotFoundError
from workbench.queries.reception_rate import NothingScheduledError, reception_rate
from workbench.queries.reception_sheets import hours, record_sheet, schedule_sheet
from workbench.terms import (
    ActKind,
    ChangeReason,
    InstructionState,
    NotHeldReason,
    ReceptionKind,
    ReceptionState,
    Role,
)

MARCH, TODAY = date(2026, 3, 1), date(2026, 3, 31)


@pytest.fixture
def march(bench):
    """A month: held with two matters, nobody came, not held, moved to April, no record, an accusation."""
    bench.perform(*receptions_of_march(also=(ReceiveMatter("JF-1", "B"),)), actor=CLERK)
    return bench


def month(bench, as_of=TODAY):
    return bench.ask(reception.month_of_receptions, MARCH, as_of=as_of)


def lines(bench, viewer=None, as_of=None):
    return bench.ask(instructions.instruction_lines, bench.snapshot(as_of), viewer=viewer)


def matters(bench, viewer=None):
    return bench.ask(reception.received_matters, bench.snapshot(), month(bench).receptions, viewer=viewer)


def test_a_month_tells_what_came_of_each_day(march):
    found = month(march)

    assert {one.reception_no: one.state(TODAY) for one in found.receptions} == {
        "JF-1": ReceptionState.HELD,
        "JF-2": ReceptionState.NOBODY_CAME,
        "JF-3": ReceptionState.NOT_HELD,
        "JF-4": ReceptionState.MOVED,
        "JF-5": ReceptionState.UNRECORDED,
        "JF-6": ReceptionState.PLANNED,
    }
    assert (found.rate.numerator, found.rate.denominator) == (2, 4)
    assert found.rate.missed_nos == ("JF-3", "JF-5")
    assert {one.leader: one.lacking for one in found.duties if one.needed} == {"刘书记": 0, "李市长": 1}
    assert [one.reception_no for one in found.unpublished] == ["JF-6"]
    assert [one.reception_no for one in found.on(date(2026, 3, 3))] == ["JF-1"]


def test_the_screen_and_the_catalogue_count_the_same_days(march):
    """Twice on one day is one day; what was missed today and recorded today counts from tomorrow."""
    twice = {"leader": "陈部长", "post": "宣传部长"}
    march.perform(
        PlanReceptions(
            "2026-03",
            (on(11, 21, **twice), on(11, 22, **twice, kind=ReceptionKind.GOING_DOWN), on(13, 23, **twice)),
        ),
        HoldReception("JF-22", date(2026, 3, 11)),
        MoveReception("JF-23", "JF-24", date(2026, 3, 14), date(2026, 3, 12), NotHeldReason.LEAVE, "学习"),
        MissReception("JF-24", NotHeldReason.OFFICIAL_BUSINESS, "赴省开会"),
        MissReception("JF-6", NotHeldReason.OFFICIAL_BUSINESS, "赴省开会"),
        actor=CLERK,
    )
    period = Period(MARCH, TODAY)
    for as_of in (date(2026, 3, day) for day in (10, 11, 13, 14, 15, 31)):
        told = month(march, as_of).rate
        counted = figure(march.snapshot(as_of), "receptions_held", period=period)
        assert (told.numerator, told.denominator) == (counted.numerator, counted.denominator), as_of
    assert (told.numerator, told.denominator) == (3, 6)
    assert told.held_nos == ("JF-1", "JF-2", "JF-21", "JF-22")
    assert told.missed_nos == ("JF-24", "JF-3", "JF-5")


def test_a_day_that_was_held_at_its_second_reception_says_so_beside_an_earlier_snapshot(march):
    twice = {"leader": "陈部长", "post": "宣传部长"}
    gone_down = on(11, 22, **twice, kind=ReceptionKind.GOING_DOWN)
    march.perform(PlanReceptions("2026-03", (on(11, 21, **twice), gone_down)), actor=CLERK)
    before = march.shelf.create(TODAY)
    march.perform(HoldReception("JF-22", date(2026, 3, 11)), actor=CLERK)

    compared = march.shelf.compare(before, march.shelf.create(TODAY), Period(MARCH, TODAY))

    (changed,) = [one for one in compared.changed if one.indicator == "receptions_held"]
    ((reason,),) = [one.reasons for one in changed.cases]
    assert reason.reason is ChangeReason.RECORDED_LATE
    assert reason.words.startswith(ActKind.HOLD_RECEPTION.label)


def test_an_earlier_day_does_not_know_of_a_later_move(march):
    april = march.ask(reception.month_of_receptions, date(2026, 4, 1), as_of=date(2026, 3, 15))
    assert april.receptions == ()
    moved = march.ask(reception.month_of_receptions, date(2026, 4, 1), as_of=TODAY).receptions
    assert [one.moved_from for one in moved] == ["JF-4"]


def test_a_main_leader_without_a_plan_still_owes_his_day(march):
    april = march.ask(reception.month_of_receptions, date(2026, 4, 1), as_of=TODAY)

    assert {one.leader: (one.planned, one.lacking) for one in april.duties if one.needed} == {
        "刘书记": (0, 1),
        "李市长": (0, 1),
    }


def test_a_month_without_a_scheduled_day_has_no_share_but_a_sentence(march):
    found = march.ask(reception.month_of_receptions, date(2026, 5, 1), as_of=TODAY)

    assert found.rate is None and "无从计算" in found.why_no_rate


def test_the_share_of_any_period_counts_its_own_days_alone(march):
    def rate(start, end):
        found = march.ask(reception.receptions_between, start, end, as_of=TODAY)
        return reception_rate(found, start, end, TODAY)

    with pytest.raises(NothingScheduledError):
        rate(date(2025, 1, 1), date(2025, 2, 1))
    told = rate(date(2026, 3, 1), date(2026, 3, 11))
    assert (told.numerator, told.denominator, told.held_nos) == (2, 2, ("JF-1", "JF-2"))


def test_what_was_received_is_told_with_what_became_of_it(march):
    found = {line.case_no: line for line in matters(march)}

    assert (found["A"].now.unit, found["A"].promise.due_on) == (TOWN, date(2026, 3, 10))
    assert "周大山" not in found["A"].promise.text and "周某某" in found["A"].promise.text
    assert found["B"].promise is None
    assert [one.reception_no for one in march.ask(reception.receptions_of_case, "A")] == ["JF-1"]


def test_an_accusation_shows_nothing_of_its_content(march):
    told = {line.instruction.instruction_no: line for line in lines(march)}

    assert told["PS-2"].instruction.text == ACCUSATION_NOTICE
    assert "机密" not in repr(told)


@pytest.mark.parametrize(
    ("unit", "seen", "owed"),
    [(TOWN, ["A"], ["PS-1"]), (DEPARTMENT, [], ["PS-3"]), (OTHER_TOWN, [], []), (None, [], [])],
)
def test_a_units_own_official_sees_his_unit_alone(march, unit, seen, owed):
    viewer = Viewer("wang", "王经办", Role.HANDLER, unit)

    assert [line.case_no for line in matters(march, viewer)] == seen
    assert [line.instruction.instruction_no for line in lines(march, viewer)] == owed


def test_instructions_stand_by_what_is_late_and_are_told_as_of_a_day(march):
    march.perform(
        ReportInstruction("PS-1", date(2026, 3, 20), date(2026, 3, 19), PROOF.sha256, "周大山回执", "已修好"),
        ConfirmInstruction("PS-1", date(2026, 3, 25)),
        actor=Actor("s", Role.SUPERVISOR, "430682LX"),
    )

    def states(as_of):
        return {line.instruction.instruction_no: line.state for line in lines(march, as_of=as_of)}

    assert states(date(2026, 3, 4)) == {"PS-1": InstructionState.OPEN}
    assert states(date(2026, 3, 15))["PS-1"] is InstructionState.LATE
    assert lines(march, as_of=date(2026, 3, 15))[0].days_late == 5
    assert states(date(2026, 3, 22))["PS-1"] is InstructionState.REPORTED
    assert states(None)["PS-1"] is InstructionState.DONE_LATE
    counts = instructions.counted(lines(march))
    assert (counts.owed, counts.by_state[InstructionState.OPEN]) == (2, 2)
    (line,) = [one for one in lines(march) if one.files]
    assert line.instruction.reports[0].evidence_title == "周某某回执"
    assert line.files[PROOF.sha256].file_name == "回执.pdf" and line.version == 3


def test_numbers_that_are_free_follow_those_that_are_taken(march):
    march.perform(
        PlanReceptions("2026-03", (replace(on(25, 9), reception_no="JF-202603-07"),)),
        GiveInstruction("PS-2026-041", "B", date(2026, 3, 6), DEPARTMENT, "刘书记", "书记", "请阅"),
        actor=CLERK,
    )

    assert march.ask(reception.free_numbers, MARCH, 2) == ("JF-202603-08", "JF-202603-09")
    assert march.ask(reception.free_numbers, date(2026, 4, 1), 1) == ("JF-202604-01",)
    assert march.ask(instructions.free_number, TODAY) == "PS-2026-042"


def test_one_reception_is_found_by_its_number(march):
    assert march.ask(reception.reception, "JF-7").moved_from == "JF-4"
    with pytest.raises(ReceptionNotFoundError, match="JF-99"):
        march.ask(reception.reception, "JF-99")


def test_the_schedule_is_published_with_who_when_and_where_and_without_what_was_moved_away(march):
    sheet = openpyxl.load_workbook(io.BytesIO(schedule_sheet(month(march), city="临湘市"))).active
    rows = list(sheet.iter_rows(values_only=True))

    assert rows[0][:8] == ("日期", "星期", "时间", "姓名", "职务", "分管工作", "方式", "地点")
    assert rows[1][1:8] == ("二", "09:00–11:30", "刘书记", "市委书记", "城乡建设", "接访", "市信访局接访大厅")
    assert [row[0].day for row in rows[1:6]] == [3, 10, 12, 20, 31]


def test_the_record_names_matters_by_number_and_no_petitioner(march):
    content = record_sheet(
        month(march), matters(march), {TOWN: "忠防镇"}, city="临湘市", code="截至 2026-03-31"
    )
    rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    text = repr(rows)

    assert [row[9] for row in rows[1:3]] == ["A", "B"]
    assert "忠防镇：请周某某等候，一周修好" in text and "周大山" not in text
    assert "公务冲突：赴省开会" in text and "接访履职率 50%（已接访 2 日／计划 4 日）" in text
    assert "请假：学习（改为编号JF-7）" in text


def test_hours_are_read_as_people_write_them():
    assert [hours(time(9), time(11, 30)), hours(time(9), None), hours(None, time(12)), hours(None, None)] == [
        "09:00–11:30", "09:00起", "至12:00", "",
    ]  # fmt: skip


def test_nothing_at_all_is_told_of_an_empty_workbench(bench):
    found = month(bench)

    assert (found.receptions, found.duties, found.rate) == ((), (), None)
    assert matters(bench) == () and lines(bench) == ()
    assert CITY == "430682"
