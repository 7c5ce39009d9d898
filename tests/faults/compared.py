"""Does everything that was taken in stand in its own cell of the file, and is no row and no cell forgotten?

Asked fact by fact of each matter, against another reader; only the cells of which the import told that it
would do otherwise are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Any

from tests.faults.other_reader import Cells, UnreadableError, read_cells
from workbench.acts.handling import Register, Take
from workbench.intake.columns import Kind, shipped_vocabulary
from workbench.intake.draft import Draft
from workbench.intake.preview import Preview
from workbench.intake.row_values import shipped_words
from workbench.intake.topic_names import topic_name
from workbench.law.facts import StepTaken
from workbench.terms import Step

Values = dict[str, Any]
DATED = {
    "transferred": Step.TRANSFER, "assigned": Step.ASSIGN, "accepted": Step.ACCEPT, "declined": Step.DECLINE,
    "declined_further": Step.DECLINE_FURTHER, "extended": Step.EXTEND, "replied": Step.REPLY_DIRECTLY,
    "opinion": Step.ISSUE_OPINION, "served": Step.SERVE, "reported_back": Step.REPORT_BACK,
    "reexamination_requested": Step.REQUEST_REEXAMINATION, "reexamined": Step.DECIDE_REEXAMINATION,
    "final_review_requested": Step.REQUEST_FINAL_REVIEW, "finally_reviewed": Step.DECIDE_FINAL_REVIEW,
    "concluded": Step.CONCLUDE, "rated": Step.RATE,
}  # fmt: skip
SENDING = {Step.TRANSFER, Step.ASSIGN}
OF_OTHERS = {
    Step.REQUEST_REEXAMINATION,
    Step.DECIDE_REEXAMINATION,
    Step.REQUEST_FINAL_REVIEW,
    Step.DECIDE_FINAL_REVIEW,
    Step.RATE,
}  # fmt: skip - of the petitioner, or of a unit that the row does not name
# What a fact is taken from where its own cell is empty and nobody is asked: the same text.
FROM = {"title": "narrative", "narrative": "title"}
UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
NUMERALS = "〇一二三四五六七八九"
ZEROS = str.maketrans("零○ＯOo", "〇〇〇〇〇")
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xA0: 0x20}


def difference(preview: Preview, content: bytes, unit_name: Callable[[str], str]) -> str:
    """Return what differs between the drafts of a preview and the file, "" for nothing; the first only.

    Of a preview that may not be loaded, too: each row is a matter, or a fault or correction is told of it.
    """
    if preview.questions or preview.refused or not preview.drafts:
        return ""
    if len(preview.faults) < preview.fault_count or len(preview.corrections) < preview.correction_count:
        return ""  # so many that only their number is kept
    sheet = next((choice.name for choice in preview.sheets if choice.is_chosen), "")
    try:
        cells, has_merged = read_cells(content, sheet)
    except UnreadableError:
        return ""  # the other reader cannot read it at all
    if has_merged:
        return ""  # the value of a merged range stands in its first cell only; told row by row
    compared = Compared(preview, cells, unit_name)
    missing = compared.missing_rows()
    if missing:
        return f"rows {missing[:5]} of the file were neither taken in nor told of"
    return next((told for draft in preview.drafts if (told := compared.of_draft(draft))), "")


class Compared:
    """One preview against the cells of its sheet."""

    def __init__(self, preview: Preview, cells: Cells, unit_name: Callable[[str], str]) -> None:
        self.preview, self.cells, self.unit_name = preview, cells, unit_name
        self.told = {(one.row, one.column.split(" ")[0]) for one in preview.corrections}
        self.places: dict[str, list[int]] = {}
        for heading in preview.headings:
            if heading.field is not None:
                self.places.setdefault(heading.field, []).append(heading.at + 1)

    def missing_rows(self) -> list[int]:
        """Rows with something in them of which nothing became: no matter, no finding, no heading."""
        filled = {row for (row, _), cell in self.cells.items() if not isinstance(cell, str) or _bare(cell)}
        told = {row for row, _ in self.told if row is not None}
        told |= {fault.row for fault in self.preview.faults if fault.row is not None}
        return sorted(filled - told - {draft.row for draft in self.preview.drafts} - {self._heading_row()})

    def _heading_row(self) -> int:
        wanted = {_bare(heading.heading) for heading in self.preview.headings} - {""}
        said: dict[int, set[str]] = {}
        for (row, _), cell in self.cells.items():
            said.setdefault(row, set()).add(_bare(_said(cell)))
        return min((row for row, texts in said.items() if wanted <= texts), default=0)

    def of_draft(self, draft: Draft) -> str:
        """What differs between a matter and its row."""
        values = facts_of(draft)
        mapping = self.preview.mapping
        if wrong := _torn(draft, "" if mapping is None else mapping.prefix):
            return f"row {draft.row}: {wrong}"
        assumed = set(draft.acts[0].assumed) if isinstance(draft.acts[0], Register) else set()
        for fact in shipped_vocabulary().fields:
            if fact in {"locality", "status", "status_seen", "id_kind"}:
                continue  # another fact, a comparison, or the kind of a number
            places = self.places.get(fact, [])
            if self._is_told(draft.row, places):
                continue
            given = [self.cells[draft.row, at] for at in places if (draft.row, at) in self.cells]
            given = [one for one in given if not isinstance(one, str) or _bare(one)]
            if wrong := self._differs(fact, given, values, assumed):
                return f"row {draft.row}, {fact}: {wrong}"
        return ""

    def _is_told(self, row: int, places: list[int]) -> bool:
        letters = {_letters(at) for at in places}
        left_out = {one.column for one in self.preview.left_out}
        return any((where, one) in self.told for where in (row, None) for one in letters) or bool(
            letters and letters <= left_out
        )

    def _differs(self, fact: str, given: list[str | float], values: Values, assumed: set[str]) -> str:
        value = values.get(fact)
        if any(f"unit:{_narrow(one)}" in self.preview.answers for one in given):
            return ""  # somebody was asked, and answered for all rows
        if not given:
            made = values.get(FROM.get(fact, ""))
            name = "unit" if fact == "first_unit" else fact
            mapping = self.preview.mapping
            wanted = None if mapping is None else mapping.assume.get(name)
            is_made = name in assumed and (wanted is None or _as_assumed(value) == wanted)
            if value is None or is_made or self._is_from_other(fact, value, made):
                return ""
            return f"taken in {value!r}, and its cell is empty"
        if value is None:
            return (
                "" if self._means_nothing(fact, given) else f"its cell says {given!r}, nothing was taken in"
            )
        if not self._same(fact, value, given):
            return f"taken in {value!r}, its cell says {given!r}"
        return ""

    def _is_from_other(self, fact: str, value: Any, made: Any) -> bool:
        if fact == "title":
            return bool(made) and _bare(made).startswith(_bare(value).rstrip("…"))
        if fact == "responsible_unit":
            return "locality" in self.places  # told row by row
        return fact in FROM and value == made

    def _means_nothing(self, fact: str, given: list[str | float]) -> bool:
        return all(self._words(fact).get(_narrow(one)) == "" for one in given)

    def _words(self, fact: str) -> dict[str, str]:
        own = {} if self.preview.mapping is None else self.preview.mapping.values.get(fact, {})
        return {**shipped_words().get(fact, {}), **own}

    def _same(self, fact: str, value: Any, given: list[str | float]) -> bool:
        kind = shipped_vocabulary().fields[fact].kind
        if kind in {Kind.TEXT, Kind.ADDRESS} and len(given) == 1 and isinstance(given[0], float):
            return str(value) == _said(given[0]) or is_written_moment(str(value), given[0])
        if kind in {Kind.TEXT, Kind.NAME, Kind.ADDRESS}:
            return _bare(str(value)) == _bare(" · ".join(_said(one) for one in given))
        (one, *more) = given
        if more:
            return any(self._same(fact, value, [each]) for each in given)
        if kind in {Kind.DATE, Kind.DUE_DATE}:
            return is_moment(value, one)
        if kind is Kind.CODE:
            return self._words(fact).get(_narrow(one)) == value.value or _narrow(one) in (
                _narrow(value.label),
                value.value,
            )
        if kind is Kind.TOPIC:
            said = self._words(fact).get(_narrow(one), _narrow(one))
            return value == said or topic_name(value) == said or said in topic_name(value)
        if kind is Kind.UNIT:
            name, said = _narrow(self.unit_name(value)), _narrow(one)
            return said in (name, value) or said in name or name in said
        if kind is Kind.COUNT:
            return str(value) == _said(one)
        if kind is Kind.YES_NO:
            return bool(value) == (_narrow(one) in {"是", "有", "√", "已批准", "Y", "y", "1", "True"})
        return _bare(str(value)) == _narrow(one)


def facts_of(draft: Draft) -> Values:
    """Return the facts of a matter by the names that columns have, as its acts hold them."""
    first = draft.acts[0]
    assert isinstance(first, Register)
    step, takes = first.step, [act for act in draft.acts[1:] if isinstance(act, Take)]
    by_kind = {act.step.kind: act for act in takes}
    values: Values = {
        "external_no": first.external_no, "title": first.title, "narrative": first.narrative,
        "received": (step.received_on, step.received_at), "registered": (step.on, step.at),
        "people": step.people, "channel": step.channel, "purpose": first.purpose,
        "petition_class": step.petition_class, "path": step.path, "procedure": step.procedure,
        "topic": first.topic, "level": first.level, "first_unit": step.unit, "cause_unit": first.cause_unit,
    }  # fmt: skip
    for person in first.persons:
        values |= {"person_name": person.name, "phone": person.phone, "address": person.address}
        values["id_number"] = person.id_number
    for fact, kind in DATED.items():
        if kind in by_kind:
            values[fact] = (by_kind[kind].step.on, by_kind[kind].step.at)
    sent = [by_kind[kind].step.to_unit for kind in (Step.TRANSFER, Step.ASSIGN) if kind in by_kind]
    values["responsible_unit"] = step.to_unit or next(iter(sent), None)
    for fact, kind, name in (
        ("assignment_due", Step.ASSIGN, "due_on"),
        ("accepted_no", Step.ACCEPT, "document_no"),
        ("extension_days", Step.EXTEND, "days"),
        ("approved_by_head", Step.EXTEND, "approved_by_head"),
        ("extension_told", Step.EXTEND, "told_on"),
        ("opinion_no", Step.ISSUE_OPINION, "document_no"),
        ("outcome", Step.ISSUE_OPINION, "outcome"),
        ("satisfaction", Step.RATE, "satisfaction"),
        ("asked_by", Step.RATE, "asked_by"),
    ):
        values[fact] = _of(by_kind[kind].step, name) if kind in by_kind else None
    for fact, kind in (("opinion_text", Step.ISSUE_OPINION), ("reply_text", Step.REPLY_DIRECTLY)):
        texts = [document.text for document in by_kind[kind].documents] if kind in by_kind else []
        values[fact] = next((text for text in texts if text), None)
    return values


def _torn(draft: Draft, prefix: str) -> str:
    """What of a matter does not belong together: its number, its units, its papers."""
    first = draft.acts[0]
    assert isinstance(first, Register)
    takes = [act for act in draft.acts[1:] if isinstance(act, Take)]
    sent = next((act.step.to_unit for act in takes if act.step.kind in SENDING), None)
    handler = first.step.to_unit or sent or first.step.unit
    if {draft.case_no, *(act.object for act in draft.acts)} != {f"{prefix}{first.external_no}"}:
        return "its acts are not all of its own number"
    for act in takes:
        kind = act.step.kind
        wanted = first.step.unit if kind in SENDING else None if kind in OF_OTHERS else handler
        if act.step.unit != wanted:
            return f"{kind.value} of {act.step.unit} and not of {wanted}"
        for paper in act.documents:
            told = (paper.issued_on, paper.document_no, paper.title)
            if told != (act.step.on, act.step.document_no, paper.kind.label):
                return f"a paper {told} with the step of {act.step.on}"
    return ""


def _of(step: StepTaken, name: str) -> Any:
    value = getattr(step, name)
    return (value, None) if isinstance(value, date) else value


def is_moment(value: tuple[date, time | None], cell: str | float) -> bool:
    """Whether a cell says this day, and this time where one was taken from it."""
    day, at = value
    if isinstance(cell, float):
        if f"{cell:.0f}" == f"{day:%Y%m%d}":
            return True
        counted = (day - date(1899, 12, 30)) / timedelta(days=1)
        if at is not None:
            counted += (at.hour * 3600 + at.minute * 60 + at.second) / 86_400
        return abs(counted - cell) < 1.5 / 86_400
    said = cell.translate(FULL_WIDTH)
    numbers = [int(one) for one in re.findall(r"\d+", said)]
    if numbers[:1] and len(str(numbers[0])) == 8:
        return f"{numbers[0]}" == f"{day:%Y%m%d}"
    if not numbers:
        return at is None and said.translate(ZEROS) == in_numerals(day)
    orders = ([day.year, day.month, day.day], [day.month, day.day, day.year], [day.day, day.month, day.year])
    if numbers[:3] not in orders:
        return False
    if at is None or len(numbers) < 5:
        return at is None and not any(numbers[3:6])
    told_at = [at.hour, at.minute, at.second]
    late = [at.hour % 12, *told_at[1:]]
    return any(numbers[3:6] == one[: len(numbers[3:6])] for one in (told_at, late))


def in_numerals(day: date) -> str:
    """Return a day as it is written in Chinese numerals."""
    tens = ("", "十", "二十", "三十")
    month, number = (
        tens[one // 10] + ("" if one % 10 == 0 else NUMERALS[one % 10]) for one in day.timetuple()[1:3]
    )
    return f"{''.join(NUMERALS[int(digit)] for digit in f'{day:%Y}')}年{month}月{number}日"


def is_written_moment(said: str, cell: float) -> bool:
    """Whether a text is the moment that a cell shows, which holds only the number of its day."""
    try:
        told = datetime.fromisoformat(said)
    except ValueError:
        return False
    return is_moment((told.date(), told.time()), cell)


def _as_assumed(value: Any) -> str:
    """A value as a mapping sets it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.value if isinstance(value, Enum) else str(value)


def _said(cell: str | float) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return cell


def _narrow(cell: str | float) -> str:
    return _bare(_said(cell)).translate(FULL_WIDTH)


def _bare(said: str) -> str:
    """A text without what does not show."""
    return UNSEEN.sub("", said)


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
