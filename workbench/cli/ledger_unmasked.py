"""``workbench ledger unmasked``: who saw which original text, why, and who agreed; never the text itself."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from workbench.cli import Reply
from workbench.cli.keyboard import admitted
from workbench.cli.parser import whole_number

if TYPE_CHECKING:
    from workbench.queries.unmasking import UnmaskedLine


def add_unmasked_action(actions: Any) -> None:
    """Add it."""
    told = actions.add_parser("unmasked", help="列出谁查看过哪些原文、为什么、谁同意的；供审计每周核对")
    told.add_argument("--account", metavar="账号", required=True, help="您的账号；会询问密码")
    told.add_argument("--days", metavar="天数", type=whole_number, default=7, help="最近多少天，默认 7")
    told.set_defaults(run=_unmasked)


def _unmasked(options: Namespace) -> Reply:
    from workbench.app import open_workbench
    from workbench.china_time import CHINA
    from workbench.queries.unmasking import unmasked_since

    with closing(open_workbench()) as bench:
        viewer = admitted(bench, options.account, "read:unmaskings").viewer
        since = bench.now() - timedelta(days=options.days)
        found = bench.seen_by(viewer).ask(unmasked_since, viewer, since)
    data = [
        {
            "position": line.unmasking.position,
            "asked": line.unmasking.asked.astimezone(CHINA).isoformat(timespec="minutes"),
            "account": line.unmasking.account,
            "case_no": line.unmasking.case_no,
            "petition": line.unmasking.about.petition,
            "field": line.unmasking.about.field.value,
            "reason": line.unmasking.reason.value,
            "why": line.why,
            "approved_by": line.unmasking.approved_by,
        }
        for line in found
    ]
    nothing = f"最近 {options.days} 天没有人查看原文。"
    return Reply({"unmasked": data}, "\n".join(map(_words, found)) or nothing)


def _words(line: UnmaskedLine) -> str:
    from workbench.china_time import CHINA

    one = line.unmasking
    when = f"{one.asked.astimezone(CHINA):%Y-%m-%d %H:%M}"
    state = "未获同意" if one.is_declined else "等待同意" if one.waits else ""
    agreed = f"，{line.approver}同意" if line.approver else f"，{state}" if state else ""
    what = f"{one.case_no} 第 {one.about.petition} 次来信来访的{one.about.field.label}"
    return f"第{one.position}条 {when} {line.name}：{what}，{one.reason.label}（{line.why}）{agreed}"
