"""Numbers that differ in case, blanks or width alone: whether it is one matter, a person says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from workbench.intake.findings import Choice, Findings, Question, brief
from workbench.intake.text import UNSEEN, narrow
from workbench.records.petitions import PetitionCase

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.intake.draft import Draft

SAME: Final = "same"
OTHER: Final = "other"
REST: Final = "numbers"  # the question about all that are not asked one by one
ASKED: Final = 20  # numbers asked about one by one
NAMED: Final = 10  # rows named in the question about the rest
CHOICES: Final = (Choice(SAME, "是同一件，不导入"), Choice(OTHER, "不是同一件，照样导入"))
CHUNK: Final = 5_000  # numbers read at a time


def without_alike(
    bench: Workbench, drafts: list[Draft], findings: Findings, column: str, answers: Mapping[str, str]
) -> list[Draft]:
    """Return the drafts but those of which ``answers`` say that the matter is there under a like number.

    Numbers that are registered to the letter are gone from ``drafts`` already. What is not answered is asked.
    """
    doubtful = _doubtful(bench, drafts)
    left_out: set[str] = set()
    for place, (draft, other) in enumerate(doubtful):
        answer = answers.get(f"number:{draft.case_no}" if place < ASKED else REST)
        if answer == SAME:
            left_out.add(draft.case_no)
            findings.correct(
                draft.row, column, brief(draft.case_no), "（不导入）", f"按所答与{other}是同一件，不再登记"
            )
        elif answer != OTHER and place < ASKED:
            text = (
                f"第 {draft.row} 行的编号“{brief(draft.case_no)}”与{other}只有大小写、空格或全角半角不同："
                "是同一件吗？"
            )
            findings.ask(Question(f"number:{draft.case_no}", text, CHOICES))
        elif answer != OTHER:
            rows = [one.row for one, _ in doubtful[ASKED:]]
            named = "、".join(map(str, rows[:NAMED])) + ("等" if len(rows) > NAMED else "")
            text = f"另有 {len(rows):,} 行（第 {named} 行）的编号也与别的编号只差这些：都是同一件吗？"
            findings.ask(Question(REST, text, CHOICES))
    return [draft for draft in drafts if draft.case_no not in left_out]


def plain(number: str) -> str:
    """Return a number as who reads it aloud knows it: no case, no blanks, nothing of full width."""
    return "".join(UNSEEN.sub("", narrow(number)).casefold().split())


def _doubtful(bench: Workbench, drafts: list[Draft]) -> list[tuple[Draft, str]]:
    """Return the drafts with a like number, and in words which: one registered, or of an earlier row."""
    known = _known(bench, {plain(draft.case_no) for draft in drafts})
    seen: dict[str, Draft] = {}
    found: list[tuple[Draft, str]] = []
    for draft in drafts:
        key = plain(draft.case_no)
        first = seen.setdefault(key, draft)
        if key in known:
            found.append((draft, f"已登记的“{brief(known[key])}”"))
        elif first is not draft:
            found.append((draft, f"第 {first.row} 行的“{brief(first.case_no)}”"))
    return found


def _known(bench: Workbench, wanted: Iterable[str]) -> dict[str, str]:
    """Return of the registered numbers those that are ``wanted``, by their plain form."""
    wanted, known = frozenset(wanted), dict[str, str]()
    if not wanted:
        return known
    with bench.reading() as session:
        for number in session.scalars(select(PetitionCase.case_no).execution_options(yield_per=CHUNK)):
            if (key := plain(number)) in wanted:
                known.setdefault(key, number)
    return known
