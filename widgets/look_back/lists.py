"""The lists of the look-back screen as lines, and what is drawn of a check, a result and a pair."""

from __future__ import annotations

from typing import TYPE_CHECKING

from widgets.address import link
from widgets.parts.line_table import Cell, Line
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import facts, label, table
from widgets.parts.values import Tag, Tone
from workbench.law.look_back import LookBack
from workbench.law.look_back_data import look_back_data
from workbench.law.look_back_round import LookBackRound
from workbench.terms import LookBackAnswer, LookBackState

if TYPE_CHECKING:
    from workbench.queries.look_back_results import UnitResult
    from workbench.queries.look_backs import CheckLine, CheckPage
    from workbench.queries.repeat_sides import Side
    from workbench.queries.repeats import RepeatProposal

ROUND_HEAD = ("批次", "名称", "类型", "开始", "名单", "状态")
CHECK_HEAD = ("信访件", "被检查单位", "检查人", "分派", "状态", "整改时限")
PAIR_HEAD = ("先后两件", "责任单位", "内容分类", "情形", "相似", "相同之处", "相隔")
TONES: dict[LookBackState, Tone] = {
    LookBackState.OPEN: "accent",
    LookBackState.HELD: "done",
    LookBackState.TO_REWORK: "soon",
    LookBackState.IN_REWORK: "soon",
    LookBackState.LATE: "late",
    LookBackState.REPORTED: "accent",
    LookBackState.MENDED: "done",
}


def round_line(one: LookBackRound) -> Line:
    """Return a round; its number opens it."""
    state = Cell(f"{one.closed_on} 结束", "quiet") if one.closed_on else Cell("进行中", "accent")
    return Line(
        (
            Cell(one.round_no, keeps=True),
            Cell(one.name),
            Cell(one.rule.label),
            Cell(f"{one.opened_on}", keeps=True),
            Cell(f"{len(one.entries)} 件", note=f"截至 {one.as_of}，种子 {one.seed}"),
            state,
        ),
        one.round_no,
    )


def check_line(one: CheckLine, names: dict[str, str]) -> Line:
    """Return a matter of a round; its number opens the check once it is assigned."""
    check = one.check
    state = Cell(one.state.label, TONES[one.state]) if one.state else Cell("待分派", "quiet")
    return Line(
        (
            Cell(one.case_no, keeps=True),
            Cell(one.unit_name),
            Cell(names.get(check.reviewer, check.reviewer) if check else "—"),
            Cell(f"{check.assigned_on}" if check else "—", keeps=True),
            state,
            Cell(f"{check.rework_due}" if check and check.rework_due else "—", keeps=True),
        ),
        check.check_no if check else "",
    )


def pair_line(one: RepeatProposal) -> Line:
    """Return a pair; it opens side by side."""
    same = [
        words
        for words, is_same in (
            ("地点", one.grounds.same_place),
            ("单位", one.grounds.same_unit),
            ("分类", one.grounds.same_topic),
        )
        if is_same
    ]
    near = f"{one.minutes} 分钟" if one.is_within_minutes else ""
    return Line(
        (
            Cell(
                f"{one.earlier.case_no} → {one.later.case_no}", note=one.verdict.label if one.verdict else ""
            ),
            Cell(one.later.unit_name or "未定"),
            Cell(one.later.topic or "未分类"),
            Cell(one.grounds.relation.label, "soon" if one.grounds.relation.value == "after_reply" else ""),
            Cell(f"{one.grounds.likeness}%", keeps=True),
            Cell("、".join(same) or "—"),
            Cell(near or f"{one.grounds.days_between} 日", keeps=True),
        ),
        one.link_no,
    )


def result_table(found: tuple[UnitResult, ...]) -> Markup:
    """Return what a round found, in the order of the units."""
    items = look_back_data().items
    head = (
        "单位",
        "名单",
        "已检查",
        "没有落实",
        *(f"{one.title}未做到" for one in items),
        "整改中",
        "逾期",
        "已核实",
    )
    rows: list[list[Content]] = [
        [
            one.unit_name,
            f"{one.listed}",
            f"{one.checked}",
            f"{one.failed}",
            *(f"{one.items.get(item.id, 0)}" for item in items),
            f"{one.in_rework}",
            label(Tag(f"{one.late}", "late")) if one.late else "0",
            f"{one.mended}",
        ]
        for one in found
    ]
    return table(head, rows, caption="分单位结果", numbers=tuple(range(1, len(head))))


