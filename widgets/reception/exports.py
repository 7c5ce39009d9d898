"""The workbooks of a month: the schedule to be made public, the record of what came of it."""

from __future__ import annotations

from widgets.exports import Export
from widgets.parts.values import EXCEL, FileToSave
from widgets.reception.state import ReceptionState
from workbench.terms import Holding


def downloads(state: ReceptionState) -> tuple[Export, Export]:
    """Return the two buttons; each makes its file of the month that is shown when it is pressed."""

    def schedule() -> FileToSave:
        from workbench.queries.reception_sheets import schedule_sheet

        content = schedule_sheet(state.found, city=state.city.label, proof=state.bench.proof(state.snapshot))
        return FileToSave(f"领导干部接访安排（{state.month:%Y-%m}）.xlsx", content, EXCEL)

    def record() -> FileToSave:
        from workbench.queries.reception_sheets import record_sheet

        where, code = state.city.label, state.snapshot.code
        proof = state.bench.proof(state.snapshot)
        content = record_sheet(
            state.found, state.matters, state.unit_names, city=where, code=code, proof=proof
        )
        return FileToSave(f"领导干部接访记录（{state.month:%Y-%m}）.xlsx", content, EXCEL)

    of = Holding.ASSIGNMENT
    viewer = state.viewer
    return Export("导出公示表", schedule, viewer, of), Export("导出接访记录", record, viewer, of)
