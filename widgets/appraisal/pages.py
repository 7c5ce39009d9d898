"""What needs more than the records: the cases from the frozen snapshot, the sheet as a workbook."""

from __future__ import annotations

from widgets.appraisal.state import AppraisalScreenState
from widgets.behind import case_table
from widgets.parts.markup import Static
from widgets.parts.pieces import empty
from widgets.parts.values import EXCEL, FileToSave


def cases(state: AppraisalScreenState) -> Static:
    """Return the cases behind the open point; a sentence where its snapshot is not kept here."""
    from workbench.snapshots.frozen import FrozenSnapshotError

    try:
        return Static(case_table(state.cases))
    except FrozenSnapshotError:
        snapshot = state.sheet.appraisal.snapshot
        return Static(
            empty(
                f"本机没有固定快照 {snapshot[:12]}：请把该快照的文件夹放回快照目录，"
                "或者由台账重新生成（workbench snapshot）。"
            )
        )


def export(state: AppraisalScreenState) -> FileToSave:
    """Return the sheet that is shown, of all units or of one, as a workbook."""
    from workbench.queries.appraisal_workbook import appraisal_workbook

    sheet = state.sheet
    if state.shown.unit:
        sheet = sheet.of_unit(state.shown.unit)
    told = sheet.appraisal
    proof = state.bench.proof_at(told.as_of, told.ledger_size, state.code)
    content = appraisal_workbook(sheet, proof=proof)
    return FileToSave(f"月考核（{sheet.appraisal.appraisal_no}）.xlsx", content, EXCEL)


def export_year(state: AppraisalScreenState) -> FileToSave:
    """Return the yearly assessment that is shown, of the units that the viewer may see, as a workbook."""
    from workbench.queries.year_workbook import year_workbook

    proof = state.bench.proof()
    number = state.year.assessment.assessment_no
    return FileToSave(
        f"年度考核（{number}）.xlsx", year_workbook(state.year, state.today, proof.basis, proof=proof), EXCEL
    )
