"""Values that no step of their row takes: counted by column, so that nothing falls away unseen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.intake.columns import shipped_vocabulary
from workbench.intake.findings import Findings

# A fact that is only ever part of a step, and the fact that this step begins with.
PARTS = (
    ("id_kind", "id_number"),
    ("accepted_no", "accepted"),
    ("extension_days", "extended"),
    ("approved_by_head", "extended"),
    ("extension_told", "extended"),
    ("reply_text", "replied"),
    ("opinion_no", "opinion"),
    ("outcome", "opinion"),
    ("opinion_text", "opinion"),
    ("rated", "satisfaction"),
    ("asked_by", "satisfaction"),
)
CHECKED = frozenset(
    {"status", "status_seen"}
)  # only compared with the dates, unless the mapping dates by them


def untaken(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return each fact of a row that goes nowhere, with the one it would need."""
    return tuple(
        (part, whole)
        for part, whole in PARTS
        if facts.get(part) is not None
        and facts.get(whole) is None
        and not (part == "opinion_text" and facts.get("reply_text") == facts[part] and facts.get("replied"))
    )


@dataclass(slots=True)
class Untaken:
    """Counts what goes nowhere, over the rows of a file."""

    findings: Findings
    column: Callable[[str], str]  # fact → its column as told to people
    _rows: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Count the facts of one row."""
        for pair in facts:
            self._rows[pair] = self._rows.get(pair, 0) + 1

    def tell(self) -> None:
        """List what was counted; it has to be confirmed, for it is lost otherwise than in the kept file."""
        fields = shipped_vocabulary().fields
        for (part, whole), rows in self._rows.items():
            reason = f"没有“{fields[whole].label}”，{fields[part].label}不登记"
            self.findings.correct(None, self.column(part), f"{rows:,} 行有内容", "（不登记）", reason)
