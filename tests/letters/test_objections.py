"""What may not be written into a paper of the office is refused with what to write instead."""

from __future__ import annotations

import re

import pytest

from tests.factories import CLERK, make_register
from workbench.acts.attached import Person
from workbench.intake.firewall import shipped_firewall
from workbench.letters.objections import objections
from workbench.letters.passages import Passage, TellsOf

WORK = Passage("下一步要求", "")
MATTER = Passage("投诉请求", "", tells_of=TellsOf.MATTER)
PERSON = Passage("联系人", "", tells_of=TellsOf.PERSON)


@pytest.fixture
def told(bench):
    bench.perform(make_register(persons=(Person(name="欧阳建国"),)), actor=CLERK)

    def ask(text, passage=WORK):
        return "".join(bench.ask(objections, [(passage, text)], refused_term=shipped_firewall().term_in_tag))

    return ask


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("对重点人员加强管控", "含“重点人员”.*请改写为问题和所做的工作"),
        ("请与欧阳建国见面", "提到信访人的姓名（欧.*请改写为“信访人”"),
        ("请拨打13812345678联系", "含电话或者证件号码.*请删去"),
        ("全市信访总量同比下降12%，成效显著", "把来信来访减少说成成绩.*成绩写做了什么"),
        ("实现了来访批次和人次双降。", ".*来的人多少不是工作好坏的依据"),
        ("确保零上访", ".*来的人多少不设目标"),
    ],
)
def test_what_the_charter_does_not_let_in_is_refused_and_says_what_to_do(told, text, why):
    assert re.search(f"“下一步要求”{why}", told(text)), told(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "全市登记1,777批次，比上年减少6%。",
        "按期办结率提高到92%，成效明显。",
        "告知不及时的问题减少，群众评价良好。",
        "来访批次下降。各单位按期告知率显著提高。",
        "请各单位10日内书面反馈。",
    ],
)
def test_facts_and_work_may_be_written(told, text):
    assert told(text) == ""


def test_what_somebody_asked_for_and_is_answered_comes_out_whole(told):
    assert told("要求撤销训诫，并告知欧阳建国本人", MATTER) == ""


def test_a_name_and_a_number_may_stand_where_they_belong_and_labels_nowhere(told):
    assert told("欧阳建国 13812345678", PERSON) == ""
    assert "含“稳控”" in told("稳控专班", PERSON)
