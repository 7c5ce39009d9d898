"""What the page of a matter says of its urgency, and where the office notes and ends it (art. 25)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from widgets.act_box import ActBox
from widgets.judging import NEVER_DELETED, refused_words
from widgets.parts.form import Draft
from widgets.parts.form_values import FormField, FormValues
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.pieces import label
from widgets.parts.values import Choice, Tag
from workbench.access.viewer import Viewer
from workbench.terms import ActKind, UrgencyReason

if TYPE_CHECKING:
    from datetime import date

    from workbench.acts.base import Act
    from workbench.app import Workbench
    from workbench.law.urgency import Urgency
    from workbench.snapshots.read import Snapshot

NOTING = "重大、紧急的信访事项和信息：及时报告，并建议列入联席会议议程。"
ENDING = "已经采取措施、不再紧急的。"
TO_WHOM = "本级党委政府、主管部门、联席办；上一级信访部门，同时报告国家信访局"


class UrgencyBox(ActBox):
    """Offers to note that a matter is urgent, or to end that it is."""

    def __init__(
        self,
        bench: Workbench,
        snapshot: Snapshot,
        case_no: str,
        *,
        viewer: Viewer,
        on_done: Callable[[str], None],
    ) -> None:
        from workbench.queries.urgencies import urgencies_of

        self._case_no, self._today = case_no, bench.today()
        self.found: tuple[Urgency, ...] = bench.ask(urgencies_of, case_no, as_of=snapshot.as_of)
        last = self.found[-1] if self.found else None
        self.urgent = last if last is not None and last.holds_on(snapshot.as_of) else None
        kind = ActKind.NOTE_URGENCY if self.urgent is None else ActKind.END_URGENCY
        draft = Draft(viewer.account, f"urgency/{case_no}/{kind.value}")
        super().__init__(
            bench,
            kind,
            self._asked,
            self._told,
            viewer=viewer,
            on_done=on_done,
            can_be_done=snapshot.as_of == self._today,
            note="《信访工作条例》第二十五条",
            aim=NOTING if self.urgent is None else ENDING,
            question=NEVER_DELETED,
            says=(Static(urgency_markup(self.found, snapshot.as_of)),) if self.found else (),
            seen=None if self.urgent is None else self.urgent.version,
            behaviour={"on_change": refused_words, "draft": draft},
        )
        self.add_class("urgency-box")

    def _asked(self) -> tuple[FormField, ...]:
        return noting(self._today) if self.urgent is None else ending()

    def _told(self, values: FormValues) -> tuple[Act, ...]:
        from workbench.acts.urgencies import EndUrgency, NoteUrgency
        from workbench.queries.urgencies import next_urgency_no

        if self.urgent is not None:
            return (EndUrgency(self.urgent.urgency_no, self._today, values.text("why")),)
        noted = NoteUrgency(
            self._bench.ask(next_urgency_no, self._case_no),
            self._case_no,
            UrgencyReason.coded(values.text("reason")),
            values.day("known_on") or self._today,
            self._today,
            values.text("facts"),
            values.text("reported_to"),
        )
        return (noted,)


def noting(today: date) -> tuple[FormField, ...]:
    """Return what is asked where a matter becomes urgent; the report is of today."""
    reasons = tuple(Choice(one.value, one.label) for one in UrgencyReason)
    return (
        FormField("reason", "紧急情形", "choice", required=True, choices=reasons),
        FormField(
            "facts", "事实", "long", required=True, longest=1000,
            hint="什么事、可能造成什么后果；只写事情，不写信访人",
        ),
        FormField(
            "known_on", "知悉日期", "date", required=True, initial=today.isoformat(), high=today,
            hint="报告日期为今天；条例要求及时，未规定时数",
        ),
        FormField("reported_to", "报告的机关", required=True, longest=200, hint=TO_WHOM),
    )  # fmt: skip


def ending() -> tuple[FormField, ...]:
    """Return what is asked where a matter is urgent no more."""
    return (
        FormField(
            "why", "采取的措施、不再紧急的理由", "long", required=True, longest=1000, hint="不写信访人"
        ),
    )


def urgency_markup(found: tuple[Urgency, ...], as_of: date) -> Markup:
    """Return when and why the matter was urgent, the latest first."""
    return tag(
        "section",
        tag("h3", "重大紧急"),
        [_one(one, as_of) for one in reversed(found)],
        class_="case-box",
    )


def _one(one: Urgency, as_of: date) -> Markup:
    state = Tag(one.reason.label, "late") if one.holds_on(as_of) else Tag(f"{one.ended_on} 解除", "quiet")
    days = f"，知悉 {one.days_to_report} 日后报告" if one.days_to_report else ""
    return tag(
        "div",
        tag("p", label(state), f"　{one.facts}"),
        tag(
            "p",
            f"{one.known_on} 知悉，{one.reported_on} 报告{one.reported_to}{days}",
            f"；{one.ended_why}" if one.ended_why else None,
            class_="case-quiet",
        ),
        [tag("p", words, class_="case-quiet") for words in _reported_late(one)],
    )


def _reported_late(one: Urgency) -> list[str]:
    """What is for a person to look into where days passed before the report; the law says no number."""
    from workbench.law.clauses import clause_text
    from workbench.law.explain import JUDGED_BY
    from workbench.law.limits import find_limit

    limit = find_limit("R-URGENT", one.known_on) if one.days_to_report else None
    if limit is None:
        return []
    clauses = [f"可能适用的条款：{clause_text(code)}（{JUDGED_BY}）" for code in limit.clauses]
    return [f"条例要求{limit.length_text}；{limit.on_miss}", *clauses]
