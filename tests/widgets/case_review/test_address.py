from datetime import date
from urllib.parse import parse_qsl

import pytest

from widgets.case_review import CaseReview, CaseReviewState
from widgets.case_review.address import AddressError, from_address, to_address
from workbench.indicators.catalogue import DefinitionError
from workbench.indicators.evaluate import Period
from workbench.queries.case_filter import CaseFilter, FigureCases

TODAY = date(2026, 3, 31)
EVERYTHING = CaseFilter(
    units=("430682001", "430682D03"),
    channels=("visit",),
    classes=("demand",),
    paths=("31-6",),
    topics=("农业农村",),
    states=("accepted", "extended"),
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
        CaseFilter(figure=FigureCases("received", YEAR, "all", "month", "2026-03")),
        CaseFilter(figure=FigureCases("received", YEAR, "all", "unit", None)),
    ],
)
def test_the_address_of_a_filter_is_read_back_as_the_same_filter(wanted):
    assert from_address(to_address(wanted), date(2026, 6, 30)) == wanted


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"from": "x"}, AddressError),
        ({"figure": "received", "since": "x"}, AddressError),
        ({"figure": "received", "figure_by": "person"}, DefinitionError),
    ],
)
def test_an_address_that_cannot_be_read_is_refused_in_words(given, error):
    with pytest.raises(error):
        from_address(given, TODAY)


@pytest.fixture
def view(caseload):
    return CaseReview(CaseReviewState(caseload))


def send(widget, **content):
    widget._handle_custom_msg(content, [])


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
    assert view.chart_questions.value.one("charted") == "open_late"


def test_a_reload_of_the_address_shows_the_same(caseload, view):
    bar = next(bar for bar in view.state.bars if bar.group == "2026-03")
    view.state.open_figure(bar, in_breakdown=True)

    again = CaseReviewState(caseload, dict(parse_qsl(view.state.address)))

    assert again.wanted == view.state.wanted
    assert again.chips == view.state.chips


def test_a_place_that_cannot_be_read_shows_everything_and_says_so(view):
    send(view.place, type="go", query="from=gestern", serial=1)

    assert view.state.wanted == CaseFilter()
    assert "起始日" in view.notice.sentences[0]
    assert here(view) == ("", True)
