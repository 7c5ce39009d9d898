"""One step for several matters: what it would do to each, and what became of each. No widgets.

Every matter gets an act of its own; one that the law refuses never keeps the others waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from widgets.case_review.act_state import (
    TEXTS,
    ActClosedError,
    acting_units,
    kind_of_act,
    unit_offers,
    why_closed,
)
from widgets.case_review.preview_markup import due_text, effect_text, refused_text
from widgets.case_review.step_forms import make_act, step_fields, step_forms
from widgets.judging import refused_words
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.guard import is_domain_error
from widgets.parts.progress import CancelledByViewerError
from widgets.parts.progress import Step as Report
from workbench.access.gate import require
from workbench.access.viewer import Viewer, current_viewer
from workbench.app import Workbench
from workbench.office import OFFICE
from workbench.snapshots.read import Snapshot
from workbench.terms import Step

if TYPE_CHECKING:
    from workbench.queries.act_preview import MatterNow, Preview
    from workbench.workbook import Proof

MOST = 200  # matters in one go
CHANGED = "选定之后已由他人更新：请打开本件核对后另行办理"
CANCELLED = "未办理：已按您的要求停止"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one matter: its ledger position, or why nothing was recorded."""

    case_no: str
    title: str
    position: int | None
    why: str = ""


