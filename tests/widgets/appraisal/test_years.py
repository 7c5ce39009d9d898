"""The tab of the yearly assessment: recorded, made known, handed on; units by counts, never by points."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import OFFICE, OTHER_TOWN, TOWN
from tests.filled_forms import record, text_of
from tests.year_assessed import FEBRUARY, JANUARY, two_months
from widgets.appraisal import AppraisalScreen, AppraisalScreenState
from widgets.exports import Export
from widgets.parts.release import below
from workbench.access.viewer import Viewer
from workbench.queries.year_assessments import year_lines
from workbench.terms import ActKind, Role

TODAY, NUMBER = date(2026, 3, 31), "NK-2025-1"
SUPERVISOR = Viewer("boss", "陈督查", Role.SUPERVISOR, OFFICE)
OWN = Viewer("town", "李经办", Role.HANDLER, TOWN)
ANSWERS = {"year": "2025", "on": "2026-01-20", "paper": "临信联〔2026〕1号", "found": "按期办理总体平稳"}

MADE_KNOWN = {"on": "2026-01-26", "scope": "各镇街、市直单位", "paper": "临信联〔2026〕2号"}


@pytest.fixture
def sheets(bench):
    for act, actor in two_months():
        bench.perform(act, actor=actor)
    bench.snapshot()
    return bench


def screen(bench, viewer=SUPERVISOR, **address):
    return AppraisalScreen(AppraisalScreenState(bench, {"tab": "years", **address}, viewer=lambda: viewer))


def fill(shown, kind, **answers):
    box = shown.forms.boxes[kind]
    box.ask()
    record(box.form, **answers)


def recorded(bench):
    shown = screen(bench)
    shown._years()
    fill(shown, ActKind.RECORD_ASSESSMENT, **ANSWERS, missing="其余月份没有开展月考核")
    return shown


def test_a_year_is_recorded_on_its_final_sheets_made_known_and_handed_on(sheets):
    recorded(sheets)
    (line,) = sheets.ask(year_lines, SUPERVISOR, as_of=TODAY)
    assert [number for number, _ in line.sheets] == [JANUARY, FEBRUARY]

    shown = screen(sheets, no=NUMBER)
    (book,) = (one for one in below(shown) if isinstance(one, Export))
    assert book.make().name == f"年度考核（{NUMBER}）.xlsx" and "letter=year_sheet" in text_of(shown)
    assert "5 / 6" in text_of(shown) and "尚未" not in text_of(shown)
    fill(
        shown,
        ActKind.CIRCULATE_ASSESSMENT,
        on="2026-01-26",
        scope="各镇街、市直单位",
        paper="临信联〔2026〕2号",
    )
    shown = screen(sheets, no=NUMBER)
    assert ActKind.CIRCULATE_ASSESSMENT not in shown.forms.boxes
    fill(shown, ActKind.REFER_ASSESSMENT, on="2026-01-28", to="市委组织部", paper="临信联函〔2026〕1号")
    assert "市委组织部" in text_of(screen(sheets, no=NUMBER)) and not screen(sheets, no=NUMBER).forms.boxes


def test_a_unit_opens_its_months_and_every_count_its_cases(sheets):
    recorded(sheets)

    told = text_of(screen(sheets, no=NUMBER, unit=TOWN))
    assert f"no={JANUARY}&amp;unit={TOWN}&amp;item=accepted_on_time" in told and "4 / 4" in told


def test_no_points_no_rank_and_no_volume_stand_in_it(sheets):
    recorded(sheets)

    told = text_of(screen(sheets, no=NUMBER))
    assert "总分" not in told and "登记件数" not in told and "名次" in told  # 不排名次


def test_a_unit_reads_its_own_row_once_it_was_made_known(sheets):
    recorded(sheets)
    assert screen(sheets, OWN).state.years == ()

    shown = screen(sheets, no=NUMBER)
    fill(
        shown,
        ActKind.CIRCULATE_ASSESSMENT,
        on="2026-01-26",
        scope="各镇街、市直单位",
        paper="临信联〔2026〕2号",
    )
    told = text_of(screen(sheets, OWN, no=NUMBER))
    assert f"unit={TOWN}" in told and OTHER_TOWN not in told and "登记年度考核" not in told
