from widgets.parts import Column, Grid, GridQuery
from widgets.parts.grid_query import ColumnFilter
from widgets.parts.listed import Lines, Listed

COLUMNS = (Column("title", "事项名称", filter="text"),)


def listed(contains):
    lines = Lines(lambda: [Listed("A", {"title": "关于王某某反映某某公司欠薪"}, {})])
    tests = (ColumnFilter("title", contains=contains),) if contains else ()
    return Grid(COLUMNS, lines, label="清单", query=GridQuery(columns=("title",), filters=tests))


def test_a_masked_name_in_the_head_of_any_list_finds_nothing_and_the_list_says_why():
    grid = listed("王某某")

    assert grid.total == 0
    assert "不按姓名或号码汇总" in grid.empty


def test_any_other_word_in_the_head_finds_what_bears_it():
    for word in ("某某公司", "欠薪", ""):
        grid = listed(word)
        assert grid.total == 1
        assert grid.empty.startswith("没有符合条件的记录")
