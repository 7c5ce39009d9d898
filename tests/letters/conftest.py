"""A workbench of which every kind of letter can be written, for the tests of this folder."""

from datetime import date

import pytest

from tests import appraised, reviewed
from tests.conftest import a_bench_on
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register, make_take
from tests.letters.writing import POLICY
from tests.lived_in import meeting_acts, orders_and_proposals
from tests.looked_back import looked_back_to_the_end
from tests.year_assessed import RECORD, two_months
from workbench.acts import evidence
from workbench.acts.proposals import IssueProposal
from workbench.acts.work_studies import RecordStudy, SetStudyInterval
from workbench.terms import (
    Outcome,
    PetitionClass,
    Procedure,
    ProposalKind,
    StatutoryChannel,
    Step,
    StudyBody,
)


@pytest.fixture(scope="session")
def lived(request, tmp_path_factory):
    """A workbench with a meeting, orders, proposals, rounds, and matters at every turn.

    B is accepted and extended; the extension of W waits for its notice; P was passed on;
    G is a suggestion, R for arbitration, M simple, L accepted too late for that, U unclassified, O answered.
    """
    with a_bench_on("sqlite", request, tmp_path_factory.mktemp("letters") / "home") as bench:
        bench.perform(
            make_register(case_no="A"),
            make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
            make_register(case_no="B", title="反映王小明家门口积水"),
            make_take("B", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
            make_take("B", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
            make_take("B", Step.EXTEND, date(2026, 3, 9), unit=TOWN, days=20, approved_by_head=True,
                      told_on=date(2026, 3, 9)),
            make_register(case_no="S", petition_class=PetitionClass.ACCUSATION, path=None, accused_unit=TOWN),
            make_register(case_no="N"),
            make_register(case_no="W"),
            make_take("W", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
            make_take("W", Step.ACCEPT, date(2026, 1, 12), unit=TOWN),
            make_take("W", Step.EXTEND, date(2026, 3, 9), unit=TOWN, days=20, approved_by_head=True),
            make_register(case_no="P"),
            make_take("P", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
            make_take("P", Step.TRANSFER, date(2026, 2, 9), unit=OFFICE, to_unit=OTHER_TOWN),
            make_take("P", Step.ACCEPT, date(2026, 2, 12), unit=OTHER_TOWN),
            *accepted("G", petition_class=PetitionClass.SUGGESTION, path=None),
            *accepted("R", path=StatutoryChannel.ARBITRATION),
            *accepted("M", procedure=Procedure.SIMPLE),
            *accepted("L", date(2026, 2, 10), procedure=Procedure.SIMPLE),
            *accepted("O"),
            make_take("O", Step.ISSUE_OPINION, date(2026, 3, 2), unit=TOWN, outcome=Outcome.NOT_SUPPORTED),
            evidence.keep("收据.pdf", b"paid"),
            *orders_and_proposals("A"),
            *meeting_acts(),
            IssueProposal(
                POLICY, ProposalKind.IMPROVE_POLICY, TOWN, OFFICE, ("A",), date(2026, 2, 6),
                date(2026, 3, 9), "明确口径",
            ),
            actor=CLERK,
        )  # fmt: skip
        with bench.desk(CLERK) as desk:  # as an import tells it: by hand its class would be asked for
            for act in accepted("U", petition_class=None, path=None):
                desk.perform(act, now=bench.now())
        appraisal = appraised.appraised_to_the_end()[:7]
        years = (*two_months(), *((act, CLERK) for act in (RECORD, *studies())))
        for act, actor in (*looked_back_to_the_end("A"), *review("A"), *appraisal, *years):
            bench.perform(act, actor=actor)
        yield bench


def accepted(case_no, on=date(2026, 1, 9), **facts):
    """A matter that came to a town on 8 January and was accepted there."""
    yield make_register(case_no=case_no, **facts)
    yield make_take(case_no, Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN)
    yield make_take(case_no, Step.ACCEPT, on, unit=TOWN)


def studies():
    """The standing committee heard of the work within its interval."""
    body = StudyBody.STANDING_COMMITTEE
    yield SetStudyInterval(body, 3, date(2026, 1, 1), "市委办〔2026〕2号")
    yield RecordStudy(body, date(2026, 3, 10), "市委常委会会议", "纪要〔2026〕3号", "信访形势", "按月调度")
    yield RecordStudy(
        StudyBody.GOVERNMENT, date(2026, 3, 11), "市政府常务会议", "纪要〔2026〕1号", "信访形势"
    )


def review(case_no):
    """Pairs of acts and actors: a file whose two reviewers agree on its score."""
    one, other = reviewed.ONE, reviewed.OTHER
    yield reviewed.opened(case_no), one
    for turn, who in ((1, one), (2, other)):
        yield reviewed.assigned(case_no, turn, who), one
        yield reviewed.answered(case_no, turn, C1=4), who
        yield reviewed.locked(case_no, turn), who
