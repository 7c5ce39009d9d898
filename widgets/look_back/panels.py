"""The parts of the look-back screen that take answers: a new round, a check, a pair, the assigning."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as ipw

from widgets.evidence import EvidenceUpload
from widgets.judging import NEVER_DELETED, refused_words
from widgets.look_back import recording
from widgets.look_back.forms import fields_of, pair_fields, round_fields
from widgets.look_back.state import LookBackScreenState
from widgets.parts.form import Draft, Form
from widgets.parts.form_values import Blocker, FormField, FormValues
from widgets.parts.panel import Panel
from workbench.law.look_back import LookBack
from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import LookBackError
from workbench.queries.repeats import RepeatProposal
from workbench.terms import ActKind

Done = Callable[[str], None]
OF_ITEMS = (ActKind.LOCK_LOOK_BACK, ActKind.VIEW_OWN_WORK)  # what answers the check list


class ActPanel(Panel):
    """The form of the act that waits for the viewer on a check; ``on_done(sentence)``."""

    def __init__(
        self, state: LookBackScreenState, kind: ActKind, check: LookBack, *, name: str, on_done: Done
    ) -> None:
        self._state, self._kind, self._check, self._name = state, kind, check, name
        self._position = 0
        takes_evidence = kind is ActKind.REPORT_REWORK or kind in OF_ITEMS
        self.upload = EvidenceUpload(state.bench, state.viewer) if takes_evidence else None
        self.form = Form(
            self._asked(),
            self._submit,
            label=kind.label,
            button="记入台账",
            question=NEVER_DELETED,
            on_change=judge_items if kind in OF_ITEMS else refused_words,
            on_done=lambda: on_done(f"“{kind.label}”已记入台账第 {self._position:,} 条。"),
            draft=Draft(state.viewer.account, f"{check.check_no}/{kind.value}", str(check.version)),
            today=state.today,
        )
        parts: tuple[ipw.Widget, ...] = (self.form,)
        if self.upload is not None:
            self.upload.join(self.form, asked=self._asked if kind in OF_ITEMS else None)
            parts = (self.upload, self.form)
        super().__init__(kind.label, *parts, note=check.case_no)

    def _asked(self) -> tuple[FormField, ...]:
        state, upload = self._state, self.upload
        papers = upload.offers() if upload is not None and self._kind in OF_ITEMS else ()
        asked = fields_of(self._kind, self._check, state.units(), state.today, papers)
        return (
            (*asked, *upload.fields(state.today))
            if upload is not None and self._kind not in OF_ITEMS
            else asked
        )

    def _submit(self, values: FormValues) -> None:
        state, check = self._state, self._check
        title = self.upload.title_of if self.upload is not None else str
        match self._kind:
            case ActKind.LOCK_LOOK_BACK:
                self._position = recording.lock(state, check, values, self._name, title)
            case ActKind.VIEW_OWN_WORK:
                self._position = recording.view_own(state, check, values, title)
            case ActKind.ORDER_REWORK:
                self._position = recording.order(state, check, values)
            case ActKind.REPORT_REWORK:
                self._position = recording.report(state, check, values)
            case _:
                self._position = recording.decide(state, check, values, self._name)


class NewRoundPanel(Panel):
    """The form of a new round: beside the button stands what the list would hold; ``on_done(number)``."""

    def __init__(self, state: LookBackScreenState, *, on_done: Done, on_cancel: Callable[[], None]) -> None:
        self._state, self._number = state, ""
        self.form = Form(
            round_fields(state.today),
            self._submit,
            label="开展回头看",
            button="生成名单并开展",
            question="名单按规则、种子和今天的数据生成并记入台账。确定开展？",
            on_change=self._judge,
            on_done=lambda: on_done(self._number),
            on_cancel=on_cancel,
            draft=Draft(state.viewer.account, "look_back/new", str(state.today)),
            today=state.today,
        )
        super().__init__("开展回头看", self.form, note="名单可以由种子和截至日重算")

    def _judge(self, values: FormValues) -> list[Blocker]:
        blockers = refused_words(values)
        if values.errors or blockers:
            return blockers
        found = recording.listed(self._state, values)
        return [] if found else [Blocker("按所选规则没有可以回头看的事项：请调整规则或者期间")]

    def _submit(self, values: FormValues) -> None:
        self._number = recording.open_round(self._state, values)


class PairPanel(Panel):
    """What a clerk decides of two matters; ``on_done(sentence)``."""

    def __init__(self, state: LookBackScreenState, pair: RepeatProposal, *, on_done: Done) -> None:
        self._state, self._pair, self._position = state, pair, 0
        self.form = Form(
            pair_fields(pair.verdict),
            self._submit,
            label="认定",
            button="记入台账",
            question="两件的批次、人次都不变。确定记入？",
            on_change=refused_words,
            on_done=lambda: on_done(f"“{pair.link_no}”的认定已记入台账第 {self._position:,} 条。"),
            draft=Draft(state.viewer.account, f"pair/{pair.link_no}", str(pair.version or 0)),
            today=state.today,
        )
        super().__init__("认定", self.form, note="由登记人员认定，系统只提示")

    def _submit(self, values: FormValues) -> None:
        self._position = recording.decide_pair(self._state, self._pair, values)


class AssignPanel(Panel):
    """Chooses the reviewer of every matter that waits for one; ``on_done(sentence)``."""

    def __init__(self, state: LookBackScreenState, waiting: list[str], *, on_done: Done) -> None:
        self._state, self._waiting, self._on_done = state, waiting, on_done
        options = [("请选择检查人", "")]
        options += [(f"{one.name}（{one.account}）", one.account) for one in state.checkers()]
        self.who = ipw.Dropdown(options=options, value="", description="检查人")
        self.matters = ipw.SelectMultiple(
            options=waiting, value=waiting, rows=min(8, len(waiting)), description="事项"
        )
        self.button = ipw.Button(description="分派所选事项")
        self.button.add_class("mod-primary")
        super().__init__(
            "分派检查", self.who, self.matters, self.button, note="避开经办人、本单位人员和包案领导"
        )

    def assign(self) -> None:
        """Record the assignment; ``LookBackError`` says what is missing or refused."""
        if not self.who.value or not self.matters.value:
            raise LookBackError("请选择检查人和要分派的事项")
        position = recording.assign(self._state, self.matters.value, self.who.value)
        self._on_done(f"已分派 {len(self.matters.value)} 件，记入台账第 {position:,} 条。")


def judge_items(values: FormValues) -> list[Blocker]:
    """Return refused words, and which paper of an item lacks its day, or which day its paper."""
    found = refused_words(values)
    for one in look_back_data().items:
        has_paper, has_day = (bool(values.given.get(f"{one.id}.{part}")) for part in ("sha256", "dated_on"))
        if has_paper != has_day:
            lacks = "材料载明的日期" if has_paper else "佐证原件"
            found.append(Blocker(f"“{one.title}”还缺{lacks}"))
    return found
