"""``workbench backup``: copies that have been restored once, sealed to a key that is not on this machine."""

from __future__ import annotations

import os
import signal
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli import REFUSED, Reply
from workbench.cli.backup_key import add_key_action
from workbench.cli.new_file import RefusedError
from workbench.cli.parser import Parser, existing_file, folder_path, read_typed, whole_number
from workbench.cli.progress import ProgressBar

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.backup.archive import Progress
    from workbench.backup.kept import GoodBackup

HOW_TO_RESTORE = "恢复：workbench restore 备份文件 --into 新文件夹 --key 私钥文件"


def add_arguments(parser: Parser) -> None:
    """Add the actions; without one, a backup is made."""
    _folder_argument(parser)
    parser.add_argument(
        "--replay", action="store_true", help="试恢复时再重放全部台账并与记录逐行比对（慢，宜每周一次）"
    )
    parser.add_argument(
        "--replay-every", metavar="天数", type=whole_number, help="上次重放已过这么多天的，这一次也重放"
    )
    parser.add_argument(
        "--new-place", action="store_true",
        help="备份位置换过磁盘或清空过：以前在那里做的备份一份也不在，照样备份",
    )  # fmt: skip
    actions = parser.add_actions("操作（不写操作就做一次备份）")
    actions.required = False
    add_key_action(actions)
    listed = actions.add_parser("list", help="列出试恢复过的备份")
    _folder_argument(listed)
    listed.set_defaults(run=_list)
    check = actions.add_parser("check", help="用私钥再次试恢复一份备份并核对，然后删去试恢复的内容")
    check.add_argument("file", metavar="备份文件", type=existing_file, help="要核对的备份")
    check.add_argument("--key", metavar="私钥文件", type=existing_file, required=True, help="带走的那份私钥")
    check.set_defaults(run=_check)


def run(options: Namespace) -> Reply:
    """Make a backup and say what it holds; status 1 if it did not stand its test."""
    from workbench.app import open_workbench
    from workbench.backup.kept import diary
    from workbench.backup.make import make_backup
    from workbench.backup.retention import HELD

    with closing(open_workbench()) as bench, stoppable(), bar("备份") as progress:
        replay = options.replay or _is_due(bench, options.replay_every)
        good = make_backup(
            bench, _folder(options), replay=replay, new_place=options.new_place, progress=progress
        )
        newest = diary(bench.config.home)[0]
        waiting = bench.anchors.unanchored(bench.ledger_size())
    lines = [
        f"已备份并试恢复：{_folder(options) / good.file}"
        f"（{good.bytes / 1e6:,.1f} MB，用时 {good.seconds:.0f} 秒）",
        f"信访件{good.cases:,}件，台账{good.ledger_size:,}条，校验码 {good.code}",
        f"已核对：{'、'.join(good.checks)}",
    ]
    if newest.get("event") == HELD:
        lines.append(
            f"备份位置有{newest['count']}份备份的时刻比现在还晚，旧备份一份也没有删。"
            "请核对本机时钟；时钟没有错的，请删去那几份。"
        )
    if waiting:
        lines.append(
            f"最近{waiting}条还没有校验点：请运行 workbench ledger checkpoint 并把校验码印在纸面上。"
        )
    return Reply(asdict(good) | {"folder": str(_folder(options))}, "\n".join(lines))


def _is_due(bench: Workbench, days: int | None) -> bool:
    from workbench.ledger.outcomes import is_replay_due, looks
    from workbench.records.naming import name_within

    if days is None:
        return False
    home = bench.config.home
    return is_replay_due(looks(home, name_within(bench.config.database, home)), bench.now(), days)


def _list(options: Namespace) -> Reply:
    from workbench.backup.kept import good_backups

    folder = _folder(options)
    if options.to is not None and not folder.is_dir():
        raise RefusedError(f"没有文件夹“{folder}”：请核对 --to，或接好备份所在的磁盘")
    if folder.is_dir() and not os.access(folder, os.R_OK | os.X_OK):
        raise RefusedError(f"读不了文件夹“{folder}”：请用做备份的用户运行，或检查权限")
    found = good_backups(folder)
    data = {"folder": str(folder), "backups": [asdict(one) for one in found]}
    if not found:
        return Reply(data, f"“{folder}”里没有试恢复过的备份。")
    return Reply(data, "\n".join([_line(one) for one in found] + [HOW_TO_RESTORE]))


def _line(one: GoodBackup) -> str:
    from workbench.china_time import CHINA

    when = one.moment.astimezone(CHINA)
    return (
        f"{when:%Y-%m-%d %H:%M}  {one.file}  {one.bytes / 1e6:,.1f} MB  信访件{one.cases:,}件  "
        f"台账{one.ledger_size:,}条  {one.code}"
    )


def _check(options: Namespace) -> Reply:
    from workbench.app import open_workbench
    from workbench.backup.again import check_again
    from workbench.backup.sealed import read_private

    private = read_private(read_typed(options.key))
    with closing(open_workbench()) as bench, stoppable(), bar("核对备份") as progress:
        manifest, checks = check_again(bench, options.file, private, progress=progress)
        is_other = _is_other(bench, manifest.origin)
    wrong = [check for check in checks if check.fault]
    data = {
        "good": not wrong,
        "ledger_size": manifest.ledger_size,
        "other_ledger": is_other,
        "checks": [asdict(one) for one in checks],
    }
    lines = [f"{check.name}：{check.fault or '相符'}" for check in checks]
    head = "备份完好。" if not wrong else "备份有问题，不要用它恢复："
    if is_other:
        lines.append("注意：这是另一本台账的备份，不是现在这个工作台的。")
    return Reply(data, "\n".join([head, *lines]), status=REFUSED if wrong else 0)


def _is_other(bench: Workbench, origin: str) -> bool:
    """Whether a backup is of another ledger than the one here; ``False`` where there is none to ask."""
    from workbench.acts.continued import origin_there
    from workbench.records.sqlite_file import DatabaseError

    with suppress(DatabaseError), bench.reading() as session:
        return origin != origin_there(session.connection())
    return False


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    """Give what tells how far a long command is."""
    with ProgressBar(title) as shown:
        yield shown.stage


@contextmanager
def stoppable() -> Iterator[None]:
    """Let a service manager's request to end, or a terminal that is closed, clean up as Ctrl+C does.

    A signal that is ignored (``nohup``) stays so.
    """
    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {one: told for one in wanted if (told := signal.getsignal(one)) not in (None, signal.SIG_IGN)}
    for one in before:
        signal.signal(one, signal.default_int_handler)
    try:
        yield
    finally:
        for one, told in before.items():
            signal.signal(one, told)


def _folder_argument(parser: Parser) -> None:
    parser.add_argument(
        "--to", metavar="文件夹", type=folder_path, default=None,
        help="备份放在哪里，默认在数据文件夹的 backups/ 里；最好是另一块磁盘",
    )  # fmt: skip


def _folder(options: Namespace) -> Path:
    from workbench.config import read_config

    return (options.to or read_config().home / "backups").absolute()
