"""What stands around the lists of supervision: figures, words, and the ledgers as files."""

from __future__ import annotations

from collections.abc import Sequence

from widgets.parts.figures import Figure, count_figure, share_figure
from widgets.parts.markup import Markup, tag
from widgets.parts.values import EXCEL, FileToSave
from widgets.supervision.state import SupervisionState
from workbench.law.supervision import ESCALATION
from workbench.office import OFFICE
from workbench.queries.supervision_ledger import order_ledger, proposal_ledger
from workbench.terms import OrderState, Role

PARTS = {
    "rate_passed": "统计期内按期反馈的督办单",
    "rate_failed": "统计期内到期、未按期反馈的督办单",
    "again": "闭环后，该单位在同一事项上仍超期或又超期的督办单",
    "proposal_passed": "统计期内按期书面反馈的建议",
    "proposal_failed": "统计期内到期、未按期书面反馈的建议",
}


def part_words(state: SupervisionState) -> Markup | None:
    """Return to what a figure has narrowed the list, ``None`` where it has not."""
    part = state.shown.part
    return tag("span", f"只列：{PARTS[part]}（{state.lists.period.label}）") if part else None


def office_words(state: SupervisionState) -> Markup:
    """Return how the petition office keeps its own fifteen days, and which orders hold it to them."""
    found = state.lists.office
    orders = [one for one in state.lists.orders if one.order.to_unit == OFFICE]
    open_now = [one.order.order_no for one in orders if one.state in _ALIVE]
    words = (
        f"《信访工作条例》第二十二条：信访局收到信访事项15日内登记并转送、交办或告知。"
        f"{state.lists.period.label}到期 {found.due:,} 件，按期 {found.in_time:,} 件，"
        f"超期办理 {found.late_done:,} 件，超期未办 {found.late_open:,} 件；未到期 {found.running:,} 件。"
    )
    held = f"对信访局的督办单 {len(orders)} 份" + (f"，未闭环：{'、'.join(open_now)}" if open_now else "")
    note = "督办信访局由联席会议发出；在下表点一行可起草。"
    return tag("p", words, tag("br"), f"{held}。{note}", class_="supervision-office")


def figures(state: SupervisionState) -> list[Figure]:
    """Return the figures on top, those of an official from his own unit's orders alone."""
    lists = state.lists
    late, waiting = lists.count(OrderState.LATE), lists.count(OrderState.ANSWERED)
    rate, given = lists.order_rate, lists.proposal_rate
    note = "近一年到期"
    tiles = [
        count_figure(
            "late",
            "逾期未反馈",
            late,
            "份",
            tone="late" if late else "",
            note=ESCALATION,
        ),
        count_figure(
            "answered",
            "待审核",
            waiting,
            "份",
            tone="soon" if waiting else "",
            note="已反馈，等发出单位审核",
        ),
        count_figure(
            "open", "待反馈", lists.count(OrderState.OPEN, OrderState.RETURNED), "份", note="未到反馈期限"
        ),
        count_figure("closed", "已闭环", lists.count(OrderState.CLOSED), "份", note="只由发出单位闭环"),
        _share("rate", rate.name, rate.numerator, rate.denominator, note),
        _share("proposal", given.name, given.numerator, given.denominator, note),
    ]
    if state.viewer.role is not Role.HANDLER:
        tiles.append(count_figure("again", "闭环后仍超期", len(lists.again), "份", note=_again_words(state)))
    return tiles


def _again_words(state: SupervisionState) -> str:
    """Return how often each unit was late in the same matter after its order was closed."""
    counted: dict[str, int] = {}
    for one in state.lists.again:
        counted[one.unit_name] = counted.get(one.unit_name, 0) + 1
    told = [f"{name} {number}" for name, number in sorted(counted.items(), key=lambda one: -one[1])[:2]]
    more = f"等 {len(counted)} 个单位" if len(counted) > 2 else ""
    return "、".join(told) + more if told else "同一单位、同一事项"


def order_file(state: SupervisionState, numbers: Sequence[str]) -> FileToSave:
    """Return 督办台账 of these orders, in this order."""
    by_number = {line.order.order_no: line for line in state.shown_orders}
    lines = [by_number[number] for number in numbers]
    content = order_ledger(
        lines,
        state.as_of,
        state.snapshot.code,
        filter_words=filter_words(state),
        proof=state.bench.proof(state.snapshot),
    )
    return FileToSave(f"督办台账（截至{state.as_of:%Y-%m-%d}）.xlsx", content, EXCEL)


def proposal_file(state: SupervisionState, numbers: Sequence[str]) -> FileToSave:
    """Return the ledger of these proposals, in this order."""
    by_number = {line.proposal.proposal_no: line for line in state.shown_proposals}
    lines = [by_number[number] for number in numbers]
    content = proposal_ledger(
        lines,
        state.as_of,
        state.snapshot.code,
        filter_words=filter_words(state),
        proof=state.bench.proof(state.snapshot),
    )
    return FileToSave(f"三项建议台账（截至{state.as_of:%Y-%m-%d}）.xlsx", content, EXCEL)


def filter_words(state: SupervisionState) -> str:
    """Return the filter in words, as it stands below a ledger."""
    shown, names = state.shown, state.lists.names
    told = []
    if shown.units:
        told.append(f"单位：{'、'.join(names.get(code, code) for code in shown.units)}")
    if shown.states:
        told.append(f"状态：{'、'.join(OrderState.coded(code).label for code in shown.states)}")
    if shown.part:
        told.append(PARTS[shown.part])
    return "；".join(told)


_ALIVE = (OrderState.OPEN, OrderState.LATE, OrderState.ANSWERED, OrderState.RETURNED)


def _share(key: str, name: str, numerator: int, denominator: int, note: str) -> Figure:
    if denominator:
        return share_figure(key, name, numerator, denominator, parts=("按期", "未按期"), note=note)
    return Figure(key, name, "不计算", note=f"{note}的没有", opens=False)
