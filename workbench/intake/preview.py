"""Look at a file before anything is written: what each column means, what is wrong, what to confirm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.china_time import CHINA
from workbench.intake.bulk import seldom_collected
from workbench.intake.draft import Draft
from workbench.intake.findings import Assumption, Correction, Fault, LeftOut, Question
from workbench.intake.firewall import Refusal
from workbench.intake.limits import Limits, shipped_limits
from workbench.intake.mapping import ColumnMapping, find_mapping
from workbench.intake.match import HeadingMatch
from workbench.intake.reading.cells import Reading
from workbench.intake.reading.original import Original, take_original
from workbench.intake.reading.parent import Cancel, Progress, read_cells

if TYPE_CHECKING:
    from workbench.app import Workbench


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """A sheet with something in it."""

    name: str
    rows: int
    is_hidden: bool
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """A file as the import understands it. Nothing has been written.

    Samples are what stands in the file, for the clerk who handed it in; they are not masked.
    """

    original: Original
    reading: Reading = field(repr=False)
    answers: Mapping[str, str]
    today: date
    sheets: tuple[SheetChoice, ...] = ()
    mapping: ColumnMapping | None = None
    headings: tuple[HeadingMatch, ...] = ()
    samples: tuple[tuple[str, ...], ...] = field(default=(), repr=False)
    faults: tuple[Fault, ...] = ()
    corrections: tuple[Correction, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    questions: tuple[Question, ...] = ()
    refused: tuple[Refusal, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    drafts: tuple[Draft, ...] = field(default=(), repr=False)
    rows_read: int = 0
    fault_count: int = 0
    correction_count: int = 0
    already: str | None = None  # the batch that brought this very file
    existing: int = 0  # rows that were imported before, from another file
    batch: str = ""
    limits: Limits = field(default_factory=shipped_limits)
    source: Workbench | None = field(default=None, repr=False, compare=False)

    @property
    def corrected(self) -> int:
        """How many things the import would do differently, and someone has to confirm."""
        return self.correction_count + len(self.assumptions)

    @property
    def blockers(self) -> tuple[str, ...]:
        """Why the file cannot be imported as it stands; empty if it can."""
        told = [refusal.sentence for refusal in self.refused]
        told += [f"有问题待回答：{question.text}" for question in self.questions]
        if self.fault_count:
            told.append(f"有 {self.fault_count:,} 处错误，改正后才能导入")
        return tuple(told)

    def answer(
        self, given: Mapping[str, str], *, progress: Progress | None = None, cancel: Cancel | None = None
    ) -> Preview:
        """Return the preview with these questions answered; the file is not read again."""
        from workbench.intake.look import look

        answers = {**self.answers, **given}
        with seldom_collected():
            return look(
                self.original,
                self.reading,
                answers,
                self.today,
                self.limits,
                self.source,
                progress=progress,
                cancel=cancel,
            )


def inspect(
    source: Path | str | bytes,
    name: str | None = None,
    *,
    bench: Workbench | None = None,
    mapping: str | None = None,
    answers: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    limits: Limits | None = None,
    today: date | None = None,
) -> Preview:
    """Return what importing the file would do.

    ``source`` is a path or the bytes of an upload, ``name`` its file name. ``bench`` gives the units, the
    clock and what was imported before; without it the shipped units count and nothing was imported before.
    ``answers`` are keyed by ``Question.id``. ``RefusedFileError`` if it cannot be read at all,
    ``CancelledError`` once ``cancel`` is set.
    """
    from workbench.intake.look import look

    limits = limits or shipped_limits()
    day = today or (bench.today() if bench is not None else datetime.now(CHINA).date())
    original = take_original(source, name, limits)
    given = dict(answers or {})
    if mapping is not None:
        find_mapping(mapping)
        given["mapping"] = mapping
    with seldom_collected():
        reading = read_cells(original, limits, progress=progress, cancel=cancel)
        return look(original, reading, given, day, limits, bench, progress=progress, cancel=cancel)
