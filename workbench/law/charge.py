"""Who has a matter and what binds him: the duties that follow from its class, its path, its receiver."""

from __future__ import annotations

from datetime import date
from typing import Final

from workbench.law.calendar import CalendarHistory
from workbench.law.duty import Duty, Kind
from workbench.law.facts import StepTaken
from workbench.law.hold import Hold, latest_start
from workbench.law.obligation import MISSED
from workbench.law.reasons import FALLS_BACK, KEPT_LONGER, UNREACHABLE, handling_kind, notice_kind
from workbench.law.review import Review
from workbench.law.settle import settle
from workbench.terms import PetitionClass, Procedure, StatutoryChannel, Step

NATIONAL: Final = "00"

# What tells the petitioner where his matter is, and what answers it.
_REPLYING: Final = frozenset({Step.ISSUE_OPINION, Step.REPLY_DIRECTLY})
_TELLING: Final = _REPLYING | {Step.ACCEPT, Step.DECLINE, Step.DECLINE_FURTHER, Step.LEAD_TO_PATH}


class Charge:
    """The matter as it lies with somebody; what each step does to that stands in ``walk``."""

    __slots__ = (
        "calendars", "contact_known", "duties", "forward", "forward_simple", "hold", "is_led_in_time",
        "office", "path", "petition_class", "receipt", "review", "sender", "simple",
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
        self.forward_simple: Duty | None = None
        self.sender: str | None = None
        self.is_led_in_time = False  # the petitioner was told of another path before any limit had passed
        self.review = Review(self.duties)

    def _classify(self, step: StepTaken) -> None:
        self.petition_class = step.petition_class or self.petition_class
        self.path = step.path or self.path
        if step.procedure is not None:
            self.simple = step.procedure is Procedure.SIMPLE
        hold = self.hold
        if hold is not None and hold.notice is not None:
            kind = notice_kind(*self._classified, hold.unit)
            hold.notice = self._become(hold.notice, step, kind, _TELLING)
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
        hold.notice = self._add(rule_id, unit, step, receipt, kind=notice_kind(*self._classified, unit))
        if not self.contact_known:
            hold.notice.end(hold.notice.arises, UNREACHABLE)
        fallback = latest_start(rule_id, receipt)
        if fallback is not None:
            hold.handling = self._handling(unit, step, fallback)
        if self.simple:
            hold.simple_accept = self._add("R-SIMPLE-ACCEPT3", unit, step, receipt, lapses=FALLS_BACK)
        return hold

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

    def _pass_on(self, unit: str | None, receipt: date, step: StepTaken) -> None:
        """Bind an office that received the matter to send it on; in simple procedure within one day."""
        self.forward = self._add("R-XF-FWD15", unit, step, receipt)
        self.forward_simple = None
        if self.simple:
            self.forward_simple = self._add("R-SIMPLE-FWD1", unit, step, receipt, lapses=KEPT_LONGER)

    def _forwarded(self, step: StepTaken) -> None:
        self._meet(self.forward, step)
        self._meet(self.forward_simple, step)

    def _close(self, on: date, why: str, *, is_returned: bool = False) -> None:
        if self.hold is not None:
            for unborn in self.hold.close(on, why, is_returned=is_returned):
                self.duties.remove(unborn)

    def _meet(self, duty: Duty | None, step: StepTaken) -> None:
        if duty is not None:
            duty.meet(step.on, step.number)
