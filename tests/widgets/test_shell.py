import threading
from datetime import date

import ipywidgets as ipw
import pytest

from widgets.shell import Shell
from workbench.documents.square import square_png

TODAY = date(2026, 3, 31)


@pytest.fixture
def asked():
    return []


@pytest.fixture
def shell(asked):
    return Shell(
        "案件审查",
        app="case_review",
        who="督查人员",
        as_of=TODAY,
        today=TODAY,
        earliest=date(2021, 4, 1),
        on_as_of=asked.append,
        code="账本 700",
    )


def pick(shell, day):
    data = {"method": "custom", "content": {"type": "as_of", "day": day}}
    shell.masthead._handle_msg({"content": {"data": data}, "buffers": []})


def test_another_day_is_asked_for_and_today_is_none(shell, asked):
    pick(shell, "2026-01-31")
    pick(shell, "")
    pick(shell, "2026-03-31")

    assert asked == [date(2026, 1, 31), None, None]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-04-01", "还没有到"),
        ("2020-01-01", "最早可选 2021-04-01"),
        ("昨天", "不是日期"),
        ("2026-02-30", "不是日期"),
    ],
)
def test_a_day_that_cannot_be_is_told(shell, asked, day, sentence):
    pick(shell, day)

    assert asked == []
    assert sentence in shell.notice.sentences[0]


def test_a_crafted_day_is_told(shell, asked):
    pick(shell, ["2026-01-01"])

    assert asked == []
    assert "请刷新页面" in shell.notice.sentences[0]


def test_an_error_of_a_plain_button_is_told_with_a_number(shell):
    button = ipw.Button()
    button.on_click(shell.guard(lambda _: 1 / 0))

    button.click()

    assert "程序出错（编号 " in shell.notice.sentences[0]


def test_work_that_takes_its_time_is_shown_while_it_lasts(shell):
    begun = threading.Event()
    seen = []
    shell.masthead.observe(lambda change: (seen.append(change.new), begun.set()), "busy")

    shell.guard(lambda: seen.append("quick"))()
    shell.guard(lambda: (begun.wait(10), seen.append("slow")))()

    assert seen == ["quick", True, "slow", False]


def test_the_frame_holds_what_it_is_given(shell):
    first, second = ipw.VBox(), ipw.VBox()

    shell.show(first, second)
    shell.set_title("案件", "LX1")
    shell.set_as_of(date(2026, 1, 1))
    shell.set_code("账本 <701>")

    assert shell.children[3].children == (first, second)
    assert (shell.masthead.title, shell.masthead.note, shell.masthead.as_of) == ("案件", "LX1", "2026-01-01")
    assert "账本 &lt;701&gt;" in shell.children[4].value


def test_without_a_day_no_day_is_shown():
    assert Shell("登录", app="").masthead.as_of == ""


def test_a_day_that_nobody_chooses_is_shown_as_words(shell):
    plain = Shell("源头治理", app="source", as_of=TODAY)

    assert (plain.masthead.as_of, plain.masthead.site["chooses_day"]) == ("2026-03-31", False)
    assert shell.masthead.site["chooses_day"]


def test_the_footer_says_by_what_the_figures_can_be_made_again(shell):
    code = "ZRM5E-FC57N-K5297-PCRXR"
    shell.set_code("截至 2026-03-31 · 台账第 700 条", code, 700)

    assert "台账第 700 条" in shell.children[4].value
    assert f"台账校验码：<code>{code}</code>（700 条）" in shell.children[4].value
    assert shell.children[5].value == square_png(f"LEDGER 700 {code}", is_quick=True)
    shell.set_code("截至 2026-03-31 · 台账第 700 条")
    assert shell.children[5].layout.display == "none"
