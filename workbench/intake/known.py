"""What the records hold already: this very file, the same rows from another one, and the units."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from workbench.access.masking import scrub
from workbench.acts.handling import Register
from workbench.intake.findings import Findings, brief
from workbench.intake.unit_names import NamedUnit, UnitNames
from workbench.records.batches import ImportBatch, ImportFile
from workbench.records.people import Petitioner
from workbench.records.petitions import HeldText, Petition, PetitionCase, PetitionText
from workbench.records.unit_tree import UnitTree
from workbench.snapshots.fold import NO_TITLE, longest_first
from workbench.terms import UnitKind

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.intake.draft import Draft

CHUNK = 500


def imported_batch(bench: Workbench, sha256: str) -> str | None:
    """Return the batch that brought the file with this checksum, ``None`` if it was never imported."""
    asked = (
        select(ImportBatch.batch)
        .join(ImportFile, ImportFile.batch_id == ImportBatch.id)
        .where(ImportFile.sha256 == sha256)
    )
    with bench.reading() as session:
        return session.scalar(asked)


def without_known(bench: Workbench, drafts: list[Draft], findings: Findings, column: str) -> list[Draft]:
    """Return the drafts whose number is new.

    The same number with the same title, text and day was imported before: the row is left out, and told. So
    is a row that came from an export, where the title is masked and the text stays away. With other content
    it is a fault.
    """
    by_number = {draft.case_no: draft for draft in drafts}
    numbers = list(by_number)
    names: dict[str, list[str]] = defaultdict(list)
    known: set[str] = set()
    with bench.reading() as session:
        for start in range(0, len(numbers), CHUNK):
            asked = (
                select(
                    PetitionCase.case_no,
                    PetitionCase.received_on,
                    case((HeldText.petition_id.is_(None), PetitionText.title), else_=HeldText.title),
                    case((HeldText.petition_id.is_(None), PetitionText.narrative), else_=HeldText.narrative),
                )
                .join(Petition, Petition.case_id == PetitionCase.id)
                .join(PetitionText, PetitionText.petition_id == Petition.id)
                .outerjoin(HeldText, HeldText.petition_id == Petition.id)
                .where(PetitionCase.case_no.in_(numbers[start : start + CHUNK]), Petition.number == 1)
            )
            told = (
                select(PetitionCase.case_no, Petitioner.name)
                .join(Petition, Petition.case_id == PetitionCase.id)
                .join(Petitioner, Petitioner.petition_id == Petition.id)
                .where(PetitionCase.case_no.in_(numbers[start : start + CHUNK]), Petitioner.name.is_not(None))
            )
            for number, name in session.execute(told):
                names[number].append(name or "")
            for number, received_on, title, narrative in session.execute(asked):
                known.add(number)
                draft = by_number[number]
                act = draft.acts[0]
                assert isinstance(act, Register)
                masked = scrub(title or NO_TITLE, longest_first(names[number]))
                is_same = (act.title, act.narrative) == (title, narrative)
                if act.step.received_on == received_on and (is_same or _is_export(act, title, masked)):
                    reason = "该行已从别的文件导入，内容相同，不再导入"
                    findings.correct(draft.row, column, brief(number), "（不导入）", reason)
                else:
                    reason = "该编号已登记，而日期、标题或内容与本行不同"
                    remedy = "请核对编号；需要更正已登记事项的，请在案件页面更正"
                    findings.fault(draft.row, column, brief(number), reason, remedy)
    return [draft for draft in drafts if draft.case_no not in known]


def _is_export(act: Register, title: str | None, masked: str) -> bool:
    """Return whether a row has the title as a list shows it, and no text of its own."""
    return act.title in (title, masked) and act.narrative == act.title


def unit_names(bench: Workbench) -> UnitNames:
    """Return all units of the records with all their names."""
    with bench.reading() as session:
        tree = UnitTree.read(session.connection())
    units = [
        NamedUnit(code, version.name, version.valid_from, version.valid_until, version.successor)
        for code, versions in tree.names.items()
        for version in versions
    ]
    return UnitNames(units, [unit.name for unit in units if tree.kinds[unit.code] is UnitKind.COUNTY_CITY])


def held_of(bench: Workbench, batch: str) -> int:
    """Return how many matters of a batch are held as possibly accusations."""
    with bench.reading() as session:
        found = session.scalar(
            select(func.count())
            .select_from(PetitionCase)
            .join(ImportBatch, ImportBatch.id == PetitionCase.batch_id)
            .where(ImportBatch.batch == batch, PetitionCase.held.is_not(None))
        )
    return found or 0
