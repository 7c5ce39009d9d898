"""How a matter is handled, as its petitioner is told (art. 23): by its class, its path and its procedure.

Sixty days are promised only where article 34 binds; the words of the others are those of paths.toml.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from workbench.documents.content import chinese_day
from workbench.law.handling_now import HANDLING
from workbench.law.limits import limit_on
from workbench.law.obligation import Obligation
from workbench.law.paths import paths
from workbench.letters.passages import LetterError
from workbench.queries.letter_facts import MatterFactsForLetters
from workbench.terms import PetitionClass, StatutoryChannel

REGULATION: Final = "《信访工作条例》"


def procedure(facts: MatterFactsForLetters, on: date, what: str) -> str:
    """Return the way and the limit of a matter that is accepted on ``on``, in one paragraph.

    ``LetterError`` for a matter of which the way is not known: the notice would not tell what it is for.
    """
    if facts.simple is not None:
        return _simple(facts.simple, facts, on)
    if facts.petition_class not in (None, PetitionClass.CLAIM):
        return _class(facts.petition_class)
    if facts.path is None:
        raise LetterError(
            f"{what}须写明处理途径和程序（{REGULATION}第二十三条），该事项还没有类别和途径：请先甄别分类"
        )
    return _ordinary(facts, on) if paths().paths[facts.path].has_handling_limit else _path(facts.path)


def _simple(owed: Obligation, facts: MatterFactsForLetters, on: date) -> str:
    version = owed.at(facts.accepted_on or on)
    due = _due(facts, version.due_rolled if version else None)
    return (
        f"该事项按简易程序办理，依照《{owed.limit.instrument}》，本单位自受理之日起{owed.limit.length}个工作日内"
        f"答复{due}，能够当即答复的当即答复。"
    )


def _class(found: PetitionClass) -> str:
    rule = paths().classes[found]
    return f"该事项为{found.label}事项，依照{REGULATION}{rule.article}，{rule.rule}。{rule.limit}。"


def _path(found: StatutoryChannel) -> str:
    rule = paths().paths[found]
    return f"该事项属于{REGULATION}{rule.article}规定的事项：{rule.rule}。办理期限{rule.limit}。"


def _ordinary(facts: MatterFactsForLetters, on: date) -> str:
    limit, longest = limit_on(HANDLING, on), limit_on("R-HANDLE-EXT30", on).length
    last = f"本单位自受理之日起{limit.length}日内办结{_due(facts, facts.due_on)}"
    if facts.accepted_on and facts.starts_on and facts.due_on and facts.starts_on < facts.accepted_on:
        # A late notice gains no time: the limit has been running, and the paper says from when.
        starts, due = chinese_day(facts.starts_on), chinese_day(facts.due_on)
        last = f"办理期限{limit.length}日，自{starts}起算，{due}前办结"
    return (
        f"依照{limit.basis}，{last}，并书面答复。情况复杂的，经本单位负责人批准，可以延长不超过{longest}日，"
        "届时告知延期理由。"
    )


def _due(facts: MatterFactsForLetters, day: date | None) -> str:
    return f"，即{chinese_day(day)}前" if facts.accepted_on and day else ""
