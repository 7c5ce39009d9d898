"""The procedure as a table: what leads where, and why the rest is refused."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from importlib.resources import files as resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.law.histories import CALENDARS, files, lawful_files
from tests.law.story import HANDLING, OTHER, TOWN, day, play, register, register_at_town, step, story
from workbench.law import lifecycle_table
from workbench.law.facts import CaseFile
from workbench.law.lifecycle import NotAllowedError, advance, check_by_hand, possibilities, standings
from workbench.law.lifecycle_table import table
from workbench.law.tables import LawDataError
from workbench.terms import (
    CaseState,
    Outcome,
    PetitionClass,
    Procedure,
    Satisfaction,
    StatutoryChannel,
    Step,
)

ARTICLE = re.compile(r"第[一二三四五六七八九十]+条")
CHINESE = re.compile(r"[一-鿿]")

SENT = [register("2026-03-02"), step(Step.TRANSFER, "2026-03-04", to_unit=TOWN)]
ACCEPTED = [*SENT, step(Step.ACCEPT, "2026-03-10", unit=TOWN)]
ANSWERED = [*ACCEPTED, step(Step.ISSUE_OPINION, "2026-04-01", outcome=Outcome.EXPLAIN)]
SERVED = [*ANSWERED, step(Step.SERVE, "2026-04-03")]
REEXAMINED = [
    *SERVED,
    step(Step.REQUEST_REEXAMINATION, "2026-04-20", to_unit="4306"),
    step(Step.DECIDE_REEXAMINATION, "2026-05-10"),
]
FINALIZED = [
    *REEXAMINED,
    step(Step.REQUEST_FINAL_REVIEW, "2026-05-20"),
    step(Step.DECIDE_FINAL_REVIEW, "2026-06-10"),
]
REPLIED = [register("2025-03-02"), step(Step.REPLY_DIRECTLY, "2025-06-01")]
SUPPORTED = [
    *ACCEPTED,
    step(Step.ISSUE_OPINION, "2026-04-01", outcome=Outcome.SUPPORT),
    step(Step.SERVE, "2026-04-03"),
]

EXECUTED = [*SUPPORTED, step(Step.EXECUTE, "2026-05-01")]


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
    ("petition_class", "path", "given", "why"),
    [
        (None, None, {}, "诉求类别"),
        (PetitionClass.CLAIM, None, {}, "法定途径"),
        (None, None, {"petition_class": PetitionClass.CLAIM}, "法定途径"),
        (None, None, {"petition_class": PetitionClass.CLAIM, "path": HANDLING}, None),
        (PetitionClass.CLAIM, StatutoryChannel.ARBITRATION, {}, None),
        (None, None, {"petition_class": PetitionClass.SUGGESTION}, None),
        (PetitionClass.ACCUSATION, None, {}, None),
    ],
)
def test_by_hand_nothing_is_accepted_without_class_and_path(petition_class, path, given, why):
    file, state = play(register_at_town("2026-03-02", petition_class=petition_class, path=path))
    acceptance = step(Step.ACCEPT, "2026-03-04", **given)

    assert advance(state, file, acceptance) is CaseState.HANDLING  # as an import tells it
    if why is None:
        check_by_hand(state, file, acceptance)
    else:
        with pytest.raises(NotAllowedError, match=why):
            check_by_hand(state, file, acceptance)


def test_by_hand_only_what_came_for_the_first_time_goes_by_the_simple_procedure():
    repeated = [register_at_town("2026-03-02"), step(Step.REPEAT, "2026-03-03")]
    for before, is_allowed in ((repeated[:1], True), (repeated, False)):
        file, state = play(*before)
        for kind in (Step.CLASSIFY, Step.ACCEPT):
            simple = step(kind, "2026-03-04", procedure=Procedure.SIMPLE)
            advance(state, file, simple)
            if is_allowed:
                check_by_hand(state, file, simple)
            else:
                with pytest.raises(NotAllowedError, match="只适用于初次信访"):
                    check_by_hand(state, file, simple)


@pytest.mark.parametrize(
    ("facts", "is_allowed"),
    [
        ({}, False),
        ({"procedure": Procedure.ORDINARY}, False),
        ({"procedure": Procedure.SIMPLE}, True),
        ({"path": StatutoryChannel.ADMINISTRATIVE}, True),
        ({"petition_class": PetitionClass.SUGGESTION, "path": None}, True),
        ({"petition_class": None, "path": None}, False),
        ({"path": None}, False),
    ],
)
def test_by_hand_a_direct_reply_does_not_stand_for_an_opinion_that_is_due(facts, is_allowed):
    file, state = play(register_at_town("2026-03-02", **facts), step(Step.ACCEPT, "2026-03-04"))
    reply = step(Step.REPLY_DIRECTLY, "2026-03-10")

    assert advance(state, file, reply) is CaseState.SERVED  # as an import tells it
    said = {one.step: one.allowed for one in possibilities(file, reply.on)}
    assert said[Step.REPLY_DIRECTLY] is is_allowed
    if is_allowed:
        check_by_hand(state, file, reply)
    else:
        with pytest.raises(NotAllowedError, match=r"应当出具信访处理意见书|尚未甄别"):
            check_by_hand(state, file, reply)


SUPPORTED_BY = [
    *ACCEPTED,
    step(Step.ISSUE_OPINION, "2026-04-01", outcome=Outcome.SUPPORT, due_on="2026-06-30"),
]
ASKED_AGAIN = [step(Step.SERVE, "2026-04-03"), step(Step.REQUEST_REEXAMINATION, "2026-04-20", to_unit="4306")]


@pytest.mark.parametrize(
    ("before", "kind", "due_on", "why"),
    [
        (ACCEPTED, Step.ISSUE_OPINION, None, "须写明执行期限"),
        (ACCEPTED, Step.ISSUE_OPINION, "2026-04-19", "早于"),
        (ACCEPTED, Step.ISSUE_OPINION, "2026-04-20", None),
        (
            [register_at_town("2026-03-02", procedure=Procedure.SIMPLE), step(Step.ACCEPT, "2026-03-04")],
            Step.REPLY_DIRECTLY,
            None,
            "须写明执行期限",
        ),
        ([*ANSWERED, *ASKED_AGAIN], Step.DECIDE_REEXAMINATION, None, "须写明执行期限"),
        ([*ANSWERED, *ASKED_AGAIN], Step.DECIDE_REEXAMINATION, "2026-07-31", None),
        ([*SUPPORTED_BY, *ASKED_AGAIN], Step.DECIDE_REEXAMINATION, None, None),  # the day that stands
        ([*SUPPORTED, *ASKED_AGAIN[1:]], Step.DECIDE_REEXAMINATION, None, "须写明执行期限"),
    ],
)
def test_by_hand_an_opinion_that_supports_names_the_day_of_its_execution(before, kind, due_on, why):
    file, state = play(*before)
    facts = {} if due_on is None else {"due_on": due_on}
    decision = step(kind, "2026-04-20", outcome=Outcome.SUPPORT, **facts)

    advance(state, file, decision)  # as an import tells it
    if why is None:
        check_by_hand(state, file, decision)
    else:
        with pytest.raises(NotAllowedError, match=why):
            check_by_hand(state, file, decision)


@pytest.mark.parametrize("steps", [REEXAMINED, FINALIZED])
def test_by_hand_a_decision_that_was_not_served_concludes_nothing(steps):
    file, state = play(*steps)
    closing = step(Step.CONCLUDE, "2026-06-12")

    with pytest.raises(NotAllowedError, match=r"尚未送达信访人.*第三十六条第一款"):
        check_by_hand(state, file, closing)
    assert not {one.step: one.allowed for one in possibilities(file, closing.on)}[Step.CONCLUDE]
    assert advance(state, file, closing) is CaseState.CONCLUDED  # as an import tells it, or an older ledger

    served, state = play(*steps, step(Step.SERVE, "2026-06-12"))
    check_by_hand(state, served, closing)


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


def every_step(kind: Step, on: date):
    """A step of this kind with everything a step can say."""
    return step(
        kind, on.isoformat(), unit=TOWN, to_unit=OTHER, received_on=on, outcome=Outcome.EXPLAIN, days=10,
        satisfaction=Satisfaction.SATISFIED, petition_class=PetitionClass.CLAIM, approved_by_head=True,
    )  # fmt: skip


@pytest.mark.parametrize("kind", Step)
@pytest.mark.parametrize("state", [None, *CaseState])
def test_every_pair_advances_or_says_why_not_in_chinese_with_an_article(state, kind):
    file = CaseFile("例") if state is None else story(*SENT)

    try:
        after = advance(state, file, every_step(kind, date(2026, 3, 9)))
    except NotAllowedError as error:
        assert CHINESE.search(str(error))
        assert ARTICLE.search(str(error))
        assert ARTICLE.search(error.article)
    else:
        assert after in CaseState


@settings(max_examples=80, deadline=None)
@given(files())
def test_only_pairs_of_the_table_change_the_state(file):
    state = None
    ordered = {one.number: one for one in file.steps}
    for standing in standings(file):
        row = table().rows[state][ordered[standing.step].kind]
        assert row.to in (None, standing.state)
        assert standing.since == ordered[standing.step].on
        state = standing.state


@settings(max_examples=60, deadline=None)
@given(lawful_files(), st.integers(0, 60))
def test_what_is_said_to_be_possible_is_not_refused_by_the_procedure(file, gap):
    on = file.steps[-1].on + timedelta(gap)
    state = standings(file)[-1].state
    for one in possibilities(file, on, calendars=CALENDARS):
        assert ARTICLE.search(one.article) and one.who and one.evidence
        if not one.allowed:
            assert CHINESE.search(one.why)
            with pytest.raises(NotAllowedError):
                check_by_hand(state, file, every_step(one.step, on), calendars=CALENDARS)
                advance(state, file, every_step(one.step, on), calendars=CALENDARS)
        else:
            assert one.step in table().rows[state]


@settings(max_examples=60, deadline=None)
@given(lawful_files())
def test_the_standing_of_a_lawful_file_is_where_its_steps_led(file):
    state, known = None, CaseFile(file.case_no)
    for one in file.steps:
        state = advance(state, known, one, calendars=CALENDARS)
        known = known.with_step(one)

    assert standings(file)[-1].state is state


def test_the_page_of_a_matter_says_what_may_be_done_and_until_when():
    file, _ = play(*SERVED)

    said = {one.step: one for one in possibilities(file, day("2026-04-10"))}

    assert said[Step.CONCLUDE].allowed
    assert "2026-05-06" in said[Step.REQUEST_REEXAMINATION].why  # 05-03 is a holiday, 05-06 the next day
    assert "信访人的权利" in said[Step.REQUEST_REEXAMINATION].why
    assert not said[Step.ACCEPT].allowed and said[Step.ACCEPT].why
    assert set(said) == set(Step)


def test_the_possibilities_of_the_past_are_those_of_the_past():
    file, _ = play(*SERVED)

    said = {one.step: one.allowed for one in possibilities(file, day("2026-03-05"))}

    assert said[Step.OBJECT] and said[Step.ACCEPT] and not said[Step.CONCLUDE]


def test_the_table_knows_every_step_and_state_and_where_it_comes_from():
    reached = {row.to for rows in table().rows.values() for row in rows.values() if row.to}

    assert set(table().rules) == set(Step)
    assert reached | {
        CaseState.SERVED, CaseState.EXTENDED, CaseState.EXECUTING, CaseState.REEXAMINED, CaseState.FINALIZED,
    } >= set(CaseState)  # fmt: skip
    assert table().source and table().date == date(2022, 5, 1)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ('to = "declined"', 'to = "elsewhere"', "没有名为“elsewhere”的状态"),
        ('from = ["objected"]', 'from = ["nowhere"]', "没有名为“nowhere”的状态"),
        ('step = "handle_directly"', 'step = "handel_directly"', "没有名为“handel_directly”的步骤"),
        (
            'guards = ["receipt", "class_and_path", "simple"]',
            'guards = ["reciept"]',
            "没有名为“reciept”的检查",
        ),
        ("[step.rate]", "[step.rate]\nsurplus = 1", "核对拼写"),
    ],
)
def test_a_wrong_entry_of_the_table_is_named(monkeypatch, old, new, what):
    text = resources("workbench.law").joinpath("lifecycle.toml").read_text("utf-8")
    assert old in text
    monkeypatch.setattr(lifecycle_table, "read_table", lambda _name: tomllib.loads(text.replace(old, new, 1)))

    with pytest.raises(LawDataError, match=what):
        table.__wrapped__()
