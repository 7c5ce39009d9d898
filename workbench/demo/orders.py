"""Orders and proposals of the demo: answered in time, late, sent back, withdrawn, or not answered yet."""

from __future__ import annotations

from datetime import date
from typing import Final

from workbench.acts.base import Actor
from workbench.acts.proposals import IssueProposal, RecordFeedback
from workbench.acts.supervision import (
    CloseOrder,
    IssueOrder,
    RemindOrder,
    ReplyOrder,
    ReturnReply,
    WithdrawOrder,
)
from workbench.demo.deeds import SECRETARY, SUPERVISOR, Chain, handler
from workbench.demo.dice import Deck, Dice
from workbench.demo.matters import Known
from workbench.demo.places import OFFICE
from workbench.demo.plan import LAST_DAY
from workbench.demo.workdays import Workdays
from workbench.law.calendar import CalendarHistory
from workbench.law.deadlines import Obligation
from workbench.law.orders_data import orders_data, usual_reason
from workbench.law.reply_days import order_due, proposal_due
from workbench.law.supervision import BASIS
from workbench.queries.supervision_due import facts_of
from workbench.terms import Adoption, ProposalKind

_WAYS: Final = (("in_time", 12), ("late", 4), ("returned", 3), ("withdrawn", 1), ("silent", 2))
_SILENT_FOR: Final = 60  # days; after that somebody has answered
_PROPOSALS: Final = (
    (ProposalKind.IMPROVE_WORK, "建议完善来信来访事项的内部流转时限，明确专人负责，按月核对在办事项。"),
    (ProposalKind.IMPROVE_WORK, "建议对工程款和工资支付事项建立台账，每季度主动公开支付进度。"),
    (ProposalKind.IMPROVE_POLICY, "建议明确征地补偿中青苗和附着物的计算口径，并向社会公开。"),
    (ProposalKind.IMPROVE_POLICY, "建议统一小区公共收益的公示内容和周期，写入物业服务规范。"),
)
_FEEDBACK: Final = (("in_time", 7), ("late", 2), ("missing", 1))


class Orders:
    """Numbers, issues and follows the orders and proposals of the demo."""

    def __init__(self, dice: Dice, days: Workdays, calendars: CalendarHistory) -> None:
        self._dice, self._days, self._calendars = dice, days, calendars
        self._ways, self._feedback = Deck(_WAYS), Deck(_FEEDBACK)
        self._serials: dict[tuple[str, int], int] = {}
        self._ordered: set[str] = set()

    def has(self, known: Known) -> bool:
        """Return whether there was an order in this matter."""
        return known.case_no in self._ordered

    def order(self, known: Known, on: date, late: list[Obligation]) -> Chain:
        """Return the whole course of an order issued on ``on`` for what is late."""
        self._ordered.add(known.case_no)
        chain = Chain(self._dice, self._days, on)
        issuer = SECRETARY if known.unit == OFFICE else SUPERVISOR
        number = self._number(orders_data().order, on)
        due = order_due(self._calendars.on(on), on)
        titles = "、".join(dict.fromkeys(one.limit.title for one in late))
        act = IssueOrder(
            order_no=number,
            to_unit=known.unit,
            by_unit=issuer.unit or OFFICE,
            reason=usual_reason(one.rule_id for one in late),
            on=on,
            reply_due_on=due,
            facts=facts_of(late, on),
            basis="；".join(dict.fromkeys((BASIS, *(one.limit.basis for one in late)))),
            demand=f"请立即办理“{titles}”，于 {due:%Y-%m-%d} 前书面反馈办理情况和超期原因，并附佐证材料。",
            case_no=known.case_no,
        )
        # Numbers follow the order of issue: such an act is recorded on its day.
        chain.add(on, issuer, lambda day: act, at_once=True)
        self._follow(chain, number, issuer, known.unit, due)
        return chain

    def _follow(self, chain: Chain, number: str, issuer: Actor, unit: str, due: date) -> None:
        way = self._ways.deal(self._dice)
        if way == "silent" and (LAST_DAY - due).days > _SILENT_FOR:
            way = "late"
        if way == "withdrawn":
            why = "经核实该事项已在期限内办理，系统登记迟延，予以撤回。"
            chain.add(chain.after(1, 4), issuer, lambda day: WithdrawOrder(number, day, why))
            return
        if way in ("late", "silent"):
            words = "反馈期限已到，请于三日内书面反馈。"
            chain.add(self._days.after(due, 2), issuer, lambda day: RemindOrder(number, day, words))
        if way == "silent":
            return
        self._reply(chain, number, unit, self._days.after(due, 7) if way == "late" else chain.after(4, 12))
        if way == "returned":
            again = self._days.after(chain.after(4, 6), 10)
            why = "没有说明超期原因，也没有附送达凭证，退回补充。"
            chain.add(chain.after(1, 3), issuer, lambda day: ReturnReply(number, day, again, why))
            self._reply(chain, number, unit, chain.after(3, 8))
        note = "反馈属实，材料齐全。"
        chain.add(chain.after(1, 6), issuer, lambda day: CloseOrder(number, day, note))

    def _reply(self, chain: Chain, number: str, unit: str, on: date) -> None:
        actor, title = handler(unit), "督办反馈报告"
        on = max(on, chain.on)
        digest = chain.paper(on, actor, title, f"对{number}的反馈。")
        words = "已对照督办要求办理，超期原因为承办人员变动，已明确专人负责。"
        chain.add(on, actor, lambda day: ReplyOrder(number, day, unit, words, title, on, digest))

    def proposal(self, on: date, unit: str, matters: list[Known]) -> Chain:
        """Return a proposal to ``unit`` on these matters, with the feedback it got or did not get."""
        chain, dice = Chain(self._dice, self._days, on), self._dice
        kind, text = dice.pick(_PROPOSALS)
        number = self._number(orders_data().proposal, on)
        due = proposal_due(self._calendars.on(on), on)
        cases = tuple(known.case_no for known in matters)
        by_unit = SUPERVISOR.unit or OFFICE
        issued = IssueProposal(number, kind, unit, by_unit, cases, on, due, text)
        chain.add(on, SUPERVISOR, lambda day: issued, at_once=True)
        way = self._feedback.deal(dice)
        if way == "missing" and (LAST_DAY - due).days < 200:
            return chain
        answered = self._days.after(due, 12) if way == "late" else chain.after(9, 26)
        actor, title = handler(unit), "关于建议采纳情况的复函"
        digest = chain.paper(answered, actor, title, f"对{number}的答复。")
        adoption = dice.pick((Adoption.ADOPTED, Adoption.ADOPTED, Adoption.PARTLY, Adoption.NOT_ADOPTED))
        refusal = None if adoption is Adoption.ADOPTED else "其中涉及上级规定的部分，已报请上级研究。"
        words = "已研究，采纳情况如下：相关制度已修订印发。"
        chain.add(
            answered,
            actor,
            lambda day: RecordFeedback(number, day, unit, adoption, answered, digest, words, title, refusal),
        )
        return chain

    def _number(self, pattern: str, on: date) -> str:
        serial = self._serials.get((pattern, on.year), 0) + 1
        self._serials[pattern, on.year] = serial
        return pattern.format(year=on.year, number=serial)
