"""Check the rows of a table and make of each the acts that would register it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workbench.acts.base import Act
from workbench.acts.handling import Person, Register, Take
from workbench.intake.assume import Assumer
from workbench.intake.cell_values import Reader, reader_of
from workbench.intake.chain import Chain, build_chain, check_lawful
from workbench.intake.column import Column
from workbench.intake.columns import shipped_vocabulary
from workbench.intake.findings import Findings
from workbench.intake.layout import Table
from workbench.intake.limits import Limits
from workbench.intake.mapping import ASSUMED_LABELS, ColumnMapping
from workbench.intake.match import Matched
from workbench.intake.order import ContradictoryRowError, check_order, order_of
from workbench.intake.reading.parent import Cancel, CancelledError, Progress
from workbench.intake.references import References
from workbench.intake.seen_numbers import SeenNumbers
from workbench.intake.settings import read_settings
from workbench.intake.text import shown
from workbench.intake.unit_names import UnitNames
from workbench.terms import Level, Purpose

TITLE_CHARACTERS = 30  # of the narrative, where a file has no titles


@dataclass(frozen=True, slots=True)
class Draft:
    """One matter as it would be registered: its row, and its acts in order."""

    row: int
    case_no: str
    acts: tuple[Act, ...]


@dataclass(slots=True)
class Checker:
    """Checks row by row; what is wrong goes to ``findings``."""

    table: Table
    matched: Matched
    mapping: ColumnMapping
    units: UnitNames
    findings: Findings
    limits: Limits
    today: date
    batch: str
    answers: Mapping[str, str]
    is_text_file: bool = False
    _seen: SeenNumbers = field(init=False)
    _references: References = field(init=False)
    _assumer: Assumer = field(init=False)
    _identity: Column | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._references = References(self.units, self.findings, self.answers, self.today, self._column)
        self._seen = SeenNumbers(tuple(self.matched.columns), self.mapping, self.findings, self._column)
        self._assumer = Assumer(self.mapping, self.units)
        places = self.matched.columns.get("id_number")
        if places:
            self._identity = self._column_at("id_number", places[0])

    def drafts(self, progress: Progress | None, cancel: Cancel | None) -> list[Draft]:
        """Return a draft of every row without a fault."""
        readers = self._readers()
        columns = frozenset(self.matched.columns)
        pairs = order_of(columns)
        drafts: list[Draft] = []
        sums = dict.fromkeys(self._summed(), 0)
        total = len(self.table.rows)
        for done, (number, cells) in enumerate(self.table.rows, 1):
            before = self.findings.fault_count
            values = _values(readers, number, cells)
            for fact in sums:
                sums[fact] += values.get(fact) or 0
            draft = self._draft(number, values, columns, before, pairs)
            if draft is not None:
                drafts.append(draft)
            if done % 2_000 == 0:
                if cancel is not None and cancel.is_set():
                    raise CancelledError
                if progress is not None:
                    progress("核对内容", done, total)
        self._check_totals(sums)
        self._references.tell()
        self._assumer.tell(self.findings, self._column("topic"))
        return drafts

    def _readers(self) -> list[tuple[str, tuple[int, ...], list[Reader]]]:
        return [
            (fact, places, [reader_of(self._column_at(fact, at)) for at in places])
            for fact, places in self.matched.columns.items()
        ]

    def _column_at(self, fact: str, at: int) -> Column:
        return Column(
            name=self.table.column(at),
            field=shipped_vocabulary().fields[fact],
            findings=self.findings,
            limits=self.limits,
            today=self.today,
            order=self.mapping.date_order,
            whole_numbers=fact in self.mapping.whole_numbers,
            ends_may_be_impossible=self._may_leave_out(fact),
            is_text_file=self.is_text_file,
            words={**shipped_words().get(fact, {}), **self.mapping.values.get(fact, {})},
            answers=self.answers,
        )

    def _may_leave_out(self, fact: str) -> bool:
        return self.mapping.impossible_end == "leave_out" and fact in {"replied", "concluded"}

    def _column(self, fact: str) -> str:
        places = self.matched.columns.get(fact)
        return self.table.column(places[0]) if places else shipped_vocabulary().fields[fact].label

    def _draft(
        self,
        row: int,
        values: dict[str, Any],
        columns: frozenset[str],
        before: int,
        pairs: tuple[tuple[str, str], ...],
    ) -> Draft | None:
        self._leave_out_impossible(row, values)
        if not values.get("external_no"):
            if self.findings.fault_count == before:
                self.findings.fault(row, self._column("external_no"), "", "没有编号", "请填写信访件编号")
            return None
        if not (values.get("title") or values.get("narrative")):
            self.findings.fault(
                row, self._column("narrative"), "", "标题和内容都是空的", "请填写标题或信访内容"
            )
        try:
            check_order(values, _LABELS, pairs)
            self._check_status(values)
        except ContradictoryRowError as error:
            self._contradiction(row, values, error)
        is_first = self._seen.is_first(row, values)
        if self.findings.fault_count != before or not is_first:
            return None
        is_found = self._references.find_units(row, values)
        persons = self._references.persons(row, values, self._identity)
        if self.findings.fault_count != before or not is_found:
            return None
        assumed = self._assumer.fill(values)
        if values.get("channel") is None:
            if not any(key.startswith("value:channel") for key in self.findings.questions):
                self.findings.fault(
                    row, self._column("channel"), "", "没有信访形式", "请填写来信、来访、来电或网上"
                )
            return None
        case_no = f"{self.mapping.prefix}{values['external_no']}"
        try:
            chain = build_chain(values, columns)
            check_lawful(case_no, chain)
        except ContradictoryRowError as error:
            self._contradiction(row, values, error)
            return None
        return Draft(row, case_no, self._acts(case_no, values, chain, persons, assumed))

    def _acts(
        self,
        case_no: str,
        values: dict[str, Any],
        chain: Chain,
        persons: tuple[Person, ...],
        assumed: list[tuple[str, str]],
    ) -> tuple[Act, ...]:
        for fact, value in (*assumed, *chain.assumed):
            self.findings.assume(fact, ASSUMED_LABELS.get(fact, _LABELS.get(fact, fact)), value)
        narrative = values.get("narrative") or values.get("title") or ""
        title = values.get("title") or _title(narrative)
        purpose, level = values.get("purpose"), values.get("level")
        first, *later = chain.steps
        register = Register(
            case_no=case_no,
            title=title,
            narrative=narrative,
            step=first.step,
            topic=values.get("topic"),
            purpose=_PURPOSES.get(purpose),
            level=_LEVELS.get(level),
            persons=persons,
            external_no=values["external_no"],
            batch=self.batch,
            assumed=tuple(fact for fact, _ in (*assumed, *chain.assumed)),
            cause_unit=values.get("cause_unit"),
        )
        return (register, *(Take(case_no, taken.step, taken.documents) for taken in later))

    def _leave_out_impossible(self, row: int, values: dict[str, Any]) -> None:
        received = values.get("received")
        for fact in ("replied", "concluded"):
            moment = values.get(fact)
            if moment is None or received is None or not self._may_leave_out(fact):
                continue
            if moment.day < received.day:
                reason = f"{_LABELS[fact]}早于{_LABELS['received']}，不可能；该行不登记办结"
                self.findings.correct(row, self._column(fact), moment.day, "（不登记）", reason)
                values[fact] = None

    def _check_status(self, values: dict[str, Any]) -> None:
        status = values.get("status")
        if status is None or self.mapping.undated:
            return
        if status == "concluded" and values.get("concluded") is None:
            raise ContradictoryRowError(
                "status", "状态是已办结，而没有办结日期", "请补填办结日期，或改正状态"
            )
        if status == "open" and values.get("concluded") is not None:
            raise ContradictoryRowError("status", "状态是未办结，而有办结日期", "请核对状态和办结日期")

    def _contradiction(self, row: int, values: dict[str, Any], error: ContradictoryRowError) -> None:
        value = values.get(error.fact)
        moment = getattr(value, "day", value)
        self.findings.fault(row, self._column_or_row(error.fact), moment, str(error), error.remedy)

    def _column_or_row(self, fact: str) -> str:
        return self._column(fact) if fact in shipped_vocabulary().fields else ""

    def _summed(self) -> list[str]:
        fields = shipped_vocabulary().fields
        return [fact for fact in self.matched.columns if fields[fact].sums] if self.table.totals else []

    def _check_totals(self, sums: dict[str, int]) -> None:
        if not self.table.totals:
            return
        row, cells = self.table.totals[-1]
        for fact, counted in sums.items():
            at = self.matched.columns[fact][0]
            cell = cells[at] if at < len(cells) else None
            if isinstance(cell, int | float) and cell != counted:
                reason = f"合计为 {shown(cell)}，各行相加为 {counted}"
                self.findings.fault(row, self.table.column(at), cell, reason, "请核对是否漏行，或改正合计")


def _values(
    readers: list[tuple[str, tuple[int, ...], list[Reader]]], row: int, cells: list[Any]
) -> dict[str, Any]:
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


def _title(narrative: str) -> str:
    first = next((line.strip() for line in narrative.splitlines() if line.strip()), "")
    return first if len(first) <= TITLE_CHARACTERS else first[: TITLE_CHARACTERS - 1] + "…"


_PURPOSES: dict[str | None, Purpose] = {member.value: member for member in Purpose}
_LEVELS: dict[str | None, Level] = {member.value: member for member in Level}
_LABELS = {name: field_.label for name, field_ in shipped_vocabulary().fields.items()}


@cache
def shipped_words() -> dict[str, dict[str, str]]:
    """Return the words of ``values.toml``: fact → value → code."""
    return read_settings(Path(__file__).parent / "values.toml")
