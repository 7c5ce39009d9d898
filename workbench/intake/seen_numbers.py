"""Numbers of matters that a file has shown already: the same again is told, a contradiction is refused.

Kept is where a number stood first, not what was said there: that is read again where it comes once more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.intake.findings import Findings, brief
from workbench.intake.mapping import ColumnMapping


@dataclass(slots=True)
class SeenNumbers:
    """The first row of each number."""

    facts: tuple[str, ...]
    mapping: ColumnMapping
    findings: Findings
    column: Callable[[str], str]  # fact → its column as told to people
    again: Callable[[int], tuple[int, Mapping[str, Any]]]  # place among the rows → row number, its facts
    _places: dict[str, int] = field(default_factory=dict)

    def is_first(self, at: int, row: int, values: Mapping[str, Any]) -> bool:
        """Return whether the number is new in this file; the same number again is told or refused.

        ``at`` is the place of the row among those of the table.
        """
        number = values["external_no"]
        place = self._places.setdefault(number, at)
        if place == at:
            return True
        first, facts = self.again(place)
        differing = [self.column(fact) for fact in self.facts if values.get(fact) != facts.get(fact)]
        column = self.column("external_no")
        if not differing:
            reason = f"编号重复：与第 {first} 行完全相同，只保留第 {first} 行"
            self.findings.correct(row, column, brief(number), "（不导入）", reason)
        elif self.mapping.duplicates == "keep_first":
            reason = f"编号重复：与第 {first} 行只有{'、'.join(differing)}不同，只保留第 {first} 行"
            self.findings.correct(row, column, brief(number), "（不导入）", reason)
        else:
            reason = f"编号重复：与第 {first} 行相同，而{'、'.join(differing[:4])}不同"
            self.findings.fault(row, column, brief(number), reason, "请核对两行，删去一行或改正编号")
        return False
