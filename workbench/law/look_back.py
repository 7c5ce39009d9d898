"""One look-back check (回头看检查): what the unit did in a matter, seen by somebody else.

The reviewer is neither a handler nor of the unit nor an owning leader. He does not see the unit's own view
before he has locked his answers, nor the unit his; then the two are compared. What was not done is reworked.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workbench.law.evidence import Evidence
from workbench.law.look_back_answers import CheckAnswer, ReworkReport, complete, in_order
from workbench.law.look_back_round import LookBackError
from workbench.terms import LookBackAnswer, LookBackFinding, LookBackState


@dataclass(frozen=True, slots=True)
class LookBack:
    """回头看检查 of one matter in a round; ``check_no`` is ``<round_no>:<case_no>``.

    ``ownership_no``: the case-ownership that the result concerns, if there is one. ``cause_unit`` is the unit
    whose act or neglect caused the problem, which need not be the one that handles it.
    """

    id: int
    check_no: str
    round_no: str
    case_no: str
    unit: str
    reviewer: str
    reviewer_unit: str | None
    assigned_on: date
    ownership_no: str | None = None
    locked_on: date | None = None
    finding: LookBackFinding | None = None
    cause_unit: str | None = None
    cause: str | None = None
    viewed_on: date | None = None
    viewed_by: str | None = None
    rework_on: date | None = None
    measures: str | None = None
    person: str | None = None
    rework_due: date | None = None
    answers: tuple[CheckAnswer, ...] = ()
    own_view: tuple[CheckAnswer, ...] = ()
    reports: tuple[ReworkReport, ...] = ()
    version: int = 1

    # Questions about a day

    def until(self, as_of: date) -> LookBack:
        """Return the check as it stood at the end of ``as_of``; answers are told only once locked."""
        locked = self.locked_on is not None and self.locked_on <= as_of
        viewed = self.viewed_on is not None and self.viewed_on <= as_of
        ordered = self.rework_on is not None and self.rework_on <= as_of
        before = self
        if not locked:
            before = replace(before, locked_on=None, finding=None, cause_unit=None, cause=None)
        if not viewed:
            before = replace(before, viewed_on=None, viewed_by=None, own_view=())
        if not ordered:
            before = replace(before, rework_on=None, measures=None, person=None, rework_due=None)
        reports = tuple(
            one
            if one.decided_on is None or one.decided_on <= as_of
            else replace(one, decided_on=None, is_confirmed=None, why=None, decided_by=None)
            for one in self.reports
            if one.on <= as_of
        )
        return replace(before, reports=reports)

    def state(self, as_of: date) -> LookBackState:
        """Return where the check stands at the end of ``as_of``."""
        now = self.until(as_of)
        if now.locked_on is None:
            return LookBackState.OPEN
        if now.finding is LookBackFinding.HELD:
            return LookBackState.HELD
        if now.rework_on is None:
            return LookBackState.TO_REWORK
        if now.reports and now.reports[-1].decided_on is None:
            return LookBackState.REPORTED
        if now.reports and now.reports[-1].is_confirmed:
            return LookBackState.MENDED
        return LookBackState.LATE if now.is_late(as_of) else LookBackState.IN_REWORK

    def is_late(self, as_of: date) -> bool:
        """Return whether the rework is past its day and not reported by then."""
        waits = not self.reports or self.reports[-1].is_confirmed is False
        return self.rework_due is not None and waits and as_of > self.rework_due

    def differences(self) -> tuple[str, ...]:
        """Return the items on which reviewer and unit differ; empty until both have locked."""
        if self.locked_on is None or self.viewed_on is None:
            return ()
        own = {one.item: one.answer for one in self.own_view}
        return tuple(one.item for one in self.answers if own.get(one.item) is not one.answer)

    # Changes

    def answered(self, answers: Sequence[CheckAnswer], by: str, on: date) -> LookBack:
        """Return the check with these answers in place of earlier ones to the same items."""
        self._check_reviewing(by, on)
        checked = complete(answers, must_be_all=False)
        merged = {one.item: one for one in self.answers} | {one.item: one for one in checked}
        return replace(self, answers=in_order(merged.values()))

    def locked(
        self,
        finding: LookBackFinding,
        by: str,
        on: date,
        cause_unit: str | None = None,
        cause: str | None = None,
    ) -> LookBack:
        """Return the check locked: every item answered, and the finding follows from them."""
        self._check_reviewing(by, on)
        complete(self.answers, must_be_all=True)
        has_failed = any(one.answer is LookBackAnswer.NO for one in self.answers)
        if has_failed and finding is LookBackFinding.HELD:
            raise LookBackError("有检查项没有做到，结论不能是“落实到位”")
        if not has_failed and finding is LookBackFinding.FAILED:
            raise LookBackError("没有一项未做到，结论不能是“没有落实”：请在检查项中注明")
        if finding is LookBackFinding.FAILED and not (cause_unit and cause and cause.strip()):
            raise LookBackError("没有落实的，须写明问题并归因到单位")
        if finding is LookBackFinding.HELD and (cause_unit or cause):
            raise LookBackError("落实到位的，不填写问题和归因单位")
        told = cause.strip() if cause else None
        return replace(self, locked_on=on, finding=finding, cause_unit=cause_unit, cause=told)

    def viewed(self, answers: Sequence[CheckAnswer], by: str, unit: str | None, on: date) -> LookBack:
        """Return the check with the unit's own view: complete, entered once, before any rework is ordered."""
        self._check_day(on)
        if unit != self.unit:
            raise LookBackError("只有被检查单位才能填写自查意见：请由该单位的账号填写")
        if self.viewed_on is not None:
            raise LookBackError(f"自查意见已于{self.viewed_on}提交，不能再改")
        if self.rework_on is not None:
            raise LookBackError("整改要求已经下达，不再填写自查意见")
        return replace(self, own_view=complete(answers, must_be_all=True), viewed_on=on, viewed_by=by)

    def reworked(self, measures: str, person: str, due_on: date, by: str, on: date) -> LookBack:
        """Return the check with rework ordered: what, by whom at the unit, until when."""
        self._check_decider(by, on)
        if self.finding is not LookBackFinding.FAILED:
            raise LookBackError("锁定并认定没有落实之后，才能要求整改")
        if self.rework_on is not None:
            raise LookBackError(f"整改已于{self.rework_on}下达，不必再次下达")
        if not measures.strip() or not person.strip():
            raise LookBackError("请写明整改措施和责任人")
        if due_on <= on:
            raise LookBackError("整改时限须晚于下达之日：请核对")
        return replace(
            self,
            rework_on=on,
            rework_due=due_on,
            measures=measures.strip(),
            person=person.strip(),
        )

    def reported(self, words: str, evidence: Evidence, by: str, unit: str | None, on: date) -> LookBack:
        """Return the check with the unit's report on its rework; one at a time waits for the reviewer."""
        self._check_day(on)
        if self.rework_on is None:
            raise LookBackError("没有下达整改要求，不必报告")
        if unit is not None and unit not in (self.unit, self.cause_unit):
            raise LookBackError("只有整改单位才能报告整改：请由该单位的账号填写")
        if self.reports and self.reports[-1].decided_on is None:
            raise LookBackError("已有整改报告等待核实")
        if self.reports and self.reports[-1].is_confirmed:
            raise LookBackError("整改已核实通过，不必再报")
        if not words.strip():
            raise LookBackError("请写明整改情况")
        report = ReworkReport(on, words.strip(), by, evidence.title, evidence.dated_on, evidence.sha256)
        return replace(self, reports=(*self.reports, report))

    def decided(self, is_confirmed: bool, why: str, by: str, on: date) -> LookBack:
        """Return the check with the last report confirmed or sent back, by the reviewer."""
        self._check_decider(by, on)
        if not self.reports or self.reports[-1].decided_on is not None:
            raise LookBackError("没有等待核实的整改报告")
        if by == self.reports[-1].account:
            raise LookBackError("报告整改的账号不能核实：请由检查人核实")
        if not why.strip():
            raise LookBackError("请写明核实情况")
        done = replace(
            self.reports[-1], decided_on=on, is_confirmed=is_confirmed, why=why.strip(), decided_by=by
        )
        return replace(self, reports=(*self.reports[:-1], done))

    @property
    def last_day(self) -> date:
        """The latest day on which anything happened to the check."""
        days = [self.assigned_on, self.locked_on, self.viewed_on, self.rework_on]
        days += [day for one in self.reports for day in (one.on, one.decided_on)]
        return max(day for day in days if day is not None)

    def _check_reviewing(self, by: str, on: date) -> None:
        if self.locked_on is not None:
            raise LookBackError(f"检查已于{self.locked_on}锁定，不能再改")
        if by != self.reviewer:
            raise LookBackError("只能填写分派给本人的检查")
        if on < self.assigned_on:
            raise LookBackError(f"日期早于分派之日（{self.assigned_on}）：请核对")

    def _check_decider(self, by: str, on: date) -> None:
        if by != self.reviewer:
            raise LookBackError("整改由检查人下达和核实：请由检查人办理")
        self._check_day(on)

    def _check_day(self, on: date) -> None:
        if on < self.last_day:
            raise LookBackError(f"日期早于上一步（{self.last_day}）：请核对")


def check_reviewer(
    new: LookBack, *, related: Collection[str], handlers: Collection[str], leaders: Collection[str]
) -> None:
    """Refuse a reviewer of the unit (or one above or below it), a handler, and an owning leader."""
    if new.reviewer_unit is not None and new.reviewer_unit in related:
        raise LookBackError("检查人不能检查本单位或者上下级单位的工作：请另派人员")
    if new.reviewer in handlers:
        raise LookBackError("检查人参与过该事项的办理：请另派人员")
    if new.reviewer in leaders:
        raise LookBackError("包案领导不能检查自己包案的事项：请另派人员")


def check_number(round_no: str, case_no: str) -> str:
    """Return the number of the check of a matter in a round."""
    return f"{round_no}:{case_no}"
