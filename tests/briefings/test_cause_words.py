"""What made two briefings differ is counted as what it is: matters, and promises beside them."""

import pytest

from workbench.briefings.compare import BriefingComparison, Change
from workbench.briefings.spans import KINDS, Span
from workbench.snapshots.figure_change import CaseChange, FigureChange
from workbench.terms import CommitmentKind

ITEM = CommitmentKind.AGREED_ITEM


@pytest.mark.parametrize(
    ("causes", "words"),
    [
        ([("N1", None), ("N2", None), ("N1", None)], "2 件事项"),
        ([("N1", None), ("会1-2", ITEM)], "1 件事项、1 项承诺"),
        ([("会1-2", ITEM)], "1 项承诺"),
    ],
)
def test_an_agreed_item_is_no_matter(causes, words):
    cases = tuple(CaseChange(number, "未计入", "计入", (), kind) for number, kind in causes)
    change = Change("本期", FigureChange("received", "登记件数", (None, 1), (None, 2), False, cases))
    span = Span(KINDS[0], 2026, 10)

    assert BriefingComparison(span, None, None, (change,)).cause_words == words
