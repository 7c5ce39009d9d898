import io
import json
import re

import openpyxl
import pytest
from ipywidgets.widgets import widget as widget_module

from tests.filled_forms import send
from widgets.case_review import CaseReview, CaseReviewState
from widgets.parts.filter_values import FilterValue


@pytest.fixture
def view(caseload):
    return CaseReview(CaseReviewState(caseload))


def shown(widget):
    """Everything a browser can read: every trait of the widgets below, or of all there are for ``None``."""
    found = widget_module._instances.values() if widget is None else below(widget)
    return json.dumps([one.get_state() for one in found], ensure_ascii=False, default=str)


def below(widget):
    yield widget
    for child in getattr(widget, "children", ()):
        yield from below(child)


def test_the_list_stands_there_at_once(view):
    rows = view.grid.first["rows"]

    assert rows[0][0] == "LATE"
    assert rows[0][1] == "late"


def test_the_filter_bar_narrows_list_line_and_tiles(view):
    send(view.filters, type="change", chosen={"late_only": True}, serial=1)

    assert [row[0] for row in view.grid.first["rows"]] == ["LATE"]
    assert view.grid.summary[:2] == [["1", ""], " 件，1 批次，6 人次；在办 "]


def test_a_masked_name_finds_nothing_and_the_list_says_why(view):
    send(view.filters, type="change", chosen={"text": "王某某"}, serial=1)
    assert view.grid.total == 0
    assert "不按姓名或号码汇总" in view.grid.summary[-1]

    send(view.filters, type="change", chosen={"text": ""}, serial=2)
    assert view.grid.total == 3
    assert "不按姓名或号码汇总" not in view.grid.summary[-1]


def test_a_tile_says_which_days_it_counts_and_by_what_day(view):
    said = {tile["key"]: tile["period"] for tile in view.tiles.figures}

    assert said["received"].endswith("，按登记日期")
    assert " 至 " in said["concluded_on_time"] and "按办理到期日" in said["concluded_on_time"]


def test_a_click_on_a_tile_lists_its_cases_and_says_what_is_listed(view):
    send(view.tiles, type="open", key="concluded_on_time", part="failed")

    assert [row[0] for row in view.grid.first["rows"]] == ["LATE"]
    assert "按期办结率，未按期" in view.chips.value

    view.drop_chips.click()

    assert view.grid.total == 3
    assert view._chip_line.layout.display == "none"


def test_a_list_of_a_figure_says_what_it_counts_and_leads_to_its_other_sides(view):
    send(view.tiles, type="open", key="received", part="all")
    assert "本指标 4 批次，涉及 3 件" in view.counted.value

    send(view.tiles, type="open", key="concluded_on_time", part="failed")

    assert '<b aria-current="true">未按期 1 件</b>' in view.counted.value
    (whole,) = re.findall(r'href="([^"]+)"', view.counted.value)  # none passed, and nothing is to be opened
    assert "figure=concluded_on_time" in whole and "part=" not in whole
    view.drop_chips.click()
    assert view.counted.value == ""


def test_a_click_on_a_bar_lists_its_cases(view):
    view.tabs.turn("chart")

    send(view.chart_page.chart, type="click", series="all", category="2026-01")

    assert [row[0] for row in view.grid.first["rows"]] == ["LATE"]
    assert view.tabs.current == "list"


def test_a_case_opens_with_the_working_of_its_deadlines_and_closes_again(view):
    send(view.grid, type="open", key="LATE")

    page = shown(view)
    assert "第三十四条" in page
    assert "2026-03-10" in page  # 9 January + 60 days
    assert "出具处理意见书" in page

    view._close_case()

    assert view.grid in list(below(view))


def test_what_a_person_wrote_never_becomes_markup(view):
    send(view.grid, type="open", key="ANSWERED")

    page = shown(view)
    assert "<b>社保</b>" not in page
    assert "&lt;b&gt;社保&lt;/b&gt;" in page


