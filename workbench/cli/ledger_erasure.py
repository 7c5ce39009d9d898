"""The actions of ``workbench ledger`` on personal values: list them, ask for their deletion, decide."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING, Any

from workbench.cli import Reply
from workbench.cli.keyboard import admitted
from workbench.cli.new_file import RefusedError
from workbench.cli.parser import day
from workbench.terms import ActKind, ErasureBasis, RetentionGround

if TYPE_CHECKING:
    from workbench.acts.base import Act
    from workbench.law.erasure import Erasure


def add_erasure_actions(actions: Any) -> None:
    """Add them."""
    values = actions.add_parser("values", help="列出一个对象的附值（条号、行为、栏目，不显示内容）")
    values.add_argument("object", metavar="对象", help="信访件编号等")
    values.set_defaults(run=_values)

    ask = actions.add_parser("request-erasure", help=ActKind.REQUEST_ERASURE.label)
    _who(ask)
    bases = "；".join(f"{basis.value} {basis.label}" for basis in ErasureBasis)
    ask.add_argument("--basis", metavar="依据", type=_basis, required=True, help=f"依据：{bases}")
    ask.add_argument(
        "--value",
        metavar="条号:栏目",
        type=_place,
        action="append",
        required=True,
        help="要删除的附值，可多次给出",
    )
    ask.add_argument("--why", metavar="理由", required=True, help="申请的理由")
    ask.set_defaults(run=_request)

    restrict = actions.add_parser("restrict", help="暂不能删除的，限制处理：只存储，不再显示")
    _who(restrict)
    restrict.add_argument(
        "--until", metavar="日期", type=day, help="保存期限届满日；不给出则为技术上难以删除"
    )
    restrict.set_defaults(run=_restrict)

    erase = actions.add_parser("erase", help="批准申请，删除个人信息（不能撤回）")
    _who(erase)
    erase.set_defaults(run=_erase)

    decline = actions.add_parser("decline-erasure", help="驳回删除申请；限制处理的恢复显示")
    _who(decline)
    decline.add_argument("--why", metavar="理由", required=True, help="驳回的理由")
    decline.set_defaults(run=_decline)


def _who(parser: Any) -> None:
    parser.add_argument("number", metavar="申请编号", help="删除申请的编号")
    parser.add_argument("--account", metavar="账号", required=True, help="您的账号；会询问密码")


def _basis(typed: str) -> ErasureBasis:
    for basis in ErasureBasis:
        if typed in (basis.value, basis.label):
            return basis
    raise ArgumentTypeError(f"没有依据“{typed}”")


def _place(typed: str) -> tuple[int, str]:
    entry, _, field = typed.partition(":")
    if not (entry.isascii() and entry.isdigit()) or not field:
        raise ArgumentTypeError(f"“{typed}”应写成 条号:栏目，如 73:person.1.name")
    return int(entry), field


def _values(options: Namespace) -> Reply:
    from workbench.acts.erasing import places_of
    from workbench.app import open_workbench

    with closing(open_workbench()) as bench, bench.reading() as session:
        found = places_of(session.connection(), options.object)
    if not found:
        raise RefusedError(f"台账中没有“{options.object}”的附值：请核对编号")
    data = [{"entry": entry, "kind": kind, "field": field} for entry, kind, field in found]
    lines = [f"{entry}:{field}  {ActKind.coded(kind).label}" for entry, kind, field in found]
    return Reply({"values": data}, "\n".join(lines))


def _request(options: Namespace) -> Reply:
    from workbench.acts.erasing import RequestErasure, values_to_erase
    from workbench.app import open_workbench

    with closing(open_workbench()) as bench:
        account = admitted(bench, options.account, "act:request_erasure")
        with bench.reading() as session:
            values = values_to_erase(session.connection(), options.value)
        act = RequestErasure(options.number, values, options.basis, bench.today(), options.why)
        (seq,) = bench.perform(act, actor=account.viewer.actor)
    told = f"已申请删除{len(values)}个附值（台账第{seq}条），须由另一位有权限的人决定。"
    return Reply({"seq": seq, "values": len(values)}, told)


def _restrict(options: Namespace) -> Reply:
    from workbench.acts.erasing import RestrictValues

    ground = RetentionGround.TECHNICAL if options.until is None else RetentionGround.PERIOD
    return _decide(
        options,
        "act:restrict_values",
        lambda asked, on: RestrictValues(asked.erasure_no, ground, on, options.until),
        "已限制处理：值只留在台账附值中，记录和屏幕上不再出现。",
    )


def _erase(options: Namespace) -> Reply:
    from workbench.acts.erasing import EraseValues

    return _decide(
        options,
        "act:erase_values",
        lambda asked, on: EraseValues(asked.erasure_no, asked.values, asked.basis, on),
        "已删除：数据库和快照（含固定快照）中不再有这些值。此前的备份和导出文件请一并清理。",
    )


def _decline(options: Namespace) -> Reply:
    from workbench.acts.erasing import DeclineErasure

    return _decide(
        options,
        "act:decline_erasure",
        lambda asked, on: DeclineErasure(asked.erasure_no, on, options.why),
        "已驳回删除申请。",
    )


def _decide(options: Namespace, what: str, make: Any, told: str) -> Reply:
    from workbench.acts.erasing import find_erasure
    from workbench.app import open_workbench

    with closing(open_workbench()) as bench:
        account = admitted(bench, options.account, what)
        with bench.reading() as session:
            asked: Erasure = find_erasure(session.connection(), options.number)
        on: date = bench.today()
        act: Act = make(asked, on)
        (seq,) = bench.perform(act, actor=account.viewer.actor, seen=asked.version)
    return Reply({"seq": seq, "erasure_no": asked.erasure_no}, f"{told}（台账第{seq}条）")
