"""How leaders own matters in the demo: well, slowly, with broken promises, from hand to hand, twice over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Final

from workbench.acts.base import Act
from workbench.acts.ownership import (
    AssignOwnership,
    ChangeTeam,
    CheckResult,
    ClaimResult,
    DraftPlan,
    LeaderDraft,
    MeetMilestone,
    MemberDraft,
    MilestoneDraft,
    NoteProgress,
    ReplaceLeader,
    SignPlan,
    WithdrawOwnership,
)
from workbench.acts.ownership_shape import number_of
from workbench.demo.deeds import SUPERVISOR, Chain, handler
from workbench.demo.dice import Deck, Dice
from workbench.demo.matters import Known
from workbench.demo.officials import Official, answers_for, leaders
from workbench.demo.places import COUNTY, OFFICE, towns
from workbench.demo.plan import LAST_DAY
from workbench.demo.workdays import Workdays
from workbench.terms import OwnershipResult, OwnershipSource, ProgressKind, TeamRole

_WAYS: Final = (
    ("well", 10),
    ("slow_plan", 3),
    ("kept_late", 4),
    ("moved", 3),
    ("handed_over", 3),
    ("not_kept", 3),
    ("not_confirmed", 2),
    ("no_plan", 2),
    ("assigned_wrongly", 1),
)
_RECENT: Final = {"no_plan": 90, "not_kept": 160}  # days; nobody leaves it so for years
_SETTLES: Final = (
    "经现场核实，反映的问题整改到位，并由村（社区）见证",
    "应当支付的款项核清并支付到位，凭证存档",
    "责任单位与信访人签订协议并履行完毕",
    "处理意见依法作出并执行到位，答复书面送达",
)
_MEASURES: Final = (
    "现场核查，听取信访人陈述；由牵头单位会同配合单位拿出处理方案；按方案整改或者兑付；书面答复并归档。",
    "调阅原始档案，核清事实和政策依据；召开协调会明确责任；限期办结并书面答复；结果由村（社区）公开。",
)
_POLICY: Final = "《信访工作条例》第十八条第二款、第二十七条、第三十一条"
_STEPS: Final = (
    "现场核查，形成调查报告",
    "召开协调会，明确处理方案",
    "按方案整改或者兑付到位",
    "书面答复信访人，材料归档",
)
_PAPERS: Final = ("调查报告", "协调会会议记录", "整改验收单", "答复送达回证")
_LOG: Final = (
    (ProgressKind.DISPATCH, "听取牵头单位汇报，要求按节点推进。"),
    (ProgressKind.VISIT, "到现场查看，当面听取诉求。"),
    (ProgressKind.PROGRESS, "已收齐资料，正在核对。"),
)


class Owning:
    """Deals ways of owning a matter and plans them."""

    def __init__(self, dice: Dice, days: Workdays) -> None:
        self._dice, self._days = dice, days
        self._ways = Deck(_WAYS)
        self._owned: set[str] = set()

    def owns(self, known: Known) -> bool:
        """Return whether a leader owns the matter already."""
        return known.case_no in self._owned

    def plan(self, known: Known, on: date, source: OwnershipSource) -> Chain:
        """Return the whole course of an ownership assigned on ``on``."""
        self._owned.add(known.case_no)
        way = self._ways.deal(self._dice)
        if (LAST_DAY - on).days > _RECENT.get(way, 10_000):
            way = "kept_late"
        course = _Course(self._dice, self._days, known, on, way)
        return self._taken_back(course, source) if way == "assigned_wrongly" else course.planned(source)

    def _taken_back(self, wrong: _Course, source: OwnershipSource) -> Chain:
        """Return an assignment that is withdrawn after some days, and the right one of the same day."""
        wrong.assign(source)
        wrong.withdraw()
        if wrong.chain.is_over:
            return wrong.chain
        right = _Course(self._dice, self._days, wrong.known, wrong.chain.on, "well", turn=2)
        right.chain.now = wrong.chain.now
        chain = right.planned(source)
        chain.deeds[:0] = wrong.chain.deeds
        return chain


class _Course:
    def __init__(
        self, dice: Dice, days: Workdays, known: Known, on: date, way: str, *, turn: int = 1
    ) -> None:
        self.chain = Chain(dice, days, on)
        self.dice, self.known, self.way, self.turn = dice, known, way, turn
        lead = known.unit if known.unit != OFFICE else known.story.town
        self.lead = handler(lead)
        others = [town.code for town in towns() if town.code not in (lead, OFFICE)]
        support = known.story.town if known.story.town != lead else dice.pick(others)
        self.team = (_member(TeamRole.LEAD, lead), _member(TeamRole.SUPPORT, support))
        self.leader = dice.pick(leaders())

    @property
    def number(self) -> str:
        return number_of(self.known.case_no, self.turn)

    def assign(self, source: OwnershipSource) -> None:
        title, settles, leader = self.known.story.title, self.dice.pick(_SETTLES), _draft(self.leader)
        self.chain.add(
            self.chain.on,
            SUPERVISOR,
            lambda day: AssignOwnership(self.number, self.known.case_no, day, source, leader, title, settles),
        )

    def withdraw(self) -> None:
        why, on = "该事项不属其分管领域，改由分管领导包案。", self.chain.after(1, 4)
        self.chain.add(on, SUPERVISOR, lambda day: WithdrawOwnership(self.number, day, why))

    def planned(self, source: OwnershipSource) -> Chain:
        chain = self.chain
        self.assign(source)
        chain.add(chain.after(0, 4), SUPERVISOR, lambda day: ChangeTeam(self.number, day, self.team))
        if self.way == "no_plan":
            self._log(chain.after(5, 20))
            return chain
        due = self._plan(26 if self.way == "slow_plan" else 3, 40 if self.way == "slow_plan" else 9)
        self._log(chain.after(2, 10))
        if self.way == "moved":
            due = self._moved(due)
        self._keep(due)
        if self.way == "not_kept" or chain.is_over:
            return chain
        self._claim()
        if self.way == "not_confirmed":
            self._check(False)
            again = [chain.days.after(chain.on, 30)]
            self._revise({len(due) + 1: again[0]}, due, "核验未通过，补充整改措施")
            self._meet(len(due) + 1, chain.after(12, 24))
            self._claim()
        self._check(True)
        return chain

    def _plan(self, low: int, high: int) -> list[date]:
        chain = self.chain
        chain.on = chain.after(low, high)
        count = self.dice.whole(2, 4)
        due = [chain.days.after(chain.on, 18 + 24 * at) for at in range(count)]
        measures = self.dice.pick(_MEASURES)
        promised = tuple(MilestoneDraft(at, day, _STEPS[at - 1]) for at, day in enumerate(due, 1))
        chain.add(chain.on, self.lead, lambda day: DraftPlan(self.number, day, promised, measures, _POLICY))
        self._sign()
        return due

    def _sign(self, *, is_more_time: bool = False) -> None:
        """Have a plan signed by its leader, more time by another: nobody gives it to himself."""
        signer = next(one for one in leaders() if one is not self.leader) if is_more_time else self.leader
        actor = SUPERVISOR if is_more_time else signer.actor
        self.chain.add(self.chain.after(0, 4), actor, lambda day: SignPlan(self.number, day, signer.name))

    def _moved(self, due: list[date]) -> list[date]:
        later = [*due[:-1], self.chain.days.after(due[-1], 25)]
        self._revise({len(due): later[-1]}, due, "施工受连续降雨影响，需顺延完成")
        return later

    def _revise(self, changed: dict[int, date], due: list[date], why: str) -> None:
        chain = self.chain
        dates = {at: day for at, day in enumerate(due, 1)} | changed
        promised = tuple(
            MilestoneDraft(at, day, _STEPS[(at - 1) % len(_STEPS)]) for at, day in sorted(dates.items())
        )
        measures = self.dice.pick(_MEASURES)
        on = chain.after(1, 5)
        chain.add(
            on, self.lead, lambda day: DraftPlan(self.number, day, promised, measures, _POLICY, None, why)
        )
        self._sign(is_more_time=True)

    def _keep(self, due: list[date]) -> None:
        for at, day in enumerate(due, 1):
            is_last = at == len(due)
            if self.way == "handed_over" and at == 2:
                self._hand_over()
            if self.way == "not_kept" and is_last:
                return
            early = day - timedelta(days=self.dice.whole(1, 9))
            late = self.way == "kept_late" and is_last
            self._meet(at, self.chain.days.after(day, self.dice.whole(4, 32)) if late else early)

    def _meet(self, key: int, on: date) -> None:
        chain, title = self.chain, _PAPERS[(key - 1) % len(_PAPERS)]
        on = max(on, chain.on)
        digest = chain.paper(on, self.lead, title, f"第{key}个节点：{_STEPS[(key - 1) % len(_STEPS)]}。")
        chain.add(on, self.lead, lambda day: MeetMilestone(self.number, key, day, on, digest, title))

    def _hand_over(self) -> None:
        chain, dice = self.chain, self.dice
        others = [one for one in leaders() if one is not self.leader]
        self.leader = successor = dice.pick(others)
        on, draft = chain.after(1, 6), _draft(successor)
        left = "尚未完成的节点按原方案推进，资料已移交。"
        chain.add(on, SUPERVISOR, lambda day: ReplaceLeader(self.number, day, draft, on, on, left))

    def _claim(self) -> None:
        chain, title = self.chain, "化解结果确认材料"
        on = chain.after(3, 15)
        digest = chain.paper(on, self.lead, title, "各节点均已完成。")
        result = self.dice.pick(tuple(OwnershipResult))
        words = "各节点均已完成，佐证材料齐全。"
        chain.add(
            on, self.leader.actor, lambda day: ClaimResult(self.number, day, result, on, digest, words, title)
        )

    def _check(self, is_confirmed: bool) -> None:
        chain = self.chain
        findings = "查阅卷宗并到现场核实，与所报一致。" if is_confirmed else "现场仍有一处没有整改，退回。"
        checker = answers_for(OFFICE)
        on = chain.after(30, 75) if is_confirmed else chain.after(8, 20)
        chain.add(on, SUPERVISOR, lambda day: CheckResult(self.number, day, is_confirmed, checker, findings))

    def _log(self, on: date) -> None:
        sort, words = self.dice.pick(_LOG)
        self.chain.add(on, self.lead, _noting(lambda: self.number, sort, words))


def _noting(number: Callable[[], str], sort: ProgressKind, words: str) -> Callable[[date], Act]:
    return lambda day: NoteProgress(number(), day, sort, words)


def _member(role: TeamRole, unit: str) -> MemberDraft:
    return MemberDraft(role, unit, answers_for(unit), "分管负责人")


def _draft(leader: Official) -> LeaderDraft:
    return LeaderDraft(COUNTY, leader.name, leader.post, leader.account)
