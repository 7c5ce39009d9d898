"""The accountability log as of a day: the list, one proceeding on its page, who may see what of it.

Who keeps or audits the log reads it whole, persons by name; of a proceeding against his own unit only what is
concluded. A unit's official and an owning leader read the entries on their own unit once that is concluded,
whoever else still objects, without those about persons; a person reads his own, by account. Nobody of a unit
accused in the matter, or of one above or below it, sees that there is a proceeding at all (art. 30(3)); an
accusation's texts are shown to nobody here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.gate import allow
from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.access.viewer import Viewer
from workbench.law.accountability import Effect, Proceeding, ProceedingEntry, settled
from workbench.law.accountability_data import accountability_data
from workbench.law.accountability_due import Awaited, awaited, next_steps, progress
from workbench.law.accountability_standing import roots_of
from workbench.law.orders_data import next_number
from workbench.queries.accountability_sight import readable_subjects, visible_proceedings
from workbench.queries.evidence import KeptFile, kept_files
from workbench.queries.officials import people
from workbench.queries.supervision import Around
from workbench.records.accountability import ProceedingRow
from workbench.terms import ProceedingState, ProceedingStep

TEXTS = ("text", "title", "author", "why")
HIDDEN_PERSON = "（责任人）"


class ProceedingNotFoundError(ValueError):
    """There is no such proceeding by that day, or not for this viewer: both say the same."""

    def __init__(self, number: str, as_of: date) -> None:
        super().__init__(f"截至 {as_of:%Y-%m-%d} 没有您可以查看的责任追究“{number}”：请核对编号或截至日")


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry with its number; ``replaced_by`` is the later entry that took its place, or made it void.

    ``first`` is the number of the first writing of what it corrects, its own number if it corrects nothing.
    """

    number: int
    entry: ProceedingEntry
    first: int
    replaced_by: int | None = None


