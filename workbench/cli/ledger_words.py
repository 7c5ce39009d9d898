"""The actions of ``workbench ledger`` that hold it from outside: checkpoint, witness, acknowledge, export."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from workbench.cli import REFUSED, Reply
from workbench.cli.keyboard import admitted
from workbench.cli.new_file import RefusedError, write_private

ACCOUNTS_WENT_BACK: Final = (
    "账号、角色、密码和令牌也回到了那份备份的时候，台账里不记：此后停用的账号、撤销的令牌又有效。"
    "确认以前请用 workbench user list、workbench token list 核对。"
)


def add_anchor_actions(actions: Any) -> None:
    """Add them."""
    sign = actions.add_parser("checkpoint", help="给台账的现状签名，显示印在纸面上的校验码")
    sign.add_argument("--square", metavar="文件", type=Path, help="另存二维码（.svg 或 .png）")
    sign.set_defaults(run=_checkpoint)

    witness = actions.add_parser("witness", help="导出见证文件，交别的单位保存；其中没有任何条目内容")
    witness.add_argument("file", metavar="文件", type=Path, help="写到哪个文件")
    witness.add_argument("--older", metavar="文件", type=Path, help="与以前的见证文件比较")
    witness.set_defaults(run=_witness)

    export = actions.add_parser("export", help="导出台账（每条一行 JSON），供独立核验程序核对")
    export.add_argument("file", metavar="文件", type=Path, help="写到哪个文件")
    export.add_argument("--with-values", action="store_true", help="连同附值和盐：含个人信息，须妥善保管")
    export.set_defaults(run=_export)

    both = actions.add_parser("acknowledge", help="恢复较早的备份后，由两个人共同确认，恢复写入")
    both.add_argument("first", metavar="账号甲", help="一个人的账号")
    both.add_argument("second", metavar="账号乙", help="另一个人的账号")
    both.add_argument("--why", metavar="说明", required=True, help="为什么恢复较早的备份")
    both.set_defaults(run=_acknowledge)


def held_lines(size: int, waiting: int) -> list[str]:
    """Return the warning about entries that no checkpoint covers, no line if there are none."""
    if not waiting:
        return []
    if waiting == size:
        return [
            "还没有校验点：全部条目都只靠本机保护。请运行 workbench ledger checkpoint 并把校验码印在纸面上。"
        ]
    return [f"最近{waiting}条还没有校验点：请运行 workbench ledger checkpoint 并把校验码印在纸面上。"]


def _checkpoint(options: Namespace) -> Reply:
    from workbench.app import open_workbench
    from workbench.ledger.printed import square_png, square_svg
    from workbench.ledger.signing import LedgerKey

    square = options.square
    if square is not None and square.suffix not in (".svg", ".png"):
        raise RefusedError("二维码只能存成 .svg 或 .png 文件")
    with closing(open_workbench()) as bench:
        made = bench.anchors.checkpoint().checkpoint
        verifier = LedgerKey.read_or_create(bench.config.home).verifier(made.origin)
    if square is not None:
        write_private(square, square_png(made) if square.suffix == ".png" else square_svg(made).encode())
    data = {"origin": made.origin, "size": made.size, "root": made.root.hex(), "code": made.code}
    lines = [f"台账{made.size}条，校验码 {made.code}"]
    lines += [
        "请把条数和校验码印在当日的通报或会议纪要上：以后的任何副本都可以用它核对。",
        f"公钥：{verifier}",
    ]
    return Reply(data | {"verifier": verifier}, "\n".join(lines))


def _witness(options: Namespace) -> Reply:
    from workbench.app import open_workbench
    from workbench.ledger.witness import contradictions, read_witness

    with closing(open_workbench()) as bench:
        made = bench.anchors.witness()
    found = []
    if options.older is not None:
        found = contradictions(read_witness(options.older.read_text("utf-8")), made)
    write_private(options.file, made.write().encode())
    data = {"file": str(options.file), "checkpoints": len(made.notes), "contradictions": found}
    text = f"已写出 {options.file}：{len(made.notes)}个校验点。请交别的单位保存。"
    return Reply(data, "\n".join([text, *found]), status=REFUSED if found else 0)


def _export(options: Namespace) -> Reply:
    from workbench.acts.exporting import ledger_lines
    from workbench.app import open_workbench
    from workbench.ledger import standalone_verify

    with closing(open_workbench()) as bench, bench.reading() as session:
        lines = list(ledger_lines(session.connection(), with_values=options.with_values))
    write_private(options.file, "".join(lines).encode())
    data = {"file": str(options.file), "size": len(lines), "with_values": options.with_values}
    what = "含个人信息，须妥善保管" if options.with_values else "不含姓名和正文"
    command = shlex.join(["python3", standalone_verify.__file__, str(options.file)])
    how = f"独立核验：{command} --code 校验码 --size 条数"
    return Reply(data, f"已导出{len(lines)}条到 {options.file}（{what}）。\n{how}")


def _acknowledge(options: Namespace) -> Reply:
    from workbench.access.account import tidy
    from workbench.app import open_workbench

    if tidy(options.first) == tidy(options.second):
        raise RefusedError("须由两个不同的人共同确认：请给出另一位的账号")
    sys.stderr.write(f"注意：{ACCOUNTS_WENT_BACK}\n")
    with closing(open_workbench()) as bench:
        first = admitted(bench, options.first, "act:acknowledge_restore")
        second = admitted(bench, options.second, "act:acknowledge_restore")
        with bench.desk(second.viewer.actor, restoring=True) as desk:
            act = bench.anchors.acknowledgement(desk.connection, first.name, second.name, options.why)
            seq = desk.perform(act, now=bench.now())
    data = {"seq": seq, "codes": list(act.codes), "accounts": [first.name, second.name]}
    return Reply(
        data, f"{first.display_name}和{second.display_name}已共同确认，记入台账第{seq}条：可以继续写入。"
    )
