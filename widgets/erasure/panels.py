"""The parts that take answers: a request, what another decides, two who know of a restored copy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import ipywidgets as ipw

from widgets.erasure import markup, recording
from widgets.erasure.state import ErasureState
from widgets.parts.confirm import Confirm
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.markup import Static, tag
from widgets.parts.panel import Panel
from widgets.parts.values import Choice
from workbench.queries.erasures import ErasureLine
from workbench.terms import ActKind, ErasureBasis, RetentionGround

Done = Callable[[str], None]
ERASE = "删除后不能撤回：数据库、快照（含固定快照）和此后的备份中不再有这些内容。确定批准并删除？"
KEEP = "限制处理后只存储，任何页面都不再显示。确定？"
SURE = "记入台账后不能改动。确定？"
ARTICLE = "《个人信息保护法》第四十七条"
TWO = "须由两个不同的人先后确认；确认以前不能办理、登记任何事项"
ACCOUNTS = (
    "账号、角色、密码和令牌也回到了那份备份的时候，台账里不记：此后停用的账号、撤销的令牌又有效。"
    "确认以前请系统管理员逐个核对。"
)
NOTHING = "台账与已知的校验点相符，没有需要确认的恢复。"


class RequestPanel(Panel):
    """Which values of a matter, on what ground, and why; ``on_done(number, entry)``."""

    def __init__(self, state: ErasureState, *, on_done: Callable[[str, int], None]) -> None:
        self._state, self._places = state, state.values()
        self._done = ("", 0)
        self.form = Form(
            self._fields(),
            self._submit,
            label=ActKind.REQUEST_ERASURE.label,
            button="提出申请",
            question=SURE,
            on_change=self._judge,
            on_done=lambda: on_done(*self._done),
            draft=Draft(state.viewer.account, f"erasure/{state.shown.case}"),
            today=state.today,
        )
        super().__init__(f"申请删除：{state.shown.case}", self.form, note=ARTICLE)

    def _fields(self) -> tuple[FormField, ...]:
        ticks = [
            FormField(
                recording.key_of(one),
                one.words,
                "yes_no",
                group=f"台账第 {one.entry} 条：{one.act}",
            )
            for one in self._places
        ]
        bases = tuple(Choice(one.value, one.label) for one in ErasureBasis)
        return (
            *ticks,
            FormField("basis", "法律依据", "choice", required=True, choices=bases, group="依据和理由"),
            FormField(
                "why", "理由", "long", required=True, longest=500, group="依据和理由",
                hint="写明谁、何时提出；不要在这里写姓名和号码",
            ),
        )  # fmt: skip

    def _judge(self, values: FormValues) -> Sequence[Blocker]:
        if not self._places:
            return [Blocker("这一件没有还可以申请删除的个人信息", ARTICLE)]
        if not any(values.flag(recording.key_of(one)) for one in self._places):
            return [Blocker("请至少选一项要删除的内容")]
        return []

    def _submit(self, values: FormValues) -> None:
        self._done = recording.request(self._state, self._places, values)


class DecisionPanel(Panel):
    """Delete, restrict, or turn down; each stands with what is in its way. ``on_done(sentence)``."""

    def __init__(self, state: ErasureState, line: ErasureLine, *, on_done: Done) -> None:
        self._state, self._line, self._on_done, self._sentence = state, line, on_done, ""
        blocked = line.blocker(state.viewer.account, state.today)
        self.erase = Confirm(
            "批准并删除", self._erase, question=ERASE, is_grave=True, blockers=[blocked] if blocked else []
        )
        parts: list[ipw.Widget] = [self.erase]
        self.restricting: Form | None = None
        self.declining: Form | None = None
        if line.erasure.requested_by != state.viewer.account:
            if line.erasure.restricted_on is None:
                self.restricting = self._form("暂不能删除，限制处理", KEEP, self._restrict, self._grounds())
                parts.append(self.restricting)
            why = FormField("why", "驳回理由", "long", required=True, longest=500)
            self.declining = self._form("驳回申请", SURE, self._decline, (why,))
            parts.append(self.declining)
        super().__init__("决定", *parts, note="申请人和批准人须是两个人；" + ARTICLE)

    def _form(
        self,
        label: str,
        question: str,
        submit: Callable[[FormValues], None],
        fields: tuple[FormField, ...],
    ) -> Form:
        return Form(
            fields,
            submit,
            label=label,
            button=label,
            question=question,
            on_change=self._judge,
            on_done=lambda: self._on_done(self._sentence),
            today=self._state.today,
        )

    def _grounds(self) -> tuple[FormField, ...]:
        grounds = tuple(Choice(one.value, one.label) for one in RetentionGround)
        return (
            FormField("ground", "为什么还不能删除", "choice", required=True, choices=grounds),
            FormField(
                "until", "保存期限届满日", "date", low=self._state.today, hint="法定保存期限未届满的必填"
            ),
        )

    def _judge(self, values: FormValues) -> Sequence[Blocker]:
        is_period = values.text("ground") == RetentionGround.PERIOD.value
        return [Blocker("请写明保存期限届满的日期", ARTICLE)] if is_period and not values.day("until") else []

    def _erase(self) -> None:
        seq = recording.erase(self._state, self._line)
        self._on_done(f"已删除，记入台账第 {seq:,} 条。此前的备份和已导出的文件请一并清理。")

    def _restrict(self, values: FormValues) -> None:
        seq = recording.restrict(self._state, self._line, values)
        self._sentence = f"已限制处理，记入台账第 {seq:,} 条：值只存储，不再显示。"

    def _decline(self, values: FormValues) -> None:
        seq = recording.decline(self._state, self._line, values)
        self._sentence = f"已驳回，记入台账第 {seq:,} 条。"


class RestoredPanel(Panel):
    """What a restored copy lacks; the first says why, the second confirms. ``on_done(sentence)``."""

    def __init__(self, state: ErasureState, *, on_done: Done) -> None:
        self._state, self._on_done = state, on_done
        self.first: Form | None = None
        self.second: Confirm | None = None
        found = state.restored
        if found is None:
            super().__init__("恢复确认", Static(tag("p", NOTHING)))
            return
        parts: list[ipw.Widget] = [Static(markup.restored_facts(found)), Static(tag("p", ACCOUNTS))]
        if found.said is None:
            why = FormField(
                "why", "为什么恢复较早的备份", "long", required=True, longest=500,
                hint="写明何时、由谁、因何恢复，缺少的条目怎样补录",
            )  # fmt: skip
            self.first = Form(
                (why,),
                self._speak,
                label="第一人确认",
                button="我知道，请另一人再确认",
                question="另一人在 24 小时内确认后才能继续办理。确定？",
                on_done=lambda: on_done("已记下您的确认：请另一位有权限的人用自己的账号打开本页再确认。"),
                today=state.today,
            )
            parts.append(self.first)
        else:
            is_same = found.said.account == state.viewer.account
            blockers = ["您已经确认过：须由另一位有权限的人用自己的账号再确认"] if is_same else []
            self.second = Confirm(
                "第二人确认，继续办理", self._confirm, question=SURE, is_grave=True, blockers=blockers
            )
            self.back = Confirm("收回第一人的确认", self._take_back, question="确定收回？")
            parts += [self.second, self.back]
        super().__init__("恢复确认", *parts, note=TWO)

    def _speak(self, values: FormValues) -> None:
        from workbench.restored import speak_first

        speak_first(self._state.bench, self._state.viewer, values.text("why"))

    def _confirm(self) -> None:
        from workbench.restored import speak_second

        seq = speak_second(self._state.bench, self._state.viewer)
        self._on_done(f"两人已确认，记入台账第 {seq:,} 条，可以继续办理。缺少的条目请补录。")

    def _take_back(self) -> None:
        from workbench.restored import take_back

        take_back(self._state.bench, self._state.viewer)
        self._on_done("已收回：请重新由两个人先后确认。")
