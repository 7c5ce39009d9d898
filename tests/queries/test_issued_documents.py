"""The history of papers: who sees which, and one to print again."""

import json
from dataclasses import replace
from datetime import date

import pytest

from tests.acts.test_supervision import SUPERVISOR, accusation
from tests.factories import CLERK, OFFICE, OTHER_TOWN, TOWN, make_register
from tests.issued import DAY, make_draft, make_issue
from workbench.access.gate import NotPermittedError
from workbench.access.masking import ACCUSATION_NOTICE
from workbench.access.viewer import Viewer
from workbench.acts.handling import Person
from workbench.acts.issuing import WithdrawDocument
from workbench.documents.canonical import to_json
from workbench.documents.content import ContentError, Paragraph
from workbench.queries.issued_documents import (
    PaperNotFoundError,
    issued_document,
    issued_documents,
)
from workbench.terms import IssuedKind, Role

TODAY = date(2026, 3, 31)
OVERSEER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)


def official(unit: str) -> Viewer:
    return Viewer("handler", "李经办", Role.HANDLER, unit)


@pytest.fixture
def issued(bench):
    """Two papers of the office, one of a town, one on an accusation against that town."""
    bench.perform(
        make_register(case_no="A", persons=(Person(name="王小明"),)),
        accusation("S", against=TOWN),
        make_issue(1, subject="A"),
        make_issue(
            1, subject="A", unit=TOWN, series=f"acceptance:{TOWN}:2026", pattern="忠防镇信受〔2026〕{}号"
        ),
        make_issue(
            1, subject="S", kind=IssuedKind.HANDLING_OPINION, series=f"opinion:{OFFICE}:2026",
            pattern="临信处〔2026〕{}号",
        ),
        actor=CLERK,
    )  # fmt: skip
    bench.perform(WithdrawDocument("临信受〔2026〕1号", date(2026, 2, 20), "重复"), actor=SUPERVISOR)
    return bench


def listed(bench, viewer, as_of=TODAY, **more):
    return [one.paper.document_no for one in bench.ask(issued_documents, viewer, as_of=as_of, **more)]


def test_the_office_sees_all_and_a_unit_what_it_issued(issued):
    assert listed(issued, OVERSEER) == ["临信处〔2026〕1号", "忠防镇信受〔2026〕1号", "临信受〔2026〕1号"]
    assert listed(issued, OVERSEER, kind=IssuedKind.HANDLING_OPINION) == ["临信处〔2026〕1号"]
    assert listed(issued, official(TOWN)) == ["忠防镇信受〔2026〕1号"]
    assert listed(issued, official(OTHER_TOWN)) == []
    assert listed(issued, OVERSEER, as_of=date(2026, 2, 11)) == []
    with pytest.raises(NotPermittedError):
        listed(issued, Viewer("x", "x", Role.DISPLAY, None))


def test_who_belongs_to_the_accused_unit_does_not_learn_of_the_paper(issued):
    accused = replace(OVERSEER, unit=TOWN)

    assert "临信处〔2026〕1号" not in listed(issued, accused)
    with pytest.raises(PaperNotFoundError):
        issued.ask(issued_document, accused, "临信处〔2026〕1号", as_of=TODAY)
    line = next(one for one in issued.ask(issued_documents, OVERSEER, as_of=TODAY) if one.is_accusation)
    assert line.title == ACCUSATION_NOTICE


def test_the_history_says_what_stands_and_holds_the_hashes(issued):
    lines = {one.paper.document_no: one for one in issued.ask(issued_documents, OVERSEER, as_of=TODAY)}

    assert not lines["临信受〔2026〕1号"].stands
    assert lines["忠防镇信受〔2026〕1号"].stands and lines["忠防镇信受〔2026〕1号"].unit_name == "忠防镇"
    for line in lines.values():
        assert [one.file_format for one in line.paper.files] == ["docx", "pdf"]
        assert line.paper.content == "" and line.paper.title == ""


def test_a_paper_comes_back_as_it_was_issued(issued):
    page = issued.ask(issued_document, OVERSEER, "忠防镇信受〔2026〕1号", as_of=TODAY)

    assert page.document == replace(make_draft(), number="忠防镇信受〔2026〕1号")
    assert page.document.issued_on == DAY
    assert page.texts == {"联系人": "张三"}


@pytest.fixture
def addressed(bench):
    """A notice of a town to somebody whose name is not the one that was registered."""
    told = {"信访人": "王大明"}
    act = make_issue(
        1, subject="A", unit=TOWN, series=f"acceptance:{TOWN}:2026", pattern="忠防镇信受〔2026〕{}号"
    )
    draft = replace(make_draft(), addressee="王大明", number="忠防镇信受〔2026〕1号")
    blocks = (*draft.blocks, Paragraph("王小明、王大明反映的事项"))
    act = replace(act, content=to_json(replace(draft, blocks=blocks)), texts=json.dumps(told))
    bench.perform(make_register(case_no="A", persons=(Person(name="王小明"),)), act, actor=CLERK)
    return bench


def test_only_who_hands_a_notice_out_reads_to_whom_it_went(addressed):
    for role, unit in ((Role.AUDITOR, None), (Role.LEADER, TOWN)):
        viewer = Viewer("x", "某", role, unit)
        page = addressed.ask(issued_document, viewer, "忠防镇信受〔2026〕1号", as_of=TODAY)
        assert page.is_masked and page.document.addressee == page.texts["信访人"] == "王某某"
        assert "小明" not in repr(page) and "大明" not in repr(page)

    why = WithdrawDocument("忠防镇信受〔2026〕1号", date(2026, 2, 20), "王小明的名字写错")
    addressed.perform(why, actor=SUPERVISOR)
    for viewer in (OVERSEER, official(TOWN)):
        page = addressed.ask(issued_document, viewer, "忠防镇信受〔2026〕1号", as_of=TODAY)
        assert not page.is_masked and page.document.addressee == page.texts["信访人"] == "王大明"
        assert page.line.paper.withdrawn_why == "王某某的名字写错"


def test_a_paper_whose_content_was_deleted_cannot_be_printed_again(bench):
    act = replace(make_issue(1, subject="A"), content="［已依法删除］", texts="［已依法删除］")
    bench.perform(make_register(case_no="A"), act, actor=CLERK)

    with pytest.raises(ContentError, match="不能重新印制"):
        bench.ask(issued_document, OVERSEER, "临信受〔2026〕1号", as_of=TODAY)