def test_no_widget_holds_a_name_a_number_or_an_accusation(view):
    for case_no in ("ANSWERED", "SECRET", "LATE"):
        send(view.grid, type="open", key=case_no)
        everything = shown(None)
        for secret in ("周大山", "13700001111", "机密线索", "吃拿卡要"):
            assert secret not in everything, (case_no, secret)


def test_an_unknown_case_gives_a_sentence_and_the_list(caseload):
    view = CaseReview(CaseReviewState(caseload, {"case": "NO-SUCH-CASE"}))

    assert "没有编号为“NO-SUCH-CASE”" in view.notice.sentences[0]
    assert view.grid in list(below(view))


def test_a_link_that_cannot_be_read_is_complained_of_above_the_list(caseload):
    view = CaseReview(CaseReviewState(caseload, {"from": "昨天"}))

    assert "起始日“昨天”" in view.notice.sentences[0]
    assert view.grid.total == 3


def test_the_export_holds_what_is_shown_and_how_it_was_narrowed(view):
    send(view.filters, type="change", chosen={"channels": ["visit"]}, serial=1)

    file = view._export(view.grid.query)

    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    text = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert file.name == "信访事项清单（截至2026-03-31）.xlsx"
    assert text[1][:3] == ["LATE", "反映村道塌方", "忠防镇"]
    assert any("信访渠道：来访" in str(row[0]) for row in text)


def test_another_day_is_shown_in_the_frame_and_in_the_code(view):
    send(view.masthead, type="as_of", day="2026-02-15")
    view.waiting._thread.join()

    assert view.masthead.as_of == "2026-02-15"
    assert "截至 2026-02-15" in view._foot.value
    assert view.grid.total == 2


def test_a_crafted_message_changes_nothing_and_is_answered_with_a_sentence(view):
    send(view.tiles, type="open", key="petitioner", part="all")
    send(view.chart_page.chart, type="click", series="all", category="1999-01")

    assert view.grid.total == 3
    assert all("请刷新页面" in sentence for sentence in view.notice.sentences)


def test_the_charts_questions_choose_figure_and_grouping(view):
    view.tabs.turn("chart")
    send(
        view.chart_page.questions,
        type="change",
        chosen={"charted": ["concluded_on_time"], "by": ["unit"]},
        serial=1,
    )

    assert view.state.charted == "concluded_on_time"
    assert "按期办结率（按责任单位" in view.chart_page.chart.label
    assert {series["label"] for series in view.chart_page.chart.figures["series"]} == {"按期", "未按期"}


def test_an_empty_value_shows_everything_again(view):
    send(view.filters, type="change", chosen={"late_only": True}, serial=1)
    send(view.filters, type="change", chosen={}, serial=2)

    assert view.filters.value == FilterValue()
    assert view.grid.total == 3


def test_the_first_view_loads_neither_tables_nor_frames():
    import subprocess
    import sys

    code = (
        "import sys; import widgets.case_review, workbench.app; "
        "print([m for m in ('sqlalchemy', 'pandas', 'numpy', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_a_day_of_opening_cases_leaves_nothing_behind(view):
    def turned(times):
        for _ in range(times):
            for case_no in ("LATE", ""):
                view.state.case_no = case_no
        return len(widget_module._instances)

    assert turned(3) == turned(20)


def test_the_chart_is_counted_as_soon_as_it_is_in_sight_and_then_follows_the_filter(view):
    send(view.filters, type="change", chosen={"late_only": True}, serial=1)
    before = view.chart_page.chart.figures

    view.tabs.turn("chart")
    late = view.chart_page.chart.figures
    send(view.filters, type="change", chosen={}, serial=2)

    assert before == {"categories": [], "series": [], "totals": []}
    assert sum(late["series"][0]["values"]) == 1
    assert sum(view.chart_page.chart.figures["series"][0]["values"]) > 1
