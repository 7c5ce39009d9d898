"""The appraisal screen by its state: drafted, given out, objected to, answered, final; own sheets alone."""

import io
from datetime import UTC, date, datetime

import openpyxl
import pytest

from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_take
from tests.filled_forms import record, send, text_of
from tests.queries.test_appraisals import matter
from widgets.appraisal import AppraisalScreen, AppraisalScreenState
from widgets.appraisal.pages import export
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.terms import PetitionClass, Role, Step

SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
HANDLER = Viewer("town", "李经办", Role.HANDLER, TOWN)
TODAY = date(2026, 3, 31)
NUMBER, NOTICE = "KH-2026-01-1", "accepted_on_time"
POINT = {"no": NUMBER, "unit": TOWN, "item": NOTICE}


@pytest.fixture
def worked(bench):
    bench.perform(
        *matter("A", TOWN, accepted_on=date(2026, 1, 12)),
        *matter("B", TOWN),
        *matter("D", OTHER_TOWN, accepted_on=date(2026, 1, 12)),
        actor=CLERK,
    )
    bench.snapshot()
    return bench


def screen(bench, viewer, **address):
    return AppraisalScreen(AppraisalScreenState(bench, address, viewer=lambda: viewer))


def waited(shown):
    """Let what runs in sight of the reader come to its end."""
    shown.waiting._thread.join()
    return shown


def drafted(bench):
    new = screen(bench, SUPERVISOR, new="1")
    record(new.page.form, month="2026-01-01")
    return waited(new)


def later(bench, day):
    bench._clock = lambda: datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    bench.snapshot()


def test_a_month_is_drafted_given_out_objected_to_answered_and_made_final(worked):
    drafted(worked)
    month = screen(worked, SUPERVISOR, no=NUMBER)
    assert "10.0" in text_of(month.page) or "7.5" in text_of(month.page)
    foot, told = month.children[4].value, month.state.sheet.appraisal
    assert month.masthead.as_of == told.as_of.isoformat()
    assert told.snapshot[:12] in foot and worked.ledger_code(worked.ledger_size()) in foot
    record(month.form.form)

    own = screen(worked, HANDLER, no=NUMBER)
    assert own.state.shown.unit == TOWN and "聂市镇" not in text_of(own.page)
    point = screen(worked, HANDLER, **POINT)
    assert "case=B" in text_of(point.page) and "未做到" in text_of(point.page)
    record(point.form.form, reason="告知书已送达，登记时漏录")
    assert "等待书面答复" in str(point.notice.get_state()) or "尚未答复" in text_of(point.page)

    blocked = screen(worked, SUPERVISOR, no=NUMBER)
    assert len(blocked.final.blockers) == 2
    answering = screen(worked, SUPERVISOR, **POINT)
    record(answering.form.form, verdict="accepted", done="2", due="2", answer="经核对回证属实")
    assert "已采纳" in text_of(screen(worked, HANDLER, no=NUMBER).page)

    later(worked, date(2026, 4, 20))
    last = screen(worked, SUPERVISOR, no=NUMBER)
    assert last.final.blockers == []
    send(last.final, type="confirm")
    assert "已定稿" in text_of(screen(worked, SUPERVISOR, no=NUMBER).page)
    assert not hasattr(screen(worked, HANDLER, **POINT), "form")


def test_a_correction_is_another_edition_that_asks_why(worked):
    drafted(worked)
    new = screen(worked, SUPERVISOR, new="1")
    send(new.page.form, type="change", values={"month": "2026-01-01"}, serial=1)
    assert "更正理由" in str(new.page.form.answer["blockers"])
    record(new.page.form, month="2026-01-01", why="漏计一件")
    waited(new)

    listed = screen(worked, SUPERVISOR)
    assert [line["key"] for line in listed.months.lines] == ["KH-2026-01-2", NUMBER]
    assert "已由 KH-2026-01-2 取代" in str(listed.months.lines[1])


def test_the_answer_form_says_what_does_not_fit(worked):
    drafted(worked)
    record(screen(worked, SUPERVISOR, no=NUMBER).form.form)
    record(screen(worked, HANDLER, **POINT).form.form, reason="漏录")
    form = screen(worked, SUPERVISOR, **POINT).form.form

    for numbers, told in (
        ({"done": "3", "due": "2"}, "不能多于"),
        ({"done": "1", "due": "2"}, "相同"),
        ({"done": ""}, "请写明更正后的"),
    ):
        values = {one.key: one.initial for one in form.fields if one.initial}
        values |= {"verdict": "accepted", "answer": "核对", **numbers}
        send(form, type="change", values={k: v for k, v in values.items() if v}, serial=1)
        assert told in str(form.answer["blockers"])


def test_the_export_has_the_units_that_are_shown(worked):
    drafted(worked)
    month, unit = screen(worked, SUPERVISOR, no=NUMBER), screen(worked, SUPERVISOR, no=NUMBER, unit=TOWN)

    sizes = []
    for shown in (month, unit):
        saved = export(shown.state)
        rows = list(openpyxl.load_workbook(io.BytesIO(saved.content)).active.iter_rows(values_only=True))
        sizes.append(len({row[0] for row in rows[1:] if row[1]}))
    assert sizes == [46, 1]


def test_a_sheet_whose_snapshot_is_not_here_says_so_and_stands(worked):
    drafted(worked)
    shown = screen(worked, SUPERVISOR, **POINT)
    snapshot = shown.state.snapshot.folder
    snapshot.rename(snapshot.with_name("elsewhere"))

    lost = screen(worked, SUPERVISOR, **POINT)

    assert "本机没有固定快照" in text_of(lost.page) and "1 / 2" in text_of(lost.page)


def test_the_title_of_what_was_found_an_accusation_later_is_not_read_in_a_frozen_snapshot(worked):
    drafted(worked)
    titles = {one.case_no: one.title for one in screen(worked, SUPERVISOR, **POINT).state.cases}
    assert titles["B"] and titles["B"] != ACCUSATION_NOTICE

    is_one = make_take("B", Step.CLASSIFY, TODAY, unit=OFFICE, petition_class=PetitionClass.ACCUSATION)
    worked.perform(is_one, actor=CLERK)
    found = {one.case_no: one.title for one in screen(worked, SUPERVISOR, **POINT).state.cases}
    assert found == {**titles, "B": ACCUSATION_NOTICE}


def test_the_three_noes_open_their_cases_and_the_former_title_is_told_as_the_past(worked):
    shown = screen(worked, SUPERVISOR, tab="noes")

    assert "1 / 2" in text_of(shown.page) and "figure=accepted_on_time" in text_of(shown.page)
    assert "14 个镇街中 10 个" in text_of(shown.page) and "不计算" in text_of(shown.page)
    assert screen(worked, SUPERVISOR, tab="noes", span="twelve").state.period.start == date(2025, 4, 1)


@pytest.mark.parametrize("address", [{"no": "KH-1"}, {"no": NUMBER, "unit": OTHER_TOWN}, {"item": "x"}])
def test_what_is_not_there_or_not_his_is_said_and_the_list_stands(worked, address):
    drafted(worked)
    record(screen(worked, SUPERVISOR, no=NUMBER).form.form)

    shown = screen(worked, HANDLER, **address)

    assert shown.state.shown.number == "" and shown.months.lines
