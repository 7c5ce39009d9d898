"""The documents of the demo: notices, opinions with the four elements of article 32, replies, decisions."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import Final

from workbench.acts.handling import DocumentDraft
from workbench.demo.dice import Dice
from workbench.demo.names import person_name
from workbench.demo.places import COUNTY, official_name, places
from workbench.demo.story import Story
from workbench.law.facts import StepTaken
from workbench.terms import DocumentKind, Outcome, PetitionClass, Step

# What a step leaves behind: kind of document, word in its number.
_KINDS: Final = {
    Step.TRANSFER: (DocumentKind.TRANSFER_LETTER, "信访转"),
    Step.ASSIGN: (DocumentKind.ASSIGNMENT_LETTER, "信访交"),
    Step.OBJECT: (DocumentKind.OBJECTION, "信访异"),
    Step.ACCEPT: (DocumentKind.ACCEPTANCE_NOTICE, "信访告"),
    Step.DECLINE: (DocumentKind.DECLINE_NOTICE, "信访不予告"),
    Step.DECLINE_FURTHER: (DocumentKind.DECLINE_FURTHER_NOTICE, "信访不再告"),
    Step.LEAD_TO_PATH: (DocumentKind.PATH_NOTICE, "信访途径告"),
    Step.EXTEND: (DocumentKind.EXTENSION_APPROVAL, "信访延批"),
    Step.TELL_EXTENSION: (DocumentKind.EXTENSION_NOTICE, "信访延告"),
    Step.REPORT_BACK: (DocumentKind.HANDLING_REPORT, "信访报"),
    Step.ISSUE_OPINION: (DocumentKind.OPINION, "信访处"),
    Step.REPLY_DIRECTLY: (DocumentKind.REPLY, "信访复"),
    Step.SERVE: (DocumentKind.SERVICE_RECEIPT, "信访送"),
    Step.DECIDE_REEXAMINATION: (DocumentKind.REEXAMINATION_OPINION, "信访查"),
    Step.HOLD_HEARING: (DocumentKind.HEARING_RECORD, "信访听"),
    Step.DECIDE_FINAL_REVIEW: (DocumentKind.FINAL_REVIEW_OPINION, "信访核"),
    Step.EXECUTE: (DocumentKind.EXECUTION_EVIDENCE, "信访执"),
}
# Headed by their kind alone; before the others stand the words 信访事项.
_PLAIN: Final = frozenset(
    {
        DocumentKind.OPINION,
        DocumentKind.EXTENSION_APPROVAL,
        DocumentKind.EXTENSION_NOTICE,
        DocumentKind.SERVICE_RECEIPT,
        DocumentKind.EXECUTION_EVIDENCE,
    }
)
_NUMBERED: Final = frozenset(_KINDS) - {Step.SERVE, Step.HOLD_HEARING, Step.EXECUTE}
_JUDGED: Final = {
    Outcome.SUPPORT: "对你的诉求予以支持：",
    Outcome.EXPLAIN: "你的诉求合理但缺乏法律依据的部分，现作解释说明：",
    Outcome.NOT_SUPPORTED: "对你的诉求",
}
_INQUIRED: Final = (
    "我单位听取了陈述，调阅了有关资料",
    "我单位到现场进行了核查，并向有关人员了解情况",
    "我单位会同有关单位核对了原始档案",
)
_LOOKED_AT: Final = (
    "逐项核对了登记册和缴费凭据",
    "查看了现场并丈量了有关位置",
    "比对了审批档案与实际情况",
    "听取了村（社区）和邻近住户的说明",
    "调取了合同、付款记录和往来函件",
    "查验了设施运行和维护记录",
    "核实了政策文件的适用范围和时间",
    "走访了经办窗口和有关科室",
)
_LOOKED_HOW: Final = (
    "到现场核查",
    "上门听取意见",
    "约见当事各方",
    "会同属地干部走访",
    "到档案室查阅原卷",
    "召开核对会",
)
_OLD_RULE_UNTIL: Final = date(2022, 5, 1)
_NEW_RULE: Final = re.compile(r"《信访工作条例》(?:第[一二三四五六七八九十]+条(?:第[一二三]款)?、?)*")


class Papers:
    """Writes documents and numbers them by unit, kind and year, in the order in which they are recorded."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._counts: Counter[tuple[str, Step, int]] = Counter()

    def number(self, kind: Step, unit: str, on: date) -> str | None:
        """Return the next document number, ``None`` for papers that carry none: 临人社信访处〔2026〕12号."""
        if kind not in _NUMBERED:
            return None
        key = (unit, kind, on.year)
        self._counts[key] += 1
        return f"{places()[unit].short}{_KINDS[kind][1]}〔{on.year}〕{self._counts[key]}号"

    def of(self, step: StepTaken, story: Story) -> tuple[DocumentDraft, ...]:
        """Return the documents of a step."""
        if step.kind is Step.RESOLVE and story.is_mediated:
            kind = DocumentKind.MEDIATION_AGREEMENT
            return (DocumentDraft(kind, kind.label, None, step.on),)
        if step.kind not in _KINDS:
            return ()
        kind, _ = _KINDS[step.kind]
        heading = kind.label if kind in _PLAIN else f"信访事项{kind.label}"
        text = self._text(step, story)
        if text is not None:
            text = _as_written(text, step.on, story.people)
        return (DocumentDraft(kind, heading, step.document_no, step.on, text),)

    def _text(self, step: StepTaken, story: Story) -> str | None:
        unit = official_name(step.unit or COUNTY)
        signed = f"\n{unit}\n{_chinese(step.on)}"
        if story.situation.petition_class is PetitionClass.ACCUSATION:
            return None
        match step.kind:
            case Step.ISSUE_OPINION:
                return self._opinion(step, story) + signed
            case Step.REPLY_DIRECTLY:
                return self._reply(step, story) + signed
            case Step.ACCEPT:
                return (
                    f"{_salute(story)}你提出的“{story.title}”信访事项，我单位于{_chinese(step.on)}受理。"
                    "根据《信访工作条例》第二十三条、第三十四条规定，自受理之日起60日内办结；"
                    f"你可凭登记编号{story.case_no}查询办理情况。{signed}"
                )
            case Step.LEAD_TO_PATH:
                return (
                    f"{_salute(story)}你提出的“{story.title}”事项，依照《信访工作条例》第三十一条规定，"
                    f"应当通过法定途径处理。请{self._route(story)}。{signed}"
                )
            case Step.DECLINE:
                return (
                    f"{_salute(story)}你提出的“{story.title}”事项，上一级机关已经受理且正在办理期限内，"
                    f"根据《信访工作条例》第十九条第三款规定，不予受理。{signed}"
                )
            case Step.DECLINE_FURTHER:
                return (
                    f"{_salute(story)}你再次提出的“{story.title}”事项已经复核终结，仍以同一事实和理由提出，"
                    f"根据《信访工作条例》第三十六条第三款规定，不再受理。{signed}"
                )
            case Step.TELL_EXTENSION:
                return (
                    f"{_salute(story)}你提出的“{story.title}”事项情况复杂，经本机关负责人批准，"
                    f"依照《信访工作条例》第三十四条规定延长办理期限，特此告知。{signed}"
                )
            case Step.DECIDE_REEXAMINATION:
                return self._review(step, story, "复查", "原处理意见") + signed
            case Step.DECIDE_FINAL_REVIEW:
                return self._review(step, story, "复核", "复查意见") + signed
            case Step.OBJECT:
                return (
                    f"“{story.title}”一事不属于我单位职权范围，"
                    f"依据《信访工作条例》第二十三条第三款提出异议。{signed}"
                )
        return None

    def _opinion(self, step: StepTaken, story: Story) -> str:
        asks = "；".join(story.asks)
        outcome = step.outcome or Outcome.EXPLAIN
        if outcome is Outcome.NOT_SUPPORTED:
            # What was found is the reason for refusing, so it stands with the facts.
            reasons, decision = f"{self._dice.pick(_INQUIRED)}，{self._decision(step, story)}", "不予支持"
        else:
            reasons, decision = self._found(story), self._decision(step, story)
        return (
            f"{_salute(story)}你于{_chinese(story.received_on)}通过{story.channel.label}提出的"
            f"“{story.title}”信访事项，现将处理意见答复如下：\n"
            f"一、投诉请求：{asks}。\n"
            f"二、事实和理由：{_inquired(reasons)}。{self._looked(step, story)}\n"
            f"三、处理意见：{_JUDGED[outcome]}{decision}。\n"
            f"四、法律法规依据：{story.situation.law}，《信访工作条例》第三十二条。\n"
            f"如不服本意见，可自收到之日起30日内向{_reviewer(step.unit)}请求复查。"
        )

    def _reply(self, step: StepTaken, story: Story) -> str:
        if story.situation.petition_class is PetitionClass.SUGGESTION:
            thanks = "感谢你对我市工作的关心，欢迎继续提出意见建议。"
        else:
            thanks = self._dice.pick(("感谢你的监督。", "如有疑问，请与我单位联系。", "感谢你的理解和支持。"))
        return (
            f"{_salute(story)}你提出的“{story.title}”事项收悉。{_inquired(self._found(story))}。"
            f"{self._looked(step, story)}{self._decision(step, story)}。{thanks}"
        )

    def _review(self, step: StepTaken, story: Story, what: str, earlier: str) -> str:
        if story.outcome is Outcome.SUPPORT:
            result = f"{earlier}认定事实不清，予以变更：{self._decision(step, story)}"
        else:
            result = f"{earlier}认定事实清楚、适用依据正确，予以维持"
        end = (
            f"如不服本意见，可自收到之日起30日内向{official_name('4306')}请求复核。"
            if what == "复查"
            else "本意见为信访事项终结意见。"
        )
        return f"{_salute(story)}你对“{story.title}”事项请求{what}，现已审查终结。经{what}，{result}。{end}"

    def _looked(self, step: StepTaken, story: Story) -> str:
        """Return who looked at what on which day: what one reply has and another has not."""
        dice = self._dice
        on = max(date.fromordinal(step.on.toordinal() - dice.whole(1, 12)), story.received_on)
        first, second, last = dice.shuffled(_LOOKED_AT)[:3]
        one, other, third = person_name(dice), person_name(dice), person_name(dice)
        return (
            f"{on.month}月{on.day}日，承办人{one}、{other}{dice.pick(_LOOKED_HOW)}，{first}，"
            f"形成笔录{dice.whole(2, 9)}页、照片{dice.whole(3, 18)}张；又{second}，由{third}签字确认；"
            f"并{dice.pick(_LOOKED_HOW)}，{last}，与材料{dice.whole(2, 40)}份逐一对照。"
        )

    def _found(self, story: Story) -> str:
        if not story.found:
            story.found = self._dice.pick(story.strand.found).format_map(story.words)
        return story.found

    def _decision(self, step: StepTaken, story: Story) -> str:
        strand = story.strand
        by_outcome = {Outcome.EXPLAIN: strand.maybe, Outcome.NOT_SUPPORTED: strand.no}
        choices = by_outcome.get(step.outcome or story.outcome or Outcome.SUPPORT, strand.yes)
        due = step.due_on or date.fromordinal(step.on.toordinal() + self._dice.whole(10, 60))
        story.words["due"] = _chinese(due)
        return self._dice.pick(choices).format_map(story.words)

    def _route(self, story: Story) -> str:
        return story.situation.route[story.path] if story.path in story.situation.route else "依法提出"


def _inquired(found: str) -> str:
    return found if found.startswith(("经", "我单位")) else f"经查，{found}"


def _as_written(text: str, on: date, people: int) -> str:
    """Return the text addressed to one or several, citing the regulation that was in force on the day."""
    if on < _OLD_RULE_UNTIL:
        text = _NEW_RULE.sub("《信访条例》", text)
    return text if people == 1 else text.replace("你", "你们")


def _salute(story: Story) -> str:
    if not story.persons:
        return ""
    name = story.persons[0].name or ""
    return f"{name}等{story.people}人：" if story.people > 1 else f"{name}："


def _reviewer(unit: str | None) -> str:
    return official_name("4306") if unit == COUNTY else official_name(COUNTY)


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
