"""The three proposals on paper: to whom they may go, what they may not say, and the written feedback."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from workbench.law.evidence import Evidence
from workbench.law.orders_data import orders_data
from workbench.law.proposal import (
    Proposal,
    ProposalCase,
    ProposalClause,
    ProposalError,
    named_sanction,
    proposed,
)
from workbench.law.tables import LawDataError
from workbench.terms import Adoption, FeedbackState, ProposalKind, UnitKind

OFFICE, TOWN, DISCIPLINE = "430682XF", "430682101", "430682D01"
ON = date(2026, 3, 2)
PAPER = Evidence("复函", date(2026, 3, 9), "a" * 64)


def day(number: int) -> date:
    return ON + timedelta(number)


def make_proposal(**facts: object) -> Proposal:
    given: dict[str, object] = {
        "id": 1,
        "proposal_no": "信建〔2026〕1号",
        "proposal_kind": ProposalKind.IMPROVE_WORK,
        "to_unit": TOWN,
        "by_unit": OFFICE,
        "by_account": "chen",
        "about_unit": None,
        "text": "建立路灯巡查台账",
        "issued_on": ON,
        "feedback_due_on": day(30),
        "cases": (ProposalCase("A"),),
        **facts,
    }
    return Proposal(**given)  # type: ignore[arg-type]


def make_accountability(**facts: object) -> Proposal:
    given: dict[str, object] = {
        "proposal_kind": ProposalKind.ACCOUNTABILITY,
        "to_unit": DISCIPLINE,
        "about_unit": TOWN,
        "text": "应于2月28日前办结，超期12日未办结。",
        "clauses": (ProposalClause("XF45-1"),),
        **facts,
    }
    return make_proposal(**given)


@pytest.mark.parametrize("kind", [UnitKind.TOWN, UnitKind.MUNICIPAL_DEPARTMENT])
def test_a_proposal_to_improve_goes_to_any_unit(kind) -> None:
    assert proposed(make_proposal(text=" 建立台账 "), kind).text == "建立台账"


def test_accountability_goes_to_a_body_with_authority() -> None:
    assert proposed(make_accountability(), UnitKind.MUNICIPAL_DEPARTMENT).about_unit == TOWN
    assert proposed(make_accountability(to_unit="4306"), UnitKind.SUPERIOR).to_unit == "4306"


@pytest.mark.parametrize(
    ("proposal", "sentence"),
    [
        (make_proposal(text=" "), "请填写建议内容"),
        (make_proposal(cases=()), "所依据的信访事项"),
        (make_proposal(cases=(ProposalCase("A"), ProposalCase("A"))), "重复列出"),
        (make_proposal(to_unit=OFFICE), "不能向本单位提出建议"),
        (make_proposal(feedback_due_on=ON), "须晚于发出之日"),
        (make_proposal(clauses=(ProposalClause("XF45-1"),)), "只有追究责任的建议才列"),
        (make_proposal(about_unit=DISCIPLINE), "只有追究责任的建议才列"),
        (make_accountability(about_unit=None), "须写明责任单位"),
        (make_accountability(about_unit=DISCIPLINE), "不能发给责任单位自己"),
        (make_accountability(to_unit="430682D10"), "只能发给有管理权限的机关"),
        (make_accountability(clauses=()), "可能适用的条款"),
        (
            make_accountability(text="建议对责任人给予记过处分"),
            r"不写处分方式（“记过”）.*由有管理权限的机关决定",
        ),
    ],
)
def test_what_a_proposal_may_not_be_is_said_in_a_sentence(proposal, sentence) -> None:
    with pytest.raises(ProposalError, match=sentence):
        proposed(proposal, UnitKind.MUNICIPAL_DEPARTMENT)


def test_an_unknown_clause_is_refused() -> None:
    with pytest.raises(LawDataError, match="XF99-9"):
        proposed(make_accountability(clauses=(ProposalClause("XF99-9"),)), UnitKind.MUNICIPAL_DEPARTMENT)


@pytest.mark.parametrize("word", orders_data().sanctions)
def test_every_form_of_sanction_is_found_in_a_text(word) -> None:
    assert named_sanction(f"建议给予{word}。") in word


def test_facts_and_clauses_name_no_sanction() -> None:
    from workbench.law.clauses import clause_text, clauses

    assert [code for code in clauses() if named_sanction(clause_text(code))] == []


@pytest.mark.parametrize(
    ("given", "as_of", "state", "late"),
    [
        (None, day(30), FeedbackState.WAITING, 0),
        (None, day(31), FeedbackState.MISSING, 1),
        (day(30), day(60), FeedbackState.IN_TIME, 0),
        (day(33), day(60), FeedbackState.LATE, 3),
        (day(33), day(32), FeedbackState.MISSING, 2),
    ],
)
def test_a_day_says_whether_feedback_is_in_time_late_or_missing(given, as_of, state, late) -> None:
    proposal = make_proposal()
    if given is not None:
        proposal = proposal.answered(given, Adoption.ADOPTED, "已建立", "", PAPER, unit=TOWN, account="li")

    assert (proposal.state(as_of), proposal.days_late(as_of)) == (state, late)
    known = proposal.until(as_of)
    assert (known.feedback_on is None) == (state in (FeedbackState.WAITING, FeedbackState.MISSING))
    assert (known.sha256 is None) == (known.feedback_text is None) == (known.feedback_on is None)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"unit": DISCIPLINE}, "只有收到建议的单位"),
        ({"on": day(-1)}, "早于建议发出之日"),
        ({"text": ""}, "请填写采纳情况"),
        ({"adoption": Adoption.PARTLY}, "部分采纳的，请写明理由"),
        ({"adoption": Adoption.NOT_ADOPTED}, "未采纳的，请写明理由"),
    ],
)
def test_feedback_is_given_by_the_receiver_in_writing_with_a_reason_for_what_is_not_adopted(
    change, sentence
) -> None:
    given = {"on": day(9), "adoption": Adoption.ADOPTED, "text": "已建立", "unit": TOWN, **change}
    unit = given.pop("unit")

    with pytest.raises(ProposalError, match=sentence):
        make_proposal().answered(**given, refusal="", evidence=PAPER, unit=unit, account="li")


def test_feedback_is_recorded_once() -> None:
    given = (day(9), Adoption.NOT_ADOPTED, "现有台账已够用", "已有同类台账", PAPER)
    once = make_proposal().answered(*given, unit=TOWN, account="li")

    assert once.refusal_reason == "已有同类台账"
    with pytest.raises(ProposalError, match="已于2026-03-11反馈"):
        once.answered(*given, unit=TOWN, account="li")
