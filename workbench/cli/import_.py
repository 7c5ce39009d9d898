"""``workbench import``: look at a file, show what is wrong or to be confirmed, and take it in whole."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli import REFUSED, Reply, say
from workbench.cli.parser import Parser, UsageError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from workbench.acts.base import Actor
    from workbench.app import Workbench
    from workbench.intake.load import Result
    from workbench.intake.preview import Preview
    from workbench.intake.reading.parent import Progress

SHOWN = 20  # findings of each kind that are printed; all of them go into the saved table


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench import``."""
    parser.add_argument("file", metavar="文件", nargs="?", help="要导入的工作簿（.xlsx .xls .csv）")
    parser.add_argument("--template", metavar="文件.xlsx", help="不导入，存一份空白的导入模板")
    parser.add_argument(
        "--mapping", metavar="对应表", help="栏目对应表的名称，或自备 .toml 文件的路径；不给则按栏名识别"
    )
    parser.add_argument(
        "--answer",
        metavar="问题=答案",
        action="append",
        default=[],
        help="回答导入时提出的问题，可重复；问题和可选答案见提示，如 --answer sheet=2026年",
    )
    parser.add_argument("--yes", action="store_true", help="接受列出的全部更正和设定")
    parser.add_argument("--faults", metavar="文件.xlsx", help="把错误清单（没有错误时为更正清单）存成工作簿")
    parser.add_argument("--database", metavar="地址", help="数据库地址（SQLAlchemy 写法），默认用环境设定")


def run(options: Namespace) -> Reply:
    """Import one file; status 1 if it was refused, with nothing written."""
    if options.template:
        return _template(options.template)
    if options.file is None:
        raise UsageError("缺少参数：文件。加 --help 可看用法。")
    from workbench.app import open_workbench
    from workbench.intake.load import load, log_refusal
    from workbench.intake.preview import inspect
    from workbench.intake.reading.container import RefusedFileError

    answers = _answers(options.answer)
    bench = open_workbench(options.database)
    _create_missing(bench, options)
    try:
        with _bar() as progress:
            preview = inspect(
                Path(options.file), bench=bench, mapping=options.mapping, answers=answers, progress=progress
            )
        if options.faults:
            _save(options.faults, preview)
        if preview.refused:
            log_refusal(bench, preview)
        if preview.already is None and preview.blockers:
            return _refused(preview)
        if preview.already is None and preview.corrected and not options.yes:
            say(options, _to_confirm(preview))
            if not _agreed(options):
                sentence = "没有导入：以上更正和设定需要确认。确认无误后加 --yes 重新运行。"
                return Reply(_data(preview, error=sentence), sentence, REFUSED)
        with _bar() as progress:
            result = load(bench, preview, _actor(), confirmed=True, progress=progress)
        return Reply(_data(preview, result), "\n".join([result.sentence, *_left_out(preview)]))
    except RefusedFileError as error:
        return _unreadable(options, str(error))
    finally:
        bench.close()


def _template(target: str) -> Reply:
    from workbench.intake.template import template_workbook

    _write(target, template_workbook())
    return Reply({"template": target}, f"导入模板已存到 {target}")


def _create_missing(bench: Workbench, options: Namespace) -> None:
    """Make the database of this user if there is none; an older or foreign one is left alone and refused."""
    from workbench.records.sqlite_file import sqlite_path

    path = sqlite_path(bench.config.database)
    if path is not None and not path.exists():
        made = bench.initialise()
        say(options, f"数据库不存在，已新建（{made.units} 个单位）：{path}")


def _unreadable(options: Namespace, sentence: str) -> Reply:
    from workbench.intake.report import refusal_workbook

    name = Path(options.file).name
    if options.faults:
        _write(options.faults, refusal_workbook(name, sentence))
    data = {"file": name, "read": 0, "imported": 0, "faults": 1, "corrected": 0, "batch": None}
    return Reply({**data, "error": sentence}, f"没有导入，没有写入任何内容。{sentence}", REFUSED)


def _answers(given: list[str]) -> dict[str, str]:
    answers = {}
    for text in given:
        question, mark, answer = text.rpartition("=")
        if not mark or not question:
            raise UsageError(f"--answer 应写成 问题=答案，现为“{text}”")
        answers[question] = answer
    return answers


def _actor() -> Actor:
    import getpass

    from workbench.acts.base import Actor
    from workbench.terms import Role

    try:
        account = getpass.getuser()
    except (KeyError, OSError):
        account = f"uid-{os.getuid()}"
    return Actor(account, Role.IMPORTER)


