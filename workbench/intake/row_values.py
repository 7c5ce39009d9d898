"""From the cells of a row to its facts, column by column as the headings were matched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workbench.intake.cell_values import Reader, reader_of
from workbench.intake.column import Column
from workbench.intake.columns import shipped_vocabulary
from workbench.intake.findings import Findings
from workbench.intake.layout import Table
from workbench.intake.limits import Limits
from workbench.intake.mapping import ColumnMapping
from workbench.intake.match import Matched
from workbench.intake.settings import read_settings

ENDS = ("replied", "concluded")  # facts that a mapping may leave out where they are impossible
RowReaders = list[tuple[str, tuple[int, ...], list[Reader]]]  # of each fact: its columns, how they are read


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows of a table; what a cell cannot mean goes to ``findings``."""

    table: Table
    matched: Matched
    mapping: ColumnMapping
    findings: Findings
    limits: Limits
    today: date
    answers: Mapping[str, str]
    is_text_file: bool = False
    from_1904: bool = False

    def readers(self) -> RowReaders:
        """Return each fact with its columns (index) and how their cells are read."""
        return [
            (fact, places, [reader_of(self.column_at(fact, at)) for at in places])
            for fact, places in self.matched.columns.items()
        ]

    def column_at(self, fact: str, at: int) -> Column:
        """Return the column at ``at`` as it is read for ``fact``."""
        return Column(
            name=self.table.column(at),
            field=shipped_vocabulary().fields[fact],
            findings=self.findings,
            limits=self.limits,
            today=self.today,
            order=self.mapping.date_order,
            whole_numbers=fact in self.mapping.whole_numbers,
            ends_may_be_impossible=self.may_leave_out(fact),
            is_text_file=self.is_text_file,
            from_1904=self.from_1904,
            words={**shipped_words().get(fact, {}), **self.mapping.values.get(fact, {})},
            answers=self.answers,
        )

    def column(self, fact: str) -> str:
        """Return the column of a fact as it is named to people; without one, what the fact is called."""
        places = self.matched.columns.get(fact)
        return self.table.column(places[0]) if places else shipped_vocabulary().fields[fact].label

    def leave_out_impossible(self, row: int, values: dict[str, Any]) -> None:
        """Take out an end before the beginning, where the mapping lets it be left out; it is told."""
        received = values.get("received")
        if received is None or self.mapping.impossible_end != "leave_out":
            return
        for fact in ENDS:
            moment = values.get(fact)
            if moment is not None and moment.day < received.day:
                fields = shipped_vocabulary().fields
                reason = f"{fields[fact].label}早于{fields['received'].label}，不可能；该行不登记办结"
                self.findings.correct(row, self.column(fact), moment.day, "（不登记）", reason)
                values[fact] = None

    def may_leave_out(self, fact: str) -> bool:
        """Return whether the mapping lets an impossible date of this fact be left out."""
        return self.mapping.impossible_end == "leave_out" and fact in ENDS


def read_row(readers: RowReaders, row: int, cells: list[Any]) -> dict[str, Any]:
    """Return the facts of a row; several columns of one text are put together."""
    values: dict[str, Any] = {}
    width = len(cells)
    for fact, places, reads in readers:
        at = places[0]
        value = reads[0](row, cells[at]) if at < width else None
        if len(places) > 1:
            parts = [value] + [
                read(row, cells[at]) for at, read in zip(places[1:], reads[1:], strict=True) if at < width
            ]
            value = " · ".join(str(part) for part in parts if part) or None
        values[fact] = value
    return values


@cache
def shipped_words() -> dict[str, dict[str, str]]:
    """Return the words of ``values.toml``: fact → value → code."""
    return read_settings(Path(__file__).parent / "values.toml")
