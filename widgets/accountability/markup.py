"""One proceeding as markup: its head, what stands, the timeline; counters and trends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from widgets.parts.markup import Content, Markup, tag
from widgets.parts.pieces import Moment, empty, facts, heading, label, table, timeline
from widgets.parts.values import Tag, Tone
from workbench.law.accountability import Effect
from workbench.law.accountability_data import form
from workbench.law.clauses import clause_text
from workbench.law.explain import JUDGED_BY
from workbench.queries.accountability import HIDDEN_PERSON, ProceedingPage, ShownEntry
from workbench.queries.accountability_figures import Counted, Trend
from workbench.queries.accountability_ledger import form_name
from workbench.terms import ProceedingState, ProceedingStep

S = ProceedingStep
STATE_TONES: dict[ProceedingState, Tone] = {
    ProceedingState.OPEN: "accent",
    ProceedingState.RECOMMENDED: "soon",
    ProceedingState.OBJECTED: "soon",
    ProceedingState.DECIDED: "done",
    ProceedingState.EXPIRED: "quiet",
    ProceedingState.ENDED: "quiet",
}
HIDDEN = "＜5"
RULE = "处理方式、责任人和是否造成严重后果，由有权机关认定；本页只记载，不推断。"


def head(page: ProceedingPage) -> Markup:
    """Return number, unit, state and how far it has come."""
    line = page.line
    way = [
        tag("li", name, class_="accountability-stage", data_done="yes" if done else "no")
        for name, done in line.progress
    ]
    return tag(
        "div",
        tag(
            "p",
            f"{line.proceeding.proceeding_no}　{line.proceeding.source.label}",
            class_="accountability-number",
        ),
        tag("h2", line.unit_name),
        tag(
            "p",
            label(Tag(line.state.label, STATE_TONES[line.state])),
            label(Tag("检举控告类，内容不在本页显示", "quiet")) if line.is_accusation else None,
            tag("span", RULE),
            class_="accountability-state",
        ),
        tag("ol", way, class_="accountability-way", aria_label="进度") if way else None,
        class_="accountability-head",
    )


def what_stands(page: ProceedingPage, open_case: Callable[[str], Content]) -> Markup:
    """Return what it rests on and what was decided, as it stands on the day."""
    line, one = page.line, page.line.proceeding
    persons = [
        f"{entry.name}　{entry.post}（{entry.responsibility.label if entry.responsibility else ''}）"
        for entry in line.of(S.PERSON)
    ]
    clauses = [clause_text(entry.clause) for entry in line.of(S.TRACE, S.CLAUSE) if entry.clause]
    asked = [page.units.get(entry.unit or "", "") for entry in line.of(S.RECOMMEND)]
    return tag(
        "section",
        heading("现在的记载", f"截至 {page.as_of:%Y-%m-%d}，更正以后的为准"),
        facts(
            (
                ("事项", open_case(one.case_no) if one.case_no else ""),
                ("督办单", one.order_no or ""),
                ("议定事项", one.item_no or ""),
                ("评查表", one.sheet_no or ""),
                ("回头看检查", one.check_no or ""),
                ("来文文号", one.paper_no or ""),
                ("登记单位", page.units.get(one.by_unit, "")),
                ("责任人", _list(persons) if line.with_persons or persons else "不在本页显示"),
                ("条款", _list(clauses)),
                ("有权机关", _list(asked)),
                ("处理", _list([_effect(page, effect) for effect in line.effects])),
            )
        ),
        tag("p", f"条款{JUDGED_BY}。", class_="accountability-note"),
        class_="accountability-stands",
    )


def history(page: ProceedingPage) -> Markup:
    """Return every entry in the order of writing; what was corrected or made void stays, and says so."""
    moments = [_moment(page, one) for one in page.line.entries]
    return tag("section", heading("全部记录", "只增不改"), timeline(moments))


def counters(whole: Counted, by_year: Sequence[Counted]) -> Markup:
    """Return units, persons and forms, year by year and in all."""
    rows = [
        [
            one.label,
            str(one.units),
            str(one.persons),
            "、".join(f"{name} {count}" for name, count in one.forms) or "—",
        ]
        for one in (*by_year, whole)
    ]
    return tag(
        "section",
        heading("追责单位数、人数和处理方式", "按决定日期；被撤销的和不予追究的不计"),
        table(("年份", "单位", "人", "处理方式（人次、单位次）"), rows, caption="追责计数", numbers=(1, 2)),
    )


def trend(title: str, what: str, found: Trend, name: Callable[[str], str]) -> Markup:
    """Return a table of proceedings by year in which small cells are hidden."""
    if not found.rows:
        why = "件数少，与另一张表对照能推算出来，不列出。" if any(found.withheld) else "没有记录。"
        return tag("section", heading(title), empty(why))
    shown = found.table
    rows = [
        [
            name(row),
            *(
                _cell(one) if one is not None or held else HIDDEN
                for one, held in zip(cells, found.withheld, strict=True)
            ),
            _cell(total),
        ]
        for row, cells, total in zip(found.rows, shown.cells, shown.rows, strict=True)
    ]
    rows.append(["合计", *map(_cell, shown.columns), _cell(shown.total)])
    width = len(found.years) + 1
    return tag(
        "section",
        heading(title, "按登记线索的年份，件"),
        table((what, *found.years, "合计"), rows, caption=title, numbers=tuple(range(1, width + 1))),
    )


def hiding_note() -> Markup:
    """Return why cells are hidden."""
    words = (
        f"1 至 4 件的单元格显示“{HIDDEN}”；能推算出它们的合计，以及两张表对照能推算出它们的年份，显示“—”。"
    )
    return tag("p", words, class_="accountability-note")


def whom(page: ProceedingPage, subject: int | None) -> str:
    """Return whom an entry is about: the unit, or a person as the viewer may read him."""
    if subject is None:
        return page.line.unit_name
    found = page.line.person(subject)
    return (found.name if found is not None else None) or HIDDEN_PERSON


def _effect(page: ProceedingPage, effect: Effect) -> str:
    name = form(effect.form).name
    until = f"，影响期至 {effect.last_day:%Y-%m-%d}" if effect.last_day else ""
    ended = "（已撤销）" if effect.is_revoked else ""
    grave = "，该机关认定造成严重后果" if effect.is_grave else ""
    return f"{whom(page, effect.subject)}：{name}（{effect.decided_on:%Y-%m-%d}{until}{grave}）{ended}"


def _moment(page: ProceedingPage, one: ShownEntry) -> Moment:
    entry = one.entry
    told = [entry.text or ""]
    if entry.clause:
        told.append(clause_text(entry.clause))
    if entry.name:
        told.append(
            f"{entry.name}　{entry.post}　{entry.responsibility.label if entry.responsibility else ''}"
        )
    if entry.author:
        told.append(f"认定：{entry.author}")
    if entry.form:
        months = f"，{entry.months}个月" if entry.months else ""
        told.append(f"{form_name(entry.form)}{months}{'，认定造成严重后果' if entry.is_grave else ''}")
    told += [term.label for term in (entry.adoption, entry.result, entry.scope) if term is not None]
    if entry.due_on:
        told.append(f"期限 {entry.due_on:%Y-%m-%d}")
    if entry.answers:
        told.append(f"答复第{entry.answers}条申请")
    if entry.why:
        what = "作废" if entry.kind is S.VOID else "更正"
        told.append(f"{what}第{entry.corrects}条：{entry.why}")
    about = f"（{whom(page, entry.subject)}）" if entry.subject is not None else ""
    unit = page.units.get(entry.unit or "", "")
    gone = f"　已由第{one.replaced_by}条代替" if one.replaced_by else ""
    return Moment(
        on=entry.happened_on,
        title=f"第{one.number}条 {entry.kind.label}{about}{gone}",
        actor="　".join(filter(None, (unit, f"记入：{page.people.get(entry.account, entry.account)}"))),
        document="　".join(filter(None, (entry.document_no, entry.title))),
        note="　".join(filter(None, told)),
        recorded=f"{entry.on:%Y-%m-%d} 记入" if entry.on != entry.happened_on else "",
        tone="quiet" if one.replaced_by else "",
    )


def _list(lines: Sequence[str]) -> Content:
    return tag("ul", [tag("li", line) for line in lines], class_="accountability-list") if lines else ""


def _cell(value: int | None) -> str:
    return "—" if value is None else str(value)
