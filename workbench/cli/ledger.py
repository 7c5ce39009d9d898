"""``workbench ledger verify``: is the ledger whole, and do the records say what it says?"""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import Final

from workbench.cli import REFUSED, Reply
from workbench.cli.parser import Parser

SHOWN: Final = 20  # differences in the text; ``--json`` has up to a thousand


def add_arguments(parser: Parser) -> None:
    """Add the action ``verify``."""
    actions = parser.add_actions()
    check = actions.add_parser("verify", help="核验台账：重算散列树，重放台账并与记录逐行比对")
    check.set_defaults(run=run)


def run(options: Namespace) -> Reply:
    """Verify; status 1 if anything differs."""
    from workbench.app import open_workbench

    bench = open_workbench()
    try:
        found = bench.verify_ledger()
    finally:
        bench.close()
    data = {
        "sound": found.is_sound,
        "size": found.size,
        "root": found.root,
        "count": found.count,
        "differences": [asdict(difference) for difference in found.differences],
    }
    if found.is_sound:
        return Reply(data, f"台账完整，记录与台账一致：{found.size}条，根散列 {found.root}")
    lines = [f"发现{found.count}处不符（台账{found.size}条，根散列 {found.root}）："]
    lines += [f"  {difference.message}" for difference in found.differences[:SHOWN]]
    if found.count > SHOWN:
        lines.append(f"  ……另有{found.count - SHOWN}处，用 --json 查看")
    return Reply(data, "\n".join(lines), status=REFUSED)
