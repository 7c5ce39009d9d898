import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.parts.markup import Markup, Static, Style, tag, text

HOSTILE = "<img src=x onerror=alert(1)>\"'&"


def test_text_stays_text_wherever_it_stands():
    shown = str(tag("td", HOSTILE, title=HOSTILE, class_=HOSTILE))

    assert "<img" not in shown
    assert shown.count('"') == 4


def test_markup_made_here_is_not_escaped_twice():
    assert str(tag("p", tag("b", "甲&乙"), None, [1, "、", 2])) == "<p><b>甲&amp;乙</b>1、2</p>"


@given(st.text())
def test_no_text_opens_an_element(words):
    assert "<" not in str(text(words))


@pytest.mark.parametrize("name", ["script", "iframe", "style", "svg", "img", "form", "object", "Script"])
def test_an_element_that_can_run_or_load_something_is_refused(name):
    with pytest.raises(ValueError, match="not allowed"):
        tag(name, "x")


@pytest.mark.parametrize("name", ["onclick", "style", "src", "srcdoc", "formaction", "data_x y"])
def test_an_attribute_that_can_run_something_is_refused(name):
    with pytest.raises(ValueError, match="not allowed"):
        tag("p", "x", **{name: "y"})


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "data:text/html,x", "vbscript:x", ""]
)
def test_an_address_that_runs_something_is_refused(address):
    with pytest.raises(ValueError, match="not allowed"):
        tag("a", "x", href=address)


@pytest.mark.parametrize(
    "address", ["case_review?case=LX1", "/home", "./home", "#top", "https://a.cn/", "home"]
)
def test_an_address_of_a_page_is_kept(address):
    assert f'href="{address}"' in str(tag("a", "x", href=address))


def test_attributes_that_are_not_given_are_left_out():
    assert (
        str(tag("p", "x", lang=None, title="", aria_hidden="true")) == '<p title="" aria-hidden="true">x</p>'
    )


def test_a_static_widget_shows_plain_text_as_text():
    shown = Static(HOSTILE)

    assert "<img" not in shown.value
    shown.show(Markup("<b>粗</b>"))
    assert shown.value == "<b>粗</b>"


def test_the_style_of_a_screen_takes_no_room(tmp_path):
    sheet = tmp_path / "screen.css"
    sheet.write_text(".wb-x { color: red }", "utf-8")

    style = Style(sheet)

    assert style.value == "<style>.wb-x { color: red }</style>"
    assert style.layout.display == "none"