class BulkState:
    """The ticked matters as they stood when the step was chosen."""

    def __init__(
        self,
        bench: Workbench,
        snapshot: Snapshot,
        case_nos: Sequence[str],
        step: Step,
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        """``ActClosedError`` where nothing can be recorded, ``NotPermittedError`` by role."""
        self.viewer = viewer()
        require(self.viewer, f"act:{kind_of_act(step)}")
        closed = why_closed(self.viewer, as_of=snapshot.as_of, today=bench.today())
        form = step_forms().get(step)
        if form is None or not form.is_bulk:
            closed = f"“{step.label}”须逐件办理"
        if len(case_nos) > MOST:
            closed = f"一次最多批量办理 {MOST} 件，现选了 {len(case_nos)} 件"
        if closed or form is None:
            raise ActClosedError(closed)
        self.form = form
        self._bench = bench
        self._units = unit_offers(snapshot)
        self._matters = self._look(case_nos)
        self._titles = _titles(snapshot, case_nos)
        self.previews: tuple[Preview, ...] = ()

    @property
    def step(self) -> Step:
        return self.form.step

    @property
    def case_nos(self) -> tuple[str, ...]:
        return tuple(matter.case_no for matter in self._matters)

    @property
    def today(self) -> date:
        return self._bench.today()

    def proof(self) -> Proof:
        """Return on what the file of the results stands: the records of now."""
        return self._bench.proof()

    def title(self, case_no: str) -> str:
        """Return the title as the list shows it."""
        return self._titles.get(case_no, "")

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions that all share."""
        return step_fields(
            self.form,
            units=self._units,
            acting=acting_units(self._units, self.viewer),
            unit=self.viewer.unit or OFFICE if self.form.by == "office" else None,
            today=self.today,
            in_bulk=True,
        )

    def judge(self, values: FormValues) -> list[Blocker]:
        """Work out what would happen to each, into ``previews``; return what stands against all of it."""
        self.previews = ()
        if values.errors:
            return refused_words(values, TEXTS)
        from workbench.queries.act_preview import previews

        acts = [make_act(self.form, one.case_no, values, unit=self._unit(one)) for one in self._matters]
        with self._bench.reading() as session:
            link = session.connection()
            calendars = self._bench.calendars(link)
            self.previews = previews(link, acts, by=self.viewer.actor, as_of=self.today, calendars=calendars)
        blockers = refused_words(values, TEXTS)
        if not any(self.why_not(one) == "" for one in self.previews):
            blockers.append(Blocker(f"所选 {len(acts)} 件都不能“{self.step.label}”，原因见下表"))
        return blockers

    def why_not(self, preview: Preview) -> str:
        """Return why this one will be left out; "" if it will be recorded."""
        if preview.version != self._seen(preview.case_no):
            return CHANGED
        return refused_text(preview)

    def perform(self, values: FormValues, report: Report) -> tuple[Result, ...]:
        """Record one act after the other; return what became of each, in order.

        ``report`` hears how far it is; when it says that the viewer wants to stop, the rest stays undone.
        """
        require(self.viewer, f"act:{kind_of_act(self.step)}")
        refused = {one.case_no: self.why_not(one) for one in self.previews}
        results: list[Result] = []
        stopped = False
        for at, matter in enumerate(self._matters):
            try:
                if not stopped:
                    report(at / len(self._matters), f"{at + 1} / {len(self._matters)}　{matter.case_no}")
            except CancelledByViewerError:
                stopped = True
            results.append(
                self._result(matter, why=CANCELLED)
                if stopped
                else self._record(matter, values, refused.get(matter.case_no, ""))
            )
        return tuple(results)

    def _record(self, matter: MatterNow, values: FormValues, refused: str) -> Result:
        if refused:
            return self._result(matter, why=refused)
        act = make_act(self.form, matter.case_no, values, unit=self._unit(matter))
        try:
            position = self._bench.perform(act, actor=self.viewer.actor, seen=matter.version)[0]
        except ValueError as error:
            if not is_domain_error(error):
                raise
            return self._result(matter, why=str(error))
        return self._result(matter, position=position)

    def _result(self, matter: MatterNow, *, position: int | None = None, why: str = "") -> Result:
        return Result(matter.case_no, self.title(matter.case_no), position, why)

    def _unit(self, matter: MatterNow) -> str | None:
        """The unit that acts where the answers name none; a handler's own, whatever the matter says."""
        if self.form.by == "office":
            return self.viewer.unit or OFFICE
        own = acting_units(self._units, self.viewer)
        responsible = matter.responsible_unit
        return responsible if any(one.code == responsible for one in own) else self.viewer.unit

    def _seen(self, case_no: str) -> int:
        return next(one.version for one in self._matters if one.case_no == case_no)

    def _look(self, case_nos: Sequence[str]) -> tuple[MatterNow, ...]:
        from workbench.queries.act_preview import matters_now

        with self._bench.reading() as session:
            link = session.connection()
            return matters_now(link, case_nos, calendars=self._bench.calendars(link))


def in_words(preview: Preview) -> str:
    """Return what becomes of the deadlines of one matter, in a line."""
    said = [f"{one.title}：{effect_text(one)}，到期 {due_text(one)}" for one in preview.changes]
    return "；".join(said) or "不涉及时限"


def results_workbook(state: BulkState, results: Sequence[Result]) -> bytes:
    """Return the results as an .xlsx."""
    from workbench.workbook import Heading, write_table

    done = sum(one.position is not None for one in results)
    rows = [
        (one.case_no, one.title, "已办理" if one.position else "未办理", one.position, one.why)
        for one in results
    ]
    notes = [f"共 {len(results)} 件，已办理 {done} 件，未办理 {len(results) - done} 件。"]
    return write_table(
        [
            Heading("编号", 20),
            Heading("事项名称", 42),
            Heading("结果"),
            Heading("台账序号"),
            Heading("原因", 60),
        ],
        rows,
        title=f"批量办理：{state.step.label}",
        notes=[*notes, f"{state.today:%Y-%m-%d}，{state.viewer.name}（{state.viewer.role.label}）办理。"],
        proof=state.proof(),
    )


def _titles(snapshot: Snapshot, case_nos: Sequence[str]) -> dict[str, str]:
    places = ", ".join("?" * len(case_nos))
    rows = snapshot.rows(f"select case_no, title from case_fact where case_no in ({places})", tuple(case_nos))
    return dict(rows)
