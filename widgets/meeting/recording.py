"""Recording an agreed item: what is asked, what is missing, and the act that the answers make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from widgets.meeting.state import TRIES, MeetingState, SavedAlreadyError
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.values import Choice

if TYPE_CHECKING:
    from workbench.queries.meetings import MeetingPage

DAYS = (7, 15, 30)  # calendar days that a due date is mostly set to
USUAL = 15
SEPARATORS = "、，,；; "
LONGEST = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """The answers put together: who owes what by when."""

    text: str
    lead_unit: str
    supporting: tuple[str, ...]
    leader: str
    leader_post: str
    due_on: date


class UnclearUnitError(ValueError):
    """A typed part of a name fits no unit, or several."""


class Recording:
    """The form of one agreed item on one topic of a meeting in session."""

    def __init__(self, state: MeetingState, page: MeetingPage, number: int) -> None:
        self.state, self.page, self.number = state, page, number
        self.units = state.owing_units()
        self.names = dict(self.units)

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions, in the order in which they are said in a meeting."""
        today = self.state.today
        choices = tuple(Choice(str(days), f"{days} 日 {today + timedelta(days)}") for days in DAYS)
        return (
            FormField("text", "议定内容", "long", required=True, longest=LONGEST),
            FormField(
                "lead_unit",
                "牵头单位",
                "unit",
                required=True,
                choices=tuple(Choice(code, name) for code, name in self.units),
            ),
            FormField("supporting", "配合单位", hint="名称的一部分即可，多个用顿号隔开"),
            FormField("leader", "责任领导", hint="不填即为参会人", longest=60),
            FormField("leader_post", "职务", longest=120),
            FormField("within", "办理期限", "choice", required=True, choices=choices, initial=str(USUAL)),
            FormField("due_on", "或另定日期", "date", low=today),
        )

    def judge(self, values: FormValues) -> list[Blocker]:
        """Return what is still missing or unclear."""
        found = []
        try:
            units = self.supporting(values.text("supporting"))
        except UnclearUnitError as error:
            found.append(Blocker(str(error)))
            units = ()
        lead = values.text("lead_unit")
        if lead and lead in units:
            found.append(Blocker("牵头单位不必再写在配合单位里"))
        if lead and not self._leader(values)[0]:
            found.append(Blocker(f"{self.names[lead]}没有登记参会人：请填写责任领导"))
        return found

    def answer(self, values: FormValues) -> Answer:
        """Return the answers put together."""
        within = timedelta(int(values.text("within") or USUAL))
        leader, post = self._leader(values)
        return Answer(
            values.text("text"),
            values.text("lead_unit"),
            self.supporting(values.text("supporting")),
            leader,
            post,
            values.day("due_on") or self.state.today + within,
        )

    def record(self, values: FormValues) -> tuple[str, int]:
        """Record the item; return its number and its ledger position.

        ``SavedAlreadyError`` if the very same one is there: its answer was lost on the way. Where another
        clerk was quicker, the next number is taken.
        """
        from workbench.acts.agreed_items import AgreeItem
        from workbench.acts.dossier import DossierTakenError

        told = self.answer(values)
        for _ in range(TRIES):
            page = self.state.page()
            self._refuse_twice(page, told)
            act = AgreeItem(
                page.next_item_no,
                page.meeting.meeting_no,
                self.number,
                self.state.today,
                told.due_on,
                told.lead_unit,
                told.supporting,
                None,
                told.text,
                told.leader,
                told.leader_post,
            )
            try:
                return act.item_no, self.state.perform(act)
            except DossierTakenError:
                continue
        raise DossierTakenError("议定事项", page.next_item_no)

    def supporting(self, text: str) -> tuple[str, ...]:
        """Return the units that a typed list names; ``UnclearUnitError`` says which part is unclear."""
        return units_named(text, self.units)

    def _leader(self, values: FormValues) -> tuple[str, str]:
        if values.text("leader"):
            return values.text("leader"), values.text("leader_post")
        lead = values.text("lead_unit")
        for one in self.page.meeting.attendance:
            if one.unit == lead and one.name:
                return one.name, values.text("leader_post") or one.post
        return "", ""

    def _refuse_twice(self, page: MeetingPage, told: Answer) -> None:
        for row in page.items:
            item = row.item
            same = (item.agenda_number, item.text, item.owing, item.due_on)
            if same == (self.number, told.text, (told.lead_unit, *told.supporting), told.due_on):
                raise SavedAlreadyError(item.item_no)


def units_named(text: str, units: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return the codes of the units in a typed list; ``UnclearUnitError`` says which part is unclear."""
    for sign in SEPARATORS:
        text = text.replace(sign, " ")
    return tuple(dict.fromkeys(_unit(part, units) for part in text.split()))


def _unit(part: str, units: Sequence[tuple[str, str]]) -> str:
    exact = [code for code, name in units if name == part]
    found = exact or [code for code, name in units if part in name]
    if not found:
        raise UnclearUnitError(f"配合单位“{part}”不在名录中：请改写")
    if len(found) > 1:
        several = "、".join(name for code, name in units if code in found[:3])
        raise UnclearUnitError(f"配合单位“{part}”不止一个（{several}）：请多写几个字")
    return found[0]
