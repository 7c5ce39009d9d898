"""Notice, Confirm, Download, FigureTiles, Tabs, Panel."""

import ipywidgets as ipw
import pytest

from widgets.parts import (
    Confirm,
    Download,
    FigureTile,
    FigureTiles,
    FileToSave,
    Notice,
    Panel,
    Tab,
    Tabs,
    count_figure,
    share_figure,
    share_text,
)


class NotReadyError(ValueError):
    """Something is missing."""


def test_the_newest_sentence_stands_first_and_none_twice():
    notice = Notice()
    for sentence in ("甲", "乙", "甲"):
        notice.info(sentence)

    assert notice.sentences == ("甲", "乙")


def test_old_sentences_make_room():
    notice = Notice()
    for number in range(9):
        notice.warning(f"第{number}句")

    assert notice.sentences == ("第8句", "第7句", "第6句")


def test_a_sentence_can_be_put_away(page_of):
    notice = Notice()
    notice.error("甲")
    notice.success("乙")

    page_of(notice).send({"type": "close", "number": notice.shown[0]["number"]})

    assert notice.sentences == ("甲",)


def test_only_the_second_step_acts(page_of):
    done = []
    confirm = Confirm("办结", lambda: done.append(1), question="确定办结？")

    page_of(confirm).send({"type": "confirm"})

    assert done == [1]
    assert confirm.is_working is False


def test_a_blocked_act_cannot_be_forced(page_of, told):
    done = []
    confirm = Confirm("办结", lambda: done.append(1), question="确定办结？", blockers=["请先送达"])

    page_of(confirm).send({"type": "confirm"})

    assert done == []
    assert len(told) == 1


def test_an_act_that_fails_is_told_and_may_be_tried_again(page_of, told):
    def fail():
        raise NotReadyError("请先填写办理单位。")

    confirm = Confirm("办结", fail, question="确定？")
    page_of(confirm).send({"type": "confirm"})

    assert told == ["请先填写办理单位。"]
    assert confirm.is_working is False


def test_a_file_is_made_when_it_is_asked_for(page_of):
    page = page_of(Download("下载", lambda: FileToSave("简报.docx", b"abc", "application/msword")))

    page.send({"type": "make"})

    assert page.kinds() == ["file", "ready"]
    assert page.received[0] == (
        {"type": "file", "name": "简报.docx", "media_type": "application/msword"},
        [b"abc"],
    )


def test_a_file_that_cannot_be_made_is_told_and_the_button_comes_back(page_of, told):
    def fail():
        raise NotReadyError("本期还没有数据。")

    page = page_of(Download("下载", fail))
    page.send({"type": "make"})

    assert told == ["本期还没有数据。"]
    assert page.kinds() == ["ready"]


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [(45, 60, "75.0%"), (0, 7, "0.0%"), (7, 7, "100.0%"), (0, 0, "没有案件")],
)
def test_a_share_without_cases_is_neither_nought_nor_all(numerator, denominator, shown):
    assert share_text(numerator, denominator) == shown


def test_a_share_opens_its_cases_and_its_two_parts(page_of):
    opened = []
    tiles = FigureTiles(
        [share_figure("on_time", "按期办结率", 45, 60)], on_open=lambda *what: opened.append(what)
    )
    page = page_of(tiles)

    for part in ("all", "passed", "failed"):
        page.send({"type": "open", "key": "on_time", "part": part})

    assert opened == [("on_time", "all"), ("on_time", "passed"), ("on_time", "failed")]


@pytest.mark.parametrize(
    "sent", [{"key": "x", "part": "all"}, {"key": "none", "part": "all"}, {"key": "late", "part": "x"}]
)
def test_a_figure_that_is_not_there_or_has_no_cases_is_told(page_of, told, sent):
    opened = []
    tiles = FigureTiles(
        [count_figure("late", "超期", 3), share_figure("none", "率", 0, 0)],
        on_open=lambda *what: opened.append(what),
    )

    page_of(tiles).send({"type": "open", **sent})

    assert opened == []
    assert len(told) == 1


def test_a_tile_is_a_row_of_one():
    assert FigureTile(count_figure("late", "超期", 1234)).figures[0]["value"] == "1,234"


def test_a_page_is_made_when_it_is_first_turned_to(page_of, told):
    made = []

    def make(name):
        made.append(name)
        return ipw.VBox()

    tabs = Tabs("案件", [Tab("a", "甲", lambda: make("a")), Tab("b", "乙", lambda: make("b"))])
    page = page_of(tabs.children[0])
    assert made == ["a"]

    page.send({"type": "turn", "key": "b"})
    page.send({"type": "turn", "key": "a"})
    assert made == ["a", "b"]
    assert tabs.current == "a"

    page.send({"type": "turn", "key": "c"})
    assert len(told) == 1


def test_a_panel_changes_what_it_holds_and_keeps_its_heading():
    panel = Panel("要素", ipw.VBox())
    inner = ipw.HBox()

    panel.show(inner)
    panel.set_heading("案件要素")

    assert "案件要素" in panel.children[0].value
    assert panel.children[1:] == (inner,)


def test_a_panel_without_a_title_has_no_heading_until_it_gets_one():
    panel = Panel("", ipw.VBox())
    assert len(panel.children) == 1

    panel.set_heading("图")

    assert len(panel.children) == 2
