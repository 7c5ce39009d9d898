"""The form of a new round: what it draws is shown before it is drawn for good."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import ipywidgets as ipw

from widgets.file_review import recording
from widgets.file_review.state import FileReviewState
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.markup import Content, Static, tag
from widgets.parts.panel import Panel
from widgets.parts.pieces import empty, facts, table
from widgets.parts.values import Choice
from workbench.terms import ActKind

if TYPE_CHECKING:
    from workbench.queries.review_samples import Sample

WAYS: Final = (Choice("margin", "按精度"), Choice("size", "按件数"))
QUESTION: Final = "样本记入台账后不能更换。确定开展？"


class NewRound(ipw.HBox):  # type: ignore[misc, unused-ignore]
    """``on_done(number, position)`` gets the round and its ledger position."""

    def __init__(
        self,
        state: FileReviewState,
        on_done: Callable[[str, int], None],
        on_cancel: Callable[[], None],
    ) -> None:
        self.state = state
        self._done: tuple[str, int] = ("", 0)
        self._asked: tuple[object, ...] = ()
        self._found: Sample | None = None
        self.told = Static(empty("填写期间和件数后，在这里预览样本。"))
        self.form = Form(
            self._fields(),
            self._submit,
            label=ActKind.OPEN_REVIEW_ROUND.label,
            button="抽取并开展",
            question=QUESTION,
            on_change=self._judge,
            on_done=lambda: on_done(*self._done),
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, "file_review/new"),
            today=state.today,
        )
        left, right = Panel(ActKind.OPEN_REVIEW_ROUND.label, self.form), Panel("样本预览", self.told)
        super().__init__([left, right])
        self.add_class("review-columns")

    def _fields(self) -> tuple[FormField, ...]:
        today = self.state.today
        last = today.replace(day=1) - timedelta(1)
        first = (last.replace(day=1) - timedelta(32)).replace(day=1)
        quarter = f"{first.year}年{first.month}月至{last.month}月办结事项评查"
        seed = f"{today:%Y%m%d}"[2:]
        return (
            FormField("name", "批次名称", required=True, initial=quarter, longest=64),
            FormField("start", "办结日期从", "date", required=True, initial=f"{first}", high=today),
            FormField("end", "到", "date", required=True, initial=f"{last}", high=today),
            FormField("way", "件数怎样定", "choice", required=True, choices=WAYS, initial="margin"),
            FormField(
                "margin",
                "精度（上下几个百分点）",
                "number",
                initial="15",
                low=3,
                high=40,
                hint="按精度时使用：合格率的误差，置信水平90%",
            ),
            FormField("size", "抽取件数", "number", low=1, high=400, hint="按件数时使用；每个单位至少抽1件"),
            FormField(
                "seed",
                "抽签种子",
                "number",
                required=True,
                initial=seed,
                low=0,
                high=999_999,
                hint="同一期间、同一种子抽出同一样本，可公开复核",
            ),
        )

    def _judge(self, values: FormValues) -> list[Blocker]:
        if values.errors:
            return []
        is_by_size = values.text("way") == "size"
        if is_by_size and values.whole("size") is None:
            return [Blocker("请填写抽取件数")]
        if not is_by_size and values.whole("margin") is None:
            return [Blocker("请填写精度")]
        try:
            found = self._sample(values)
        except ValueError as error:
            self._found, self._asked = None, ()
            self.told.show(empty(str(error)))
            return [Blocker(str(error))]
        self.told.show(_told(found))
        return []

    def _sample(self, values: FormValues) -> Sample:
        start, end, seed = values.day("start"), values.day("end"), values.whole("seed")
        assert start is not None and end is not None and seed is not None  # the form has no errors here
        is_by_size = values.text("way") == "size"
        margin = None if is_by_size else (values.whole("margin") or 0) / 100
        size = values.whole("size") if is_by_size else None
        asked = (start, end, seed, margin, size)
        if self._found is None or self._asked != asked:
            self._found = recording.sample(self.state, start, end, seed=seed, margin=margin, size=size)
            self._asked = asked
        return self._found

    def _submit(self, values: FormValues) -> None:
        self._done = recording.open_round(self.state, values.text("name"), self._sample(values))


def _told(found: Sample) -> Content:
    rows: list[list[Content]] = [[one.name, one.population, one.drawn] for one in found.by_unit]
    pairs: list[tuple[str, Content]] = [
        ("可抽取", f"{found.population} 件，{len(found.by_unit)} 个单位"),
        ("抽取", f"{len(found.files)} 件"),
        ("抽签种子", f"{found.seed}"),
        ("卷宗截至", f"{found.as_of}"),
    ]
    note = "检举控告类事项按权限查阅，不进入抽样。每个单位至少抽1件，其余按办结件数分配。"
    shown = table(("单位", "办结", "抽取"), rows, caption="样本按单位", numbers=(1, 2))
    return [facts(pairs), tag("p", note, class_="wb-small"), tag("div", shown, class_="review-scroll")]
