"""The pieces of the screening as markup: the matrix of units and months, a report, the posts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import Moment, day_text, facts, label, table, timeline
from widgets.parts.values import Tag, Tone
from workbench.law.screening import Screening
from workbench.law.screening_month import month_words
from workbench.queries.screening import ReportLine, ScreeningBoard
from workbench.queries.screening_page import ReportPage
from workbench.queries.staffing import UnitPosts
from workbench.terms import ActKind, PostKind, ScreeningState

TONES: dict[ScreeningState, Tone] = {
    ScreeningState.ON_TIME: "done",
    ScreeningState.LATE: "soon",
    ScreeningState.RETURNED: "accent",
    ScreeningState.MISSING: "late",
    ScreeningState.AWAITED: "quiet",
}
MARKS = {
    ScreeningState.ON_TIME: "✓",
    ScreeningState.LATE: "迟",
    ScreeningState.RETURNED: "退",
    ScreeningState.MISSING: "缺",
    ScreeningState.AWAITED: "·",
}
Href = Callable[[str], str]  # the address of a report, by its number


def matrix(board: ScreeningBoard, href: Href) -> Markup:
    """Return units by months; every cell leads to its report and says its state in words."""
    head = [tag("th", "单位", scope="col"), *(tag("th", _short(m), scope="col") for m in board.months)]
    rows = []
    for code, name in board.units:
        cells = [_cell(board.lines.get((code, month)), href) for month in board.months]
        rows.append(tag("tr", tag("th", name, scope="row"), cells))
    legend = [
        tag("span", tag("span", MARKS[one], class_="screening-mark", data_tone=TONES[one]), one.label)
        for one in ScreeningState
    ]
    foot = [tag("th", "按时／应报", scope="row")]
    for month in board.months:
        sums = board.sums(month)
        foot.append(tag("td", f"{sums.on_time}／{sums.owed - sums.awaited}"))
    body = tag(
        "table",
        tag("caption", "各单位各月排查月报", class_="wb-unseen"),
        tag("thead", tag("tr", head)),
        tag("tbody", rows),
        tag("tfoot", tag("tr", foot)),
        class_="screening-matrix",
    )
    return tag("div", tag("p", legend, class_="screening-legend"), body)


def _cell(line: ReportLine | None, href: Href) -> Markup:
    if line is None:
        return tag("td", "")
    words = f"{line.unit_name}{month_words(line.month)}：{line.state.label}"
    mark = tag("a", MARKS[line.state], href=href(line.number), title=words, aria_label=words,
               class_="screening-mark", data_tone=TONES[line.state])  # fmt: skip
    gap = (
        tag("span", "!", class_="screening-gap", title="与上月的期末存量不衔接")
        if line.gap is not None
        else None
    )
    return tag("td", mark, gap)


def _short(month: str) -> str:
    year, number = month.split("-")
    return f"{year[2:]}年{int(number)}月" if number in ("01",) else f"{int(number)}月"


def months_table(board: ScreeningBoard) -> Markup:
    """Return the sums of each month, the latest first."""
    head = ("月份", "应报", "按时", "逾期", "未报", "未到期", "零报告", "新排查", "已化解", "期末存量")
    rows = []
    for month in reversed(board.months):
        one = board.sums(month)
        told = (one.zero, one.new, one.settled, one.stock) if one.reports else ("—",) * 4
        rows.append((month_words(month), one.owed, one.on_time, one.late, one.missing, one.awaited, *told))
    note = tag(
        "p",
        "份数按单位×月份计；新排查、已化解、期末存量的单位是件，来自已报送的月报，没有一份报送的写“—”，只反映排查情况，"
        "不是目标，不作排名。",
        class_="screening-note",
    )
    return tag("div", table(head, rows, caption="各月合计", numbers=range(1, 10)), note)


def head(page: ReportPage, as_of: date) -> Markup:
    """Return the head of one report."""
    line = page.line
    late = line.days_late(as_of)
    told: list[Content] = [
        label(Tag(line.state.label, TONES[line.state])),
        f"期限 {line.due_on:%Y-%m-%d}（本县规定）",
    ]
    if line.screening is not None:
        told.append(f"首次报送 {line.screening.editions[0].on:%Y-%m-%d}{f'，逾期 {late} 日' if late else ''}")
        if line.screening.is_zero:
            told.append(label(Tag("零报告")))
    elif late:
        told.append(f"已逾期 {late} 日")
    return tag(
        "div",
        tag("h2", f"{line.unit_name} {month_words(line.month)}矛盾纠纷排查月报"),
        tag("p", [tag("span", one) for one in told], class_="screening-state"),
        class_="screening-head",
    )


def numbers(page: ReportPage) -> Markup:
    """Return the numbers of the edition in force, and what does not join."""
    screening = page.line.screening
    if screening is None:
        return tag("p", "该月还没有报送。", class_="wb-empty")
    one = screening.edition
    told = facts(
        (
            ("上期存量", f"{one.last_stock} 件"),
            ("新排查", f"{one.new} 件"),
            ("已化解", f"{one.settled} 件"),
            ("期末存量", f"{one.stock} 件"),
            ("签字", f"{one.signed_by}，{one.signed_on:%Y-%m-%d}"),
            ("过限未化解", f"{page.line.overdue} 件" if page.line.overdue else "无"),
        )
    )
    warning = None
    if page.line.gap is not None:
        warning = tag(
            "p",
            f"与上月不衔接：上月月报更正后的期末存量是 {page.line.gap} 件，"
            f"本月的上期存量是 {one.last_stock} 件，请更正本月月报。",
            class_="screening-warning",
        )
    return tag("div", told, warning)


def lines(screening: Screening, judged_on: date) -> Markup:
    """Return the lines of the edition in force; what is past its limit on a day stands out."""
    head_ = ("类别", "新排查", "已化解", "期末存量", "责任人", "职务", "化解措施", "化解期限")
    rows: list[tuple[Content, ...]] = []
    for one in screening.shown_lines:
        late = one.stock and one.due_on is not None and one.due_on < judged_on
        due: Content = day_text(one.due_on) if one.stock else "—"
        if late:
            due = [f"{due} ", label(Tag("已过期限", "late"))]
        rows.append(
            (one.kind.label, one.new, one.settled, one.stock, one.responsible or "—", one.post or "—",
             one.measure or "—", due)
        )  # fmt: skip
    if not rows:
        return tag("p", "没有明细：本月没有新排查，也没有存量。", class_="wb-empty")
    return table(head_, rows, caption="分类明细", numbers=(1, 2, 3))


def history(page: ReportPage) -> Markup:
    """Return the editions and returns, as they came."""
    screening = page.line.screening
    if screening is None:
        return timeline((), empty="还没有记录。")
    moments: list[tuple[date, int, Moment]] = []
    for number, one in enumerate(screening.editions, 1):
        kind = ActKind.REPORT_SCREENING if number == 1 else ActKind.AMEND_SCREENING
        counts = (
            f"第{number}版：新排查{one.new}，已化解{one.settled}，期末存量{one.stock}；{one.signed_by}签字"
        )
        note = counts if one.why is None else f"{counts}\n理由：{one.why}"
        who = page.people.get(one.account, one.account)
        moments.append((one.on, number * 2, Moment(one.on, kind.label, who, note=note, tone="done")))
    for back in screening.returns:
        note = f"{back.why}\n补报期限 {back.due_on:%Y-%m-%d}"
        who = page.people.get(back.account, back.account)
        moment = Moment(back.on, ActKind.RETURN_SCREENING.label, who, note=note, late="退回")
        moments.append((back.on, back.edition * 2 + 1, moment))
    return timeline([moment for _, _, moment in sorted(moments, key=lambda one: one[:2])])


def posts_table(units: tuple[UnitPosts, ...], href: Callable[[str], str]) -> Markup:
    """Return the posts of the units; what is vacant stands out, each unit leads to its register."""
    head_ = ("单位", *(one.label for one in PostKind), "培训不足")
    rows: list[tuple[Content, ...]] = []
    for unit in units:
        cells: list[Content] = []
        for post in PostKind:
            names = "、".join(one.name for one in unit.of(post))
            cells.append(names or label(Tag("空缺", "late")))
        short = "、".join(one.name for one in unit.short)
        rows.append((tag("a", unit.unit_name, href=href(unit.unit)), *cells, short or "—"))
    return table(head_, rows, caption="信访岗位")


def register(unit: UnitPosts) -> Markup:
    """Return who holds the posts of one unit, since when, trained how often in a year."""
    rows: list[tuple[Content, ...]] = [
        (one.post.label, one.name, one.title, day_text(one.since), f"{times} 次")
        for _, one, times in unit.holders
    ]
    rows += [(post.label, label(Tag("空缺", "late")), "—", "—", "—") for post in unit.vacant]
    return table(("岗位", "姓名", "职务", "到任日期", "近一年培训"), rows, caption="岗位人员")


def trainings(unit: UnitPosts) -> Markup:
    """Return the trainings of one unit, the latest first."""
    known = unit.register
    days: dict[tuple[date, str], list[str]] = {}
    for one in () if known is None else known.trainings:
        names = days.setdefault((one.on, one.topic), [])
        names.append(known.holders[one.holder - 1].name if known else "")
    rows = [
        (day_text(on), topic, "、".join(names)) for (on, topic), names in sorted(days.items(), reverse=True)
    ]
    if not rows:
        return tag("p", "还没有培训记录。", class_="wb-empty")
    return table(("日期", "内容", "参加人员"), rows, caption="培训记录")
