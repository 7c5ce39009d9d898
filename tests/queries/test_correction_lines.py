"""The case page says what was corrected, when and why; nobody is named by it."""

from datetime import date

import pytest

from tests.factories import CLERK, OFFICE, TOWN, make_register, make_take
from workbench.access.accounts import AccountBook
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.acts.amending import Correct
from workbench.acts.handling import DocumentDraft, Person, Take
from workbench.law.facts import StepTaken
from workbench.terms import DocumentKind, PetitionClass, Step


@pytest.fixture
def noticed(either_bench):
    paper = DocumentDraft(DocumentKind.ACCEPTANCE_NOTICE, "受理告知书", document_no="临信〔2026〕1号")
    either_bench.perform(
        make_register(case_no="A", persons=(Person(name="王大山", phone="13700001111"),)),
        make_take("A", Step.TRANSFER, date(2026, 1, 8), unit=OFFICE, to_unit=TOWN),
        Take("A", StepTaken(Step.ACCEPT, date(2026, 1, 12), unit=TOWN), (paper,)),
        actor=CLERK,
    )
    return either_bench


def corrected(bench, case_no="A"):
    return [text for node in bench.case_page(case_no).nodes for name, text in node.details if name == "更正"]


def test_a_page_without_corrections_tells_none(noticed):
    assert corrected(noticed) == []


def test_a_corrected_document_is_told_at_its_step_with_day_officer_and_position(noticed):
    (seq,) = noticed.perform(
        Correct("A", 3, "document_no", "临信〔2026〕7号", "号码抄错", document=1), actor=CLERK
    )

    page = noticed.case_page("A")
    assert page.nodes[2].documents[0].document_no == "临信〔2026〕7号"
    text, _, who = dict(page.nodes[2].details)["更正"].partition("（2")
    assert text == "第1份文书的文号改为“临信〔2026〕7号”，理由：号码抄错"
    assert f"（2{who}" == f"（{noticed.today()} {CLERK.id} 登记，台账第 {seq} 条）"


def test_a_value_that_was_taken_back_is_told(noticed):
    noticed.perform(Correct("A", 3, "document_no", None, "没有文号", document=1), actor=CLERK)

    assert "文号删去，理由：没有文号" in corrected(noticed)[0]


def test_what_was_corrected_of_a_person_is_told_without_the_value(noticed):
    noticed.perform(
        Correct("A", 1, "name", "李小河", "王大山写成了别人，电话13700001111", person=1),
        Correct("A", None, "purpose", "claim", "登记时选错"),
        actor=CLERK,
    )

    told = "".join(corrected(noticed))
    assert "第1位信访人的姓名，理由：" in told
    assert "信访目的，理由：登记时选错" in told
    for secret in ("李小河", "王大山", "13700001111"):
        assert secret not in told


def test_the_reason_of_a_correction_in_an_accusation_is_closed(bench):
    register = make_register(case_no="A", petition_class=PetitionClass.ACCUSATION, path=None)
    bench.perform(register, Correct("A", 1, "people", "2", "机密线索"), actor=CLERK)

    told = corrected(bench)[0]
    assert ACCUSATION_NOTICE in told
    assert "机密线索" not in told


def test_an_officer_is_told_by_name_where_the_account_has_one(noticed):
    AccountBook(noticed).name_former([(CLERK.id, "刘细毛", CLERK.role, None)], by="root")
    noticed.perform(Correct("A", 3, "document_no", None, "没有文号", document=1), actor=CLERK)

    assert "刘细毛 登记，台账第" in corrected(noticed)[0]
    assert noticed.case_page("A").nodes[2].actor == "刘细毛"
