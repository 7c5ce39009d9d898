"""What is known while one act is prepared: the matter as it was seen, what the act would do. No widgets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from widgets.case_review.step_forms import (
    StepForm,
    make_act,
    missing_of_document,
    step_fields,
    step_forms,
)
from widgets.judging import refused_words
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.values import Choice
from workbench.access.gate import allow, require
from workbench.access.viewer import Viewer, current_viewer
from workbench.app import Workbench
from workbench.office import OFFICE
from workbench.snapshots.read import Snapshot
from workbench.terms import Role, Step

if TYPE_CHECKING:
    from workbench.acts.handling import RegisterRepeat, Take  # these load the tables:
    from workbench.queries.act_preview import MatterNow, Preview  # only when an act is opened

TEXTS = ("note", "document.title", "document.number")  # written at this step, by an officer


class ActClosedError(ValueError):
    """A step that this screen cannot record now."""


class ChangedMeanwhileError(ValueError):
    """Somebody else recorded something in the matter after the form was opened."""

    def __init__(self, last: Step) -> None:
        super().__init__(
            f"本件刚由他人记入了新的内容（最近一步：{last.label}）。已按最新情况重新计算，"
            "请核对后再提交；您填写的内容都还在。"
        )


def kind_of_act(step: Step) -> str:
    """Return the kind of act that records a step, as the gate and the ledger name it."""
    return {Step.REGISTER: "register", Step.REPEAT: "register_repeat"}.get(step, "take")


def why_closed(viewer: Viewer, *, as_of: date, today: date) -> str:
    """Return why nothing can be recorded on this page at all; "" if it can."""
    if as_of != today:
        return f"现在显示的是 {as_of:%Y-%m-%d} 的情况：请把截至日改回今天再办理"
    if not (allow(viewer, "act:take") or allow(viewer, "act:register_repeat")):
        return f"您的角色（{viewer.role.label}）只能查看，不能办理"
    return ""


def unit_offers(snapshot: Snapshot) -> tuple[Choice, ...]:
    """Return every unit, those of the city before those above it."""
    rows = snapshot.rows("select code, name from unit_fact order by length(code) < 6, code")
    return tuple(Choice(code, name) for code, name in rows)


def acting_units(units: Sequence[Choice], viewer: Viewer) -> tuple[Choice, ...]:
    """Return the units in whose name this viewer may act: a handler acts for his own alone."""
    if viewer.role is Role.HANDLER:
        return tuple(one for one in units if one.code == viewer.unit)
    return tuple(units)


class ActState:
    """One step of one matter, from the questions to the ledger."""

    def __init__(
        self,
        bench: Workbench,
        snapshot: Snapshot,
        case_no: str,
        step: Step,
        *,
        viewer: Callable[[], Viewer] = current_viewer,
    ) -> None:
        """``ActClosedError`` if this step cannot be recorded here and now, ``NotPermittedError`` by role."""
        found = step_forms().get(step)
        self.viewer = viewer()
        if found is None:
            raise ActClosedError(f"“{step.label}”不在本页办理")
        require(self.viewer, f"act:{kind_of_act(step)}")
        closed = why_closed(self.viewer, as_of=snapshot.as_of, today=bench.today())
        if closed:
            raise ActClosedError(closed)
        self.form: StepForm = found
        self.case_no = case_no
        self.preview: Preview | None = None
        self._bench = bench
        self._units = unit_offers(snapshot)
        self.matter: MatterNow = self._look()

    @property
    def step(self) -> Step:
        return self.form.step

    @property
    def today(self) -> date:
        return self._bench.today()

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions, with the unit that usually takes this step."""
        return step_fields(
            self.form,
            units=self._units,
            acting=acting_units(self._units, self.viewer),
            unit=self._usual_unit(),
            today=self._bench.today(),
        )

    def judge(self, values: FormValues) -> list[Blocker]:
        """Work out what the act would do, into ``preview``; return what stands against it."""
        self.preview = None
        blockers = [*missing_of_document(values), *refused_words(values, TEXTS)]
        if values.errors:
            return [*self._refusal(), *blockers]
        self.preview = self._previewed(make_act(self.form, self.case_no, values))
        refused = self.preview.refused
        return [*([Blocker(refused.why, refused.article)] if refused else []), *blockers]

    def perform(self, values: FormValues) -> int:
        """Record the act; return its ledger position.

        ``ChangedMeanwhileError`` if somebody else changed the matter since it was looked at: what it is now
        is looked at anew, so that the same answers can be judged and submitted again.
        """
        require(self.viewer, f"act:{kind_of_act(self.step)}")
        act = make_act(self.form, self.case_no, values)
        try:
            return self._bench.perform(act, actor=self.viewer.actor, seen=self.matter.version)[0]
        except ValueError:
            now = self._look()
            if now.version == self.matter.version:
                raise
            self.matter = now
            raise ChangedMeanwhileError(now.last_step) from None

    def _usual_unit(self) -> str | None:
        by, own = self.form.by, self.viewer.unit
        if by == "responsible":
            return self.matter.responsible_unit or own
        if by == "sender":
            return self.matter.sender or own
        return own or OFFICE

    def _look(self) -> MatterNow:
        from workbench.queries.act_preview import matter_now

        with self._bench.reading() as session:
            link = session.connection()
            return matter_now(link, self.case_no, calendars=self._bench.calendars(link))

    def _refusal(self) -> list[Blocker]:
        from workbench.queries.act_preview import refusal_of

        with self._bench.reading() as session:
            link = session.connection()
            calendars = self._bench.calendars(link)
            found = refusal_of(link, self.case_no, self.step, as_of=self._bench.today(), calendars=calendars)
        return [Blocker(found.why, found.article)] if found else []

    def _previewed(self, act: Take | RegisterRepeat) -> Preview:
        from workbench.queries.act_preview import previews

        with self._bench.reading() as session:
            link = session.connection()
            return previews(
                link,
                [act],
                by=self.viewer.actor,
                as_of=self._bench.today(),
                calendars=self._bench.calendars(link),
            )[0]
