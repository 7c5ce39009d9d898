"""The walk through the steps of a matter by day: which duties arise, are met, fall away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from workbench.law.calendar import CalendarHistory
from workbench.law.duty import Duty, Kind
from workbench.law.facts import StepTaken
from workbench.law.hold import Hold, latest_start
from workbench.law.obligation import MISSED
from workbench.law.reasons import (
    FALLS_BACK,
    PASSED_ON,
    RETURNED,
    RIGHT_LAPSED,
    UNREACHABLE,
    handling_kind,
    notice_kind,
)
from workbench.law.review import Review
from workbench.law.settings import settings
from workbench.law.settle import settle
from workbench.terms import PetitionClass, Procedure, StatutoryChannel, Step

NATIONAL: Final = "00"


class Walk:
    """What has become of the matter after the steps so far."""

    __slots__ = (
        "calendars", "contact_known", "duties", "forward", "hold", "is_led_in_time", "office",
        "path", "petition_class", "receipt", "review", "sender", "simple",
    )  # fmt: skip

    def __init__(self, calendars: CalendarHistory, office: str) -> None:
        self.calendars = calendars
        self.office = office
        self.duties: list[Duty] = []
        self.receipt: date | None = None
        self.contact_known = True
        self.petition_class: PetitionClass | None = None
        self.path: StatutoryChannel | None = None
        self.simple = False
        self.hold: Hold | None = None
        self.forward: Duty | None = None
        self.sender: str | None = None
        self.is_led_in_time = False  # the petitioner was told of another path before any limit had passed
        self.review = Review(self.duties)

    def take(self, step: StepTaken) -> None:
        kind = step.kind
        if kind is not Step.REPEAT and (
            step.petition_class is not None or step.path is not None or step.procedure is not None
        ):
            self._classify(step)
        if kind is Step.ISSUE_OPINION and self.path is None and self.petition_class in _MAY_BE_CLAIMS:
            self.path = StatutoryChannel.PETITION_HANDLING  # only there is such an opinion (31(6))
            self._classify(step)
        action = _ACTIONS.get(kind)
        if action is not None:
            action(self, step)
        else:
            self.review.take(step)

    def _classify(self, step: StepTaken) -> None:
        self.petition_class = step.petition_class or self.petition_class
        self.path = step.path or self.path
        if step.procedure is not None:
            self.simple = step.procedure is Procedure.SIMPLE
        hold = self.hold
        if hold is not None and hold.notice is not None:
            hold.notice = self._become(hold.notice, step, notice_kind(*self._classified), _TELLING)
        if hold is not None and hold.handling is not None:
            hold.handling = self._become(hold.handling, step, handling_kind(*self._classified), _REPLYING)

    def _become(self, duty: Duty, step: StepTaken, kind: Kind, met_by: frozenset[Step]) -> Duty:
        """Let another procedure apply, as far as the limit has not passed; return the duty that binds now.

        A limit that was missed stays missed (45(1)): its duty falls away late, or is met late by a step of
        ``met_by``; it comes back from where it started if it turns out to apply after all.
        """
        if kind is None and duty.is_suspended:
            return self._add(duty.rule_id, duty.unit, step, duty.start)
        if kind is None or duty.runs_no_more or not self._has_passed(duty, step.on):
            duty.become(step.on, kind)
        elif duty.is_open and step.kind not in met_by:
            duty.is_suspended = True
            duty.end(step.on, kind[1], is_missed=True)
        return duty

    def _has_passed(self, duty: Duty, on: date) -> bool:
        """Return whether the limit had passed on this day, whatever became of the duty."""
        settled = settle(duty, self.calendars)
        version = settled.at(on) if settled is not None else None
        return version is not None and version.due_rolled is not None and on > version.due_rolled

    def _is_missed(self, duty: Duty | None, on: date) -> bool:
        settled = settle(duty, self.calendars) if duty is not None else None
        return settled is not None and settled.state(on) in MISSED

    def _is_forwarder(self, unit: str | None) -> bool:
        """Petition offices pass matters on: this one, and those of the levels above (short codes)."""
        return unit is not None and (
            unit == self.office or unit == NATIONAL or (len(unit) < 6 and self.office.startswith(unit))
        )

    def _add(
        self,
        rule_id: str,
        unit: str | None,
        step: StepTaken,
        start: date,
        *,
        kind: Kind = None,
        due_on: date | None = None,
        lapses: str | None = None,
    ) -> Duty:
        arises = start if start > step.on else step.on
        duty = Duty(
            rule_id, unit, step.number, start=start, arises=arises, kind=kind, due_on=due_on, lapses=lapses
        )
        self.duties.append(duty)
        return duty

    @property
    def _classified(self) -> tuple[PetitionClass | None, StatutoryChannel | None]:
        return self.petition_class, self.path

    def _handling(self, unit: str | None, step: StepTaken, start: date) -> Duty:
        return self._add("R-HANDLE60", unit, step, start, kind=handling_kind(*self._classified))

    def _give(self, unit: str | None, receipt: date, step: StepTaken, rule_id: str) -> Hold:
        """Bind a unit that received the matter: notice, then handling, which starts at the latest with it."""
        hold = self.hold = Hold(unit, receipt)
        hold.notice = self._add(rule_id, unit, step, receipt, kind=notice_kind(*self._classified))
        if not self.contact_known:
            hold.notice.end(hold.notice.arises, UNREACHABLE)
        fallback = latest_start(rule_id, receipt)
        if fallback is not None:
            hold.handling = self._handling(unit, step, fallback)
        if self.simple:
            hold.simple_accept = self._add("R-SIMPLE-ACCEPT3", unit, step, receipt, lapses=FALLS_BACK)
        return hold

    def register(self, step: StepTaken) -> None:
        if self.receipt is not None:
            return
        self.receipt = step.received_on or step.on
        self.contact_known = step.contact_known is not False
        if self._is_forwarder(step.unit):
            self.forward = self._add("R-XF-FWD15", step.unit, step, self.receipt)
        else:
            self._give(step.unit or step.to_unit, self.receipt, step, "R-UNIT-NOTICE15-DIRECT")

    def send(self, step: StepTaken) -> None:
        received = step.received_on or step.on
        self.sender = step.unit or self.office
        self._forwarded(step)
        self._close(step.on, PASSED_ON, keep_report=True)
        self.hold = None
        if self._is_forwarder(step.to_unit):
            self.forward = self._add("R-XF-FWD15", step.to_unit, step, received)
        else:
            hold = self._give(step.to_unit, received, step, "R-UNIT-NOTICE15-FWD")
            hold.objection = self._add("R-UNIT-OBJECT5", step.to_unit, step, received, lapses=RIGHT_LAPSED)
        if step.kind is Step.ASSIGN:
            report = self._add("R-ASSIGN-REPORT", step.to_unit, step, step.on, due_on=step.due_on)
            if self.hold is not None:
                self.hold.report = report

    def handle_directly(self, step: StepTaken) -> None:
        self._forwarded(step)
        if self.hold is None:
            unit, receipt = step.unit or self.office, self.receipt or step.on
            self._give(unit, receipt, step, "R-UNIT-NOTICE15-DIRECT")

    def object(self, step: StepTaken) -> None:
        if self.hold is not None and self.hold.objection is not None:
            self.hold.objection.meet(step.on, step.number)

    def grant(self, step: StepTaken) -> None:
        """Take the matter back: who sent it wrongly has it again, and owes what it owed (22(1), 43(1)).

        The sending that was wrong has met nothing for good; the days count from the return, when the sender
        received the matter again.
        """
        self._close(step.on, RETURNED)
        self.hold = None
        sender = self.sender or step.unit or self.office
        if self._is_forwarder(sender):
            self.forward = self._add("R-XF-FWD15", sender, step, step.on)
        else:
            self._give(sender, step.on, step, "R-UNIT-NOTICE15-DIRECT")

    def accept(self, step: StepTaken) -> None:
        hold = self._answered(step, "已告知受理")
        # The other path had the matter in the meantime, by its own procedure: nobody lost that time.
        start = step.on if self.is_led_in_time else hold.handling_starts(step.on)
        self.is_led_in_time = False
        if hold.handling is None or hold.handling.ended_on is not None:
            hold.handling = self._handling(hold.unit, step, start)
        elif hold.handling.arises > step.on:
            hold.handling.arise(step.on, start)
        if self.simple and hold.simple_handle is None and not hold.accepted_late(step.on, self.calendars):
            hold.simple_handle = self._add("R-SIMPLE-HANDLE10", hold.unit, step, step.on, lapses=FALLS_BACK)

    def decline(self, step: StepTaken) -> None:
        self._forwarded(step)
        if self.hold is None:
            return
        self._meet(self.hold.notice, step)
        self._meet(self.hold.simple_accept, step)
        self._close(step.on, f"已{step.kind.label}", keep_report=True)

    def lead(self, step: StepTaken) -> None:
        """Lead to another path; what was missed by then stays missed, and counts no further."""
        hold = self.hold
        self.is_led_in_time = hold is None or not (
            self._is_missed(hold.notice, step.on) or self._is_missed(hold.handling, step.on)
        )
        if hold is not None and hold.handling is not None:
            hold.handling.is_suspended = False  # only an acceptance brings it back
            if hold.handling.arises < step.on:
                hold.handling.end(step.on, f"已{step.kind.label}", is_missed=True)
        self.decline(step)

    def convert(self, step: StepTaken) -> None:
        self.simple = False
        if self.hold is not None:
            counts_anew = settings().simple_falls_back_to == "conversion"
            self.hold.convert(step.on, self.calendars, counts_anew=counts_anew)

    def extend(self, step: StepTaken) -> None:
        handling = self.hold.handling if self.hold is not None else None
        if handling is not None and handling.is_open:
            approved = step.approved_by_head is True
            handling.request_extension(step.number, step.on, step.days, approved, step.told_on)

    def tell_extension(self, step: StepTaken) -> None:
        handling = self.hold.handling if self.hold is not None else None
        if handling is not None and handling.is_open:
            handling.tell_extension(step.on)

    def report(self, step: StepTaken) -> None:
        for duty in self.duties:
            if duty.rule_id == "R-ASSIGN-REPORT":
                duty.meet(step.on, step.number)

    def reply(self, step: StepTaken) -> None:
        hold = self._answered(step, "已作出处理意见")
        if hold.handling is None:
            hold.handling = self._handling(hold.unit, step, hold.handling_starts(step.on))
        self._meet(hold.handling, step)
        self._meet(hold.simple_handle, step)
        self.review.support(step, step.unit or hold.unit)

    def conclude(self, step: StepTaken) -> None:
        self._close(step.on, "事项已办结", keep_report=True)

    def _answered(self, step: StepTaken, why: str) -> Hold:
        """Meet what any answer meets; without a receiver on record it binds who answered, from then on."""
        self._forwarded(step)
        hold = self.hold
        if hold is None:
            hold = self.hold = Hold(step.unit or self.office, self.receipt or step.on)
        self._meet(hold.notice, step)
        self._meet(hold.simple_accept, step)
        if hold.objection is not None:
            hold.objection.end(step.on, why)
        return hold

    def _forwarded(self, step: StepTaken) -> None:
        self._meet(self.forward, step)

    def _close(self, on: date, why: str, *, keep_report: bool = False) -> None:
        if self.hold is not None:
            for unborn in self.hold.close(on, why, keep_report=keep_report):
                self.duties.remove(unborn)

    def _meet(self, duty: Duty | None, step: StepTaken) -> None:
        if duty is not None:
            duty.meet(step.on, step.number)


_MAY_BE_CLAIMS: Final = (None, PetitionClass.CLAIM)

# What tells the petitioner where his matter is, and what answers it.
_REPLYING: Final = frozenset({Step.ISSUE_OPINION, Step.REPLY_DIRECTLY})
_TELLING: Final = _REPLYING | {Step.ACCEPT, Step.DECLINE, Step.DECLINE_FURTHER, Step.LEAD_TO_PATH}

_ACTIONS: Final[Mapping[Step, Callable[[Walk, StepTaken], None]]] = {
    Step.REGISTER: Walk.register,
    Step.TRANSFER: Walk.send,
    Step.ASSIGN: Walk.send,
    Step.HANDLE_DIRECTLY: Walk.handle_directly,
    Step.OBJECT: Walk.object,
    Step.GRANT_OBJECTION: Walk.grant,
    Step.ACCEPT: Walk.accept,
    Step.DECLINE: Walk.decline,
    Step.DECLINE_FURTHER: Walk.decline,
    Step.LEAD_TO_PATH: Walk.lead,
    Step.CONVERT_TO_ORDINARY: Walk.convert,
    Step.EXTEND: Walk.extend,
    Step.TELL_EXTENSION: Walk.tell_extension,
    Step.REPORT_BACK: Walk.report,
    Step.ISSUE_OPINION: Walk.reply,
    Step.REPLY_DIRECTLY: Walk.reply,
    Step.CONCLUDE: Walk.conclude,
}
