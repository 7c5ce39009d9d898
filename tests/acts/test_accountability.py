"""The accountability log through the desk: kept, replayed, refused; never to the accused; two at once."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests import looked_back, reviewed
from tests.factories import DEPARTMENT, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.proceedings import NUMBER, PAPER, S, entered, heard, known, opened, recommended, to_the_end
from workbench.acts.accountability import PROCEEDING, OwnProceedingError, UnknownPersonError
from workbench.acts.amending import NameAccused
from workbench.acts.base import Actor, read_act
from workbench.acts.dossier import DossierTakenError, UnknownDossierError, read_dossiers
from workbench.acts.guards import AccusedUnitError
from workbench.acts.proposals import IssueProposal
from workbench.acts.supervision import IssueOrder, NotYourUnitError
from workbench.law.accountability import AccountabilityError, DueProcessError
from workbench.law.evidence import EvidenceError
from workbench.law.orders_data import NumberError
from workbench.law.reply_days import DayOffError
from workbench.records.accountability import ProceedingRow
from workbench.records.base import StaleError
from workbench.records.tables import table_of
from workbench.records.unit_tree import UnknownUnitError
from workbench.terms import (
    LeadSource,
    PetitionClass,
    ProceedingState,
    ProposalKind,
    Role,
    SupervisionReason,
)

CONFERENCE = "430682LX"
ON = date(2026, 3, 2)
SUPERVISOR = Actor("supervisor", Role.SUPERVISOR, OFFICE)
CONVENOR = Actor("convenor", Role.SUPERVISOR, CONFERENCE)
DECISION = entered(
    S.DECISION, date(2026, 3, 20), unit=DEPARTMENT, form="circular", document_no="临纪〔2026〕3号"
)


@pytest.fixture
def bench(either_bench):
    either_bench.perform(make_register(case_no="A"), PAPER, actor=SUPERVISOR)
    known(either_bench)
    return either_bench


def proceedings(bench):
    with bench.reading() as session:
        return read_dossiers(session.connection(), PROCEEDING, select(table_of(ProceedingRow)))


def test_a_proceeding_goes_its_whole_way_is_read_back_and_replays(bench):
    acts = list(to_the_end())
    bench.perform(*acts, actor=SUPERVISOR)

    (one,) = proceedings(bench)
    assert [entry.kind for entry in one.entries[1:]] == [act.step for act in acts[1:]]
    assert {entry.account for entry in one.entries} == {"supervisor"}
    assert one.state(date(2026, 5, 1)) is ProceedingState.DECIDED
    assert [(e.form, e.last_day) for e in one.effects(date(2026, 5, 1))] == [
        ("circular", None),
        ("warning", date(2026, 9, 19)),
    ]
    assert bench.verify_ledger().is_sound


def test_each_act_comes_back_from_its_entry_and_names_stay_private():
    for act in to_the_end():
        public, private = act.public(), act.private()
        assert read_act(act.kind, act.object, public, private) == act
        assert "李明" not in str(public) and "临纪" not in str(public)


@pytest.mark.parametrize(
    ("act", "actor", "error"),
    [
        (opened(), SUPERVISOR, DossierTakenError),
        (opened("责〔2025〕2号"), SUPERVISOR, NumberError),
        (opened("责〔2026〕2号", unit="nowhere"), SUPERVISOR, UnknownUnitError),
        (opened("责〔2026〕2号", case_no="X"), SUPERVISOR, ValueError),
        (opened("责〔2026〕2号", case_no=None), SUPERVISOR, AccountabilityError),
        (opened("责〔2026〕2号", source=LeadSource.ORDER_IGNORED), SUPERVISOR, AccountabilityError),
        (opened("责〔2026〕2号", order_no="督〔2026〕9号"), SUPERVISOR, UnknownDossierError),
        (opened("责〔2026〕2号", item_no="2026-9-9"), SUPERVISOR, UnknownDossierError),
        (opened("责〔2026〕2号", by_unit=CONFERENCE), SUPERVISOR, NotYourUnitError),
        (opened("责〔2026〕2号", unit=OFFICE), SUPERVISOR, OwnProceedingError),
        (opened("责〔2026〕2号", unit=OFFICE), Actor("x", Role.SUPERVISOR), OwnProceedingError),
        (opened("责〔2026〕2号", on=date(2026, 4, 1)), SUPERVISOR, AccountabilityError),  # tomorrow
        (opened("责〔2026〕2号", by_unit=DEPARTMENT), Actor("x", Role.SUPERVISOR), ValueError),
        (
            opened("责〔2026〕2号", title="x", dated_on=ON, sha256="b" * 64),
            SUPERVISOR,
            EvidenceError,
        ),
        (entered(S.FACT, ON, text="x", number="责〔2026〕8号"), SUPERVISOR, UnknownDossierError),
        (entered(S.FACT, ON, text="x", sha256="b" * 64), SUPERVISOR, EvidenceError),
        (entered(S.FACT, ON, text="x"), Actor("t", Role.SUPERVISOR, TOWN), AccountabilityError),
        (entered(S.TRACE, ON, text="x", unit="nowhere", clause="XF42-1"), SUPERVISOR, ValueError),
        (DECISION, SUPERVISOR, AccountabilityError),
    ],
)
def test_what_may_not_be_entered_is_refused_and_leaves_nothing(bench, act, actor, error):
    bench.perform(opened(), actor=SUPERVISOR)
    size = bench.ledger_size()

    with pytest.raises(error):
        bench.perform(act, actor=actor)

    assert bench.ledger_size() == size


def test_no_decision_is_recorded_on_who_was_not_heard(bench):
    bench.perform(opened(), *recommended(), actor=SUPERVISOR)

    with pytest.raises(DueProcessError):
        bench.perform(DECISION, actor=SUPERVISOR)

    bench.perform(*heard(), DECISION, actor=SUPERVISOR)
    assert proceedings(bench)[0].is_concluded(date(2026, 3, 20))


def test_the_office_itself_is_held_to_account_by_the_conference(bench):
    bench.perform(opened(unit=OFFICE, by_unit=CONFERENCE), actor=CONVENOR)
    fact = entered(S.FACT, date(2026, 3, 3), text="未按期转送")

    with pytest.raises(OwnProceedingError):
        bench.perform(fact, actor=SUPERVISOR)

    clause = entered(S.CLAUSE, date(2026, 3, 3), clause="XF43-1", paper=False)
    bench.perform(fact, clause, actor=CONVENOR)
    own = entered(S.RECOMMEND, date(2026, 3, 3), text="未转送", unit=OFFICE, due_on=date(2026, 4, 2))
    with pytest.raises(AccountabilityError):
        bench.perform(own, actor=CONVENOR)
    bench.perform(replace(own, unit=DEPARTMENT), actor=CONVENOR)


def test_article_43_is_about_the_office_alone(bench):
    bench.perform(opened(), actor=SUPERVISOR)

    with pytest.raises(AccountabilityError, match="第四十三条"):
        bench.perform(entered(S.CLAUSE, ON, clause="XF43-1", paper=False), actor=SUPERVISOR)


def test_feedback_is_not_due_on_a_holiday(bench):
    *before, recommend = recommended()
    bench.perform(opened(), *before, actor=SUPERVISOR)

    with pytest.raises(DayOffError):
        bench.perform(replace(recommend, due_on=date(2026, 4, 5)), actor=SUPERVISOR)


def accusation(case_no, *, against):
    return make_register(
        case_no=case_no, petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=against
    )


def test_a_proceeding_on_an_accusation_never_reaches_the_accused(bench):
    bench.perform(accusation("B", against=TOWN), actor=SUPERVISOR)
    number = "责〔2026〕2号"

    with pytest.raises(AccusedUnitError):
        bench.perform(opened(number, case_no="B"), actor=SUPERVISOR)

    bench.perform(opened(number, unit=OTHER_TOWN, case_no="B"), actor=SUPERVISOR)
    *before, recommend = recommended(number)
    with pytest.raises(AccusedUnitError):
        bench.perform(before[0], actor=SUPERVISOR)  # traced to the accused unit
    bench.perform(*before[1:], actor=SUPERVISOR)
    with pytest.raises(AccusedUnitError):
        bench.perform(replace(recommend, unit="430682"), actor=SUPERVISOR)  # above the accused unit
    bench.perform(recommend, actor=SUPERVISOR)


def test_whose_unit_is_accused_later_can_only_be_let_go(bench):
    bench.perform(accusation("B", against=None), actor=SUPERVISOR)
    bench.perform(opened(case_no="B"), actor=SUPERVISOR)
    bench.perform(NameAccused("B", TOWN), actor=SUPERVISOR)

    with pytest.raises(AccusedUnitError):
        bench.perform(entered(S.FACT, date(2026, 3, 3), text="x"), actor=SUPERVISOR)
    bench.perform(entered(S.END, date(2026, 3, 3), text="另行处理"), actor=SUPERVISOR)


def test_the_order_and_the_proposal_must_be_about_the_same_unit(bench):
    order = IssueOrder(
        "督〔2026〕1号", OTHER_TOWN, OFFICE, SupervisionReason.LATE, ON, date(2026, 3, 17), "a", "b", "c",
        case_no="A",
    )  # fmt: skip
    proposal = IssueProposal(
        "信建〔2026〕1号", ProposalKind.ACCOUNTABILITY, DEPARTMENT, OFFICE, ("A",), ON, date(2026, 4, 1),
        "超期", about_unit=OTHER_TOWN, clauses=("XF45-1",),
    )  # fmt: skip
    bench.perform(order, proposal, actor=SUPERVISOR)

    with pytest.raises(AccountabilityError, match="督办单"):
        bench.perform(opened(order_no=order.order_no), actor=SUPERVISOR)
    bench.perform(opened(order_no=order.order_no, unit=OTHER_TOWN), actor=SUPERVISOR)
    bench.perform(opened("责〔2026〕2号"), actor=SUPERVISOR)
    *before, recommend = recommended("责〔2026〕2号")
    bench.perform(*before, actor=SUPERVISOR)
    with pytest.raises(AccountabilityError, match="责任单位或收件机关"):
        bench.perform(replace(recommend, proposal_no=proposal.proposal_no), actor=SUPERVISOR)


def test_a_person_is_named_by_an_account_that_there_is(bench):
    """Written wrongly, he would not read what was decided on him, and somebody else might."""
    acts = list(to_the_end())
    bench.perform(*acts[:5], actor=SUPERVISOR)
    size = bench.ledger_size()
    with pytest.raises(UnknownPersonError, match=r"没有账号“li\.mng”"):
        bench.perform(replace(acts[5], person_account="Li.Mng "), actor=SUPERVISOR)
    assert bench.ledger_size() == size
    bench.perform(replace(acts[5], person_account=" Li.Ming"), actor=SUPERVISOR)
    assert proceedings(bench)[0].entries[-1].person_account == "li.ming"


def test_a_correction_is_one_more_entry(bench):
    bench.perform(*to_the_end(), actor=SUPERVISOR)
    before = proceedings(bench)[0].entries
    again = entered(
        S.FACT, date(2026, 5, 1), happened_on=date(2026, 3, 3), text="超期21日", corrects=3, why="误算一日"
    )

    bench.perform(again, actor=SUPERVISOR)

    after = proceedings(bench)[0]
    assert after.entries[:-1] == before
    assert dict(after.standing)[3].text == "超期21日"
    assert bench.verify_ledger().is_sound


def test_of_two_who_enter_at_once_the_second_is_told(bench):
    bench.perform(opened(), actor=SUPERVISOR)
    bench.perform(entered(S.FACT, ON, text="一"), actor=SUPERVISOR, seen=1)

    with pytest.raises(StaleError, match="记入责任追究台账"):
        bench.perform(entered(S.FACT, ON, text="二"), actor=CONVENOR, seen=1)

    assert [one.text for one in proceedings(bench)[0].entries] == ["超期未办结", "一"]
    assert proceedings(bench)[0].proceeding_no == NUMBER


@pytest.fixture
def bench_with_findings(bench):
    """A locked review sheet and a locked look-back of matter A, both on the town."""
    for act, actor in (*reviewed.reviewed_to_the_end("A"), *looked_back.looked_back_to_the_end("A")):
        bench.perform(act, actor=actor)
    return bench


def test_a_lead_goes_back_to_a_review_a_look_back_or_a_paper_and_replays(bench_with_findings):
    found = {"sheet_no": "PC-1/A/1", "check_no": "HTK-2026-1:A", "paper_no": "岳信交〔2026〕3号"}
    act = opened(source=LeadSource.FILE_REVIEW, **found)
    bench_with_findings.perform(act, actor=SUPERVISOR)

    (one,) = proceedings(bench_with_findings)
    assert {name: getattr(one, name) for name in found} == found
    assert "岳信交" not in str(act.public())
    assert bench_with_findings.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"sheet_no": "PC-1/A/9"}, UnknownDossierError),
        ({"check_no": "HTK-2026-1:B"}, UnknownDossierError),
        ({"sheet_no": "PC-1/A/1", "unit": OTHER_TOWN}, AccountabilityError),
        ({"check_no": "HTK-2026-1:A", "unit": OTHER_TOWN}, AccountabilityError),
        ({"sheet_no": "PC-1/A/1", "case_no": None}, AccountabilityError),
        ({"check_no": "HTK-2026-1:A", "case_no": None}, AccountabilityError),
    ],
)
def test_a_finding_of_another_unit_or_matter_is_no_lead(bench_with_findings, facts, error):
    with pytest.raises(error):
        bench_with_findings.perform(opened(source=LeadSource.SUPERIOR, **facts), actor=SUPERVISOR)


def test_what_is_not_locked_is_no_lead(bench):
    bench.perform(reviewed.opened("A"), reviewed.assigned("A", 1, reviewed.ONE), actor=reviewed.ONE)

    with pytest.raises(AccountabilityError, match="锁定"):
        bench.perform(opened(sheet_no="PC-1/A/1"), actor=SUPERVISOR)
