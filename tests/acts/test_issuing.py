"""Papers are numbered without gap or double, whoever is quicker; a withdrawn number stays taken."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests.acts.test_concurrency import at_once
from tests.acts.test_supervision import ISSUE, SUPERVISOR
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.issued import DAY, FILES, make_draft, make_issue
from workbench.access.actor import Actor
from workbench.access.viewer import Viewer
from workbench.acts.book import UnknownCaseError
from workbench.acts.dossier import UnknownDossierError
from workbench.acts.erasing import EraseValues, RequestErasure, places_of, values_to_erase
from workbench.acts.issuing import NextNumber, WithdrawDocument, issue_act
from workbench.acts.supervision import NotYourUnitError
from workbench.documents.content import ContentError, Document
from workbench.issuing import issue
from workbench.law.issued_document import IssuingError, NumberTakenError
from workbench.queries.issued_documents import issued_document, next_number
from workbench.records.issued_documents import IssuedDocumentRow
from workbench.terms import ErasureBasis, IssuedKind, IssuedSubject, Role

WRITERS, PAPERS = 4, 4
NOTICE = IssuedKind.ACCEPTANCE_NOTICE
OVERSEER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)


@pytest.fixture
def with_matter(bench):
    bench.perform(make_register(case_no="A"), actor=CLERK)
    return bench


def render(document: Document) -> dict[str, bytes]:
    return {"pdf": document.number.encode()}


def issue_notice(bench, kind=NOTICE, unit=OFFICE, on=DAY, render=render):
    draft = make_draft(kind, issued_on=on, provenance=None)
    return issue(bench, draft, render, actor=CLERK, unit=unit, subject_kind=IssuedSubject.MATTER, subject="A")


def numbers(bench):
    with bench.reading() as session:
        found = select(IssuedDocumentRow.document_no).order_by(IssuedDocumentRow.id)
        return list(session.connection().scalars(found))


def test_writers_at_the_same_moment_get_numbers_without_gap_or_double(either_bench, reopen):
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    benches = [reopen(either_bench) for _ in range(WRITERS)]

    results = at_once(*(lambda b=b: [issue_notice(b) for _ in range(PAPERS)] for b in benches))

    assert [one for one in results if isinstance(one, Exception)] == []
    expected = [f"临信受〔2026〕{number}号" for number in range(1, WRITERS * PAPERS + 1)]
    assert numbers(either_bench) == expected
    for issued in (one for result in results for one in result):
        assert issued.files == {"pdf": issued.document.number.encode()}
    assert either_bench.verify_ledger().is_sound


def test_who_was_slower_prints_again_under_the_next_number(either_bench, reopen):
    """Both have taken number 1 before either enters it: one of them prints twice."""
    either_bench.perform(make_register(case_no="A"), actor=CLERK)
    both_have_a_number, printed = threading.Barrier(2), []

    def slowly(document):
        printed.append(document.number)
        if len(printed) <= 2:
            both_have_a_number.wait(timeout=20)
        return render(document)

    benches = [reopen(either_bench) for _ in range(2)]
    results = at_once(*(lambda b=b: issue_notice(b, render=slowly) for b in benches))

    assert sorted(one.document.number for one in results) == ["临信受〔2026〕1号", "临信受〔2026〕2号"]
    assert sorted(printed) == ["临信受〔2026〕1号", "临信受〔2026〕1号", "临信受〔2026〕2号"]


def test_each_kind_unit_and_year_counts_for_itself(with_matter):
    assert issue_notice(with_matter).document.number == "临信受〔2026〕1号"
    assert issue_notice(with_matter, unit=TOWN).document.number == "忠防镇信受〔2026〕1号"
    assert issue_notice(with_matter, kind=IssuedKind.HANDLING_OPINION).document.number == "临信处〔2026〕1号"
    assert issue_notice(with_matter, on=date(2027, 1, 4)).document.number == "临信受〔2027〕1号"
    assert issue_notice(with_matter).document.number == "临信受〔2026〕2号"


@pytest.mark.parametrize("number", [2, 3, 0])
def test_a_number_that_is_not_the_next_is_refused_and_leaves_nothing(with_matter, number):
    with pytest.raises(NumberTakenError, match="请重新取号"):
        with_matter.perform(make_issue(number, subject="A"), actor=CLERK)

    assert numbers(with_matter) == []
    assert issue_notice(with_matter).document.number == "临信受〔2026〕1号"


def test_a_withdrawn_number_is_not_given_again(with_matter):
    number = issue_notice(with_matter).document.number
    with_matter.perform(WithdrawDocument(number, DAY, "收件人写错"), actor=SUPERVISOR)

    assert issue_notice(with_matter).document.number == "临信受〔2026〕2号"
    with pytest.raises(IssuingError, match="不再重复办理"):
        with_matter.perform(WithdrawDocument(number, DAY, "再撤"), actor=SUPERVISOR)
    assert with_matter.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (WithdrawDocument("临信受〔2026〕1号", DAY, " "), "请写明撤回的理由"),
        (WithdrawDocument("临信受〔2026〕1号", date(2026, 2, 1), "错"), "撤回日期早于印发日期"),
    ],
)
def test_a_withdrawal_needs_a_reason_and_a_day(with_matter, act, told):
    issue_notice(with_matter)

    with pytest.raises(IssuingError, match=told):
        with_matter.perform(act, actor=SUPERVISOR)


def test_an_order_is_printed_under_its_own_number_and_once(with_matter):
    with_matter.perform(replace(ISSUE, case_no="A"), actor=SUPERVISOR)
    draft = make_draft(IssuedKind.SUPERVISION_ORDER, issued_on=ISSUE.on, provenance=None)
    about = {"unit": OFFICE, "subject_kind": IssuedSubject.ORDER, "subject": ISSUE.order_no}

    issued = issue(with_matter, draft, render, actor=SUPERVISOR, **about)

    assert issued.document.number == ISSUE.order_no
    with pytest.raises(IssuingError, match="已印发过文书"):
        issue(with_matter, draft, render, actor=SUPERVISOR, **about)
    with pytest.raises(IssuingError, match="请先发出督办单或建议"):
        with_matter.ask(next_number, IssuedKind.SUPERVISION_ORDER, unit=OFFICE, on=DAY)


@pytest.mark.parametrize(
    ("act", "error", "told"),
    [
        (make_issue(1, subject="Z"), UnknownCaseError, "没有编号为“Z”的信访事项"),
        (
            make_issue(1, subject="2026-09", subject_kind=IssuedSubject.MEETING),
            UnknownDossierError,
            "2026-09",
        ),
        (make_issue(0, subject="A", series=""), IssuingError, "没有编号序列"),
        (
            replace(make_issue(1, subject="A"), sequence="acceptance:430682XF:2025"),
            IssuingError,
            "不是2026年的",
        ),
        (replace(make_issue(1, subject="A"), files=()), IssuingError, "请至少附一种格式"),
        (replace(make_issue(1, subject="A"), as_of=date(2026, 2, 13)), IssuingError, "晚于印发日期"),
        (replace(make_issue(1, subject="A"), content_sha256="12"), IssuingError, "校验值不完整"),
        (replace(make_issue(1, subject="A"), title=" "), IssuingError, "没有标题"),
    ],
)
def test_what_is_not_on_record_or_incomplete_is_refused(with_matter, act, error, told):
    with pytest.raises(error, match=told):
        with_matter.perform(act, actor=CLERK)

    assert numbers(with_matter) == []


def test_the_document_must_carry_the_number_and_a_day():
    given = NextNumber("acceptance:430682XF:2026", 1, "临信受〔2026〕1号")
    about = {"unit": OFFICE, "subject_kind": IssuedSubject.MATTER, "subject": "A", "ledger_size": 1}

    with pytest.raises(IssuingError, match="与所取编号"):
        issue_act(make_draft(), FILES, given, **about)
    with pytest.raises(IssuingError, match="没有成文日期"):
        issue_act(make_draft(number=given.document_no, issued_on=None), FILES, given, **about)


def test_an_official_of_a_unit_issues_in_its_name_only(with_matter):
    official = Actor("handler", Role.HANDLER, OTHER_TOWN)

    with pytest.raises(NotYourUnitError):
        with_matter.perform(make_issue(1, subject="A", unit=TOWN), actor=official)


def test_what_a_paper_said_of_a_person_can_be_deleted_and_its_number_stays(with_matter):
    number, on = issue_notice(with_matter).document.number, date(2026, 3, 31)
    with with_matter.reading() as session:
        places = [(entry, field) for entry, _, field in places_of(session.connection(), number)]
        values = values_to_erase(session.connection(), places)
    with_matter.perform(
        RequestErasure("S-1", values, ErasureBasis.CONSENT_WITHDRAWN, on, "申请"), actor=CLERK
    )

    with_matter.perform(EraseValues("S-1", values, ErasureBasis.CONSENT_WITHDRAWN, on), actor=SUPERVISOR)

    assert {field for _, field in places} == {"content", "texts", "title"}
    assert with_matter.verify_ledger().is_sound
    assert numbers(with_matter) == [number]
    with pytest.raises(ContentError, match="不能重新印制"):
        with_matter.ask(issued_document, OVERSEER, number, as_of=on)
    assert issue_notice(with_matter).document.number == "临信受〔2026〕2号"
