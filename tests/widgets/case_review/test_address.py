from datetime import date
from urllib.parse import parse_qsl

import pytest

from tests.factories import TOWN
from tests.filled_forms import send
from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.address import from_address, query_text, to_address
from widgets.case_review.list_heads import ListHeads, heads_from_address, heads_to_address
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter, ColumnTest, FigureCases
from workbench.queries.columns import COLUMNS
from workbench.queries.duties import DutyCases

TODAY = date(2026, 3, 31)
EVERYTHING = CaseFilter(
    units=("430682001", "430682D03"),
    channels=("visit",),
    classes=("claim",),
    paths=("31-6",),
    topics=("农业农村",),
    states=("handling", "extended"),
    registered_from=date(2026, 1, 1),
    registered_until=date(2026, 3, 1),
    late_only=True,
    open_only=True,
    due_within=7,
    answered_after=2,
    text="塌方 & 赔偿=多少?",
    batch="2026-01",
)
YEAR = Period(date(2025, 4, 1), TODAY)


@pytest.mark.parametrize(
    "wanted",
    [
        CaseFilter(),
        EVERYTHING,
        CaseFilter(figure=FigureCases("received", YEAR)),
        CaseFilter(figure=FigureCases("concluded_on_time", YEAR, "failed")),
        CaseFilter(figure=FigureCases("satisfied", YEAR, "silent")),
        CaseFilter(figure=FigureCases("received", YEAR, "all", "month", "2026-03")),
        CaseFilter(figure=FigureCases("received", YEAR, "all", "unit", None)),
        CaseFilter(figure=FigureCases("received", YEAR, "all", "unit", besides=("430682001", None))),
        CaseFilter(figure=FigureCases("satisfied", YEAR, "all", "unit", "430682001", (("asked_by", None),))),
        CaseFilter(duty=DutyCases()),
        CaseFilter(duty=DutyCases("430682001", date(2026, 3, 20))),
    ],
)
def test_the_address_of_a_filter_is_read_back_as_the_same_filter(wanted):
    assert from_address(to_address(wanted), date(2026, 6, 30)) == (wanted, ())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"from": "x"}, "起始日“x”"),
        ({"due_within": "soon"}, "到期天数“soon”"),
        ({"channel": "pigeon"}, "信访渠道“pigeon”"),
        ({"unit": "nowhere"}, "单位“nowhere”不在单位名册中"),
        ({"duty": "nowhere"}, "单位“nowhere”不在单位名册中"),
        ({"figure": "happiness"}, "没有编号为“happiness”的指标"),
        ({"figure": "concluded_on_time", "part": "best"}, "没有名为“best”的案件清单"),
        ({"figure": "received", "figure_by": "person"}, "不能按“person”分组"),
        ({"figure": "received", "within": "person:1"}, "不能按“person”分组"),
        ({"figure": "received", "since": "x"}, "统计期起日“x”"),
    ],
)
def test_a_part_of_an_address_that_cannot_be_read_is_told_and_the_others_hold(given, said):
    wanted, problems = from_address(given | {"late": "1"}, TODAY, is_unit=lambda code: code != "nowhere")

    assert wanted.late_only
    assert [said in problem for problem in problems] == [True]


HEADS = ListHeads(
    sort=(("late_days", True), ("registered_on", False)),
    tests=(
        ColumnTest("title", contains="塌方, 与=&"),
        ColumnTest("state", any_of=("handling", "extended")),
        ColumnTest("late_days", low="5"),
        ColumnTest("next_due", low="2026-03-01", high="2026-03-31"),
    ),
    columns=("case_no", "title", "path"),
)


@pytest.mark.parametrize("heads", [ListHeads(), HEADS])
def test_the_heads_of_the_list_are_read_back_from_their_address(heads):
    given = dict(parse_qsl(query_text(heads_to_address(heads))))

    assert heads_from_address(given) == (heads, ())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sort": "-secret"}, "没有“secret”这一列"),
        ({"columns": "case_no,petitioner"}, "没有“petitioner”这一列"),
        ({"col.petitioner": "王"}, "没有“petitioner”这一列"),
        ({"col.state": "asleep"}, "“办理状态”没有“asleep”这一项"),
        ({"col.late_days": "many.."}, "“超期天数”的范围“many”不是整数"),
        ({"col.next_due": "..gestern"}, "“最近到期日”的范围“gestern”"),
        ({"sort": "-batches"}, "不按“批次”排序：群众来了几次、来了多少人不作排名"),
        ({"col.person_times": "5.."}, "不按“人次”筛选：来了几次、来了多少人不作挑选的条件"),
    ],
)
def test_heads_that_the_list_does_not_have_are_told(given, said):
    heads, problems = heads_from_address(given)

    assert said in problems[0]
    assert heads in (ListHeads(), ListHeads(columns=("case_no",)))


@pytest.fixture
def view(caseload):
    return CaseReview(CaseReviewState(caseload))


def here(view):
    return view.place.here["query"], view.place.here["replace"]


def test_each_step_of_the_reader_has_an_address(view):
    send(view.filters, type="change", chosen={"late_only": True}, serial=1)
    assert here(view) == ("late=1", False)

    send(view.grid, type="open", key="LATE")
    assert here(view) == ("late=1&case=LATE", False)

    view._close_case()
    view.tabs._strip._handle_custom_msg({"type": "turn", "key": "chart"}, [])
    assert here(view) == ("late=1&tab=chart&chart=received&by=month", False)

    view._day_chosen(date(2026, 2, 1))
    view.waiting._thread.join()
    assert here(view)[0] == "late=1&tab=chart&chart=received&by=month&as_of=2026-02-01"


