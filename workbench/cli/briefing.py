"""``workbench briefing``: briefings and the yearly report, made from a frozen snapshot, and compared."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.cli import Reply
from workbench.cli.arguments import day
from workbench.cli.changed_figures import change_lines
from workbench.cli.new_file import not_written
from workbench.cli.parser import Parser
from workbench.cli.progress import ProgressBar
from workbench.terms import IssuedKind

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.briefings.briefing import Briefing
    from workbench.briefings.compare import BriefingComparison
    from workbench.briefings.spans import Span

ACTIONS: Final = {
    "monthly": (IssuedKind.MONTHLY_BRIEFING, "编月度简报", "哪一个月，如 2026-10"),
    "quarterly": (IssuedKind.QUARTERLY_BRIEFING, "编季度简报", "哪一季度，如 2026-3（第三季度）"),
    "yearly": (IssuedKind.YEARLY_REPORT, "编年度报告", "哪一年，如 2026"),
}


def add_arguments(parser: Parser) -> None:
    """Add one action for each kind, and the comparison."""
    actions = parser.add_actions()
    for name, (kind, summary, example) in ACTIONS.items():
        made = actions.add_parser(name, help=f"{summary}，数字全部出自一个固定快照")
        made.add_argument("period", metavar="统计期", help=example)
        made.add_argument(
            "--snapshot", metavar="快照", default="", help="固定快照散列的前几位；不写就固定一个"
        )
        made.add_argument("--as-of", metavar="日期", type=day, help="截至哪一天，不写就是统计期的最后一天")
        made.add_argument(
            "--format",
            metavar="格式",
            default="docx,pdf,html,xlsx,json",
            help="docx、pdf、html、xlsx、json，多种用逗号隔开；不写就是全部",
        )
        made.add_argument(
            "--out", metavar="文件夹", type=Path, default=Path(), help="存到哪里，不写就是当前文件夹"
        )
        made.set_defaults(run=run, kind=kind)
    notebook = actions.add_parser("notebook", help="运行简报的笔记本，存成 .ipynb 和不联网也能看的网页")
    notebook.add_argument(
        "kind", metavar="种类", choices=tuple(ACTIONS), help="'monthly'、'quarterly'、'yearly'"
    )
    notebook.add_argument("period", metavar="统计期", help="写法同编简报")
    notebook.add_argument("--snapshot", metavar="快照", default="", help="固定快照散列的前几位")
    notebook.add_argument(
        "--out", metavar="文件夹", type=Path, default=Path(), help="存到哪里，不写就是当前文件夹"
    )
    notebook.set_defaults(run=_notebook)
    compare = actions.add_parser("compare", help="比较同一期的两份简报：哪些数字变了，由哪些事项引起，为什么")
    for name, label in (("before", "前一份"), ("after", "后一份")):
        compare.add_argument(name, metavar=label, help="简报的 JSON 文件，或快照散列的前几位")
    compare.add_argument(
        "--kind", metavar="种类", choices=tuple(ACTIONS), default="", help="只写散列时：是哪一种简报"
    )
    compare.add_argument("--period", metavar="统计期", default="", help="只写散列时：是哪一期")
    compare.set_defaults(run=_compare)


def run(options: Namespace) -> Reply:
    """Return the briefing with the files that were written, and how many entries no checkpoint covers."""
    from workbench.briefings.files import file_of, read_formats
    from workbench.briefings.make import Asked, make_briefing
    from workbench.briefings.spans import read_span

    bench = _open()
    forms = read_formats(options.format)
    asked = Asked(read_span(options.kind, options.period), options.snapshot, options.as_of)
    with ProgressBar("正在固定快照") as bar:
        briefing = make_briefing(bench, asked, progress=bar.update)
    folder: Path = options.out
    written: list[str] = []
    with ProgressBar("正在生成文件") as bar:
        for number, form in enumerate(forms, 1):
            path = folder / f"{briefing.name}.{form}"
            content = file_of(briefing, form)
            try:
                folder.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            except OSError:
                raise not_written(path) from None
            written.append(str(path))
            bar.update(number, len(forms))
    waiting = bench.unanchored()
    bench.keep_note()  # of what has been printed; a witness has not seen it
    told = briefing.provenance
    lines = [
        f"{briefing.title}：统计期 {briefing.period.label}",
        f"截至 {told.as_of} · 台账第 {told.ledger_size} 条 · 快照 {briefing.snapshot[:12]}",
        f"台账校验码 {told.code}",
        *_running(briefing),
        *written,
        *_not_anchored(waiting),
    ]
    data = {**briefing.to_json(), "files": written, "unanchored": waiting}
    return Reply(data, "\n".join(lines))


def _running(briefing: Briefing) -> list[str]:
    if briefing.period.end == briefing.span.period.end:
        return []
    return [f"注意：{briefing.span.label}还没有过完，数字只到 {briefing.period.end} 为止"]


def _not_anchored(waiting: int) -> list[str]:
    # Not part of the paper: it changes with the next checkpoint, the briefing must not.
    if not waiting:
        return []
    return [
        f"台账有{waiting:,}条尚未由校验点覆盖：印发前请运行 workbench ledger checkpoint，"
        "并把见证文件交别的单位保存"
    ]


def _notebook(options: Namespace) -> Reply:
    from workbench.briefings.notebook import run_notebook, to_html
    from workbench.briefings.spans import read_span

    kind = ACTIONS[options.kind][0]
    span = read_span(kind, options.period)
    with closing(_open()) as bench:
        _ = bench.engine  # before a kernel is started for a database that cannot be opened
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{kind.label}-{span.code}.ipynb"
    run_notebook(kind, target, {"period": span.code, "snapshot": options.snapshot})
    shown = target.with_suffix(".html")
    shown.write_text(to_html(target), "utf-8")
    return Reply({"files": [str(target), str(shown)]}, f"{target}\n{shown}")


def _compare(options: Namespace) -> Reply:
    from workbench.briefings.compare import compare_briefings, read_made, span_of, told

    bench = _open()
    made = [read_made(options.before), read_made(options.after)]
    kind = ACTIONS[options.kind][0].value if options.kind else ""
    span = span_of(made, kind, options.period)
    before, after = (bench.shelf.find(one.snapshot) for one in made)
    found = compare_briefings(bench, span, before, after)
    return Reply(told(found), "\n".join(_lines(found, span)))


def _lines(found: BriefingComparison, span: Span) -> list[str]:
    head = [
        f"{span.kind.label} {span.label}",
        f"前一份：{found.before.code}",
        f"后一份：{found.after.code}",
    ]
    if not found.changes:
        return [*head, "数字没有变化。"]
    lines = [*head, f"有 {len(found.changes)} 处数字不同，由 {found.cause_words}引起："]
    for change in found.changes:
        lines += change_lines(change.figure, change.when)
    return lines


def _open() -> Workbench:
    from workbench.app import open_workbench

    return open_workbench()
