"""Which matters of the demo are urgent (article 25): what their titles tell, for a reason, for some days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from workbench.acts.urgencies import EndUrgency, NoteUrgency
from workbench.demo.deeds import SUPERVISOR, Chain
from workbench.demo.dice import Dice
from workbench.demo.matters import Known
from workbench.demo.workdays import Workdays
from workbench.law.facts import StepTaken
from workbench.law.urgency import urgency_number
from workbench.terms import Step, UrgencyReason

_SHARE: Final = 0.09  # of the matters whose titles tell of something urgent
# Words of titles, the reason, what is at stake, what was done.
_KINDS: Final = (
    (("危桥", "垮塌", "漏水", "裂", "危房"), UrgencyReason.SAFETY, "现场有坍塌危险，邻近住户和行人可能受伤",
     "已设置警戒、转移邻近住户并完成加固，经核实险情排除。"),
    (("停水", "拖欠", "工资"), UrgencyReason.LIVELIHOOD, "涉及多户基本生活，短期内没有其他来源",
     "已落实临时供水或者先行垫付，基本生活得到保障。"),
    (("污染", "直排"), UrgencyReason.SPREADING, "污水正在流入附近水渠，影响范围还在扩大",
     "已截断排口并清理，监测达标。"),
    (("医疗纠纷", "医保", "报销"), UrgencyReason.HEALTH, "影响正在进行的治疗，延误可能加重病情",
     "已先行办理，治疗没有中断。"),
    (("拆除", "强拆", "征收"), UrgencyReason.EVIDENCE, "现场将被平整，面积和附着物可能无法再核实",
     "已会同各方清点、拍照并封存记录。"),
)  # fmt: skip
_TOLD: Final = "市委、市政府，联席办和主管部门；同时报市信访局"


class Urgencies:
    """Notes what is urgent on the next working day after its registration, and ends it days later."""

    def __init__(self, seed: int, days: Workdays) -> None:
        self._dice, self._days = Dice(seed + 23), days
        self._new: list[Known] = []

    def see(self, known: Known, step: StepTaken) -> None:
        """Take note of a new matter; accusations are left out."""
        if step.kind is Step.REGISTER and not known.is_accusation:
            self._new.append(known)

    def day(self, day: date) -> Iterator[Chain]:
        """Yield what is noted on a working day, with its end."""
        for known in self._new:
            kind = next((one for one in _KINDS if any(word in known.story.title for word in one[0])), None)
            if kind is not None and self._dice.chance(_SHARE):
                yield self._urgent(known, day, *kind[1:])
        self._new.clear()

    def _urgent(self, known: Known, day: date, reason: UrgencyReason, facts: str, done: str) -> Chain:
        chain = Chain(self._dice, self._days, day)
        slow = self._dice.whole(1, 3) if self._dice.chance(0.12) else 0
        known_on = max(day - timedelta(slow), known.registered_on)
        number, case_no = urgency_number(known.case_no, 1), known.case_no
        chain.add(
            day,
            SUPERVISOR,
            lambda on: NoteUrgency(number, case_no, reason, known_on, on, facts, _TOLD),
            at_once=True,
        )
        chain.add(chain.after(3, 35), SUPERVISOR, lambda on: EndUrgency(number, on, done))
        return chain
