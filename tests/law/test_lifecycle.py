"""The course of a matter: where lawful steps lead, and what is refused with which article."""

from __future__ import annotations

import pytest

from tests.law.courses import (
    ACCEPTED,
    ANSWERED,
    EXECUTED,
    FINALIZED,
    REEXAMINED,
    REPLIED,
    SENT,
    SERVED,
    SUPPORTED,
)
from tests.law.story import HANDLING, OTHER, TOWN, day, play, register, register_at_town, step
from workbench.law.facts import CaseFile
from workbench.law.lifecycle import NotAllowedError, advance, possibilities
from workbench.terms import (
    CaseState,
    Outcome,
    PetitionClass,
    Procedure,
    Satisfaction,
    StatutoryChannel,
    Step,
)


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        (SENT, CaseState.TRANSFERRED),
        ([register("2026-03-02"), step(Step.ASSIGN, "2026-03-04", to_unit=TOWN)], CaseState.ASSIGNED),
        ([register("2026-03-02"), step(Step.HANDLE_DIRECTLY, "2026-03-04")], CaseState.DIRECT),
        ([*SENT, step(Step.OBJECT, "2026-03-06")], CaseState.OBJECTED),
        (
            [*SENT, step(Step.OBJECT, "2026-03-06"), step(Step.GRANT_OBJECTION, "2026-03-09")],
            CaseState.REGISTERED,
        ),
        (
            [*SENT, step(Step.OBJECT, "2026-03-06"), step(Step.DENY_OBJECTION, "2026-03-09")],
            CaseState.TRANSFERRED,
        ),
        (ACCEPTED, CaseState.HANDLING),
        ([*SENT, step(Step.DECLINE, "2026-03-10")], CaseState.DECLINED),
        (
            [*SENT, step(Step.LEAD_TO_PATH, "2026-03-10", path=StatutoryChannel.ARBITRATION)],
            CaseState.LED_TO_PATH,
        ),
        (
            [*ACCEPTED, step(Step.EXTEND, "2026-05-01", days=30, approved_by_head=True)],
            CaseState.EXTENDED,
        ),
        ([*ACCEPTED, step(Step.EXTEND, "2026-05-01", days=30)], CaseState.HANDLING),  # void: changes nothing
        (ANSWERED, CaseState.OPINION_ISSUED),
        (SERVED, CaseState.SERVED),
        (SUPPORTED, CaseState.EXECUTING),
        (EXECUTED, CaseState.SERVED),
        ([*EXECUTED, step(Step.CONCLUDE, "2026-05-01")], CaseState.CONCLUDED),
        (REEXAMINED[:-1], CaseState.REEXAMINATION),
        (REEXAMINED, CaseState.REEXAMINED),
        (FINALIZED, CaseState.FINALIZED),
        (
            [*SERVED, step(Step.CONCLUDE, "2026-04-05"), step(Step.REQUEST_REEXAMINATION, "2026-04-20")],
            CaseState.REEXAMINATION,
        ),
        (REPLIED, CaseState.SERVED),
        ([*REPLIED, step(Step.CONCLUDE, "2025-06-01")], CaseState.CONCLUDED),
        ([*SENT, step(Step.DECLINE, "2026-03-10"), step(Step.ACCEPT, "2026-04-01")], CaseState.HANDLING),
    ],
)  # fmt: skip
def test_a_lawful_course_leads_where_the_table_says(steps, state):
    assert play(*steps)[1] is state


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (Step.REPEAT, {"received_on": "2026-05-01"}),
        (Step.CLASSIFY, {"petition_class": PetitionClass.CLAIM}),
        (Step.RESOLVE, {}),
        (Step.RATE, {"satisfaction": Satisfaction.DISSATISFIED}),
    ],
)
@pytest.mark.parametrize("steps", [SENT, ACCEPTED, SERVED, [*SERVED, step(Step.CONCLUDE, "2026-04-05")]])
def test_some_steps_never_change_the_state(steps, kind, facts):
    file, state = play(*steps)

    assert advance(state, file, step(kind, "2026-05-01", **facts)) is state


