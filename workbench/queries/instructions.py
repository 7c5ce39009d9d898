"""Leaders' instructions as of a day: open, late, reported, done; masked, of accusations without content."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select

from workbench.access.masking import ACCUSATION_NOTICE, scrub
from workbench.access.viewer import Viewer
from workbench.acts.dossier import read_dossiers
from workbench.acts.instructions import INSTRUCTION
from workbench.law.instruction import Instruction
from workbench.queries.evidence import KeptFile, kept_files
from workbench.queries.matters_now import MatterNow, matters_now, may_see
from workbench.records.receptions import InstructionRow
from workbench.records.tables import table_of
from workbench.snapshots.read import Snapshot
from workbench.snapshots.sources import read_names
from workbench.terms import InstructionState


@dataclass(frozen=True, slots=True)
class InstructionLine:
    """One instruction as of a day, its texts masked; ``days_late`` are calendar days.

    ``version`` is that of the dossier now, to be given back with an act; ``files`` are by SHA-256.
    """

    instruction: Instruction
    state: InstructionState
    days_late: int
    unit_name: str
    now: MatterNow | None
    version: int
    files: dict[str, KeptFile]


@dataclass(frozen=True, slots=True)
class InstructionCounts:
    """How many instructions are in each state on the day."""

    by_state: dict[InstructionState, int]

    @property
    def owed(self) -> int:
        """Return how many are not yet found done."""
        done = (InstructionState.DONE, InstructionState.DONE_LATE)
        return sum(count for state, count in self.by_state.items() if state not in done)


def instruction_lines(
    connection: Connection, snapshot: Snapshot, *, viewer: Viewer | None = None
) -> tuple[InstructionLine, ...]:
    """Return the instructions given by the snapshot's day: what is late longest first, then by due day."""
    head = table_of(InstructionRow)
    found = read_dossiers(connection, INSTRUCTION, select(head).where(head.c.given_on <= snapshot.as_of))
    return _lines(connection, snapshot, found, viewer)


def counted(lines: Iterable[InstructionLine]) -> InstructionCounts:
    """Return how many lines there are of each state."""
    by_state = dict.fromkeys(InstructionState, 0)
    for line in lines:
        by_state[line.state] += 1
    return InstructionCounts(by_state)


def read_instructions(connection: Connection, numbers: Iterable[str]) -> dict[str, Instruction]:
    """Return the instructions of these numbers as they are recorded, by number."""
    head, wanted = table_of(InstructionRow), sorted(set(numbers))
    found: dict[str, Instruction] = {}
    for start in range(0, len(wanted), 500):
        some = select(head).where(head.c.instruction_no.in_(wanted[start : start + 500]))
        found |= {one.instruction_no: one for one in read_dossiers(connection, INSTRUCTION, some)}
    return found


def free_number(connection: Connection, day: date) -> str:
    """Return a number that no instruction of the year has yet: ``PS-2026-001`` …"""
    start = f"PS-{day.year}-"
    taken = connection.scalars(
        select(InstructionRow.instruction_no).where(InstructionRow.instruction_no.startswith(start))
    )
    used = [int(number) for one in taken if (number := one.removeprefix(start)).isdigit()]
    return f"{start}{max(used, default=0) + 1:03}"


def masked(one: Instruction, now: MatterNow | None, names: dict[int, list[str]]) -> Instruction:
    """Return it with its texts as they may be shown: people of the matter masked, accusations empty.

    ``names`` are those told in the matters, by case id. A matter that the day does not know is empty too.
    """

    def shown(text: str) -> str:
        if now is None or now.is_accusation:
            return ACCUSATION_NOTICE
        return scrub(text, names.get(now.case_id, []))

    reports = tuple(
        replace(
            report,
            text=shown(report.text),
            evidence_title=shown(report.evidence_title),
            returned_why=shown(report.returned_why) if report.returned_why else None,
        )
        for report in one.reports
    )
    return replace(one, text=shown(one.text), reports=reports)


def _lines(
    connection: Connection, snapshot: Snapshot, found: Iterable[Instruction], viewer: Viewer | None
) -> tuple[InstructionLine, ...]:
    as_of = snapshot.as_of
    pairs = [(one, then) for one in found if (then := one.until(as_of)) is not None]
    now = matters_now(snapshot, (one.case_no for one, _ in pairs))
    names = read_names(connection, [matter.case_id for matter in now.values()])
    units = dict(snapshot.rows("select code, name from unit_fact"))
    files = kept_files(connection, (r.evidence_sha256 for _, then in pairs for r in then.reports))
    lines = []
    for one, then in pairs:
        matter = now.get(one.case_no)
        if not may_see(viewer, matter, one):
            continue
        lines.append(
            InstructionLine(
                instruction=masked(then, matter, names),
                state=one.state(as_of),
                days_late=one.days_late(as_of),
                unit_name=units.get(one.to_unit, one.to_unit),
                now=matter,
                version=one.version,
                files={r.evidence_sha256: files[r.evidence_sha256] for r in then.reports},
            )
        )
    return tuple(sorted(lines, key=_urgency))


def _urgency(line: InstructionLine) -> tuple[object, ...]:
    order = list(InstructionState)
    place = {InstructionState.LATE: -1}.get(line.state, order.index(line.state))
    return place, -line.days_late, line.instruction.due_on or date.max, line.instruction.given_on
