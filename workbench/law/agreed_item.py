"""What a meeting agreed, as a commitment that can be checked: who owes what by when, and what shows it.

The unit that owes an item reports it with evidence; somebody who is not of the owing units confirms it or
sends it back. A changed due date is an amendment with its day, reason and meeting. The first due date stays
on record, and what was late when it was changed stays late (Regulation 2022, articles 11(2) and 12(2)).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from workbench.law.evidence import Evidence
from workbench.terms import AgreedItemState, ReportDecision


class AgreedItemError(ValueError):
    """A change that the agreed item does not allow."""


class OwnReportError(AgreedItemError):
    """An item would be closed, or its report judged, by the unit that owes it."""

    def __init__(self) -> None:
        super().__init__("议定事项不能由承办单位自行核实：请由联席办或者其他单位的人员核实")


@dataclass(frozen=True, slots=True)
class SupportingUnit:
    """One unit that helps the lead unit."""

    unit: str


@dataclass(frozen=True, slots=True)
class DueAmendment:
    """A due date that was changed on ``amended_on`` by a meeting, with its reason."""

    amended_on: date
    due_before: date
    due_after: date
    meeting_no: str
    why: str


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What an owing unit reported, with its evidence, and what was found of it by whom."""

    reported_on: date
    unit: str
    words: str
    evidence_title: str
    evidence_dated_on: date
    evidence_sha256: str
    decided_on: date | None = None
    decision: ReportDecision | None = None
    decided_unit: str | None = None
    decided_why: str | None = None


