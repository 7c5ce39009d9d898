"""The questions of the look-back forms, and which of them stands open for a viewer on a check."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from widgets.parts.form_values import FormField
from widgets.parts.values import Choice
from workbench.access.viewer import Viewer
from workbench.law.look_back import LookBack
from workbench.law.look_back_data import CheckItem, look_back_data
from workbench.terms import ActKind, LookBackAnswer, LookBackFinding, LookBackRule, RepeatVerdict, Role, Term

if TYPE_CHECKING:
    from widgets.look_back.state import LookBackScreenState

REWORK_DAYS: Final = 15  # calendar days that stand in the form at first
ENDS = FormField(
    "ends", "同时核验包案结果", "yes_no", hint="包案已报结果、等待核验的，可由这次回头看核验结束"
)


def open_act(state: LookBackScreenState, check: LookBack) -> ActKind | None:
    """Return the act that waits for this viewer on a check, ``None`` where none does."""
    viewer = state.viewer
    if viewer.account == check.reviewer and state.may("lock_look_back"):
        if check.locked_on is None:
            return ActKind.LOCK_LOOK_BACK
        if check.finding is LookBackFinding.FAILED and check.rework_on is None:
            return ActKind.ORDER_REWORK
        if check.reports and check.reports[-1].decided_on is None:
            return ActKind.DECIDE_REWORK
    if _owes_report(check) and _reports(viewer, check) and state.may("report_rework"):
        return ActKind.REPORT_REWORK
    is_own = viewer.unit == check.unit and check.viewed_on is None and check.rework_on is None
    return ActKind.VIEW_OWN_WORK if is_own and state.may("view_own_work") else None


def fields_of(
    kind: ActKind,
    check: LookBack,
    units: Sequence[tuple[str, str]],
    today: date,
    papers: tuple[Choice, ...] = (),
) -> tuple[FormField, ...]:
    """Return the questions of an act on a check; ``papers`` are the originals that its answers may name."""
    ends = (ENDS,) if check.ownership_no is not None else ()
    if kind is ActKind.VIEW_OWN_WORK:
        return items_asked(papers, today)
    if kind is ActKind.LOCK_LOOK_BACK:
        group = "结论"
        return (
            *items_asked(papers, today),
            FormField(
                "finding", "结论", "choice", required=True, choices=choices(LookBackFinding), group=group
            ),
            FormField(
                "cause", "问题", "long", group=group, hint="没有落实的，写明单位没有做到什么", longest=1000
            ),
            FormField(
                "cause_unit",
                "问题归因单位",
                "unit",
                choices=tuple(Choice(*one) for one in units),
                group=group,
            ),
            *ends,
        )
    if kind is ActKind.ORDER_REWORK:
        return (
            FormField("measures", "整改措施", "long", required=True, longest=1000),
            FormField("person", "责任人（单位人员）", required=True, longest=40),
            FormField(
                "due_on",
                "整改时限",
                "date",
                required=True,
                initial=(today + timedelta(REWORK_DAYS)).isoformat(),
                low=today + timedelta(1),
                hint="本地设定，条例未规定",
            ),
        )
    if kind is ActKind.REPORT_REWORK:
        return (FormField("words", "整改情况", "long", required=True, longest=2000),)
    return (
        FormField("is_confirmed", "核实通过", "yes_no", required=True),
        FormField("why", "核实情况", "long", required=True, longest=1000),
        *ends,
    )


def items_asked(papers: tuple[Choice, ...], today: date) -> tuple[FormField, ...]:
    """Return the questions for each item of the check list: the answer, what shows it, a paper if any."""
    return tuple(
        field
        for one in look_back_data().items
        for field in (
            FormField(
                f"{one.id}.answer",
                one.question,
                "choice",
                required=True,
                choices=choices(LookBackAnswer),
                group=_group(one),
            ),
            FormField(
                f"{one.id}.note",
                "依据或说明",
                "long",
                group=_group(one),
                hint="没有做到或者不适用的必须填写",
                longest=1000,
            ),
            FormField(
                f"{one.id}.sha256",
                "佐证原件",
                "choice",
                choices=papers,
                group=_group(one),
                hint="可不选" if papers else "可不选；要附材料的，先在“佐证材料”处上传",
            ),
            FormField(f"{one.id}.dated_on", "材料载明的日期", "date", high=today, group=_group(one)),
        )
    )


def _group(one: CheckItem) -> str:
    return f"{one.title}（{one.article}）"


def round_fields(today: date) -> tuple[FormField, ...]:
    """Return the questions of a new round."""
    rules = look_back_data().rules
    long_open, back = rules[LookBackRule.LONG_OPEN], rules[LookBackRule.ENDED_AND_BACK]
    lot = rules[LookBackRule.RANDOM]
    return (
        FormField("name", "批次名称", required=True, longest=60),
        FormField("rule", "类型", "choice", required=True, choices=choices(LookBackRule)),
        FormField(
            "days", "久访不结：登记后超过多少日", "number", initial=f"{long_open.days}", low=1, high=3650,
            hint="本地设定",
        ),
        FormField(
            "back_days", "程序办结、久访不息：近多少日内又来", "number", initial=f"{back.days}", low=1,
            high=3650, hint="本地设定",
        ),
        FormField("per_unit", "随机抽查：每单位件数", "number", initial=f"{lot.per_unit}", low=1, high=50),
        FormField(
            "start", "随机抽查：办结期间起", "date", initial=(today - timedelta(90)).isoformat(), high=today
        ),
        FormField("end", "随机抽查：办结期间止", "date", initial=today.isoformat(), high=today),
        FormField(
            "seed", "抽签种子", "number", required=True, initial=f"{today.toordinal()}", low=1, high=999_999,
            hint="同一种子和截至日得到同一名单",
        ),
    )  # fmt: skip


def pair_fields(verdict: RepeatVerdict | None) -> tuple[FormField, ...]:
    """Return the questions about a pair: what can be decided now, and why."""
    possible: tuple[RepeatVerdict, ...]
    if verdict is RepeatVerdict.CONFIRMED:
        possible = (RepeatVerdict.SPLIT,)
    elif verdict is None:
        possible = (RepeatVerdict.CONFIRMED, RepeatVerdict.REJECTED)
    else:
        possible = (RepeatVerdict.CONFIRMED,)
    return (
        FormField(
            "verdict",
            "认定",
            "choice",
            required=True,
            choices=tuple(Choice(one.value, one.label) for one in possible),
        ),
        FormField("why", "理由", "long", hint="初次确认的可以不填，其他认定必须写明理由", longest=1000),
    )


def choices(terms: type[Term]) -> tuple[Choice, ...]:
    """Return the codes of a list with their labels."""
    return tuple(Choice(one.value, one.label) for one in terms)


def _owes_report(check: LookBack) -> bool:
    return check.rework_on is not None and (not check.reports or check.reports[-1].is_confirmed is False)


def _reports(viewer: Viewer, check: LookBack) -> bool:
    return viewer.role is not Role.HANDLER or viewer.unit in (check.unit, check.cause_unit)