def comparison(page: CheckPage) -> Markup:
    """Return the check list with the reviewer's answers and the unit's own beside each other."""
    check = page.line.check
    assert check is not None
    by_item = {one.item: one for one in check.answers}
    own = {one.item: one for one in check.own_view}
    differing = check.differences()
    rows: list[list[Content]] = []
    for one in look_back_data().items:
        differs = label(Tag("看法不同", "soon")) if one.id in differing else ""
        rows.append(
            [
                [tag("strong", one.title), tag("p", one.question), tag("small", one.article)],
                _answer(by_item.get(one.id), "锁定前不显示" if page.hides_answers else "尚未填写"),
                _answer(own.get(one.id), "检查人锁定前不显示" if page.hides_view else "尚未填写"),
                differs,
            ]
        )
    return table(("检查项", "检查人", "单位自查", "比对"), rows, caption="检查项比对")


def check_facts(page: CheckPage) -> Markup:
    """Return finding, cause and rework of a check, and the reports on it."""
    check = page.line.check
    assert check is not None
    address = link("case_review", case=check.case_no)
    pairs: list[tuple[str, Content]] = [
        ("卷宗", tag("a", "打开办理经过", href=address)),
        ("被检查单位", page.line.unit_name),
        ("检查人", page.people.get(check.reviewer, check.reviewer)),
        ("状态", label(Tag(page.line.state.label, TONES[page.line.state])) if page.line.state else ""),
        ("领导包案", check.ownership_no or "没有"),
    ]
    if check.finding is not None:
        pairs.append(("结论", f"{check.finding.label}（{check.locked_on} 锁定）"))
    if check.cause:
        pairs.append(("问题", f"{check.cause}（归因：{page.line.cause_name}）"))
    if check.rework_on is not None:
        pairs += [("整改措施", check.measures), ("责任人、时限", f"{check.person}，{check.rework_due}")]
    return tag("div", facts(pairs), _reports(check))


def both(pair: RepeatProposal) -> Markup:
    """Return the two matters beside each other, the passages they share marked."""
    sides = (
        (pair.earlier, [(p.first, p.length) for p in pair.passages]),
        (pair.later, [(p.second, p.length) for p in pair.passages]),
    )
    return tag("div", [_side(side, marks) for side, marks in sides], class_="look-back-sides")


def _side(side: Side, marks: list[tuple[int, int]]) -> Markup:
    raised = side.raised
    told: list[tuple[str, Content]] = [
        ("信访件", tag("a", side.case_no, href=link("case_review", case=side.case_no))),
        ("收到", f"{raised.on}"),
        ("首次答复", f"{raised.replied_on}" if raised.replied_on else "尚无"),
        ("责任单位", side.unit_name or "未定"),
        ("内容分类", side.topic or "未分类"),
        ("批次、人次", f"{side.batches} 批 {side.people} 人次"),
    ]
    parts: list[Content] = []
    at = 0
    for start, length in sorted(marks):
        parts += [side.text[at:start], tag("mark", side.text[start : start + length])]
        at = start + length
    return tag("section", facts(told), tag("p", parts, side.text[at:], class_="look-back-text"))


def _answer(given: object, missing: str) -> Content:
    from workbench.law.look_back_answers import CheckAnswer

    if not isinstance(given, CheckAnswer):
        return tag("span", missing, class_="look-back-missing")
    tones: dict[LookBackAnswer, Tone] = {LookBackAnswer.YES: "done", LookBackAnswer.NO: "late"}
    paper = tag("p", f"佐证：{given.title}（{given.dated_on}）") if given.title else None
    return [
        label(Tag(given.answer.label, tones.get(given.answer, "quiet"))),
        tag("p", given.note or ""),
        paper,
    ]


def _reports(check: LookBack) -> Content:
    if not check.reports:
        return None
    rows: list[list[Content]] = [
        [
            f"{one.on}",
            one.words,
            f"{one.title}（{one.dated_on}）",
            "待核实"
            if one.decided_on is None
            else f"{one.decided_on} {'核实通过' if one.is_confirmed else '退回'}：{one.why}",
        ]
        for one in check.reports
    ]
    return table(("报告日期", "整改情况", "佐证材料", "核实"), rows, caption="整改报告")
