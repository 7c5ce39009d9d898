from datetime import date

import pytest

from widgets.parts import Choice, Days, Field, FilterBar, FilterValue

FIELDS = (
    Field("unit", "单位", "many", (Choice("a", "甲"), Choice("b", "乙"))),
    Field("channel", "渠道", "one", (Choice("visit", "来访"),)),
    Field("registered", "登记日期", "days"),
    Field("late", "只看超期", "toggle"),
    Field("text", "查找", "text"),
)


@pytest.fixture
def changes():
    return []


@pytest.fixture
def bar(changes):
    return FilterBar(FIELDS, on_change=changes.append)


def choose(page, serial=1, **chosen):
    page.send({"type": "change", "serial": serial, "chosen": chosen})


def test_what_is_chosen_comes_out_as_one_value(bar, changes, page_of):
    choose(
        page_of(bar),
        unit=["b", "a"],
        channel=["visit"],
        registered={"low": "2026-01-01", "high": ""},
        late=True,
        text=" 漏水 ",
    )

    value = changes[0]
    assert value.many("unit") == ("b", "a")
    assert value.one("channel") == "visit"
    assert value.days("registered") == Days(date(2026, 1, 1))
    assert value.is_on("late")
    assert value.text("text") == "漏水"
    assert hash(value)


def test_nothing_chosen_is_an_empty_value(bar, changes, page_of):
    page = page_of(bar)
    choose(page, late=True)
    choose(page, serial=2, unit=[], registered={"low": "", "high": ""}, late=False, text="  ")

    assert changes[-1] == FilterValue()
    assert not changes[-1]
    assert (changes[-1].one("channel"), changes[-1].many("unit")) == (None, ())


def test_the_same_choice_again_is_no_change(bar, changes, page_of):
    page = page_of(bar)
    choose(page, late=True)
    choose(page, serial=2, late=True)

    assert len(changes) == 1


@pytest.mark.parametrize(
    "chosen",
    [
        {"unit": ["c"]},
        {"unit": "a"},
        {"registered": {"low": "2026-13-01"}},
        {"registered": {"low": "2026-02-01", "high": "2026-01-01"}},
        {"registered": {"low": 3}},
        {"late": "yes"},
        {"text": "长" * 300},
        {"secret": True},
    ],
    ids=str,
)
def test_what_cannot_be_chosen_is_ignored(bar, changes, page_of, chosen):
    choose(page_of(bar), **chosen)

    assert changes == []
    assert bar.value == FilterValue()


def test_of_one_choice_only_the_first_counts(page_of, changes):
    bar = FilterBar((Field("u", "单位", "one", FIELDS[0].choices),), on_change=changes.append)
    choose(page_of(bar), u=["a", "b"])

    assert changes[0].many("u") == ("a",)


def test_a_value_from_a_link_is_shown_without_a_change(bar, changes):
    bar.show(FilterValue((("registered", Days(date(2026, 1, 1), None)), ("late", True), ("unknown", True))))

    assert changes == []
    assert bar.chosen["values"] == {"registered": {"low": "2026-01-01", "high": ""}, "late": True}


def test_choices_can_be_renewed(bar, changes, page_of):
    bar.set_choices("unit", [Choice("c", "丙")])
    choose(page_of(bar), unit=["c"])

    assert changes[0].many("unit") == ("c",)


def test_an_error_of_the_listener_is_told(page_of, told):
    def fail(_value):
        raise RuntimeError

    choose(page_of(FilterBar(FIELDS, on_change=fail)), late=True)

    assert "编号" in told[0]
