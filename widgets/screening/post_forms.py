"""The forms of the posts: who comes, who goes, who was trained. No widgets here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.values import Choice
from widgets.screening.address import APPOINT, LEAVE
from widgets.screening.forms import FormClosedError
from widgets.screening.state import ScreeningScreenState
from workbench.access.gate import require
from workbench.terms import ActKind, PostKind

if TYPE_CHECKING:
    from workbench.acts.staffing import AppointPost, LeavePost, RecordTraining

KINDS = {APPOINT: ActKind.APPOINT_POST, LEAVE: ActKind.LEAVE_POST}


class PostForm:
    """One act on the posts of the unit that is open."""

    def __init__(self, state: ScreeningScreenState, form: str) -> None:
        """``NotPermittedError`` by role, ``FormClosedError`` where it cannot be done here and now."""
        self.kind = KINDS.get(form, ActKind.RECORD_TRAINING)
        require(state.viewer, f"act:{self.kind.value}")
        found = state.posts_of(state.shown.unit)
        why = state.closed() or ("" if found is not None else "没有您可以登记的单位：请从清单打开")
        if not why and found is not None and self.kind is not ActKind.APPOINT_POST and not found.holders:
            why = "本单位还没有登记岗位人员：请先登记到任"
        if why or found is None:
            raise FormClosedError(why)
        self.state, self.posts = state, found

    @property
    def title(self) -> str:
        """Return what the form does, in words."""
        return f"{self.kind.label}：{self.posts.unit_name}"

    def fields(self) -> tuple[FormField, ...]:
        """Return the questions."""
        today = self.state.today
        if self.kind is ActKind.APPOINT_POST:
            vacant = {post: "（空缺）" for post in self.posts.vacant}
            posts = tuple(Choice(one.value, f"{one.label}{vacant.get(one, '')}") for one in PostKind)
            return (
                FormField("post", "岗位", "choice", required=True, choices=posts),
                FormField("name", "姓名", required=True, longest=20),
                FormField("title", "职务", required=True, longest=40),
                FormField("since", "到任日期", "date", required=True, high=today, initial=today.isoformat()),
            )
        if self.kind is ActKind.LEAVE_POST:
            return (
                FormField("holder", "人员", "choice", required=True, choices=self._holders()),
                FormField("on", "离任日期", "date", required=True, high=today, initial=today.isoformat()),
                FormField("why", "离任原因", longest=100),
            )
        asked = tuple(
            FormField(f"holder.{one.code}", one.label, "yes_no", initial="true", group="参加人员")
            for one in self._holders()
        )
        return (
            FormField("on", "培训日期", "date", required=True, high=today, initial=today.isoformat()),
            FormField("topic", "培训内容", required=True, longest=100),
            *asked,
        )

    def act(self, values: FormValues) -> AppointPost | LeavePost | RecordTraining:
        """Return the act that the answers make."""
        from workbench.acts.staffing import AppointPost, LeavePost, RecordTraining

        unit, today = self.posts.unit, self.state.today
        if self.kind is ActKind.APPOINT_POST:
            post = PostKind.coded(values.text("post"))
            since = values.day("since") or today
            return AppointPost(unit, post, since, values.text("name"), values.text("title"))
        on = values.day("on") or today
        if self.kind is ActKind.LEAVE_POST:
            return LeavePost(unit, int(values.text("holder")), on, values.text("why") or None)
        chosen = tuple(int(one.code) for one in self._holders() if values.flag(f"holder.{one.code}"))
        return RecordTraining(unit, chosen, on, values.text("topic"))

    def judge(self, values: FormValues) -> list[Blocker]:
        """Return what stands against it."""
        if values.errors:
            return []
        why = self.state.refusal(self.act(values))
        return [Blocker(why)] if why else []

    def perform(self, values: FormValues) -> int:
        """Record it; return the ledger position."""
        require(self.state.viewer, f"act:{self.kind.value}")
        seen = self.posts.version or None
        return self.state.bench.perform(self.act(values), actor=self.state.viewer.actor, seen=seen)[0]

    def _holders(self) -> tuple[Choice, ...]:
        return tuple(
            Choice(str(number), f"{one.name}（{one.post.label}）") for number, one, _ in self.posts.holders
        )
