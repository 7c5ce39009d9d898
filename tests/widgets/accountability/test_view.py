"""The screen of accountability: who sees what on it, addresses, nothing left behind."""

import io
import json
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from tests.acts.test_accountability import SUPERVISOR, accusation
from tests.factories import DEPARTMENT, OTHER_TOWN, TOWN
from tests.filled_forms import everything
from tests.proceedings import (
    NUMBER,
    S,
    entered,
    opened,
    recommended,
)
from tests.widgets.accountability.conftest import AUDITOR, KEEPER, LEADER, SECOND
from widgets.accountability import Accountability, AccountabilityState
from widgets.accountability.address import Shown, query_of, read_shown
from widgets.accountability.rows import cited
from workbench.terms import (
    ProceedingState,
)


def test_the_log_shows_every_proceeding_and_a_filter_narrows_it(screen):
    assert [line.proceeding.proceeding_no for line in screen().state.shown_lines] == [SECOND, NUMBER]
    assert [one.proceeding.proceeding_no for one in screen(state="open").state.shown_lines] == [SECOND]
    assert screen(state="x").state.complaint.startswith("状态筛选")


def test_the_unit_sees_its_concluded_entries_and_no_person(screen):
    shown = screen(LEADER, tab="counters")

    assert shown.state.tabs == ("log",) and shown.state.shown.tab == "log"
    assert screen(LEADER, id=NUMBER).page is not None
    assert "李明" not in everything() and "副所长" not in everything()
    assert shown.board.new.layout.display == "none"


def test_none_of_another_unit_sees_that_there_is_one(screen):
    other = screen(replace(LEADER, unit=OTHER_TOWN), id=NUMBER)

    assert other.page is None
    assert "没有您可以查看的" in everything()
    assert "忠防" not in json.dumps(other.board.entries.first, ensure_ascii=False)


def test_an_auditor_reads_everything_and_enters_nothing(screen):
    page = screen(AUDITOR, id=NUMBER).page

    assert not page.buttons and page.panel is None
    assert "李明" in everything()


def test_only_what_is_next_is_emphasised(screen, bench_with_log):
    def next_ones(number):
        buttons = screen(id=number).page.buttons
        return {step for step, one in buttons.items() if "mod-primary" in one._dom_classes}

    number, on = "责〔2026〕3号", date(2026, 3, 20)
    *before, recommend = recommended(number, on=on)
    bench_with_log.perform(opened(number, on=on), *before, actor=SUPERVISOR)
    assert next_ones(number) == {S.RECOMMEND}
    bench_with_log.perform(recommend, actor=SUPERVISOR)
    assert next_ones(number) == {S.FEEDBACK}  # another body may be asked; it is not what comes next
    waiver = entered(S.WAIVER, on, number=number)
    bench_with_log.perform(waiver, actor=SUPERVISOR)
    assert next_ones(number) == {S.DECISION, S.FEEDBACK}
    decision = entered(
        S.DECISION, date(2026, 3, 21), number=number, unit=DEPARTMENT, form="circular", document_no="9号"
    )
    bench_with_log.perform(decision, actor=SUPERVISOR)
    assert next_ones(number) == {S.FEEDBACK}


def test_nothing_is_entered_on_a_past_day(screen):
    past = screen(id=SECOND, step="fact", as_of="2026-03-21")

    assert past.page.panel is None and not past.page.buttons


def test_the_content_of_an_accusation_is_in_no_widget(bench_with_log):
    bench_with_log.perform(accusation("B", against=OTHER_TOWN), actor=SUPERVISOR)
    number = "责〔2026〕3号"
    on = date(2026, 3, 21)
    acts = [opened(number, on=on, case_no="B"), entered(S.FACT, on, number=number, text="秘密内容")]
    bench_with_log.perform(*acts, actor=SUPERVISOR)

    for viewer in (KEEPER, AUDITOR):
        Accountability(AccountabilityState(bench_with_log, {"id": number}, viewer=lambda v=viewer: v))
    assert "秘密内容" not in everything()


def test_ledgers_name_units_and_persons_only_where_asked(screen):
    board = screen().board
    texts = []
    for with_persons in (False, True):
        sheet = openpyxl.load_workbook(io.BytesIO(board._file(with_persons=with_persons).content)).active
        texts.append(" ".join(str(cell.value) for row in sheet.iter_rows() for cell in row))

    assert "副所长" not in texts[0] and "副所长" in texts[1]


def test_small_cells_are_hidden_on_the_screen(screen):
    trends = screen(tab="trends").board.trends.value

    assert "＜5" in trends and ">1<" not in trends and ">2<" not in trends


@pytest.mark.parametrize(
    "shown",
    [
        Shown(),
        Shown(tab="due", units=(TOWN,), states=(ProceedingState.OPEN.value,)),
        Shown(number=NUMBER, step="fact", corrects=3),
        Shown(is_new=True, order="督〔2026〕1号", item="2026-1-1", case="A"),
        Shown(is_new=True, sheet="PC-1/A/1", check="HTK-2026-1:A"),
    ],
)
def test_an_address_says_what_is_shown(shown):
    from urllib.parse import parse_qsl

    assert read_shown(dict(parse_qsl(query_of(shown)))) == (shown, ())


def test_an_address_that_cannot_be_read_is_told(screen):
    _, problems = read_shown({"tab": "x", "state": "y", "step": "z", "corrects": "?"})
    assert len(problems) == 4
    assert screen(id="责〔2026〕9号").page is None


def test_the_unit_does_not_read_what_was_decided_on_a_person(screen):
    screen(LEADER, id=NUMBER)

    assert "临纪〔2026〕3号" in everything() and "临纪〔2026〕4号" not in everything()


def test_a_clause_is_told_by_its_article_and_not_by_its_code():
    assert cited("XF45-1") == "第四十五条第一项"
    assert cited("ZRZ11-1") == "《信访工作责任制实施办法》第十一条第一项"
