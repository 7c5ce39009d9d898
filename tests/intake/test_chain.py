"""A row of dated columns becomes the steps of a matter."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.files import HEADINGS, corrections, look, only_fault, reasons, row, xlsx
from workbench.acts.handling import Register, Take
from workbench.intake.preview import Preview
from workbench.terms import Outcome, PetitionClass, Purpose, RatingAsker, StatutoryChannel, Step


def dated(**columns: object) -> Preview:
    """One good row with more columns."""
    changed = {name: value for name, value in columns.items() if name in HEADINGS}
    more = {name: value for name, value in columns.items() if name not in HEADINGS}
    return look(xlsx((*row(**changed), *more.values()), headings=(*HEADINGS, *more)))


def acts(preview: Preview) -> tuple[Register, list[Take]]:
    assert not preview.faults, reasons(preview)
    first, *later = preview.drafts[0].acts
    assert isinstance(first, Register)
    return first, [act for act in later if isinstance(act, Take)]


def kinds(preview: Preview) -> list[Step]:
    return [act.step.kind for act in acts(preview)[1]]


FULL = {
    "信访目的": "求决",
    "转送日期": "2026-01-06",
    "受理告知日期": "2026-01-12",
    "延期批准日期": "2026-03-01",
    "延长天数": 20,
    "延期告知日期": "2026-03-02",
    "处理意见日期": "2026-03-15",
    "处理意见书文号": "忠信访〔2026〕3号",
    "处理结果": "予以支持",
    "处理意见": "支持修复路灯。",
    "送达日期": "2026-03-16",
}


def test_dated_columns_become_the_chain_of_steps_in_order():
    preview = dated(**FULL)

    first, later = acts(preview)
    assert [act.step.kind for act in later] == [
        Step.TRANSFER,
        Step.ACCEPT,
        Step.EXTEND,
        Step.ISSUE_OPINION,
        Step.SERVE,
    ]
    assert first.step.to_unit is None
    assert (later[0].step.unit, later[0].step.to_unit) == ("430682XF", "430682101")
    assert (later[2].step.days, later[2].step.told_on) == (20, date(2026, 3, 2))
    opinion = later[3]
    assert opinion.step.outcome is Outcome.SUPPORT
    assert (opinion.documents[0].document_no, opinion.documents[0].text) == (
        "忠信访〔2026〕3号",
        "支持修复路灯。",
    )


def test_the_class_follows_the_purpose_and_is_marked_as_assumed():
    first, _ = acts(dated(信访目的="求决"))

    assert (first.purpose, first.step.petition_class) == (Purpose.CLAIM, PetitionClass.CLAIM)
    assert "petition_class" in first.assumed


def test_an_enquiry_stays_without_a_class():
    assert acts(dated(信访目的="咨询"))[0].step.petition_class is None


def test_a_path_is_only_what_the_file_says():
    assert acts(dated())[0].step.path is None
    assert (
        acts(dated(信访目的="求决", 法定途径="信访程序"))[0].step.path is StatutoryChannel.PETITION_HANDLING
    )


def test_an_assignment_carries_its_report_date():
    _, later = acts(dated(交办日期="2026-01-06", 要求反馈日期="2026-02-06"))

    assert (later[0].step.kind, later[0].step.due_on) == (Step.ASSIGN, date(2026, 2, 6))


def test_a_usual_export_with_nothing_but_a_conclusion_date_is_taken_as_a_reply():
    preview = dated(受理告知日期="2026-01-12", 办结日期="2026-02-20", 处理意见="已修复。")

    assert kinds(preview) == [Step.ACCEPT, Step.REPLY_DIRECTLY, Step.CONCLUDE]
    assert "replied" in acts(preview)[0].assumed
    assert any("答复日期：同办结日期" in one.sentence for one in preview.assumptions)


def test_an_outcome_with_nothing_but_a_conclusion_date_is_an_opinion_served_that_day():
    preview = dated(
        受理告知日期="2026-01-12", 办结日期="2026-02-20", 处理意见="已解释。", 处理结果="解释说明"
    )

    assert kinds(preview) == [Step.ACCEPT, Step.ISSUE_OPINION, Step.SERVE, Step.CONCLUDE]


def test_what_the_law_does_not_allow_is_a_fault_with_the_article():
    fault = only_fault(dated(处理意见日期="2026-02-20", 处理结果="解释说明"))

    assert "尚未转送、交办或者直接办理" in fault.reason
    assert fault.column == "I 处理意见日期"


def test_an_extension_without_days_is_a_fault():
    fault = only_fault(dated(受理告知日期="2026-01-12", 延期批准日期="2026-03-01"))

    assert "没有延长天数" in fault.reason


def test_a_transfer_without_a_unit_is_a_fault():
    assert "没有责任单位" in only_fault(dated(转送日期="2026-01-06", 责任单位=None)).reason


def test_without_a_responsible_unit_the_locality_counts_and_is_listed():
    preview = dated(责任单位=None, 问题属地="聂市镇")

    assert acts(preview)[0].step.to_unit == "430682103"
    assert "按问题属地登记" in corrections(preview)


def test_a_concluded_state_without_a_date_is_a_fault():
    assert "没有办结日期" in only_fault(dated(办理状态="已办结")).reason


def test_silence_is_no_rating():
    preview = dated(受理告知日期="2026-01-12", 答复日期="2026-02-01", 满意度="超期未评价")

    assert kinds(preview) == [Step.ACCEPT, Step.REPLY_DIRECTLY]


def test_a_rating_is_a_step_of_its_own():
    preview = dated(
        受理告知日期="2026-01-12", 答复日期="2026-02-01", 满意度="基本满意", 评价日期="2026-02-03"
    )

    assert kinds(preview) == [Step.ACCEPT, Step.REPLY_DIRECTLY, Step.RATE]


@pytest.mark.parametrize(
    ("told", "asked_by"),
    [
        ("责任单位回访", RatingAsker.UNIT),
        ("信访局回访", RatingAsker.SUPERVISOR),
        ("系统自动征求", RatingAsker.SYSTEM),
        ("不详", None),
        (None, None),
    ],
)
def test_who_asked_for_a_rating_is_imported_where_it_is_told_and_never_guessed(told, asked_by):
    answered = {"受理告知日期": "2026-01-12", "答复日期": "2026-02-01", "评价日期": "2026-02-03"}
    preview = dated(**answered, 满意度="满意", 评价由谁征求=told)

    assert acts(preview)[1][-1].step.asked_by is asked_by


def test_who_asked_without_a_rating_is_not_registered_and_said_so():
    preview = dated(受理告知日期="2026-01-12", 答复日期="2026-02-01", 评价由谁征求="责任单位")

    assert kinds(preview) == [Step.ACCEPT, Step.REPLY_DIRECTLY]
    assert "评价由谁征求不登记" in corrections(preview)


def test_an_unknown_value_of_a_coded_column_is_asked_about():
    preview = look(xlsx(row(信访形式="飞鸽传书")))

    question = preview.questions[0]
    assert question.id == "value:channel:飞鸽传书"
    assert len(preview.answer({question.id: "letter"}).drafts) == 1


@pytest.mark.parametrize(
    ("topic", "code"),
    [("城乡建设", "03"), ("城乡建设/工程质量", None), ("工程质量", None), ("城乡建设>工程质量", None)],
)
def test_topics_are_known_by_name_and_by_path(topic: str, code: str | None):
    found = acts(dated(内容分类=topic))[0].topic

    assert found is not None
    assert code is None or found == code


def test_an_unknown_topic_is_left_out_and_listed():
    preview = dated(内容分类="外星来客")

    assert acts(preview)[0].topic is None
    assert "分类表中没有这一类" in corrections(preview)


def test_the_registration_carries_the_batch_the_person_and_the_number():
    preview = dated(联系电话="13800138000")

    first, _ = acts(preview)
    assert first.batch == preview.batch
    assert first.external_no == "XF-0001"
    assert (first.persons[0].name, first.persons[0].phone) == ("张某", "13800138000")


def test_a_file_without_titles_gets_them_from_the_first_line():
    headings = [one for one in HEADINGS if one != "标题"]
    cells = [
        cell for one, cell in zip(HEADINGS, row(信访内容="第一行\n第二行"), strict=True) if one != "标题"
    ]

    assert acts(look(xlsx(cells, headings=headings)))[0].title == "第一行"
