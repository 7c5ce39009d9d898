"""Check the rows of a table and make of each the acts that would register it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from workbench.intake.assume import Assumer
from workbench.intake.chain import Chain, build_chain, check_lawful
from workbench.intake.column import Column
from workbench.intake.columns import shipped_vocabulary
from workbench.intake.draft import Draft, draft_acts
from workbench.intake.findings import Findings
from workbench.intake.layout import Table
from workbench.intake.limits import Limits
from workbench.intake.mapping import ASSUMED_LABELS, ColumnMapping
from workbench.intake.match import Matched
from workbench.intake.order import ContradictoryRowError, check_order, order_of
from workbench.intake.reading.parent import Cancel, CancelledError, Progress
from workbench.intake.references import UNIT_FACTS, References
from workbench.intake.row_values import RowReader, RowReaders, read_row
from workbench.intake.seen_numbers import SeenNumbers
from workbench.intake.text import shown
from workbench.intake.unit_names import UnitNames
from workbench.intake.untaken import CHECKED, Untaken


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
    from_1904: bool = False
    _seen: SeenNumbers = field(init=False)
    _references: References = field(init=False)
    _assumer: Assumer = field(init=False)
    _untaken: Untaken = field(init=False)
    _identity: Column | None = field(init=False, default=None)
    _reader: RowReader = field(init=False)
    _silent: tuple[RowReader, RowReaders] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self._reader = RowReader(
            self.table,
            self.matched,
            self.mapping,
            self.findings,
            self.limits,
            self.today,
            self.answers,
            self.is_text_file,
            self.from_1904,
        )
        self._references = References(self.units, self.findings, self.answers, self.today, self._column)
        self._seen = SeenNumbers(
            tuple(self.matched.columns), self.mapping, self.findings, self._column, self._again
        )
        self._untaken = Untaken(self.findings, self._column)
        self._assumer = Assumer(self.mapping, self.units)
        places = self.matched.columns.get("id_number")
        if places:
            self._identity = self._reader.column_at("id_number", places[0])

    def drafts(self, progress: Progress | None, cancel: Cancel | None) -> list[Draft]:
        """Return a draft of every row without a fault."""
        readers = self._reader.readers()
        columns = frozenset(self.matched.columns)
        pairs = order_of(columns)
        drafts: list[Draft] = []
        sums = dict.fromkeys(self._summed(), 0)
        total = len(self.table.rows)
        for done, (number, cells) in enumerate(self.table.rows, 1):
            before = self.findings.fault_count
            values = read_row(readers, number, cells)
            for fact in sums:
                sums[fact] += values.get(fact) or 0
            draft = self._draft(done - 1, number, values, columns, before, pairs)
            if draft is not None:
                drafts.append(draft)
            if done % 2_000 == 0:
                if cancel is not None and cancel.is_set():
                    raise CancelledError
                if progress is not None:
                    progress("核对内容", done, total)
        self._check_totals(sums)
        self._references.tell()
        self._untaken.tell()
        self._tell_only_checked()
        self._assumer.tell(self.findings, self._column("topic"))
        return drafts

    def _column(self, fact: str) -> str:
        return self._reader.column(fact)

    def _again(self, at: int) -> tuple[int, dict[str, Any]]:
        """Read a row once more; what is found in it was told before."""
        if self._silent is None:
            silent = replace(self._reader, findings=Findings(self.findings.file))
            self._silent = (silent, silent.readers())
        reader, readers = self._silent
        number, cells = self.table.rows[at]
        values = read_row(readers, number, cells)
        reader.leave_out_impossible(number, values)
        return number, values

    def _draft(
        self,
        at: int,
        row: int,
        values: dict[str, Any],
        columns: frozenset[str],
        before: int,
        pairs: tuple[tuple[str, str], ...],
    ) -> Draft | None:
        self._reader.leave_out_impossible(row, values)
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
        is_first = self._seen.is_first(at, row, values)
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
        prefix, number = self.mapping.prefix, values["external_no"]
        case_no = f"{prefix}{number}" if prefix else number
        try:
            chain = build_chain(values, columns)
            check_lawful(case_no, chain)
        except ContradictoryRowError as error:
            self._contradiction(row, values, error)
            return None
        self._check_units(row, values, chain)
        if self.findings.fault_count != before:
            return None
        self._untaken.count(chain.untaken)
        for fact, value in (told := (*assumed, *chain.assumed)):
            self.findings.assume(fact, ASSUMED_LABELS.get(fact, _LABELS.get(fact, fact)), value)
        names = [fact for fact, _ in told]
        acts = draft_acts(case_no, values, chain, persons=persons, assumed=names, batch=self.batch)
        return Draft(row, case_no, acts)

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

    def _check_units(self, row: int, values: dict[str, Any], chain: Chain) -> None:
        """Refuse a row with a step of a unit that had been merged into another by then."""
        told: set[str] = set()
        for taken in chain.steps:
            for code in (taken.step.unit, taken.step.to_unit):
                gone = None if code is None or code in told else self.units.abolished(code, taken.step.on)
                if gone is None:
                    continue
                told.add(gone.code)
                fact = next((one for one in UNIT_FACTS if values.get(one) == gone.code), "responsible_unit")
                when = f"{_LABELS.get(taken.fact, taken.step.kind.label)} {taken.step.on:%Y-%m-%d}"
                reason = f"“{gone.name}”自{gone.until:%Y-%m-%d}起已撤并，而{when}在其后"
                into = (
                    "" if gone.successor is None else f"把该单位改为“{self.units.name(gone.successor)}”，或"
                )
                self.findings.fault(row, self._column(fact), gone.name, reason, f"请{into}核对该日期")

    def _tell_only_checked(self) -> None:
        if self.mapping.undated:
            return
        for fact in sorted(CHECKED & self.matched.columns.keys()):
            letters, _, heading = self._column(fact).partition(" ")
            self.findings.leave_out(letters, heading, "只用于核对，不登记")

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


_LABELS = {name: field_.label for name, field_ in shipped_vocabulary().fields.items()}
