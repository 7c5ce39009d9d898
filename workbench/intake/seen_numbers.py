"""Numbers of matters that a file has shown already: the same again is told, a contradiction is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from workbench.intake.findings import Findings, brief
from workbench.intake.mapping import ColumnMapping


@dataclass(slots=True)
class SeenNumbers:
    """The first row of each number, with its facts."""

    facts: tuple[str, ...]
    mapping: ColumnMapping
    findings: Findings
    column: Callable[[str], str]  # fact → its column as told to people
    _rows: dict[str, tuple[int, tuple[Any, ...]]] = field(default_factory=dict)

    def is_first(self, row: int, values: dict[str, Any]) -> bool:
        """Return whether the number is new in this file; the same number again is told or refused."""
        number = values["external_no"]
        facts = tuple(values.get(fact) for fact in self.facts)
        known = self._rows.setdefault(number, (row, facts))
        if known[0] == row:
            return True
        differing = [
            self.column(fact)
            for fact, ours, theirs in zip(self.facts, facts, known[1], strict=True)
            if ours != theirs
        ]
        column = self.column("external_no")
        if not differing:
            reason = f"编号重复：与第 {known[0]} 行完全相同，只保留第 {known[0]} 行"
            self.findings.correct(row, column, brief(number), "（不导入）", reason)
        elif self.mapping.duplicates == "keep_first":
            reason = f"编号重复：与第 {known[0]} 行只有{'、'.join(differing)}不同，只保留第 {known[0]} 行"
            self.findings.correct(row, column, brief(number), "（不导入）", reason)
        else:
            reason = f"编号重复：与第 {known[0]} 行相同，而{'、'.join(differing[:4])}不同"
            self.findings.fault(row, column, brief(number), reason, "请核对两行，删去一行或改正编号")
        return False
