"""Matters in the columns that the importer reads: what another system takes in, and what may come back.

Titles are masked as on every list, narratives and persons stay here, and an accusation is left out whole.
Every row is one that the importer would take: where the steps of a matter do not fit into its columns (led to
another path, for one), the row leaves out its end, or holds its registration alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.access.masking import HELD_TITLE
from workbench.access.sight_rules import quoted
from workbench.acts.matter import Matter, read_matters
from workbench.intake.chain import build_chain, check_lawful
from workbench.intake.column import CODED
from workbench.intake.columns import Kind, shipped_vocabulary
from workbench.intake.dates import Moment
from workbench.intake.exchange_forms import as_csv, as_objects
from workbench.intake.order import ContradictoryRowError, check_order, order_of
from workbench.law.topics import topic_label
from workbench.queries.case_filter import CaseFilter, narrow
from workbench.records.unit_tree import UnitTree
from workbench.terms import PetitionClass, Step
from workbench.workbook import Heading, Proof, write_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from workbench.app import Workbench
    from workbench.snapshots.read import Snapshot

VERSION: Final = 1  # of the JSON form; data/interface.md describes it
REGISTRATION: Final = (
    "external_no", "title", "received", "registered", "people", "channel", "purpose", "petition_class",
    "path", "procedure", "topic", "level", "first_unit", "responsible_unit",
)  # fmt: skip
_DAY_OF: Final = {
    Step.TRANSFER: "transferred",
    Step.ASSIGN: "assigned",
    Step.REPORT_BACK: "reported_back",
    Step.ACCEPT: "accepted",
    Step.DECLINE: "declined",
    Step.DECLINE_FURTHER: "declined_further",
    Step.EXTEND: "extended",
    Step.REPLY_DIRECTLY: "replied",
    Step.ISSUE_OPINION: "opinion",
    Step.SERVE: "served",
    Step.REQUEST_REEXAMINATION: "reexamination_requested",
    Step.DECIDE_REEXAMINATION: "reexamined",
    Step.REQUEST_FINAL_REVIEW: "final_review_requested",
    Step.DECIDE_FINAL_REVIEW: "finally_reviewed",
    Step.CONCLUDE: "concluded",
    Step.RATE: "rated",
}
COLUMNS: Final = (
    *REGISTRATION, "transferred", "assigned", "assignment_due", "reported_back", "accepted", "accepted_no",
    "declined", "declined_further", "extended", "extension_days", "approved_by_head", "extension_told",
    "replied", "opinion", "opinion_no", "outcome", "served", "reexamination_requested", "reexamined",
    "final_review_requested", "finally_reviewed", "concluded", "satisfaction", "asked_by",
    "rated",
)  # fmt: skip


# After steps that the importer has no column for.
_END: Final = ("concluded", "satisfaction", "asked_by", "rated")


class ExchangeFormatError(ValueError):
    """A file whose name does not say one of the three forms."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}”的扩展名应为 .xlsx、.csv 或 .json：请改写文件名")


@dataclass(frozen=True, slots=True)
class Exchanged:
    """Rows in the order of ``COLUMNS``, as the importer reads them; days as ``date``.

    ``simplified`` rows leave out steps; ``accusations``, and what may be one, are left out whole.
    """

    rows: tuple[tuple[Any, ...], ...]
    simplified: int
    accusations: int
    as_of: date
    ledger_size: int
    proof: Proof | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        """Return the headings, those of the importer's template."""
        return tuple(shipped_vocabulary().fields[fact].label for fact in COLUMNS)

    def saved(self, name: str) -> bytes:
        """Return the file in the form that its name says; ``ExchangeFormatError`` for another one."""
        makers = {".xlsx": self._workbook, ".csv": self._csv, ".json": self._json}
        make = makers.get(Path(name).suffix.lower())
        if make is None:
            raise ExchangeFormatError(name)
        return make()

    def _workbook(self) -> bytes:
        widths = {"title": 42, "responsible_unit": 18, "first_unit": 18, "path": 24, "external_no": 20}
        headings = [
            Heading(label, widths.get(fact, 13)) for fact, label in zip(COLUMNS, self.headings, strict=True)
        ]
        return write_table(headings, self.rows, title="台账", proof=self.proof)

    def _csv(self) -> bytes:
        return as_csv(self.headings, self.rows)

    def _json(self) -> bytes:
        told = {
            "版本": VERSION,
            "截至日": self.as_of.isoformat(),
            "台账条数": self.ledger_size,
            "校验码": self.proof.code if self.proof else "",
            "未列出的检举控告类件数": self.accusations,
            "步骤未列全的件数": self.simplified,
            "事项": as_objects(self.headings, self.rows),
        }
        return json.dumps(told, ensure_ascii=False, indent=1).encode()


