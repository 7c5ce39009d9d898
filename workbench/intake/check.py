"""Check the rows of a table and make of each the acts that would register it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from workbench.acts.base import Act
from workbench.acts.handling import Person, Register, Take
from workbench.intake.cell_values import CODED, Column, check_identity
from workbench.intake.chain import (
    CLASS_OF_PURPOSE,
    Chain,
    ContradictoryRowError,
    build_chain,
    check_lawful,
    check_order,
    order_of,
)
from workbench.intake.columns import shipped_vocabulary
from workbench.intake.findings import Choice, Findings, Question
from workbench.intake.layout import Table
from workbench.intake.limits import Limits
from workbench.intake.mapping import ASSUMED_LABELS, ColumnMapping
from workbench.intake.match import Matched
from workbench.intake.reading.parent import Cancel, CancelledError, Progress
from workbench.intake.settings import read_settings
from workbench.intake.text import shown
from workbench.intake.topic_names import find_topic, topic_name
from workbench.intake.unit_names import UnitNames
from workbench.terms import IdentityDocument, Level, Purpose, Step

TITLE_CHARACTERS = 30  # of the narrative, where a file has no titles
_UNITS = ("first_unit", "locality", "responsible_unit", "cause_unit")
_ASK_UNITS = 60


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
    _first_rows: dict[str, tuple[int, tuple[Any, ...]]] = field(default_factory=dict)
    _aliases: dict[str, int] = field(default_factory=dict)
    _topics: dict[str, int] = field(default_factory=dict)

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
        self._tell_aliases()
        return drafts

    def _readers(self) -> list[tuple[str, tuple[int, ...], list[Callable[[int, Any], Any]]]]:
        fields, words = shipped_vocabulary().fields, shipped_words()
        readers = []
        for fact, places in self.matched.columns.items():
            spoken = {**words.get(fact, {}), **self.mapping.values.get(fact, {})}
            made = [
                Column(
                    at=at,
                    name=self.table.column(at),
                    field=fields[fact],
                    findings=self.findings,
                    limits=self.limits,
                    today=self.today,
                    order=self.mapping.date_order,
                    whole_numbers=fact in self.mapping.whole_numbers,
                    ends_may_be_impossible=self._may_leave_out(fact),
                    is_text_file=self.is_text_file,
                    words=spoken,
                    answers=self.answers,
                ).reader()
                for at in places
            ]
            readers.append((fact, places, made))
        return readers

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
        is_first = self._is_first(row, values)
        if self.findings.fault_count != before or not is_first:
            return None
        self._find_units(row, values)
        persons = self._persons(row, values)
        if self.findings.fault_count != before:
            return None
        assumed = self._assume(values)
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

    def _is_first(self, row: int, values: dict[str, Any]) -> bool:
        """Return whether the number is new in this file; the same number again is told or refused."""
        number = values["external_no"]
        facts = tuple(values.get(fact) for fact in self.matched.columns)
        known = self._first_rows.setdefault(number, (row, facts))
        if known[0] == row:
            return True
        differing = [
            self._column(fact)
            for fact, ours, theirs in zip(self.matched.columns, facts, known[1], strict=True)
            if ours != theirs
        ]
        column = self._column("external_no")
        if not differing:
            reason = f"编号重复：与第 {known[0]} 行完全相同，只保留第 {known[0]} 行"
            self.findings.correct(row, column, number, "（不导入）", reason)
        elif self.mapping.duplicates == "keep_first":
            reason = f"编号重复：与第 {known[0]} 行只有{'、'.join(differing)}不同，只保留第 {known[0]} 行"
            self.findings.correct(row, column, number, "（不导入）", reason)
        else:
            reason = f"编号重复：与第 {known[0]} 行相同，而{'、'.join(differing[:4])}不同"
            self.findings.fault(row, column, number, reason, "请核对两行，删去一行或改正编号")
        return False

    def _find_units(self, row: int, values: dict[str, Any]) -> None:
        moment = values.get("registered") or values.get("received")
        day = self.today if moment is None else moment.day
        for fact in _UNITS:
            name = values.get(fact)
            if name is None:
                continue
            values[fact] = self._unit(row, fact, name, day)
        locality = values.pop("locality", None)
        if locality is not None and values.get("responsible_unit") is None:
            values["responsible_unit"] = locality
            column = self._column("locality")
            self.findings.correct(
                row, column, "（责任单位未填）", self.units.name(locality), "责任单位未填，按问题属地登记"
            )

    def _unit(self, row: int, fact: str, name: str, day: date) -> str | None:
        answer = self.answers.get(f"unit:{name}")
        if answer is not None:
            if answer == "":
                return None
            if self.units.knows(answer):
                key = f"“{name}”按所答登记为“{self.units.name(answer)}”"
                self._aliases[key] = self._aliases.get(key, 0) + 1
                return answer
        found = self.units.find(name, day)
        if found.code is not None:
            if found.is_alias:
                key = f"单位“{name}”登记为“{self.units.name(found.code)}”"
                self._aliases[key] = self._aliases.get(key, 0) + 1
            return found.code
        asked = sum(1 for key in self.findings.questions if key.startswith("unit:"))
        if asked < _ASK_UNITS:
            text = f"单位“{shown(name, 30)}”（第 {row} 行）：{found.why}。登记为哪个单位？"
            choices = (*found.choices, Choice("", "不登记该单位"))
            self.findings.ask(Question(f"unit:{name}", text, choices))
        else:
            self.findings.fault(row, self._column(fact), name, found.why, "请按单位名录填写单位名称")
        return None

    def _persons(self, row: int, values: dict[str, Any]) -> tuple[Person, ...]:
        given = [values.get(fact) for fact in ("person_name", "phone", "id_number", "address")]
        if not any(given):
            return ()
        name, phone, number, address = given
        kind = IdentityDocument.coded(values.get("id_kind") or IdentityDocument.RESIDENT.value)
        if number is not None:
            column = self.matched.columns["id_number"][0]
            field_ = shipped_vocabulary().fields["id_number"]
            teller = Column(column, self.table.column(column), field_, self.findings, self.limits, self.today)
            number = check_identity(teller, row, number, kind)
        return (Person(name, phone, number, address, id_kind=kind),)

    def _assume(self, values: dict[str, Any]) -> list[tuple[str, str]]:
        """Fill what the file does not say; return facts and values in words."""
        made: list[tuple[str, str]] = []
        self._topic(values, made)
        is_undated = self._take_undated(values, made)
        purpose = values.get("purpose")
        if values.get("petition_class") is None and purpose is not None:
            found = CLASS_OF_PURPOSE.get(purpose)
            if found is not None:
                values["petition_class"] = found.value
                made.append(("petition_class", f"{found.label}（依信访目的）"))
        for fact, value in self.mapping.assume.items():
            target = "first_unit" if fact == "unit" else fact
            if values.get(target) is not None:
                continue
            if is_undated and fact in {"petition_class", "path"}:
                continue
            if fact == "path" and values.get("petition_class") != "claim":
                continue
            if fact == "approved_by_head":
                if values.get("extended") is None:
                    continue
                values[target] = value == "yes"
                made.append((fact, "是"))
                continue
            values[target] = _assumed(fact, value)
            made.append((fact, self._in_words(fact, value)))
        return made

    def _take_undated(self, values: dict[str, Any], made: list[tuple[str, str]]) -> bool:
        """Date a state that the file dates nowhere by the day it was seen: the latest it can have been."""
        step = self.mapping.undated.get(values.get("status") or "")
        if step is None or values.get("status_seen") is None:
            return False
        fact = "replied" if step is Step.REPLY_DIRECTLY else "handled_directly"
        values[fact] = values["status_seen"]
        values["contact_known"] = False
        made.append((fact, "数据截至日期（最迟日期，实际日期文件中没有）"))
        return True

    def _topic(self, values: dict[str, Any], made: list[tuple[str, str]]) -> None:
        given = values.get("topic")
        if given is None:
            return
        spoken = self.mapping.values.get("topic", {}).get(given, given)
        code = find_topic(spoken)
        if code is None:
            self._topics[given] = self._topics.get(given, 0) + 1
        values["topic"] = code

    def _in_words(self, fact: str, value: str) -> str:
        terms = CODED.get(fact)
        if terms is not None:
            return terms.coded(value).label
        if fact in {"unit", "responsible_unit"}:
            return self.units.name(value)
        return topic_name(value) if fact == "topic" else value

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

    def _tell_aliases(self) -> None:
        for sentence, rows in self._aliases.items():
            self.findings.correct(None, "", sentence, f"{rows} 行", "单位名称与名录写法不同")
        for topic, rows in self._topics.items():
            self.findings.correct(
                None, self._column("topic"), topic, f"（{rows} 行不登记分类）", "分类表中没有这一类"
            )


def _values(
    readers: list[tuple[str, tuple[int, ...], list[Callable[[int, Any], Any]]]], row: int, cells: list[Any]
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


def _assumed(fact: str, value: str) -> int | str:
    """Return the value of an assumed fact as a row would hold it."""
    if fact == "people":
        return int(value)
    return find_topic(value) or value if fact == "topic" else value


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