@dataclass(frozen=True, slots=True)
class ProceedingLine:
    """One proceeding as of a day as the viewer may read it; ``proceeding`` holds no entries.

    ``awaited``, ``progress`` and ``steps`` are there for who keeps or audits the log.
    """

    proceeding: Proceeding
    unit_name: str
    state: ProceedingState
    entries: tuple[ShownEntry, ...]
    effects: tuple[Effect, ...]
    awaited: tuple[Awaited, ...]
    progress: tuple[tuple[str, bool], ...]
    steps: tuple[ProceedingStep, ...]
    is_accusation: bool
    with_persons: bool

    @property
    def standing(self) -> tuple[ShownEntry, ...]:
        """Return what stands, as last corrected, in the order of the first writing."""
        return tuple(
            one
            for one in self.entries
            if one.replaced_by is None and one.entry.kind is not ProceedingStep.VOID
        )

    def of(self, *kinds: ProceedingStep) -> tuple[ProceedingEntry, ...]:
        """Return the standing entries of these kinds."""
        return tuple(one.entry for one in self.shown(*kinds))

    def shown(self, *kinds: ProceedingStep) -> tuple[ShownEntry, ...]:
        """Return the standing entries of these kinds with their numbers."""
        return tuple(one for one in self.standing if one.entry.kind in kinds)

    def person(self, subject: int) -> ProceedingEntry | None:
        """Return the finding of a person as it stands, or the last one where it was made void."""
        found = [
            one for one in self.entries if one.entry.kind is ProceedingStep.PERSON and one.first == subject
        ]
        standing = [one for one in found if one.replaced_by is None]
        return (standing or found)[-1].entry if found else None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of all persons ever found responsible, those corrected or made void too."""
        return tuple(one.entry.name for one in self.entries if one.entry.name)


@dataclass(frozen=True, slots=True)
class ProceedingPage:
    """One proceeding with what stands around it: names of units, of accounts, kept originals by SHA-256."""

    line: ProceedingLine
    as_of: date
    units: dict[str, str]
    people: dict[str, str]
    files: dict[str, KeptFile]


def accountability_log(connection: Connection, viewer: Viewer, *, as_of: date) -> tuple[ProceedingLine, ...]:
    """Return the proceedings that the viewer may see by ``as_of``, the last opened first.

    ``NotPermittedError`` for a role that reads nothing of the log.
    """
    return tuple(line for line, _ in lines_of(connection, viewer, as_of))


def proceeding_page(connection: Connection, viewer: Viewer, number: str, *, as_of: date) -> ProceedingPage:
    """Return one proceeding; ``ProceedingNotFoundError`` for none, and for none shown."""
    for line, around in lines_of(connection, viewer, as_of, number):
        entries = [one.entry for one in line.entries]
        codes = {line.proceeding.unit, line.proceeding.by_unit, *(one.unit for one in entries if one.unit)}
        shows_files = line.with_persons and not line.is_accusation
        return ProceedingPage(
            line=line,
            as_of=as_of,
            units={code: around.units.name_on(code, as_of) for code in sorted(codes)},
            people=people(connection, (one.account for one in entries)),
            files=kept_files(connection, [one.sha256 for one in entries if one.sha256])
            if shows_files
            else {},
        )
    raise ProceedingNotFoundError(number, as_of)


def next_proceeding_no(connection: Connection, year: int) -> str:
    """Return the number of the next proceeding of a year, after the highest one given."""
    return next_number(
        accountability_data().number, connection.scalars(select(ProceedingRow.proceeding_no)), year
    )


def lines_of(
    connection: Connection, viewer: Viewer, as_of: date, number: str | None = None
) -> list[tuple[ProceedingLine, Around]]:
    """Return the lines that the viewer may see, each with what it was masked by."""
    return [
        (_line(viewer, one, cases, around, as_of), around)
        for one, cases, around in visible_proceedings(connection, viewer, as_of, number)
    ]


def _line(
    viewer: Viewer, one: Proceeding, cases: tuple[str, ...], around: Around, as_of: date
) -> ProceedingLine:
    with_persons = allow(viewer, "read:accountability_persons")
    keeps = allow(viewer, "read:accountability_log") and viewer.unit != one.unit
    is_secret = any(case_no in around.secret for case_no in cases)
    about, root = readable_subjects(viewer, one, as_of), roots_of(one.entries)
    names = [entry.name for entry in one.entries if entry.name]

    def may_read(number: int, entry: ProceedingEntry) -> bool:
        if keeps:
            return True
        first = one.entries[root[number] - 1]
        is_finding = first.kind is ProceedingStep.PERSON
        if (root[number] if is_finding else first.subject) not in about:
            return False
        # By its own account: what it took the place of may have named somebody else.
        return with_persons or not is_finding or entry.person_account == viewer.account

    def masked(number: int, entry: ProceedingEntry) -> ProceedingEntry:
        told: dict[str, object] = {}
        for name in TEXTS:
            text = getattr(entry, name)
            if text is not None and is_secret:
                told[name] = ACCUSATION_NOTICE
            elif text is not None:
                shown = around.masked(text, cases, in_list=True) or ""
                told[name] = shown if with_persons else scrub(without_names(shown, names))
        return replace(entry, **told)  # type: ignore[arg-type]

    replaced = _replaced(one.entries)
    effects = tuple(effect for effect in one.effects(as_of) if effect.subject in about)
    return ProceedingLine(
        proceeding=replace(one, entries=(), paper_no=None if is_secret else one.paper_no),
        unit_name=around.units.name_on(one.unit, as_of),
        state=one.state(as_of) if keeps else settled(effects, as_of),  # nobody else's objection
        entries=tuple(
            ShownEntry(number, masked(number, entry), root[number], replaced.get(number))
            for number, entry in enumerate(one.entries, 1)
            if may_read(number, entry)
        ),
        effects=effects,
        awaited=awaited(one, as_of) if keeps else (),
        progress=progress(one, as_of) if keeps else (),
        steps=next_steps(one, as_of) if keeps and allow(viewer, "act:enter_proceeding") else (),
        is_accusation=is_secret,
        with_persons=with_persons,
    )


def _replaced(entries: Sequence[ProceedingEntry]) -> dict[int, int]:
    return {one.corrects: number for number, one in enumerate(entries, 1) if one.corrects is not None}


def without_names(text: str, names: Iterable[str]) -> str:
    """Return a text without the names of persons held to account, the longest first."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, HIDDEN_PERSON)
    return text