def exchanged(bench: Workbench, snapshot: Snapshot, wanted: CaseFilter | None = None) -> Exchanged:
    """Return the matters that pass a filter in the importer's columns, those registered first at the top."""
    where, values = narrow(snapshot, wanted or CaseFilter())
    kind = f"(petition_class is {quoted(PetitionClass.ACCUSATION.value)} or title is {quoted(HELD_TITLE)})"
    asked = (
        f"select case_no, title from case_fact where {where} and not ({kind}) order by registered_on, case_id"
    )
    titles = dict(snapshot.rows(asked, values))
    accusations = snapshot.value(f"select count(*) from case_fact where {where} and {kind}", values)
    with bench.reading() as session:
        rows, simplified = exchanged_rows(session.connection(), titles, snapshot.as_of)
    day, size = snapshot.as_of, snapshot.ledger_size
    return Exchanged(tuple(rows), simplified, accusations, day, size, bench.proof(snapshot))


def exchanged_rows(
    link: Connection, titles: Mapping[str, str], as_of: date
) -> tuple[list[tuple[Any, ...]], int]:
    """Return the rows of matters in the importer's columns, and how many of them leave out steps.

    ``titles`` are the masked titles by number, in the order wanted; a matter that ``link`` does not show is
    left out.
    """
    units = UnitTree.read(link)
    found = {one.file.case_no: one for one in read_matters(link, case_nos=list(titles))}
    rows, simplified = [], 0
    for case_no, title in titles.items():
        if case_no in found:
            facts, is_whole = _facts_of(found[case_no], title, as_of)
            simplified += not is_whole
            rows.append(tuple(_cell(fact, facts.get(fact), units, facts) for fact in COLUMNS))
    return rows, simplified


def _facts_of(matter: Matter, title: str, as_of: date) -> tuple[dict[str, Any], bool]:
    """Return the facts of a row as the importer reads them, and whether all its steps are in it."""
    file = matter.file.until(as_of)
    first = file.steps[0]
    latest = {
        name: next((value for step in reversed(file.steps) if (value := getattr(step, name))), None)
        for name in ("petition_class", "path", "procedure")
    }
    facts: dict[str, Any] = {
        "external_no": matter.file.case_no,
        "title": title,
        "received": Moment(first.received_on or first.on, first.received_at),
        "registered": Moment(first.on, first.at),
        "people": first.people,
        "channel": first.channel,
        "purpose": matter.purpose,
        **latest,
        "topic": matter.topic,
        "level": matter.level,
        "first_unit": first.unit,
        "responsible_unit": matter.responsible_unit(),
    }
    told = facts | dict(_facts_of_steps(file.steps))
    for left_out in ((), _END, tuple(set(told) - set(facts))):
        kept = {key: value for key, value in told.items() if value is not None and key not in left_out}
        if _is_taken(kept, matter.file.case_no):
            break
    return kept, not left_out


def _facts_of_steps(steps: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    for step in reversed(steps):  # so that of two of a kind the first one is told last, and stays
        fact = _DAY_OF.get(step.kind)
        if fact is None:
            continue
        yield fact, Moment(step.on, step.at)
        if step.kind is Step.ASSIGN:
            yield "assignment_due", None if step.due_on is None else Moment(step.due_on)
        elif step.kind is Step.ACCEPT:
            yield "accepted_no", step.document_no
        elif step.kind is Step.ISSUE_OPINION:
            yield from (("opinion_no", step.document_no), ("outcome", step.outcome))
        elif step.kind is Step.RATE:
            yield from (("satisfaction", step.satisfaction), ("asked_by", step.asked_by))
        elif step.kind is Step.EXTEND:
            yield "extension_days", step.days
            yield "approved_by_head", step.approved_by_head
            yield "extension_told", None if step.told_on is None else Moment(step.told_on)


def _is_taken(facts: Mapping[str, Any], case_no: str) -> bool:
    """Return whether the importer would take a row with these facts."""
    labels = {name: field.label for name, field in shipped_vocabulary().fields.items()}
    columns = frozenset(COLUMNS)
    told = {name: getattr(value, "value", value) for name, value in facts.items()}
    try:
        check_order(told, labels, order_of(columns))
        check_lawful(case_no, build_chain(told, columns))
    except (ContradictoryRowError, ValueError):
        return False
    return True


def _cell(fact: str, value: Any, units: UnitTree, facts: Mapping[str, Any]) -> Any:
    if value is None:
        return None
    if isinstance(value, Moment):
        return value.day
    kind = shipped_vocabulary().fields[fact].kind
    if kind is Kind.UNIT:
        return units.name_on(value, facts["registered"].day)
    if kind is Kind.TOPIC:
        return topic_label(value)
    if kind is Kind.YES_NO:
        return "是" if value else "否"
    terms = CODED.get(fact)
    return terms.coded(value).label if terms is not None else value