@contextmanager
def _bar() -> Iterator[Progress]:
    """Give a progress callback that draws a bar on standard error, where there is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, TaskID] = {}

        def progress(what: str, done: int, of: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=of or None)
            bar.update(tasks[what], completed=done, total=of or None)

        yield progress


def _agreed(options: Namespace) -> bool:
    if options.json or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write("接受以上更正和设定并导入吗？输入 y 并回车表示接受：")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes", "是"}


def _left_out(preview: Preview) -> list[str]:
    """Return a line for each column of the file that is not imported."""
    return [f"  不导入  {one.column} 栏“{one.heading}”：{one.why}" for one in preview.left_out]


def _to_confirm(preview: Preview) -> str:
    lines = [f"需要确认 {preview.corrected:,} 项："]
    lines += [f"  设定  {one.sentence}" for one in preview.assumptions]
    for one in preview.corrections[:SHOWN]:
        where = "" if one.row is None else f"第 {one.row} 行 "
        lines.append(f"  更正  {where}{one.column}：{one.before} → {one.after}（{one.reason}）")
    more = preview.correction_count - SHOWN
    if more > 0:
        lines.append(f"  ……另有 {more:,} 项更正，可用 --faults 文件.xlsx 存下全部")
    lines += _left_out(preview)
    return "\n".join(lines)


def _refused(preview: Preview) -> Reply:
    lines = [f"没有导入“{preview.original.name}”，没有写入任何内容。"]
    lines += [f"  拒绝  {one.sentence}" for one in preview.refused]
    for question in preview.questions[:SHOWN]:
        lines.append(f"  问题  {question.text}")
        lines += [f"    {one.label}：--answer '{question.id}={one.value}'" for one in question.choices]
    for fault in preview.faults[:SHOWN]:
        where = f"工作表“{fault.sheet}”" if fault.sheet else ""
        where += "" if fault.row is None else f"第 {fault.row} 行"
        value = f"“{fault.value}”" if fault.value else ""
        lines.append(f"  错误  {where} {fault.column} {value}：{fault.reason}。{fault.remedy}")
    more = preview.fault_count - SHOWN
    if more > 0:
        lines.append(f"  ……另有 {more:,} 处错误，可用 --faults 文件.xlsx 存下全部")
    if any("指定栏目对应" in fault.remedy for fault in preview.faults):
        lines.append("  指定栏目对应：--mapping 对应表，或 --answer column:栏=项目（如 column:B=registered）")
    lines += _left_out(preview)
    return Reply(_data(preview, error=lines[0]), "\n".join(lines), REFUSED)


def _data(preview: Preview, result: Result | None = None, error: str | None = None) -> dict[str, object]:
    """Return the object of ``--json``: counts first, then what was found, people masked."""
    data: dict[str, object] = {
        "file": preview.original.name,
        "sha256": preview.original.sha256,
        "mapping": None if preview.mapping is None else preview.mapping.id,
        "read": preview.rows_read,
        "imported": 0 if result is None else result.imported,
        "existing": preview.existing,
        "faults": preview.fault_count + len(preview.refused),
        "corrected": 0 if result is None else result.corrected,
        "to_confirm": preview.corrected,
        "batch": None if result is None else result.batch,
        "already_imported": result is not None and result.already_imported,
        "assumptions": [one.sentence for one in preview.assumptions],
        "not_imported": [
            {"column": one.column, "heading": one.heading, "why": one.why} for one in preview.left_out
        ],
        "notes": list(preview.notes),
    }
    if error is not None:
        data["error"] = error
    if result is None:
        data["refused"] = [one.sentence for one in preview.refused]
        data["questions"] = [
            {
                "id": one.id,
                "text": one.text,
                "choices": {choice.value: choice.label for choice in one.choices},
            }
            for one in preview.questions
        ]
        data["fault_list"] = [
            {
                "sheet": one.sheet,
                "row": one.row,
                "column": one.column,
                "value": one.value,
                "reason": one.reason,
                "remedy": one.remedy,
            }
            for one in preview.faults[:1000]
        ]
    return data


def _save(target: str, preview: Preview) -> None:
    from workbench.intake.report import corrections_workbook, faults_workbook

    _write(target, faults_workbook(preview) if preview.blockers else corrections_workbook(preview))


def _write(target: str, content: bytes) -> None:
    try:
        Path(target).write_bytes(content)
    except OSError:
        raise UsageError(f"清单无法存到“{target}”：请检查路径和权限") from None
