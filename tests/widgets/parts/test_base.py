"""A part tells the browser its script and its class, and is of the class that it was made of."""

from __future__ import annotations

from widgets.case_review.bulk_bar import BulkBar
from widgets.parts.base import Part, script_of
from widgets.parts.filter_bar import FilterBar
from widgets.shell import Shell


def test_no_class_is_made_for_a_single_widget() -> None:
    assert type(FilterBar([])) is FilterBar


def test_script_and_class_are_part_of_what_the_browser_gets() -> None:
    state = FilterBar([]).get_state()

    assert state["_esm"] == script_of("popover", "date_field", "range", "filter_bar")
    assert state["_anywidget_id"] == "widgets.parts.filter_bar.FilterBar"
    assert "_css" not in state


def test_a_script_that_is_put_together_by_the_class_is_told_as_well() -> None:
    state = BulkBar(lambda _step: None, lambda: None).get_state()

    assert state["_esm"].startswith(script_of()) and len(state["_esm"]) > len(script_of())


def test_one_part_brings_the_style_sheet_of_all() -> None:
    assert ".wb-grid" in Shell("登录", app="").masthead.get_state()["_css"]


def test_a_part_derived_from_another_has_its_script_and_a_name_of_its_own() -> None:
    class OtherBar(FilterBar):
        pass

    told = OtherBar([]).get_state()

    assert told["_esm"] == FilterBar([]).get_state()["_esm"]
    assert told["_anywidget_id"].endswith(".OtherBar")


def test_the_browser_hears_of_a_widget_each_trait_once() -> None:
    keys = FilterBar([]).keys

    assert len(keys) == len(set(keys))
    assert issubclass(FilterBar, Part)
