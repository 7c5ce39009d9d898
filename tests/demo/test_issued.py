"""The demo county has issued papers: numbered without gaps, each about what is on record, printable again."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from tests.briefings.conftest import open_at
from workbench.access.viewer import Viewer
from workbench.app import Workbench
from workbench.demo.appraisals import ensure_appraisals
from workbench.demo.generate import ensure_demo
from workbench.demo.issued import ensure_papers
from workbench.demo.places import OFFICE
from workbench.demo.plan import LAST_DAY
from workbench.documents.rendering import render
from workbench.queries.issued_documents import issued_document, issued_documents
from workbench.terms import IssuedKind, Role

BOSS = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)


@pytest.fixture(scope="module")
def issuing(tmp_path_factory):
    """A county of 150 matters with its papers."""
    bench = open_at(tmp_path_factory.mktemp("issuing"))
    ensure_demo(bench, matters=150)
    count = ensure_papers(bench)
    yield bench, count
    bench.close()


def test_papers_of_many_kinds_are_issued_within_the_demo_and_once(issuing):
    bench, count = issuing
    found = bench.ask(issued_documents, BOSS, as_of=LAST_DAY)

    assert len(found) == count > 20
    kinds = {one.paper.issued_kind for one in found}
    assert {IssuedKind.MINUTES, IssuedKind.SUPERVISION_ORDER, IssuedKind.ACCEPTANCE_NOTICE} <= kinds
    assert all(one.stands for one in found)
    assert ensure_papers(bench) == 0


def test_the_demo_is_sound_on_any_later_day_although_its_papers_were_signed(issuing):
    bench, _ = issuing

    years_later = Workbench(bench.config, clock=lambda: datetime(2031, 5, 1, tzinfo=UTC))
    assert not years_later.verify_ledger().differences
    years_later.close()
    assert bench.unanchored() > 0, "what was signed are the papers, before their entries"


def test_a_demo_that_was_signed_since_is_not_filled_up_with_entries_of_earlier_days(tmp_path):
    bench = open_at(tmp_path)
    ensure_demo(bench, matters=20)
    bench.anchors.checkpoint()
    size = bench.ledger_size()

    assert ensure_appraisals(bench, months=1) == ensure_papers(bench) == 0
    assert bench.ledger_size() == size
    assert not bench.verify_ledger().differences
    bench.close()


def test_the_numbers_of_a_series_follow_each_other_in_the_order_of_their_days(issuing):
    bench, _ = issuing
    series = defaultdict(list)
    for one in bench.ask(issued_documents, BOSS, as_of=LAST_DAY):
        if one.paper.sequence:
            series[one.paper.sequence].append(one.paper)

    assert len(series) > 2
    for papers in series.values():
        papers.sort(key=lambda one: one.number)
        assert [one.number for one in papers] == list(range(1, len(papers) + 1))
        assert sorted(papers, key=lambda one: (one.issued_on, one.number)) == papers
        assert all(f"{one.number}号" in one.document_no for one in papers)


def test_what_was_given_out_is_printed_again_to_the_byte(issuing):
    bench, _ = issuing
    line = bench.ask(issued_documents, BOSS, as_of=LAST_DAY)[0]
    page = bench.ask(issued_document, BOSS, line.paper.document_no, as_of=LAST_DAY)

    again = render(page.document, ("pdf", "html"))
    assert {one.file_format: one.sha256 for one in line.paper.files} == {
        form: sha256(content).hexdigest() for form, content in again.items()
    }