@dataclass(frozen=True, slots=True)
class AgreedItem:
    """议定事项. ``due_on`` is the first due date; ``agenda_number`` the item of the agenda it came from."""

    id: int
    item_no: str
    meeting_no: str
    agenda_number: int
    case_no: str | None
    text: str
    lead_unit: str
    leader: str
    leader_post: str
    agreed_on: date
    due_on: date
    supporting: tuple[SupportingUnit, ...] = ()
    amendments: tuple[DueAmendment, ...] = ()
    reports: tuple[ItemReport, ...] = ()
    version: int = 1

    @property
    def owing(self) -> tuple[str, ...]:
        """Return the units that owe the item, the lead unit first."""
        return (self.lead_unit, *(one.unit for one in self.supporting))

    def due(self, as_of: date) -> date:
        """Return the due date that the unit works towards, as of a day."""
        made = [one.due_after for one in self.amendments if one.amended_on <= as_of]
        return made[-1] if made else self.due_on

    def binding_due(self, as_of: date) -> date:
        """Return the due date that lateness counts from: one that was missed is not moved afterwards."""
        due = self.due_on
        for one in self.amendments:
            if one.amended_on > as_of or one.amended_on > due:
                break
            due = one.due_after
        return due

    def state(self, as_of: date) -> AgreedItemState:
        """Return how far the item is at the end of a day."""
        report = self._report(as_of)
        if report is None:
            return AgreedItemState.OPEN
        decided = report.decided_on is not None and report.decided_on <= as_of
        return AgreedItemState.CONFIRMED if decided else AgreedItemState.REPORTED

    def done_on(self, as_of: date) -> date | None:
        """Return the day the unit reported what was confirmed by ``as_of``; ``None`` if nothing was."""
        report = self._report(as_of)
        confirmed = self.state(as_of) is AgreedItemState.CONFIRMED
        return report.reported_on if report is not None and confirmed else None

    def days_late(self, as_of: date) -> int:
        """Return the calendar days past the binding due date; 0 if in time.

        They run until a report that was not sent back: who reported in time is not late while others check.
        """
        report = self._report(as_of)
        until = as_of if report is None else report.reported_on
        return max((until - self.binding_due(as_of)).days, 0)

    def amended(self, on: date, due_on: date, meeting_no: str, why: str) -> AgreedItem:
        """Return the item with another due date; the earlier ones stay on record."""
        self._check_open(on)
        if not why.strip():
            raise AgreedItemError("变更办理期限须写明理由")
        if due_on < on:
            raise AgreedItemError("新的办理期限早于变更之日：请核对")
        before = self.due(on)
        if due_on == before:
            raise AgreedItemError(f"办理期限已经是{before}，没有变化")
        made = DueAmendment(on, before, due_on, meeting_no, why.strip())
        return replace(self, amendments=(*self.amendments, made))

    def reported(self, on: date, unit: str, words: str, evidence: Evidence) -> AgreedItem:
        """Return the item with a report of an owing unit, which waits to be checked."""
        self._check_open(on)
        if unit not in self.owing:
            raise AgreedItemError("只有本议定事项的牵头单位、配合单位才能报告落实：请核对单位")
        if self._pending is not None:
            raise AgreedItemError("已有报告等待核实：请等核实后再报")
        if not words.strip():
            raise AgreedItemError("请填写落实情况")
        made = ItemReport(on, unit, words.strip(), evidence.title, evidence.dated_on, evidence.sha256)
        return replace(self, reports=(*self.reports, made))

    def returned(self, on: date, by_unit: str | None, barred: Collection[str], why: str) -> AgreedItem:
        """Return the item with its report sent back; ``barred`` are the units related to the owing ones."""
        if not why.strip():
            raise AgreedItemError("退回须写明理由")
        return self._decided(on, by_unit, barred, ReportDecision.RETURNED, why.strip())

    def confirmed(self, on: date, by_unit: str | None, barred: Collection[str]) -> AgreedItem:
        """Return the item confirmed as done; ``barred`` are the units related to the owing ones."""
        return self._decided(on, by_unit, barred, ReportDecision.CONFIRMED, None)

    def corrected(
        self, text: str, lead_unit: str, supporting: tuple[str, ...], leader: str, post: str
    ) -> AgreedItem:
        """Return the item with other words or units, as long as nothing was reported or amended."""
        if self.reports or self.amendments:
            raise AgreedItemError("已经报告或变更过的议定事项不能再更正：请在新的会议上另行议定")
        parts = tuple(SupportingUnit(unit) for unit in supporting)
        return agreed(
            replace(self, text=text, lead_unit=lead_unit, supporting=parts, leader=leader, leader_post=post)
        )

    @property
    def _pending(self) -> ItemReport | None:
        last = self.reports[-1] if self.reports else None
        return last if last is not None and last.decision is None else None

    def _report(self, as_of: date) -> ItemReport | None:
        """Return the report that holds on a day: the last one, unless it was sent back by then."""
        made = [one for one in self.reports if one.reported_on <= as_of]
        if not made:
            return None
        last = made[-1]
        sent_back = last.decision is ReportDecision.RETURNED
        return None if sent_back and last.decided_on is not None and last.decided_on <= as_of else last

    def _decided(
        self,
        on: date,
        by_unit: str | None,
        barred: Collection[str],
        decision: ReportDecision,
        why: str | None,
    ) -> AgreedItem:
        if by_unit is None or by_unit in barred or by_unit in self.owing:
            raise OwnReportError
        waiting = self._pending
        if waiting is None:
            raise AgreedItemError("没有等待核实的报告：请先由承办单位报告落实情况")
        if on < waiting.reported_on:
            raise AgreedItemError(f"核实日期早于报告之日（{waiting.reported_on}）：请核对")
        made = replace(waiting, decided_on=on, decision=decision, decided_unit=by_unit, decided_why=why)
        return replace(self, reports=(*self.reports[:-1], made))

    def _check_open(self, on: date) -> None:
        last = self.reports[-1] if self.reports else None
        if last is not None and last.decision is ReportDecision.CONFIRMED:
            raise AgreedItemError(f"议定事项“{self.item_no}”已于{last.decided_on}核实落实，不再变动")
        if on < self._latest:
            raise AgreedItemError(f"日期早于上一次记录（{self._latest}）：请核对")

    @property
    def _latest(self) -> date:
        days = [one.amended_on for one in self.amendments]
        days += [one.decided_on or one.reported_on for one in self.reports]
        return max((self.agreed_on, *days))


def agreed(item: AgreedItem) -> AgreedItem:
    """Return the item as it was agreed; ``AgreedItemError`` says what is missing."""
    if not item.text.strip():
        raise AgreedItemError("请填写议定事项的内容")
    if not item.leader.strip():
        raise AgreedItemError("请填写责任领导")
    if item.due_on < item.agreed_on:
        raise AgreedItemError("办理期限早于会议之日：请核对")
    if len(set(item.owing)) != len(item.owing):
        raise AgreedItemError("同一单位不能既牵头又配合，也不必写两次")
    return replace(
        item, text=item.text.strip(), leader=item.leader.strip(), leader_post=item.leader_post.strip()
    )
