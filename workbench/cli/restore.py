"""``workbench restore``: a backup into a new place, asked everything, and what may be missing since."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from workbench.cli import Reply
from workbench.cli.backup import bar, stoppable
from workbench.cli.parser import Parser, UsageError, existing_file, folder_path, read_typed, whole_number

if TYPE_CHECKING:
    from workbench.backup.restore import Restored


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench restore``."""
    parser.add_argument("file", metavar="备份文件", type=existing_file, help="要恢复的备份")
    parser.add_argument(
        "--into", metavar="新文件夹", type=folder_path, required=True, help="恢复到哪里；必须是还没有的文件夹"
    )
    parser.add_argument(
        "--key", metavar="私钥文件", type=existing_file, required=True, help="生成密钥时带走的那份私钥"
    )
    parser.add_argument("--database", metavar="地址", help="PostgreSQL 的备份恢复到哪个数据库；必须还不存在")
    parser.add_argument("--code", metavar="校验码", help="核对纸面上的校验码（连同 --size）")
    parser.add_argument("--size", metavar="条数", type=whole_number, help="校验码旁印的台账条数")
    parser.add_argument("--witness", metavar="文件", type=existing_file, help="核对别的单位保存的见证文件")
    parser.add_argument("--quick", action="store_true", help="不重放台账（只核对散列、行数、外键）")


def run(options: Namespace) -> Reply:
    """Restore; what was there before stays as it is."""
    from workbench.app import open_workbench
    from workbench.backup.restore import restore_backup
    from workbench.backup.sealed import read_private
    from workbench.ledger.witness import read_witness

    if (options.code is None) != (options.size is None):
        raise UsageError("核对校验码须同时给出 --code 和 --size：两者都印在纸面上")
    bench = open_workbench()
    private = read_private(read_typed(options.key))
    with stoppable(), bar("恢复") as progress:
        done = restore_backup(
            options.file,
            private,
            options.into,
            now=bench.now,
            database=options.database,
            known=bench.anchors.notes,
            home=bench.config.home,
            paper=None if options.code is None else (options.size, options.code),
            witness=None if options.witness is None else read_witness(read_typed(options.witness)),
            replay=not options.quick,
            progress=progress,
        )
    matched = [
        *(["纸面校验码"] if options.code is not None else []),
        *(["见证文件"] if options.witness is not None else []),
    ]
    return Reply(_told(done), "\n".join(_lines(done, matched)))


def _told(done: Restored) -> dict[str, object]:
    return {
        "home": str(done.home),
        "database": done.database,
        "made": done.manifest.made,
        "ledger_size": done.manifest.ledger_size,
        "code": done.manifest.code,
        "known_size": done.known_size,
        "missing": done.missing,
        "other_ledger": done.is_other,
        "checks": [asdict(check) for check in done.checks],
    }


def _lines(done: Restored, matched: list[str]) -> list[str]:
    from datetime import datetime

    from workbench.china_time import CHINA

    manifest = done.manifest
    when = datetime.fromisoformat(manifest.made).astimezone(CHINA)
    made = f"{when.year}年{when.month:02}月{when.day:02}日 {when:%H:%M}"
    cases = manifest.counts.get("petition_case", 0)
    lines = [
        f"已恢复到 {done.home}：{made} 的备份，"
        f"信访件{cases:,}件，台账{manifest.ledger_size:,}条，校验码 {manifest.code}",
        f"已核对：{'、'.join(check.name for check in done.checks)}",
    ]
    if done.is_other:
        lines.insert(0, "注意：这是另一本台账的备份，不是现在的数据文件夹（WORKBENCH_HOME）里那一本的。")
    if done.known_size:
        known = f"校验点、纸面校验码或见证文件表明台账曾有{done.known_size:,}条"
        lines += [
            f"注意：{known}，备份之后的{done.missing:,}条不在其中，须重新录入。"
            if done.missing
            else f"注意：{known}，内容与恢复的不同。",
            "恢复的是较早的副本，软件暂不写入：由两个人共同运行 "
            "workbench ledger acknowledge 账号甲 账号乙 --why 说明，记入台账后才能继续办理。",
        ]
    elif matched:
        lines.append(
            f"与给出的{'和'.join(matched)}相符：恢复的台账不比它短。此后又办理而没有进备份的，须重新录入。"
        )
    else:
        lines += [
            "备份之后办理的事项不在其中。机器连同校验点一起没有了的，请拿最近印在纸面上的校验码和条数"
            "（--code、--size）、别的单位保存的见证文件（--witness）再恢复一次：台账比它们少的，是较早的副本，"
            "软件在两个人共同确认之前不写入（workbench ledger acknowledge）。",
        ]
    lines.append(
        f"账号、角色、密码和令牌是备份那时的（{made}）：此后停用的账号、撤销的令牌又有效，重置的密码、改过的角色、"
        "新建的账号没有了，台账里也不记。开放登录以前，对照原来的数据文件夹（workbench user log）或人员名册，"
        "用 workbench user list、workbench token list 逐个核对，再停用、撤销一次。"
    )
    lines.append(
        "不在备份里的：日志（logs/）、备份记录、供屏幕用的快照（会重新生成）、数据库口令（.pgpass）、"
        "环境变量和 /etc 里的设置：要的从原来的地方拷。"
    )
    if manifest.engine == "sqlite":
        lines.append(f"使用：把 WORKBENCH_HOME 设为 {done.home}，先运行 workbench doctor，再启动网站。")
    else:
        lines.append(
            f"使用：把 WORKBENCH_HOME 设为 {done.home}、WORKBENCH_DATABASE 设为给出的数据库地址，"
            "由数据库属主运行 workbench database roles 网站账号 备份账号（恢复出来的库里没有它们的权限；"
            "不是由属主恢复的，属主也建立不了：请由属主另恢复一次），再运行 workbench doctor。"
        )
    return lines
