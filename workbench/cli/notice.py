"""``workbench notice``: write the daily notice of each unit as text and workbook; nothing is sent."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli import Reply
from workbench.cli.arguments import day
from workbench.cli.new_file import not_written
from workbench.cli.parser import Parser, UsageError

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.queries.notices import Notice


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench notice``."""
    parser.add_argument("--day", metavar="日期", type=day, help="哪一天的提醒，默认今天")
    parser.add_argument(
        "--unit", metavar="单位", action="append", default=[],
        help="只写这个单位的，名称或代码，可多次；默认全部单位",
    )  # fmt: skip
    parser.add_argument("--out", metavar="文件夹", type=Path, required=True, help="文件写到哪里")


def run(options: Namespace) -> Reply:
    """Write two files for every unit that has something to be told of; units without are named."""
    from workbench.app import open_workbench
    from workbench.queries.named import units
    from workbench.queries.notice_files import file_stem, notice_workbook, text_file

    bench = open_workbench()
    when = options.day or bench.today()
    if when > bench.today():
        raise UsageError(f"日期 {when} 还没有到，最晚为今天（{bench.today()}）")
    out: Path = options.out
    try:
        out.mkdir(parents=True, exist_ok=True)
        told: list[dict[str, Any]] = []
        facts = bench.snapshot(when)
        proof = bench.proof(facts)
        for one in _notices(bench, when, units(facts, options.unit)):
            files = []
            if not one.is_empty:
                stem = file_stem(one)
                (out / f"{stem}.txt").write_text(text_file(one, proof=proof), "utf-8")
                (out / f"{stem}.xlsx").write_bytes(notice_workbook(one, proof=proof))
                files = [f"{stem}.txt", f"{stem}.xlsx"]
            told.append(
                {"unit": one.unit, "late": len(one.late), "today": len(one.today), "week": len(one.week),
                 "answered": len(one.answered), "returned": len(one.returned), "files": files}
            )  # fmt: skip
    except OSError:
        raise not_written(out) from None
    finally:
        bench.close()
    written = [one for one in told if one["files"]]
    text = (
        f"{when} 的每日提醒：{len(written)} 个单位有要提醒的，文件在 {out}；"
        f"{len(told) - len(written)} 个单位没有。文件由本单位自行发送，系统不对外发送。"
    )
    return Reply({"day": when, "out": str(out), "units": told}, text)


def _notices(bench: Workbench, when: date, units: tuple[str, ...]) -> list[Notice]:
    """Return the notices of the wanted units, of all that report if none is named."""
    from workbench.queries.notices import notice
    from workbench.queries.screening_owed import owing_units
    from workbench.queries.unit_duties import unit_viewer
    from workbench.records.unit_tree import UnitTree

    with bench.reading() as session:
        tree = UnitTree.read(session.connection())
    found = []
    for code in dict.fromkeys(units) or owing_units(tree, when):
        theirs = bench.seen_by(unit_viewer(code))
        snapshot = theirs.snapshot(when)
        with theirs.reading() as session:
            link = session.connection()
            name = tree.name_on(code, when)
            found.append(notice(link, snapshot, code, name, calendars=theirs.calendars(link)))
    return found
