"""The charter's firewall: what is about controlling people is refused, what people write comes in whole."""

from __future__ import annotations

import json

import pytest

from tests.factories import CLERK
from tests.intake.files import HEADINGS, look, narrative_of, row, with_column, xlsx
from workbench.app import Workbench
from workbench.intake.firewall import LOG_FILE, shipped_firewall
from workbench.intake.load import NotAcceptedError, load
from workbench.intake.preview import inspect

CHARTER = ("稳控", "劝返", "重点人员", "异常访", "非访", "进京", "赴省", "越级", "滞留", "随访")


@pytest.mark.parametrize("term", CHARTER)
def test_a_column_of_the_charter_is_refused(term: str):
    preview = look(with_column(f"是否{term}", "否"))

    assert [(refusal.column, refusal.term) for refusal in preview.refused] == [("I", term)]
    assert not preview.drafts
    assert "删去该栏" in preview.blockers[0]


@pytest.mark.parametrize("term", CHARTER)
def test_a_value_of_the_charter_in_a_coded_column_is_refused(term: str):
    preview = look(xlsx(row(信访形式=f"{term}"), row(信访件编号="XF-2", 信访形式=f" {term}访")))

    assert [(refusal.term, refusal.cells) for refusal in preview.refused] == [(term, 2)]


@pytest.mark.parametrize(
    "heading",
    ["入住宾馆", "手机定位", "实时位置", "出行方式", "落脚点", "火车票", "机票", "信访人等级", "信访人评分"],
)
def test_where_somebody_goes_and_stays_and_how_he_is_rated_is_refused(heading: str):
    assert shipped_firewall().term_in_heading(heading)


@pytest.mark.parametrize(
    "heading", ["稳 控 责任人", "（稳控）措施", "稳-控", "缠访次数", "到京车次", "行踪轨迹"]
)
def test_blanks_and_marks_do_not_hide_a_term(heading: str):
    assert look(with_column(heading, "x")).refused


def test_a_tag_in_a_column_nobody_asked_for_is_refused():
    assert look(with_column("标记", "重点人员")).refused[0].cells == 1


@pytest.mark.parametrize("heading", ["标题", "信访内容"])
def test_what_people_write_is_never_searched(heading: str):
    text = "我去年进京看病，滞留车站，多次越级反映无果"

    preview = look(xlsx(row(**{heading: text})))

    assert not preview.refused
    assert text in (narrative_of(preview), preview.drafts[0].acts[0].title)  # type: ignore[attr-defined]


@pytest.mark.parametrize("heading", ["接访日期", "下访领导", "信访人", "来访人", "约访时间"])
def test_ordinary_words_of_the_office_are_no_terms(heading: str):
    assert shipped_firewall().term_in_heading(heading) is None


def test_a_refusal_is_logged_with_column_and_term_but_no_value(bench: Workbench):
    content = xlsx((*row(), "王某某在家"), headings=(*HEADINGS, "稳控情况"))
    preview = inspect(content, "台账.xlsx", bench=bench)
    size = bench.ledger_size()

    with pytest.raises(NotAcceptedError):
        load(bench, preview, CLERK, confirmed=True)

    line = (bench.config.logs / LOG_FILE).read_text("utf-8")
    assert json.loads(line) == {
        "time": "2026-03-31T01:00:00+00:00",
        "sha256": preview.original.sha256,
        "column": "I",
        "term": "稳控",
        "where": "heading",
        "cells": 0,
    }
    assert "王某某" not in line
    assert bench.ledger_size() == size


def test_no_mapping_that_ships_has_a_field_of_the_charter():
    from workbench.intake.columns import shipped_vocabulary

    firewall = shipped_firewall()
    for field in shipped_vocabulary().fields.values():
        assert all(firewall.term_in_heading(heading) is None for heading in (field.label, *field.headings))
