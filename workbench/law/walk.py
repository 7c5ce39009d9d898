"""The walk through the steps of a matter by day: which duties arise, are met, fall away."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from workbench.law.charge import Charge
from workbench.law.facts import StepTaken
from workbench.law.reasons import CONVERTED, FALLS_BACK, PASSED_ON, RETURNED, RIGHT_LAPSED
from workbench.law.settings import settings
from workbench.terms import PetitionClass, StatutoryChannel, Step


class Walk(Charge):
    """What has become of the matter after the steps so far."""

    __slots__ = ()

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

    def register(self, step: StepTaken) -> None:
        if self.receipt is not None:
            return
        self.receipt = step.received_on or step.on
        self.contact_known = step.contact_known is not False
        if self._is_forwarder(step.unit):
            self._pass_on(step.unit, self.receipt, step)
        else:
            self._give(step.unit or step.to_unit, self.receipt, step, "R-UNIT-NOTICE15-DIRECT")

    def send(self, step: StepTaken) -> None:
        received = step.received_on or step.on
        self.sender = step.unit or self.office
        self._forwarded(step)
        self._close(step.on, PASSED_ON)
        self.hold = None
        if self._is_forwarder(step.to_unit):
            self._pass_on(step.to_unit, received, step)
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
        self._close(step.on, RETURNED, is_returned=True)
        self.hold = None
        sender = self.sender or step.unit or self.office
        if self._is_forwarder(sender):
            self._pass_on(sender, step.on, step)
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
        self._close(step.on, f"已{step.kind.label}")

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
        if self.forward_simple is not None:
            self.forward_simple.end(step.on, CONVERTED)
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
        self._close(step.on, "事项已办结")


_MAY_BE_CLAIMS: Final = (None, PetitionClass.CLAIM)

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
