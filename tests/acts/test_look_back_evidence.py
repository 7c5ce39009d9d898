"""An answer of a look-back may be shown by a document: kept, named whole or not at all, seen with it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.acts.test_look_backs import check
from tests.factories import make_register
from tests.looked_back import (
    HANDLER,
    ON,
    PAPER,
    REVIEWER,
    ROUND,
    SUPERVISOR,
    answered,
    assigned,
    locked,
    opened,
    viewed,
)
from tests.queries.test_look_backs import CHECKER, OWN, TODAY
from workbench.acts.base import read_act
from workbench.law.evidence import EvidenceError
from workbench.law.look_back_round import LookBackError
from workbench.queries.look_backs import check_page

SHOWN = {"title": "现场照片", "dated_on": ON, "sha256": PAPER.sha256}


def with_paper(act, **changes):
    first, *rest = act.answers
    return replace(act, answers=(replace(first, **{**SHOWN, **changes}), *rest))


@pytest.fixture
def given(either_bench):
    either_bench.perform(make_register(case_no="A"), opened("A"), assigned("A"), actor=SUPERVISOR)
    return either_bench


def test_reviewer_and_unit_show_their_answers_by_documents_that_are_kept_and_replayed(given):
    given.perform(PAPER, with_paper(viewed("A")), actor=HANDLER)
    given.perform(with_paper(answered("A")), locked("A", failed=False), actor=REVIEWER)

    found = check(given)
    for answers in (found.answers, found.own_view):
        assert (answers[0].title, answers[0].dated_on, answers[0].sha256) == ("现场照片", ON, PAPER.sha256)
        assert answers[1].sha256 is None
    assert given.verify_ledger().is_sound


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"sha256": "f" * 64}, EvidenceError, "原件没有保存"),
        ({"dated_on": date(2026, 3, 9)}, EvidenceError, "晚于"),
        ({"title": None}, EvidenceError, "名称"),
        ({"sha256": None}, LookBackError, "没有选原件"),
    ],
)
def test_a_document_is_named_whole_and_kept_or_the_answer_is_refused(given, changes, error, words):
    given.perform(PAPER, actor=HANDLER)

    with pytest.raises(error, match=words):
        given.perform(with_paper(answered("A"), **changes), actor=REVIEWER)
    assert check(given).answers == ()


def test_a_document_is_hidden_as_long_as_its_answer_is(given):
    given.perform(PAPER, with_paper(viewed("A")), actor=HANDLER)
    before = given.ask(check_page, CHECKER, f"{ROUND}:A", as_of=TODAY)
    own = given.ask(check_page, OWN, f"{ROUND}:A", as_of=TODAY)
    given.perform(answered("A"), locked("A", failed=False), actor=REVIEWER)
    after = given.ask(check_page, CHECKER, f"{ROUND}:A", as_of=TODAY)

    assert before.files == {} and list(own.files) == list(after.files) == [PAPER.sha256]


def test_the_name_of_a_document_is_private():
    act = with_paper(answered("A"))

    assert read_act(act.kind, act.object, act.public(), act.private()) == act
    assert "现场照片" not in str(act.public()) and PAPER.sha256 in str(act.public())
