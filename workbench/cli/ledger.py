"""``workbench ledger``: is the ledger whole, what holds it from outside, who else keeps a copy of that?"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from workbench.cli import REFUSED, Reply
from workbench.cli.ledger_erasure import add_erasure_actions
from workbench.cli.ledger_proofs import add_proof_actions
from workbench.cli.ledger_unmasked import add_unmasked_action
from workbench.cli.ledger_words import add_anchor_actions, held_lines
from workbench.cli.new_file import RefusedError
from workbench.cli.parser import Parser, existing_file, read_typed, whole_number

if TYPE_CHECKING:
    from workbench.acts.verification import Verification
    from workbench.app import Workbench

SHOWN: Final = 20  # differences in the text; ``--json`` has up to a thousand

MAY_BE_NEW: Final = (
    "数据库由更新版本的软件写成：下面的“不符”可能是改动，也可能只是本版本不认识的新内容。请升级软件后再核验。"
)


def add_arguments(parser: Parser) -> None:
    """Add the actions of ``workbench ledger``."""
    actions = parser.add_actions()
    check = actions.add_parser("verify", help="核验台账：重算散列树，重放台账并与记录逐行比对")
    check.add_argument("--code", metavar="校验码", help="只核对纸面上的校验码（连同 --size）")
    check.add_argument("--size", metavar="条数", type=whole_number, help="校验码旁印的台账条数")
    check.add_argument("--witness", metavar="文件", type=existing_file, help="只核对别的单位保存的见证文件")
    check.set_defaults(run=run)
    add_anchor_actions(actions)
    add_proof_actions(actions)
    add_erasure_actions(actions)
    add_unmasked_action(actions)


def run(options: Namespace) -> Reply:
    """Verify; status 1 if anything differs."""
    from workbench.app import open_workbench

    if (options.code is None) != (options.size is None):
        raise RefusedError("核对校验码须同时给出 --code 和 --size：两者都印在纸面上")
    bench = open_workbench()
    try:
        if options.code is not None:
            return _code(bench, options.code, options.size)
        if options.witness is not None:
            return _witness(bench, read_typed(options.witness))
        return _whole(bench)
    finally:
        bench.close()


def _whole(bench: Workbench) -> Reply:
    found = bench.verify_ledger()
    _note(bench, found)
    waiting = bench.anchors.unanchored(found.size)
    data: dict[str, Any] = {
        "sound": found.is_sound,
        "size": found.size,
        "root": found.root,
        "unanchored": waiting,
        "count": found.count,
        "differences": [asdict(difference) for difference in found.differences],
        "newer": bench.is_read_only,
    }
    if found.is_sound:
        told = f"台账完整，记录与台账一致：{found.size}条，根散列 {found.root}"
        return Reply(data, "\n".join([told, *held_lines(found.size, waiting)]))
    lines = [MAY_BE_NEW] if bench.is_read_only else []
    lines += [f"发现{found.count}处不符（台账{found.size}条，根散列 {found.root}）："]
    lines += [f"  {difference.message}" for difference in found.differences[:SHOWN]]
    if found.count > SHOWN:
        lines.append(f"  ……另有{found.count - SHOWN}处，用 --json 查看")
    return Reply(data, "\n".join(lines), status=REFUSED)


def _note(bench: Workbench, found: Verification) -> None:
    """Keep it where doctor and monitor look: they cannot replay themselves."""
    from workbench.ledger.outcomes import Reach, note_look
    from workbench.records.naming import name_within

    home = bench.config.home
    faults = [one.message for one in found.differences]
    name = name_within(bench.config.database, home)
    note_look(home, name, bench.now(), Reach.REPLAY, found.size, faults, found.count)


def _code(bench: Workbench, typed: str, size: int) -> Reply:
    from workbench.ledger.checkpoint import read_code

    code, now = read_code(typed), bench.ledger_size()
    there = bench.anchors.code_at(size)
    data: dict[str, Any] = {
        "sound": there == code,
        "size": now,
        "anchored_size": size,
        "missing": max(0, size - now),
    }
    if there == code:
        later = f"其后的{now - size}条不在此码之内。" if now > size else ""
        return Reply(data, f"相符：台账的前{size}条与纸面校验码 {code} 一致，此后没有改动。{later}")
    if there is None:
        told = (
            f"不符：台账比纸面短：纸面印的是{size}条，现在只有{now}条，少{size - now}条。"
            "后面的条目丢失了，或者打开的是较早的副本（恢复了旧备份、指到了别的数据库）。"
            "请核对数据库地址；丢失的，找最近的备份用 workbench restore 恢复（加 --code、--size），"
            "备份之后的重新录入"
        )
        return Reply({**data, "error": told}, told, status=REFUSED)
    told = f"不符：纸面为 {code}，台账的前{size}条应为 {there}。此前的台账被改动过，或恢复了别的备份。"
    return Reply({**data, "error": told}, told, status=REFUSED)


def _witness(bench: Workbench, text: str) -> Reply:
    from workbench.ledger.witness import read_witness

    known = read_witness(text).checkpoints()
    faults = bench.anchors.against(known)
    data = {
        "sound": not faults,
        "checkpoints": len(known),
        "differences": [asdict(fault) for fault in faults],
    }
    if not faults:
        told = f"相符：见证文件的{len(known)}个校验点都与台账一致"
        return Reply(data, f"{told}（恢复备份后由两人确认作废的除外，见台账“确认恢复”各条）。")
    lines = [f"不符：见证文件的{len(known)}个校验点中有{len(faults)}个与台账不符："]
    return Reply(data, "\n".join(lines + [f"  {fault.message}" for fault in faults]), status=REFUSED)
