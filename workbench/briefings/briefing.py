"""A briefing: figures of a period counted in a frozen snapshot, and the sentences, tables and charts of them.

The notebook, the page, docx, PDF, HTML and xlsx are views of this object: none counts anything itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from workbench.briefings.figures import BriefingFigure
from workbench.briefings.spans import BriefingError, Span
from workbench.documents.content import Block, Chart, Document, Heading, Paragraph, Provenance, Table
from workbench.documents.wording import numeral
from workbench.indicators.evaluate import Period
from workbench.indicators.waiting import Durations
from workbench.terms import BriefingPassage, IssuedKind

LONGEST_PASSAGE: Final = 5_000  # characters


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a briefing, under a heading that gets its number when it is printed."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """One briefing (简报) or yearly report (年度报告) of one office.

    ``period`` is the part of ``span`` that is over by the end of the as-of day. ``texts`` are the passages
    that a person wrote, each under its own heading. ``snapshot`` is the full hash of the frozen snapshot.
    """

    span: Span
    period: Period
    office: str
    snapshot: str
    figures: tuple[BriefingFigure, ...]
    waits: tuple[Durations, ...]
    sections: tuple[Section, ...]
    provenance: Provenance
    texts: tuple[tuple[BriefingPassage, str], ...] = ()

    @property
    def kind(self) -> IssuedKind:
        """Return which paper this is."""
        return self.span.kind

    @property
    def as_of(self) -> date:
        """Return the day at whose end the numbers stood so."""
        return self.provenance.as_of

    @property
    def title(self) -> str:
        """Return the title as it is printed."""
        if self.kind is IssuedKind.YEARLY_REPORT:
            words = f"{self.span.label}{self.kind.label}"
        else:
            words = f"{self.span.label}信访工作情况"
        end = self.period.end
        return words if end == self.span.period.end else f"{words}（截至{end.month}月{end.day}日）"

    @property
    def name(self) -> str:
        """Return the name of its files, without ending: another snapshot gives another name."""
        return f"{self.kind.label}-{self.span.code}-{self.snapshot[:8]}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the sentences of all sections, in order."""
        return tuple(block.text for block in self._blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables of all sections, in order."""
        return tuple(block for block in self._blocks if isinstance(block, Table))

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Return the charts of all sections, in order."""
        return tuple(block for block in self._blocks if isinstance(block, Chart))

    def figure(self, name: str) -> BriefingFigure:
        """Return one figure by its id; ``BriefingError`` if this briefing has none."""
        for one in self.figures:
            if one.indicator.id == name:
                return one
        raise BriefingError(f"简报中没有编号为“{name}”的指标")

    def with_texts(self, texts: dict[BriefingPassage, str]) -> Briefing:
        """Return the briefing with these passages; empty ones are left out. ``BriefingError`` if too long."""
        for passage, text in texts.items():
            if len(text) > LONGEST_PASSAGE:
                raise BriefingError(
                    f"“{passage.label}”有 {len(text):,} 字，最多 {LONGEST_PASSAGE:,} 字：请删减，或另作附件"
                )
        told = {passage: text.strip() for passage, text in texts.items() if text.strip()}
        return replace(self, texts=tuple((one, told[one]) for one in BriefingPassage if one in told))

    def document(self, *, number: str = "", issued_on: date | None = None) -> Document:
        """Return the briefing as it is printed; ``number`` and ``issued_on`` are empty until it is issued."""
        return Document(
            kind=self.kind,
            title=self.title,
            blocks=tuple(self._printed()),
            number=number,
            issuer=self.office,
            issued_on=issued_on,
            provenance=self.provenance,
        )

    def to_json(self) -> dict[str, Any]:
        """Return the briefing as an object for scripts; days as ISO text."""
        told = self.provenance
        return {
            "kind": self.kind.value,
            "span": self.span.code,
            "title": self.title,
            "start": self.period.start.isoformat(),
            "end": self.period.end.isoformat(),
            "as_of": told.as_of.isoformat(),
            "snapshot": self.snapshot,
            "ledger_size": told.ledger_size,
            "code": told.code,
            "definitions": told.definitions,
            "calendar": told.calendar,
            "software": told.software,
            "figures": [_figure(one) for one in self.figures],
            "sentences": list(self.sentences),
            "texts": {passage.value: text for passage, text in self.texts},
            "tables": [
                {
                    "caption": table.caption,
                    "columns": [column.label for column in table.columns],
                    "rows": [list(row) for row in table.rows],
                }
                for table in self.tables
            ],
        }

    @property
    def _blocks(self) -> tuple[Block, ...]:
        return tuple(block for section in self.sections for block in section.blocks)

    def _printed(self) -> list[Block]:
        opening = [one for one in self.texts if one[0] is BriefingPassage.OPENING]
        closing = [one for one in self.texts if one[0] is not BriefingPassage.OPENING]
        parts = [
            *(Section(passage.label, (Paragraph(text),)) for passage, text in opening),
            *self.sections[:-1],
            *(Section(passage.label, (Paragraph(text),)) for passage, text in closing),
            *self.sections[-1:],  # how it was counted stands last
        ]
        blocks: list[Block] = []
        for number, section in enumerate(parts, 1):
            blocks += [Heading(f"{numeral(number)}、{section.heading}"), *section.blocks]
        return blocks


def _figure(one: BriefingFigure) -> dict[str, Any]:
    now = one.now
    earlier = {"last": one.last.before, "year_ago": one.ago.before}
    return {
        "id": one.indicator.id,
        "name": one.indicator.name,
        "value": one.value,
        "numerator": now.numerator,
        "denominator": now.denominator,
        "person_times": now.person_times,
        "small_sample": one.is_small,
        "official": one.indicator.official,
        "ends": None
        if one.ends is None
        else {"low": one.ends.low, "high": one.ends.high, "silent": one.ends.silent},
        "left_out": one.left_out,
        "definition": one.indicator.version,
        "by_day": one.indicator.date_name,
        "start": now.period.start.isoformat(),
        "end": now.period.end.isoformat(),
        "law": one.law,
        "cases": {"figure": one.indicator.id, "part": "all"},
        **{
            when: None
            if found is None
            else {
                "start": found.period.start.isoformat(),
                "end": found.period.end.isoformat(),
                "numerator": found.numerator,
                "denominator": found.denominator,
                "person_times": found.person_times,
            }
            for when, found in earlier.items()
        },
    }
