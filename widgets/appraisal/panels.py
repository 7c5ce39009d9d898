"""The parts of the appraisal screen that take answers: a draft, giving it out, an objection, its answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from widgets.appraisal import recording
from widgets.appraisal.state import AppraisalScreenState
from widgets.judging import refused_words
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.panel import Panel
from widgets.parts.values import Choice
from workbench.law.appraisal_data import appraisal_data

Done = Callable[[str], None]
LONGEST = 2_000
ACCEPTED, DECLINED = "accepted", "declined"


class DraftPanel(Panel):
    """The form of a month's sheet; ``on_draft(month, why)`` draws it in sight of the reader."""

    def __init__(
        self,
        state: AppraisalScreenState,
        *,
        on_draft: Callable[[date, str], None],
        on_cancel: Callable[[], None],
    ) -> None:
        self._state, self._on_draft = state, on_draft
        drafted = {line.appraisal.month: line.appraisal.appraisal_no for line in state.lines[::-1]}
        months = tuple(
            Choice(
                month.isoformat(), f"{month.year}年{month.month}月{'（更正版）' if month in drafted else ''}"
            )
            for month in state.months_to_draft()
        )
        self._drafted = drafted
        self._chosen: tuple[date, str] | None = None
        self.form = Form(
            (
                FormField("month", "考核月份", "choice", True, months, hint="当月结束以后才能考核当月"),
                FormField(
                    "why", "更正理由", "long", hint="该月已有考核表的，必须写明更正的理由", longest=LONGEST
                ),
            ),
            self._submit,
            label="编制月考核",
            button="定格今天的数据并编制",
            question="按今天的数据定格快照，逐项算出各单位的应办数和做到数。确定编制？",
            on_change=self._judge,
            on_done=self._drawn,
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, "appraisal/new", str(state.today)),
            today=state.today,
        )
        super().__init__("编制月考核", self.form, note=f"截至 {state.today}；数据取自固定快照，可以核对")

    def _judge(self, values: FormValues) -> list[Blocker]:
        found = refused_words(values)
        if values.errors or found:
            return found
        before = self._drafted.get(date.fromisoformat(values.text("month")))
        if before is not None and not values.text("why").strip():
            return [Blocker(f"该月已有“{before}”：另出一版的，请写明更正理由")]
        return []

    def _submit(self, values: FormValues) -> None:
        self._chosen = (date.fromisoformat(values.text("month")), values.text("why"))

    def _drawn(self) -> None:
        if self._chosen is not None:
            self._on_draft(*self._chosen)


class PublishPanel(Panel):
    """Gives the draft to the units, with the last day to object."""

    def __init__(self, state: AppraisalScreenState, *, on_done: Done) -> None:
        self._state, self._position = state, 0
        days, until = appraisal_data().objection_working_days, recording.usual_until(state)
        self.form = Form(
            (
                FormField(
                    "until",
                    "提出异议截止日期",
                    "date",
                    True,
                    initial=until.isoformat(),
                    low=date.fromordinal(state.today.toordinal() + 1),
                    hint=f"条例未规定，本地设定{days}个工作日",
                ),
            ),
            self._submit,
            label="交单位核对",
            button="交单位核对",
            question="各单位将看到本单位的考核表，并可以逐项提出异议。确定？",
            on_done=lambda: on_done(f"已交各单位核对，记入台账第 {self._position:,} 条。"),
            draft=Draft(state.viewer.account, f"{state.shown.number}/publish"),
            today=state.today,
        )
        super().__init__("交单位核对", self.form, note="核对期满、异议都答复以后定稿")

    def _submit(self, values: FormValues) -> None:
        self._position = recording.publish(self._state, values.day("until") or self._state.today)


class ObjectPanel(Panel):
    """The unit's objection to one item."""

    def __init__(self, state: AppraisalScreenState, *, on_done: Done) -> None:
        self._state, self._position = state, 0
        self.form = Form(
            (
                FormField(
                    "reason",
                    "异议理由",
                    "long",
                    True,
                    hint="写明哪一件、什么依据；请不要写信访人的姓名和电话",
                    longest=LONGEST,
                ),
            ),
            self._submit,
            label="提出异议",
            button="提出异议",
            question="每项只提一次，办公室将书面答复。确定提出？",
            on_change=refused_words,
            on_done=lambda: on_done(f"异议已记入台账第 {self._position:,} 条，等待书面答复。"),
            draft=Draft(state.viewer.account, f"{state.shown.number}/{state.shown.unit}/{state.shown.item}"),
            today=state.today,
        )
        until = state.sheet.appraisal.object_until
        super().__init__("提出异议", self.form, note=f"{until} 以前（含当日）")

    def _submit(self, values: FormValues) -> None:
        self._position = recording.object_to(self._state, values.text("reason"))


class AnswerPanel(Panel):
    """The office's written answer to an objection."""

    def __init__(self, state: AppraisalScreenState, *, on_done: Done) -> None:
        self._state, self._position = state, 0
        line = state.cell.line
        done, due = (line.numerator, line.denominator) if line else (0, 0)
        verdicts = (Choice(ACCEPTED, "采纳，更正该项"), Choice(DECLINED, "不采纳"))
        group = "采纳的，更正为（应办数为0即不适用）"
        self.form = Form(
            (
                FormField("verdict", "答复意见", "choice", True, verdicts),
                FormField("done", "做到数", "number", initial=f"{done}", low=0, high=99_999, group=group),
                FormField("due", "应办数", "number", initial=f"{due}", low=0, high=99_999, group=group),
                FormField(
                    "answer",
                    "书面答复",
                    "long",
                    True,
                    hint="采纳的写明更正依据，不采纳的写明理由",
                    longest=LONGEST,
                ),
            ),
            self._submit,
            label="答复异议",
            button="书面答复",
            question="答复后不能更改，单位可以看到。确定答复？",
            on_change=self._judge,
            on_done=lambda: on_done(f"答复已记入台账第 {self._position:,} 条。"),
            draft=Draft(
                state.viewer.account, f"{state.shown.number}/{state.shown.unit}/{state.shown.item}/answer"
            ),
            today=state.today,
        )
        super().__init__("答复异议", self.form)

    def _judge(self, values: FormValues) -> list[Blocker]:
        found = refused_words(values)
        if values.errors or found or values.text("verdict") != ACCEPTED:
            return found
        done, due = values.whole("done"), values.whole("due")
        if done is None or due is None:
            return [Blocker("采纳异议的，请写明更正后的做到数和应办数")]
        if done > due:
            return [Blocker("做到数不能多于应办数")]
        line = self._state.cell.line
        if (done, due) == ((line.numerator, line.denominator) if line else (0, 0)):
            return [Blocker("更正后的数与原来相同：请核对，或者改为不采纳")]
        return []

    def _submit(self, values: FormValues) -> None:
        corrected = None
        if values.text("verdict") == ACCEPTED:
            corrected = (values.whole("done") or 0, values.whole("due") or 0)
        self._position = recording.answer(self._state, values.text("answer"), corrected)