@pytest.mark.parametrize(
    ("steps", "refused", "why", "article"),
    [
        ([], step(Step.ACCEPT, "2026-03-02"), "请先登记", "第二十三条"),
        ([register("2026-03-02")], register("2026-03-03"), "再次来信来访登记", "第二十二条"),
        ([], register("2026-03-02", received_on="2026-03-03"), "晚于登记日期", "第二十二条"),
        (SENT, step(Step.OBJECT, "2026-03-12"), "异议权已消灭", "第二十三条第三款"),
        (ACCEPTED, step(Step.OBJECT, "2026-03-11"), "不能再提出异议", "第二十三条第三款"),
        ([register("2026-03-02")], step(Step.TRANSFER, "2026-03-04"), "收到的机关", "第二十二条"),
        (
            [register("2026-03-02")],
            step(Step.TRANSFER, "2026-03-01", to_unit=TOWN),
            "早于上一步骤",
            "第二十一条",
        ),
        (
            [register("2026-03-02")],
            step(Step.TRANSFER, "2026-03-04", to_unit=TOWN, received_on="2026-03-03"),
            "早于转送、交办日期",
            "第二十三条第三款",
        ),
        (
            [register("2026-03-02")],
            step(Step.ASSIGN, "2026-03-04", to_unit=TOWN, due_on="2026-03-03"),
            "早于交办日期",
            "第二十二条第一款第三项",
        ),
        (SENT, step(Step.EXTEND, "2026-03-20", days=30), "尚未告知受理", "第三十四条"),
        (ACCEPTED, step(Step.EXTEND, "2026-04-20", days=31), "不得超过30日", "第三十四条"),
        (ACCEPTED, step(Step.EXTEND, "2026-04-20"), "延长的天数", "第三十四条"),
        (
            [*ACCEPTED, step(Step.EXTEND, "2026-05-01", days=9, approved_by_head=True)],
            step(Step.EXTEND, "2026-05-02", days=9, approved_by_head=True),
            "只能延长一次",
            "第三十四条",
        ),
        (ACCEPTED, step(Step.TELL_EXTENSION, "2026-04-20"), "没有批准延长", "第三十四条"),
        (ANSWERED, step(Step.CONCLUDE, "2026-04-02"), "尚未送达", "第三十五条"),
        (ACCEPTED, step(Step.CONCLUDE, "2026-04-02"), "才能办结", "第三十四条"),
        (SUPPORTED, step(Step.CONCLUDE, "2026-04-10"), "尚未执行完毕", "第三十二条第二款"),
        (SERVED, step(Step.EXECUTE, "2026-04-10"), "没有待执行", "第三十二条第二款"),
        (SERVED, step(Step.REQUEST_REEXAMINATION, "2026-05-07"), "届满", "第三十五条"),
        (ANSWERED, step(Step.REQUEST_REEXAMINATION, "2026-04-02"), "尚未送达", "第三十五条"),
        (REEXAMINED, step(Step.REQUEST_REEXAMINATION, "2026-05-12"), "已经复查", "第三十五条"),
        (
            [*REEXAMINED, step(Step.SERVE, "2026-05-12")],
            step(Step.REQUEST_FINAL_REVIEW, "2026-06-12"),
            "届满",
            "第三十六条第一款",
        ),
        (SERVED, step(Step.REQUEST_FINAL_REVIEW, "2026-04-10"), "尚未作出复查意见", "第三十六条第一款"),
        (ACCEPTED, step(Step.ISSUE_OPINION, "2026-04-01"), "予以支持、解释说明或者不予支持", "第三十二条"),
        (SENT, step(Step.REPORT_BACK, "2026-04-01"), "未经交办", "第二十二条第一款第三项"),
        (SERVED, step(Step.RATE, "2026-04-05"), "沉默不等于满意", "第二十一条第二款"),
        (SENT, step(Step.CLASSIFY, "2026-03-05"), "甄别分类须写明", "第二十九条"),
        (SENT, step(Step.LEAD_TO_PATH, "2026-03-05", path=HANDLING), "不是应当导入", "第三十一条第六项"),
        (ACCEPTED, step(Step.DECLINE, "2026-03-12"), "不能再不予受理", "第二十三条"),
        (
            [*SERVED, step(Step.CONCLUDE, "2026-04-05")],
            step(Step.TRANSFER, "2026-04-06", to_unit=OTHER),
            "才能转送",
            "第二十二条",
        ),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_refused_with_the_article(steps, refused, why, article):
    file, state = play(*steps) if steps else (CaseFile("例"), None)

    with pytest.raises(NotAllowedError, match=why) as error:
        advance(state, file, refused)

    assert article in error.value.article
    assert error.value.article in str(error.value)


def test_the_window_of_the_final_review_opens_with_service_and_not_with_the_decision():
    file, state = play(*REEXAMINED)  # decided on 2026-05-10, never served
    later = step(Step.REQUEST_FINAL_REVIEW, "2026-08-01")

    assert advance(state, file, later) is CaseState.FINAL_REVIEW
    said = {one.step: one for one in possibilities(file, day("2026-08-01"))}
    assert said[Step.REQUEST_FINAL_REVIEW].allowed and "尚未送达" in said[Step.REQUEST_FINAL_REVIEW].why

    served, state = play(*REEXAMINED, step(Step.SERVE, "2026-07-06"))
    assert advance(state, served, later) is CaseState.FINAL_REVIEW
    said = {one.step: one for one in possibilities(served, day("2026-08-01"))}
    assert "2026-08-05" in said[Step.REQUEST_FINAL_REVIEW].why


@pytest.mark.parametrize(
    ("found", "path", "article"),
    [
        (PetitionClass.SUGGESTION, None, "第二十九条"),
        (PetitionClass.ACCUSATION, None, "第三十条"),
        (PetitionClass.CLAIM, StatutoryChannel.ARBITRATION, "第三十一条"),
    ],
)
def test_an_opinion_is_only_issued_on_the_petition_path(found, path, article):
    file, state = play(
        register_at_town("2026-03-02", petition_class=found, path=path), step(Step.ACCEPT, "2026-03-04")
    )

    with pytest.raises(NotAllowedError, match=article):
        advance(state, file, step(Step.ISSUE_OPINION, "2026-04-01", outcome=Outcome.EXPLAIN))
    with pytest.raises(NotAllowedError, match="第三十四条"):
        advance(state, file, step(Step.EXTEND, "2026-04-01", days=30))


def test_a_path_is_only_for_claims():
    with pytest.raises(NotAllowedError, match="只适用于申诉求决类"):
        advance(None, CaseFile("例"), register("2026-03-02", petition_class=PetitionClass.ACCUSATION))


@pytest.mark.parametrize(
    ("before", "refused", "why"),
    [
        (
            [],
            register("2026-03-02", procedure=Procedure.SIMPLE, path=StatutoryChannel.ARBITRATION),
            "第一项至第五项",
        ),
        (
            [register("2026-03-02", procedure=Procedure.SIMPLE)],
            step(Step.ASSIGN, "2026-03-03", to_unit=TOWN),
            "交办的事项不适用",
        ),
        (
            [register("2026-03-02"), step(Step.ASSIGN, "2026-03-03", to_unit=TOWN)],
            step(Step.ACCEPT, "2026-03-04", procedure=Procedure.SIMPLE),
            "交办的事项不适用",
        ),
        (
            [register_at_town("2026-03-02", procedure=Procedure.SIMPLE), step(Step.ACCEPT, "2026-03-03")],
            step(Step.ISSUE_OPINION, "2026-03-05", outcome=Outcome.NOT_SUPPORTED),
            "可能不予支持",
        ),
        (
            [register_at_town("2026-03-02", procedure=Procedure.SIMPLE), step(Step.ACCEPT, "2026-03-03")],
            step(Step.EXTEND, "2026-03-05", days=10, approved_by_head=True),
            "简易程序不得延长",
        ),
        (SENT, step(Step.CONVERT_TO_ORDINARY, "2026-03-05"), "已按普通程序"),
    ],
)  # fmt: skip
def test_the_simple_procedure_keeps_to_simple_matters(before, refused, why):
    file, state = play(*before) if before else (CaseFile("例"), None)

    with pytest.raises(NotAllowedError, match=why) as error:
        advance(state, file, refused)

    assert error.value.article == "《信访事项简易办理办法》第五条"


def test_an_objection_is_in_time_until_the_fifth_working_day_of_a_holiday_season():
    file, state = play(register("2026-09-21"), step(Step.TRANSFER, "2026-09-24", to_unit=TOWN))

    assert advance(state, file, step(Step.OBJECT, "2026-10-09")) is CaseState.OBJECTED
    with pytest.raises(NotAllowedError, match="2026-10-09"):
        advance(state, file, step(Step.OBJECT, "2026-10-10"))


def test_a_right_is_not_called_lapsed_where_the_calendar_is_not_known():
    file, state = play(register("2026-12-28"), step(Step.TRANSFER, "2026-12-29", to_unit=TOWN))

    assert advance(state, file, step(Step.OBJECT, "2027-01-08")) is CaseState.OBJECTED
