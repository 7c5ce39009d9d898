"""``workbench cases``: list matters by the same filter as the screen, or explain one of them."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli import Reply
from workbench.cli import wanted as wanted_of
from workbench.cli.arguments import as_of_argument, asked_day, day
from workbench.cli.new_file import require_new, write_private
from workbench.cli.parser import Parser, columns_of, whole_number

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.queries.case_filter import CaseFilter
    from workbench.snapshots.read import Snapshot


def add_arguments(parser: Parser) -> None:
    parser.add_argument("case_no", metavar="事项编号", nargs="?", help="只看这一件，并说明每个时限怎么算")
    as_of_argument(parser)
    parser.add_argument(
        "--unit", metavar="单位", action="append", default=[], help="责任单位（含下级），名称或代码，可多次"
    )
    parser.add_argument("--batch", metavar="批次", default="", help="只看这个导入批次")
    parser.add_argument("--from", dest="start", metavar="日期", type=day, help="登记日期从哪一天起")
    parser.add_argument("--until", metavar="日期", type=day, help="登记日期到哪一天止")
    parser.add_argument("--late", action="store_true", help="只看有时限超期未完成的")
    parser.add_argument("--open", action="store_true", help="只看在办的")
    parser.add_argument(
        "--answered-after", metavar="天数", type=whole_number, help="只看收到后超过这么多个 24 小时才答复的"
    )
    parser.add_argument("--text", metavar="文字", default="", help="标题、内容、编号中含有的文字")
    parser.add_argument(
        "--limit", metavar="件数", type=whole_number, default=20, help="最多列出多少件（默认 20）"
    )
    parser.add_argument("--output", metavar="文件", type=Path, help="把全部结果另存为 xlsx")
    parser.add_argument(
        "--exchange",
        metavar="文件",
        type=Path,
        help="按导入的栏目另存（.xlsx .csv .json，标题遮蔽，不含信访人和检举控告类），可供单位自己的系统读取",
    )


def run(options: Namespace) -> Reply:
    """Return counts and rows of the filter, or the page of one matter."""
    from workbench.app import open_workbench
    from workbench.queries.case_filter import CaseFilter
    from workbench.queries.named import units

    if options.output:
        require_new(options.output, ".xlsx")
    bench = open_workbench()
    if options.case_no:
        return _one(bench, options)
    as_of = asked_day(bench, options)
    wanted_of.in_order(options.start, options.until or as_of)
    snapshot = bench.snapshot(as_of)
    wanted = CaseFilter(
        units=units(snapshot, options.unit),
        batch=wanted_of.batch(bench, options.batch),
        registered_from=options.start,
        registered_until=options.until,
        late_only=options.late,
        open_only=options.open,
        answered_after=options.answered_after,
        text=options.text,
    )
    if options.exchange:
        return _exchange(bench, snapshot, wanted, options.exchange)
    return _many(bench, snapshot, wanted, options)


def _exchange(bench: Workbench, snapshot: Snapshot, wanted: CaseFilter, file: Path) -> Reply:
    from workbench.access.masked_words import why_not_found
    from workbench.intake.exchange import exchanged
    from workbench.workbook import PROOF_SHEET, proof_file

    beside = file.with_name(f"{file.name}.{PROOF_SHEET}.txt")
    require_new(file)
    if file.suffix.lower() == ".csv":
        require_new(beside)
    found = exchanged(bench, snapshot, wanted)
    content = found.saved(file.name)
    write_private(file, content)
    told = f"已另存 {len(found.rows):,} 件为 {file}；{snapshot.code}。"
    if file.suffix.lower() == ".csv" and found.proof:  # a line more would be a matter to whoever reads it
        write_private(beside, proof_file(found.proof, file.name, content))
        told += f"台账条数和校验码在 {beside.name}。"
    if why := why_not_found(wanted.text):
        told += f"{why}。"
    if found.accusations:
        told += f"检举控告类 {found.accusations:,} 件不列。"
    if found.simplified:
        told += f"{found.simplified:,} 件有导入栏目以外的步骤，只列到相符为止。"
    data = {"rows": len(found.rows), "accusations": found.accusations, "simplified": found.simplified}
    return Reply({**data, "file": str(file), "as_of": snapshot.as_of}, told)


def _many(bench: Workbench, snapshot: Snapshot, wanted: CaseFilter, options: Namespace) -> Reply:
    from dataclasses import asdict

    from workbench.queries.caseload import counts, late_words, page
    from workbench.queries.columns import COLUMNS
    from workbench.queries.export import export_cases
    from workbench.queries.filter_words import filter_words

    found = counts(snapshot, wanted)
    only = "；".join(filter_words(snapshot, wanted))
    shown = tuple(column for column in COLUMNS if column.shown)
    rows = page(snapshot, wanted, columns=shown, limit=options.limit)
    if options.output:
        content = export_cases(snapshot, wanted, filter_words=only, proof=bench.proof(snapshot))
        write_private(options.output, content)
    lines = [
        f"{snapshot.code}" + (f" · 筛选条件：{only}" if only else ""),
        f"共 {found.cases:,} 件，{found.batches:,} 批次，{found.person_times:,} 人次；"
        f"在办 {found.open_cases:,} 件，{late_words(found)}。",
    ]
    told = [[column.say(value) for column, value in zip(shown, row.values, strict=True)] for row in rows]
    lines += columns_of([column.label for column in shown], told)
    if options.output:
        lines.append(f"已另存为 {options.output}")
    data = {
        **asdict(found),
        "as_of": snapshot.as_of,
        "ledger_size": snapshot.ledger_size,
        "filter": only or None,
        "rows": [dict(zip((column.key for column in shown), row.values, strict=True)) for row in rows],
    }
    return Reply(data, "\n".join(lines))


def _one(bench: Workbench, options: Namespace) -> Reply:
    page = bench.case_page(options.case_no, as_of=asked_day(bench, options))
    lines = [f"{page.case_no}  {page.title}", f"状态：{page.state}（自 {page.state_since}）", ""]
    lines += [f"{label}：{text}" for label, text in page.facts]
    lines += ["", "办理经过："]
    lines += [
        f"  {node.on}  {node.label}  {node.unit}{'→' + node.to_unit if node.to_unit else ''}"
        for node in page.nodes
    ]
    for deadline in page.deadlines:
        lines += ["", f"【{deadline.title}】{deadline.state.label}"]
        lines += [f"  {label}：{text}" for label, text in deadline.lines]
    data = {
        "case_no": page.case_no,
        "title": page.title,
        "as_of": page.as_of,
        "state": page.state,
        "facts": dict(page.facts),
        "nodes": [{"on": node.on, "label": node.label, "unit": node.unit} for node in page.nodes],
        "deadlines": [
            {"title": deadline.title, "state": deadline.state.label, "working": dict(deadline.lines)}
            for deadline in page.deadlines
        ],
    }
    return Reply(data, "\n".join(lines))
