"""The form: what is asked, what blocks, what a crafted page may not do, and that one submission acts once."""

from datetime import date

import pytest

from widgets.parts import Blocker, Choice, Draft, Form, FormField, document_fields
from widgets.parts.base import CraftedMessageError
from widgets.parts.form_values import read_values

UNITS = (Choice("101", "忠防镇"), Choice("103", "聂市镇"))
FIELDS = (
    FormField("on", "转送日期", "date", required=True, low=date(2026, 1, 1), high=date(2026, 3, 31)),
    FormField("unit", "收到单位", "unit", required=True, choices=UNITS),
    FormField("days", "天数", "number", low=1, high=30),
    FormField("agreed", "已同意", "yes_no"),
    FormField("note", "说明", "long", longest=20),
)
GOOD = {"on": "2026-03-05", "unit": "101", "days": "7", "agreed": "true", "note": "见附件"}


class NotNowError(ValueError):
    """The act was refused."""


@pytest.fixture
def submitted():
    return []


@pytest.fixture
def form(submitted):
    return Form(
        FIELDS, submitted.append, label="转送", button="登记", question="确定？", today=date(2026, 3, 31)
    )


def submit(form, values=GOOD, token=None, serial=1):
    return {"type": "submit", "token": token or form.token, "serial": serial, "values": values}


def test_every_answer_arrives_as_what_it_is():
    found = read_values(FIELDS, GOOD)

    assert found.day("on") == date(2026, 3, 5)
    assert found.text("unit") == "101"
    assert found.whole("days") == 7
    assert found.flag("agreed") is True
    assert found.text("note") == "见附件"
    assert not found.errors


def test_what_is_missing_is_named():
    assert read_values(FIELDS, {}).errors == {"on": "请填写转送日期", "unit": "请选择收到单位"}


@pytest.mark.parametrize(
    ("sent", "error"),
    [
        ({"on": "三月五日"}, "转送日期不是日期"),
        ({"on": "2026-02-30"}, "转送日期不是日期"),
        ({"on": "20260305"}, "转送日期不是日期"),
        ({"on": "2025-12-31"}, "不能早于 2026-01-01"),
        ({"on": "2026-04-01"}, "不能晚于 2026-03-31"),
    ],
)
def test_an_impossible_day_says_what_is_wrong_with_it(sent, error):
    assert error in read_values(FIELDS, sent).errors["on"]


@pytest.mark.parametrize(
    ("days", "error"), [("0", "不能少于 1"), ("31", "不能多于 30"), ("七", "应为整数"), ("1.5", "应为整数")]
)
def test_a_number_has_its_bounds(days, error):
    assert error in read_values(FIELDS, {"days": days}).errors["days"]


@pytest.mark.parametrize(
    ("year", "error"),
    [
        ("2021", "考核年份不能早于 2022 年"),
        ("2026", "考核年份不能晚于 2025 年"),
        ("去年", "考核年份应为整数"),
    ],
)
def test_a_year_is_earlier_or_later_and_not_less_or_more(year, error):
    asked = (FormField("year", "考核年份", "year", low=2022, high=2025),)

    assert read_values(asked, {"year": year}).errors == {"year": error}
    assert read_values(asked, {"year": "2025"}).whole("year") == 2025


@pytest.mark.parametrize(
    "sent",
    [
        None,
        [],
        {"role": "administrator"},
        {"unit": "999"},
        {"agreed": "maybe"},
        {"note": "长" * 21},
        {"on": {"year": 2026}},
        {"days": 7},
        {"on": "2" * 4000},
    ],
)
def test_a_crafted_answer_is_refused(sent):
    with pytest.raises(CraftedMessageError):
        read_values(FIELDS, sent)


def test_a_change_is_answered_with_errors_and_blockers(page_of, submitted):
    form = Form(
        FIELDS,
        submitted.append,
        label="转送",
        button="登记",
        on_change=lambda values: [Blocker("异议尚待核实", "第二十三条第三款")],
    )

    page_of(form).send({"type": "change", "serial": 4, "values": {"on": "2026-03-05"}})

    assert form.answer == {
        "serial": 4,
        "errors": {"unit": "请选择收到单位"},
        "blockers": [{"why": "异议尚待核实", "article": "第二十三条第三款"}],
    }


def test_a_blocked_form_cannot_be_forced(page_of, submitted):
    form = Form(FIELDS, submitted.append, label="转送", button="登记", on_change=lambda _: [Blocker("不行")])

    page_of(form).send(submit(form))
    page_of(form).send(submit(form, {"on": "2026-03-05"}))

    assert submitted == []
    assert form.phase == "open"


def test_submitting_twice_acts_once(page_of, form, submitted):
    message = submit(form)

    page_of(form).send(message)
    page_of(form).send(message)
    page_of(form).send(submit(form))

    assert len(submitted) == 1
    assert form.phase == "done"


def test_a_refused_act_leaves_the_form_as_it_was(page_of):
    def refuse(_values):
        raise NotNowError("本件已被他人更新：请核对后再提交")

    form = Form(FIELDS, refuse, label="转送", button="登记")
    token = form.token
    page_of(form).send(submit(form))

    assert form.problem == "本件已被他人更新：请核对后再提交"
    assert (form.phase, form.token) == ("open", token)

    form.on_submit = lambda _values: None
    page_of(form).send(submit(form, serial=2))

    assert (form.problem, form.phase) == ("", "done")


def test_other_questions_refuse_the_answers_to_the_earlier_ones(page_of, form, submitted):
    form.ask(FIELDS[:1])

    page_of(form).send(submit(form))

    assert submitted == []
    assert "无法识别" in form.problem


def test_the_browser_sets_no_trait_of_a_form(page_of, form):
    page_of(form).set(shape=[], phase="done", answer={})

    assert len(form.shape) == len(FIELDS)
    assert form.phase == "open"


def test_only_a_form_that_may_be_left_takes_a_cancel(page_of, form, submitted):
    page_of(form).send({"type": "cancel"})
    assert form.problem

    left = []
    other = Form(FIELDS, submitted.append, label="转送", button="登记", on_cancel=lambda: left.append(1))
    page_of(other).send({"type": "cancel"})
    assert left == [1]


def test_a_draft_belongs_to_an_account_and_knows_what_it_was_written_upon():
    form = Form(FIELDS, print, label="转送", button="登记", draft=Draft("li", "A/transfer", "7"))

    form.rest_upon("8")

    assert form.draft == {"owner": "li", "key": "A/transfer", "basis": "8"}


def test_a_document_asks_kind_title_number_and_day():
    fields = document_fields("文书", (Choice("opinion", "信访处理意见书"),), title="信访处理意见书")

    assert [(one.key, one.initial) for one in fields] == [
        ("document.kind", "opinion"),
        ("document.title", "信访处理意见书"),
        ("document.number", ""),
        ("document.issued_on", ""),
    ]
