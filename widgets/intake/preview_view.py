"""Draw what was found in a file: what is wrong or asked, what to agree to, and how its columns are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import ipywidgets as ipw

from widgets.intake.answer_form import AnswerForm, Asked
from widgets.intake.answers import LEAVE_OUT
from widgets.intake.finding_rows import (
    CORRECTION_COLUMNS,
    FAULT_COLUMNS,
    Lines,
    correction_rows,
    fault_rows,
)
from widgets.intake.shown_rows import sample_columns, sample_rows
from widgets.intake.state import IntakeState
from widgets.parts.download import Download
from widgets.parts.grid import Grid
from widgets.parts.grid_query import Column
from widgets.parts.markup import Markup, Static, tag
from widgets.parts.panel import Panel, Tab, Tabs
from widgets.parts.pieces import facts, table
from widgets.parts.values import EXCEL, FileToSave
from workbench.intake.preview import Preview

LONG = ("title", "narrative", "reply_text", "opinion_text")
FEW = 10  # rows that are overseen without a filter
OnAnswer = Callable[[dict[str, str]], None]


def preview_parts(state: IntakeState, preview: Preview, on_answer: OnAnswer) -> tuple[ipw.Widget, ...]:
    """Return what stands between the summary and the button, in the order in which it needs attention."""
    parts: list[ipw.Widget] = []
    if preview.refused:
        parts.append(_refused(preview))
    if state.answers.asked:
        parts.append(_questions(state, preview, on_answer))
    if preview.faults:
        parts.append(_faults(preview))
    tabs = []
    if preview.corrected and not preview.blockers:
        tabs.append(Tab("agree", f"更正和设定（{preview.corrected:,} 项）", lambda: _corrections(preview)))
    if preview.headings:
        tabs.append(Tab("columns", "栏目对应", lambda: _columns(preview, on_answer)))
        tabs.append(Tab("rows", f"前 {len(preview.samples)} 行", lambda: _samples(preview)))
    if preview.left_out:
        tabs.append(Tab("left_out", f"不导入的栏目（{len(preview.left_out)}）", lambda: _left_out(preview)))
    if preview.notes:
        tabs.append(Tab("notes", f"说明（{len(preview.notes)} 条）", lambda: _notes(preview)))
    if tabs:
        parts.append(Panel("", Tabs("文件的内容", tabs)))
    return tuple(parts)


def summary(preview: Preview) -> Markup:
    """Return the file, what it is taken for, and how many rows it has."""
    original = preview.original
    sheet = next((sheet.name for sheet in preview.sheets if sheet.is_chosen), "")
    pairs = (
        ("文件", original.name),
        ("校验码", tag("span", f"{original.sha256[:12]}…", title=f"SHA-256 {original.sha256}")),
        ("工作表", sheet),
        ("对应表", preview.mapping.name if preview.mapping is not None else ""),
        ("读到", f"{preview.rows_read:,} 行" if preview.rows_read else ""),
        ("此前已导入", f"{preview.existing:,} 行" if preview.existing else ""),
    )
    return facts([(name, value) for name, value in pairs if value])


def _refused(preview: Preview) -> Panel:
    lines = tag("ul", [tag("li", one.sentence) for one in preview.refused], class_="intake-refused")
    why = (
        "信访人依法提出诉求受法律保护。本系统不登记管控信访人的信息，含有这类内容的文件整份退回，"
        "原件不保存；这次退回已记入日志（只记栏目，不记取值和姓名）。"
    )
    return Panel("不予导入", Static((lines, tag("p", why, class_="intake-quiet"))))


def _questions(state: IntakeState, preview: Preview, on_answer: OnAnswer) -> Panel:
    given = state.answers.given
    asked = [
        Asked(
            one.id,
            one.text,
            tuple((choice.value, choice.label) for choice in one.choices),
            given.get(one.id),
        )
        for one in state.answers.asked.values()
    ]
    asked.sort(key=lambda one: one.chosen is not None)
    form = AnswerForm(asked, on_answer, label="请您回答", button="按所答继续")
    note = f"{len(preview.questions)} 个问题待回答" if preview.questions else "都已回答，可以改"
    return Panel("请您回答", form, note=note)


def _faults(preview: Preview) -> Panel:
    lines = Lines(FAULT_COLUMNS, fault_rows(preview))
    detail = Static(tag("p", "点一行，在这里看全文。", class_="intake-quiet"))

    def open_(key: str) -> None:
        row, column, value, reason, remedy = lines.cells(key)
        place = "，".join(filter(None, (f"第 {row} 行" if row else "", f"{column or ''}")))
        pairs = (("位置", place), ("值", str(value or "")), ("原因", str(reason)), ("怎样改正", str(remedy)))
        detail.show(facts(pairs))

    grid = Grid(
        _plain(FAULT_COLUMNS, len(preview.faults)),
        lines,
        label="错误清单",
        on_open=open_,
        height=_height(len(preview.faults), most=9),
    )
    more = preview.fault_count - len(preview.faults)
    note = f"{preview.fault_count:,} 处，改正后重新上传；已回答的问题会保留"
    rest = f"只列出前 {len(preview.faults):,} 处，另有 {more:,} 处。" if more else ""
    return Panel("错误", grid, detail, _line(_faults_file(preview), rest), note=note)


def _faults_file(preview: Preview) -> Download:
    def make() -> FileToSave:
        from workbench.intake.report import faults_workbook

        return FileToSave(f"导入错误（{_stem(preview)}）.xlsx", faults_workbook(preview), EXCEL)

    return Download("保存错误清单", make, hint="保存成 .xlsx，逐条改正")


def corrections_file(preview: Preview) -> Download:
    """Return the button that saves what was or will be agreed to."""

    def make() -> FileToSave:
        from workbench.intake.report import corrections_workbook

        return FileToSave(f"更正和设定（{_stem(preview)}）.xlsx", corrections_workbook(preview), EXCEL)

    return Download("保存更正清单", make, hint="保存成 .xlsx，备查")


def _corrections(preview: Preview) -> ipw.Widget:
    parts: list[ipw.Widget] = []
    if preview.assumptions:
        words = tag("p", "文件里没有、导入时统一设定的：", class_="intake-words")
        lines = [tag("li", one.sentence) for one in preview.assumptions]
        parts.append(Static((words, tag("ul", lines, class_="intake-list"))))
    if preview.corrections:
        parts.append(Static(tag("p", "与文件写法不同、导入时更正的：", class_="intake-words")))
        parts.append(
            Grid(
                _plain(CORRECTION_COLUMNS, len(preview.corrections)),
                Lines(CORRECTION_COLUMNS, correction_rows(preview)),
                label="更正清单",
                height=_height(len(preview.corrections), most=7),
            )
        )
    more = preview.correction_count - len(preview.corrections)
    rest = f"只列出前 {len(preview.corrections):,} 项更正，另有 {more:,} 项。" if more else ""
    return ipw.VBox([*parts, _line(corrections_file(preview), rest)]).add_class("intake-stack")


def _columns(preview: Preview, on_answer: OnAnswer) -> ipw.Widget:
    from workbench.intake.columns import shipped_vocabulary

    offered = ((LEAVE_OUT, "不导入该栏"), *((f.id, f.label) for f in shipped_vocabulary().fields.values()))
    waiting = {question.id for question in preview.questions}
    held: dict[str, list[str]] = {}
    asked: dict[str, Asked] = {}
    for one in preview.headings:
        held.setdefault(one.column, []).append(one.field or LEAVE_OUT)
        names = held[one.column]
        is_sure = one.field is None or one.confidence == 1
        note = one.why if is_sure else f"{one.why}，把握 {one.confidence:.0%}"
        is_plain = len(names) == 1 and bool(one.field or one.why)
        asked[one.column] = Asked(
            f"column:{one.column}",
            f"{one.column} 栏 {one.heading or '（无栏名）'}",
            offered,
            names[0] if is_plain else None,
            note,
            _open_words(f"column:{one.column}" in waiting, names),
        )
    return AnswerForm(
        list(asked.values()), on_answer, label="栏目对应", button="按修改后的对应重新核对", is_compact=True
    )


def _open_words(is_asked: bool, names: list[str]) -> str:
    """Return what stands where a column has not one plain answer."""
    if is_asked:
        return "待回答"
    return "没有识别，不导入" if LEAVE_OUT in names else f"同时登记为{_labels(names)}"


def _labels(names: list[str]) -> str:
    from workbench.intake.columns import shipped_vocabulary

    return "、".join(shipped_vocabulary().fields[name].label for name in names)


def _samples(preview: Preview) -> ipw.Widget:
    columns = [
        Column(
            one.column,
            one.label,
            width=260 if one.field in LONG else 130,
            sortable=False,
            hint=f"{one.column} 栏 {one.heading}",
        )
        for one in sample_columns(preview)
    ]
    rows = sample_rows(preview)
    words = "姓名、电话、证件号码、住址已遮蔽；只显示将要导入的栏目。"
    grid = Grid(columns, Lines(columns, rows), label="文件的前几行", height=_height(len(rows), most=8))
    return ipw.VBox([Static(tag("p", words, class_="intake-quiet")), grid]).add_class("intake-stack")


def _notes(preview: Preview) -> ipw.Widget:
    return Static(tag("ul", [tag("li", note) for note in preview.notes], class_="intake-list"))


def _left_out(preview: Preview) -> ipw.Widget:
    rows = [(f"{one.column} 栏", one.heading, one.why) for one in preview.left_out]
    return Static(table(("栏", "栏名", "原因"), rows, caption="不导入的栏目"))


def _line(button: Download, words: str) -> ipw.HBox:
    line = ipw.HBox([button, Static(tag("span", words, class_="intake-quiet") if words else None)])
    line.add_class("intake-line")
    return line


def _plain(columns: tuple[Column, ...], rows: int) -> tuple[Column, ...]:
    """Return the columns without tests in their heads where a few rows need none."""
    return tuple(replace(column, filter="none") for column in columns) if rows < FEW else columns


def _height(rows: int, *, most: int) -> str:
    return f"{82 + 34 * min(max(rows, 2), most)}px"


def _stem(preview: Preview) -> str:
    return preview.original.name.rpartition(".")[0] or preview.original.name
