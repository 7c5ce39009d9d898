"""The pieces of a unit's page as markup: what it owes, did, objected to, and its notice to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from widgets.behind import case_table
from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import day_text, empty, heading, label, table
from widgets.parts.values import Tag, Tone
from workbench.indicators.catalogue import indicator
from workbench.indicators.evaluate import Figure
from workbench.indicators.exact import mid_p
from workbench.law.appraisal import Appraisal
from workbench.law.appraisal_parts import ItemObjection
from workbench.queries.behind import CaseBehind
from workbench.queries.notice_files import FOOT, sums, title
from workbench.queries.notices import News, Notice
from workbench.queries.unit_duties import LATE, MONTH, OPEN, SPANS, TODAY, WEEK, Owed
from workbench.queries.unit_record import Objection

TONES: dict[str, Tone] = {LATE: "late", TODAY: "soon", WEEK: "soon", MONTH: "", OPEN: ""}
FEW = 200  # cases up to which a share carries its interval
SUBJECT = 80  # characters of a subject on the page; the whole stands where it is answered
Href = Callable[[Owed], str]


def duties(spans: dict[str, tuple[Owed, ...]], as_of: date, href: Href | None, *, level: int = 2) -> Markup:
    """Return what a unit owes, by when; each leads to where it is answered (none where ``href`` is none).

    ``level`` is that of the headings: one below the heading that they stand under.
    """
    if not any(spans.values()):
        return empty("没有要办的事：逾期的、一个月内到期的都没有。")
    parts = []
    for span, found in spans.items():
        if found:
            parts.append(heading(SPANS[span], f"{len(found)} 项", level=level))
            parts.append(_table(found, as_of, href, SPANS[span]))
    return tag("div", parts, class_="unit-duties")


def _table(found: tuple[Owed, ...], as_of: date, href: Href | None, caption: str) -> Markup:
    rows: list[tuple[Content, ...]] = []
    for one in found:
        late = one.days_late(as_of)
        due: list[Content] = [day_text(one.due_on)]
        if late:
            due.append(label(Tag(f"逾期 {late} 日", "late")))
        what: list[Content] = [one.what if href is None else tag("a", one.what, href=href(one))]
        if one.is_returned:
            what.append(label(Tag("曾被退回", "accent")))
        subject = one.subject if len(one.subject) <= SUBJECT else f"{one.subject[: SUBJECT - 1]}…"
        rows.append((_spaced(due), _spaced(what), one.number, subject))
    return table(("期限", "要办的事", "编号", "内容"), rows, caption=caption)


def _spaced(parts: list[Content]) -> Markup:
    return tag("span", parts, class_="unit-spaced")


def record(figures: tuple[Figure, ...], href: Callable[[str], str]) -> Markup:
    """Return what a unit did in time: numerator and denominator lead to the cases, its source beside them."""
    rows: list[tuple[Content, ...]] = []
    for one in figures:
        made: Content = "—"
        if one.denominator:
            words = f"{one.numerator}／{one.denominator} {one.indicator.unit}"
            made = tag("a", words, href=href(one.indicator.id), title=f"看{one.indicator.name}的事项")
        share: Content = _share(one) if one.denominator else "没有应办的"
        if one.is_small:
            share = _spaced([share, label(Tag("样本过小"))])
        rows.append((one.indicator.name, made, share, one.indicator.words, one.indicator.source))
    period = figures[0].period.label if figures else ""
    told = f"{period}。括号里是90%的区间：件数少，比率说明不了多少。只列单位按期做了的事，不作排名，不打分。"
    note = tag("p", told, class_="unit-note")
    head = ("指标", "按期／应办", "比率", "怎么算", "依据")
    return tag("div", table(head, rows, caption="办得怎样", numbers=(1,)), note, class_="unit-record")


def _share(one: Figure) -> str:
    """Return the share with what it may really be; of many cases the interval tells nothing more."""
    if one.denominator > FEW:
        return one.label
    low, high = mid_p(one.numerator or 0, one.denominator)
    return f"{one.label}（{low:.0%}～{high:.0%}）"


def behind(name: str, cases: Sequence[CaseBehind]) -> Markup:
    """Return the cases behind one figure, under its name."""
    late = sum(not one.is_passed for one in cases)
    return tag(
        "div",
        heading(name, f"{len(cases)} 件，未做到 {late} 件在前"),
        case_table(cases),
        class_="unit-behind",
    )


def objections(found: tuple[Objection, ...], href: Callable[[str], str]) -> Markup:
    """Return what a unit objected to, and what came of it."""
    if not found:
        return empty("近一年没有对转送、交办的事项提出异议。")
    told = {
        True: Tag("已采纳，改交其他单位", "done"),
        False: Tag("未采纳，由本单位办理"),
        None: Tag("等待答复", "soon"),
    }
    rows: list[tuple[Content, ...]] = [
        (
            day_text(one.on),
            tag("a", one.case_no, href=href(one.case_no)),
            label(told[one.is_granted]),
            day_text(one.decided_on),
        )
        for one in found
    ]
    note = tag(
        "p", "收到转送、交办后五个工作日内提出异议是单位的权利（条例第二十三条第三款）。", class_="unit-note"
    )
    return tag("div", table(("提出日期", "事项编号", "结果", "答复日期"), rows, caption="异议"), note)


def appraisal_objections(
    found: Sequence[tuple[Appraisal, ItemObjection]], href: Callable[[str], str]
) -> Markup:
    """Return what a unit objected to in its monthly appraisals, and what was answered in writing."""
    told = {True: Tag("已采纳并更正", "done"), False: Tag("未采纳"), None: Tag("等待书面答复", "soon")}
    rows: list[tuple[Content, ...]] = [
        (
            tag(
                "a",
                f"{sheet.month.year}年{sheet.month.month}月第{sheet.edition}版",
                href=href(sheet.appraisal_no),
            ),
            indicator(one.figure).name,
            [day_text(one.objected_on), tag("small", one.reason)],
            label(told[one.is_accepted]),
            [day_text(one.answered_on), tag("small", one.answer or "")],
        )
        for sheet, one in found
    ]
    head = heading("对月考核的异议", f"{len(rows)} 项")
    if not rows:
        return tag("div", head, empty("没有对月考核提出过异议。"))
    return tag(
        "div", head, table(("考核", "项目", "提出", "结果", "书面答复"), rows, caption="对月考核的异议")
    )


def notice_page(found: Notice) -> Markup:
    """Return the notice of a day as it is printed."""
    spans = {LATE: found.late, TODAY: found.today, WEEK: found.week}
    parts: list[Content] = [tag("h2", title(found)), tag("p", sums(found), class_="unit-sums")]
    if found.is_empty:
        parts.append(tag("p", "没有到期、逾期和退回的事项。"))
    if any(spans.values()):
        parts.append(duties(spans, found.day, None, level=3))
    for name, told in (("近七日被退回", found.returned), ("近七日已反馈", found.answered)):
        if told:
            parts += [heading(name, f"{len(told)} 项", level=3), _news(told, name)]
    parts.append(tag("p", FOOT, class_="unit-note"))
    return tag("article", parts, class_="unit-notice")


def _news(told: tuple[News, ...], caption: str) -> Markup:
    rows = [(day_text(one.on), one.what, one.number, one.why or "—") for one in told]
    return table(("日期", "事项", "编号", "说明"), rows, caption=caption)