def test_words_that_are_being_typed_are_one_step(view):
    send(view.filters, type="change", chosen={"text": "塌"}, serial=1)
    assert not here(view)[1]
    send(view.filters, type="change", chosen={"text": "塌方"}, serial=2)
    assert here(view)[1]


def test_back_shows_what_was_shown_before(view):
    send(view.filters, type="change", chosen={"late_only": True}, serial=1)
    send(view.grid, type="open", key="LATE")

    send(view.place, type="go", query="late=1", serial=1)
    assert view.state.case_no == ""
    assert view.grid.total == 1

    send(view.place, type="go", query="", serial=2)
    assert view.state.wanted == CaseFilter()
    assert view.filters.value.chosen == ()
    assert view.place.here["serial"] == 2


def test_back_leads_to_the_chart_as_it_was(view):
    send(view.place, type="go", query="tab=chart&chart=open_late&by=unit", serial=1)

    assert (view.tabs.current, view.state.charted, view.state.by) == ("chart", "open_late", "unit")
    assert view.chart_page.questions.value.one("charted") == "open_late"


def test_a_reload_of_the_address_shows_the_same(caseload, view):
    bar = next(bar for bar in view.state.bars if bar.group == "2026-03")
    view.state.open_figure(bar, in_breakdown=True)

    again = CaseReviewState(caseload, dict(parse_qsl(view.state.address)))

    assert again.wanted == view.state.wanted
    assert again.chips == view.state.chips


def ask_rows(view, **asked):
    usual = [column.key for column in COLUMNS if column.shown]
    query = {"columns": usual, **asked}
    send(view.grid, type="page", request="r", offset=0, limit=60, query=query)


def test_sorting_and_tests_in_the_heads_are_steps_and_columns_are_not(view):
    ask_rows(view, sort=[["registered_on", True]])
    assert here(view) == ("sort=-registered_on", False)

    test = {"title": {"contains": "塌"}}
    ask_rows(view, sort=[["registered_on", True]], filters=test)
    assert parse_qsl(here(view)[0])[0] == ("col.title", "塌")
    assert not here(view)[1]
    assert view.grid.summary[:2] == [["1", ""], " 件，1 批次，6 人次；在办 "]
    test["title"]["contains"] = "塌方"
    ask_rows(view, sort=[["registered_on", True]], filters=test)
    assert here(view)[1], "words that are being typed are one step"

    chosen = ["case_no", "title"]
    ask_rows(view, sort=[["registered_on", True]], columns=chosen, chosen=chosen)
    assert here(view) == ("sort=-registered_on&columns=case_no,title", False)
    chosen = ["case_no", "path"]
    ask_rows(view, sort=[["registered_on", True]], columns=chosen, chosen=chosen)
    assert here(view) == ("sort=-registered_on&columns=case_no,path", True)


def test_a_link_with_heads_shows_the_same_list_at_once(caseload):
    view = CaseReview(CaseReviewState(caseload, dict(parse_qsl("col.title=塌方&sort=-title&columns=title"))))

    assert view.grid.total == 1
    assert view.grid.first["query"]["columns"] == ("title",)
    assert view.grid.first["query"]["chosen"] == ("title",)
    assert view.grid.query.sort == (("title", True),)


def test_back_brings_the_heads_back_in_one_answer(view):
    ask_rows(view, filters={"title": {"contains": "塌"}})
    chosen = ["case_no", "title"]
    ask_rows(view, filters={"title": {"contains": "塌"}}, columns=chosen, chosen=chosen)
    before = view.grid.first["serial"]

    send(view.place, type="go", query="late=1", serial=1)

    assert view.grid.first["serial"] == before + 1
    assert view.grid.first["takes_columns"]
    assert view.grid.first["query"]["chosen"] == ()
    assert view.grid.query.filters == ()
    assert here(view)[0] == "late=1"


def test_a_group_that_a_figure_has_not_leads_to_no_cases_and_no_error(caseload):
    view = CaseReview(CaseReviewState(caseload, {"figure": "received", "figure_by": "channel", "group": "x"}))

    assert view.grid.total == 0


def test_a_figure_of_a_unit_opens_from_its_address(caseload):
    address = {"figure": "received", "unit": TOWN}
    view = CaseReview(CaseReviewState(caseload, address))

    assert [row[0] for row in view.grid.first["rows"]] == ["LATE"]
    assert "登记件数" in view.state.chips[0]
    again = CaseReviewState(caseload, dict(parse_qsl(view.state.address)))
    assert (again.wanted, again.complaint) == (view.state.wanted, "")


def test_an_unknown_figure_is_told_and_the_unit_stays(caseload):
    view = CaseReview(CaseReviewState(caseload, {"figure": "happiness", "unit": TOWN}))

    assert "没有编号为“happiness”的指标" in view.notice.sentences[0]
    assert view.state.wanted == CaseFilter(units=(TOWN,))


def test_a_day_that_has_not_come_is_told(caseload):
    state = CaseReviewState(caseload, {"as_of": "2031-01-01", "late": "1"})

    assert "还没有到" in state.complaint
    assert state.wanted.late_only


def test_a_place_that_cannot_be_read_is_told(view):
    send(view.place, type="go", query="from=gestern", serial=1)

    assert view.state.wanted == CaseFilter()
    assert "起始日" in view.notice.sentences[0]
    assert here(view) == ("", True)
