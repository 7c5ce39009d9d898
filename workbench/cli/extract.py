"""``workbench extract``: a file for analysts, without names, numbers, texts and days."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from workbench.cli import Reply
from workbench.cli.arguments import as_of_argument, asked_day
from workbench.cli.new_file import not_written, require_new
from workbench.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    """Add the file and the day."""
    parser.add_argument("file", metavar="文件", type=Path, help="另存为哪个文件，如 分析.sqlite")
    as_of_argument(parser)


def run(options: Namespace) -> Reply:
    """Write the file and say what is in it."""
    from contextlib import closing

    from workbench.app import open_workbench
    from workbench.snapshots.deidentified import write_extract

    require_new(options.file)
    with closing(open_workbench()) as bench:
        snapshot = bench.snapshot(asked_day(bench, options))
        try:
            made = write_extract(snapshot, options.file)
        except OSError:
            raise not_written(options.file) from None
    text = (
        f"已另存 {made.rows:,} 行为 {options.file}（{snapshot.code}），供分析人员使用；"
        f"没有姓名、号码、文字和日期。少于五件相同而未列的 {made.left_out:,} 件。"
        f"检举控告类（含待认定的）不列，只有各年的件数，共 {made.accusations:,} 件（少于五件的年份除外）。"
    )
    data = {"file": str(options.file), "rows": made.rows, "left_out": made.left_out}
    return Reply({**data, "accusations": made.accusations}, text)
