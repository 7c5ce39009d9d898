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
from workbench.cli.new_file import require_new, write_private
from workbench.cli.parser import Parser, UsageError

if TYPE_CHECKING:
    from rich.progress import TaskID

    from workbench.acts.base import Actor
    from workbench.app import Workbench
    from workbench.intake.preview import Preview
    from workbench.intake.reading.parent import Progress


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
        return _template(Path(options.template))
    if options.file is None:
        raise UsageError("缺少参数：文件。加 --help 可看用法。")
    if options.faults and not _is_list(Path(options.faults)):
        require_new(Path(options.faults), ".xlsx")  # before anything is read: it may be the file itself
    from workbench.app import open_workbench
    from workbench.cli.import_words import left_out, refusal, to_confirm, told
    from workbench.intake.load import load, log_refusal
    from workbench.intake.preview import inspect
    from workbench.intake.reading.container import RefusedFileError
    from workbench.intake.reading.original import safe_name

    answers = _answers(options.answer)
    if Path(options.file).is_dir() or not Path(options.file).exists():  # before a database is made for it
        return _unreadable(options, f"无法读取文件“{safe_name(options.file)}”：请检查路径和权限")
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
            sentence, text = refusal(preview)
            return Reply(told(preview, error=sentence), text, REFUSED)
        if preview.already is None and preview.corrected and not options.yes:
            say(options, to_confirm(preview))
            if not _agreed(options):
                sentence = "没有导入：以上更正和设定需要确认。确认无误后加 --yes 重新运行。"
                return Reply(told(preview, error=sentence), sentence, REFUSED)
        with _bar() as progress:
            result = load(bench, preview, _actor(), confirmed=True, progress=progress)
        return Reply(told(preview, result), "\n".join([result.sentence, *left_out(preview)]))
    except RefusedFileError as error:
        return _unreadable(options, str(error))
    finally:
        bench.close()


def _template(target: Path) -> Reply:
    from workbench.intake.template import template_workbook

    require_new(target, ".xlsx")
    write_private(target, template_workbook())
    return Reply({"template": str(target)}, f"导入模板已存到 {target}")


def _is_list(path: Path) -> bool:
    """Return whether a file is a list of findings that an earlier run saved: only that is replaced."""
    from workbench.intake.report import is_findings_workbook

    return path.is_file() and is_findings_workbook(path)


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
        write_private(Path(options.faults), refusal_workbook(name, sentence), may_replace=True)
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
    except (ImportError, KeyError, OSError):  # Windows has neither pwd nor a number for the user
        account = f"uid-{os.getuid()}" if hasattr(os, "getuid") else "local"
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


def _save(target: str, preview: Preview) -> None:
    from workbench.intake.report import corrections_workbook, faults_workbook

    content = faults_workbook(preview) if preview.blockers else corrections_workbook(preview)
    write_private(Path(target), content, may_replace=True)
