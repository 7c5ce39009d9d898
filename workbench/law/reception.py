"""Leaders receive people (接访、约访、下访): what was planned and published, and what came of it.

The day that was planned stays on record: a reception that is moved leaves its old day and the reason behind.
Matters are named by their number; who came, and how many, stands with the petition and nowhere here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, time

from workbench.terms import NotHeldReason, ReceptionKind, ReceptionState


class ReceptionError(ValueError):
    """A change that the reception does not allow."""


@dataclass(frozen=True, slots=True)
class ReceivedMatter:
    """One matter raised at a reception; ``instruction_no`` is what the leader promised on the spot."""

    case_no: str
    instruction_no: str | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """领导接访 of one leader on one day (Regulation 2022, art. 18(2); published as the Opinion of 2009 says).

    ``charge`` is what the leader is in charge of (分管); ``is_main_leader``: party secretary or mayor.
    ``held_on`` is the planned day once it was held; then ``nobody_came`` is known. A reception that was not
    held has ``not_held_reason``, one that was moved ``moved_to``, the number of the one that follows it.
    """

    id: int
    reception_no: str
    leader: str
    post: str
    charge: str | None
    unit: str
    is_main_leader: bool
    kind: ReceptionKind
    planned_on: date
    planned_from: time | None
    planned_until: time | None
    place: str
    account: str | None = None
    published_on: date | None = None
    held_on: date | None = None
    held_from: time | None = None
    held_until: time | None = None
    nobody_came: bool | None = None
    not_held_reason: NotHeldReason | None = None
    not_held_why: str | None = None
    moved_on: date | None = None
    moved_reason: NotHeldReason | None = None
    moved_why: str | None = None
    moved_to: str | None = None
    moved_from: str | None = None
    matters: tuple[ReceivedMatter, ...] = ()
    version: int = 1

    def __post_init__(self) -> None:
        """Refuse what no schedule may hold."""
        for words, value in (("领导姓名", self.leader), ("职务", self.post), ("地点", self.place)):
            if not value.strip():
                raise ReceptionError(f"缺少{words}：请填写后再安排接访")
        _check_hours(self.planned_from, self.planned_until)

    @property
    def leader_day(self) -> tuple[str, str, str, date]:
        """Return whose day it takes: unit, leader, post, day. Two receptions of one such day are one day."""
        return self.unit, self.leader, self.post, self.planned_on

    def state(self, as_of: date) -> ReceptionState:
        """Return what can be said of it at the end of ``as_of``."""
        if self.moved_on is not None and self.moved_on <= as_of:
            return ReceptionState.MOVED
        if self.planned_on > as_of:
            return ReceptionState.PLANNED
        if self.held_on is not None:
            return ReceptionState.NOBODY_CAME if self.nobody_came else ReceptionState.HELD
        if self.not_held_reason is not None:
            return ReceptionState.NOT_HELD
        return ReceptionState.UNRECORDED if self.planned_on < as_of else ReceptionState.PLANNED

    def published(self, on: date) -> Reception:
        """Return it as made public on ``on``; a schedule that is published after its day told nobody."""
        self._check_not_moved()
        if self.published_on is not None:
            raise ReceptionError(f"接访安排“{self.reception_no}”已于{self.published_on}公示，不必再次公示")
        if on > self.planned_on:
            raise ReceptionError(f"公示日期晚于接访日（{self.planned_on}）：请核对公示日期")
        return replace(self, published_on=on)

    def held(
        self,
        on: date,
        *,
        held_from: time | None = None,
        held_until: time | None = None,
        nobody_came: bool = False,
        why: str | None = None,
    ) -> Reception:
        """Return it as held; ``why`` is needed to set right what was recorded before."""
        self._check_recording(why)
        if on != self.planned_on:
            raise ReceptionError(f"实际日期与计划日（{self.planned_on}）不同：请先改期，再记录接访")
        _check_hours(held_from, held_until)
        if nobody_came and self.matters:
            raise ReceptionError("已登记来访事项，不能记为无人来访：请核对")
        outcome = replace(self._without_outcome(), held_on=on, nobody_came=nobody_came)
        return replace(outcome, held_from=held_from, held_until=held_until)

    def not_held(self, reason: NotHeldReason, text: str, *, why: str | None = None) -> Reception:
        """Return it as not held, with the reason in a code and in words."""
        self._check_recording(why)
        if self.matters:
            raise ReceptionError("已登记来访事项，不能记为未接访：请核对")
        if not text.strip():
            raise ReceptionError("未接访须写明原因")
        return replace(self._without_outcome(), not_held_reason=reason, not_held_why=text.strip())

    def moved(self, to_no: str, to_day: date, on: date, reason: NotHeldReason, text: str) -> Reception:
        """Return what stays on the old day; ``following`` gives the reception of the new one."""
        self._check_not_moved()
        if self.held_on is not None or self.not_held_reason is not None:
            raise ReceptionError("已记录结果的接访不能改期：另行补接的请作为新的安排")
        if on > self.planned_on:
            raise ReceptionError(f"计划日（{self.planned_on}）已过，不能改期：请记录未接访，补接的另行安排")
        if to_day == self.planned_on:
            raise ReceptionError("改期后的日期与原日期相同：请填写新的日期")
        if to_day < on:
            raise ReceptionError("改期后的日期早于决定改期之日：请核对")
        if not text.strip():
            raise ReceptionError("改期须写明原因")
        return replace(self, moved_to=to_no, moved_on=on, moved_reason=reason, moved_why=text.strip())

    def following(
        self,
        new_id: int,
        to_no: str,
        to_day: date,
        *,
        place: str | None = None,
        hours: tuple[time | None, time | None] | None = None,
    ) -> Reception:
        """Return the reception of the new day: not yet published; place and hours as before if not said."""
        start, end = hours or (self.planned_from, self.planned_until)
        return Reception(
            id=new_id,
            reception_no=to_no,
            leader=self.leader,
            post=self.post,
            charge=self.charge,
            unit=self.unit,
            is_main_leader=self.is_main_leader,
            kind=self.kind,
            planned_on=to_day,
            planned_from=start,
            planned_until=end,
            place=place or self.place,
            account=self.account,
            moved_from=self.reception_no,
        )

    def received(self, case_no: str, instruction_no: str | None = None) -> Reception:
        """Return it with one more matter; only one that was held receives any."""
        if self.held_on is None:
            raise ReceptionError("还没有记录接访：请先记录接访，再登记来访事项")
        if self.nobody_came:
            raise ReceptionError("这次接访记为无人来访：请先更正接访记录，再登记来访事项")
        if any(matter.case_no == case_no for matter in self.matters):
            raise ReceptionError(f"信访事项“{case_no}”已登记在这次接访中，不必再次登记")
        return replace(self, matters=(*self.matters, ReceivedMatter(case_no, instruction_no)))

    def _check_not_moved(self) -> None:
        if self.moved_to is not None:
            raise ReceptionError(f"这次接访已改期（“{self.moved_to}”）：请在改期后的安排上办理")

    def _check_recording(self, why: str | None) -> None:
        self._check_not_moved()
        is_recorded = self.held_on is not None or self.not_held_reason is not None
        if is_recorded and not (why or "").strip():
            raise ReceptionError("接访结果已经记录：确需更正的，请写明更正理由")

    def _without_outcome(self) -> Reception:
        return replace(
            self,
            held_on=None,
            held_from=None,
            held_until=None,
            nobody_came=None,
            not_held_reason=None,
            not_held_why=None,
        )


def _check_hours(start: time | None, end: time | None) -> None:
    if start is not None and end is not None and end <= start:
        raise ReceptionError("结束时间应晚于开始时间：请核对")
