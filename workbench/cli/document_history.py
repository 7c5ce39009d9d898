"""The actions of ``workbench document`` on issued papers: list them, print one again, withdraw one."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from typing import Any

from workbench.cli import Reply
from workbench.cli.arguments import as_of_argument, asked_day
from workbench.cli.document_papers import file_arguments, read_kind, rendered, save
from workbench.cli.keyboard import admitted
from workbench.terms import ActKind


def add_history_actions(actions: Any) -> None:
    """Add them."""
    history = actions.add_parser("history", help="列出已印发的文书及其文件校验值")
    as_of_argument(history)
    history.add_argument("--kind", metavar="种类", type=read_kind, help="只列一种")
    history.set_defaults(run=_history)

    again = actions.add_parser("reprint", help="按台账中的内容重新印制一份已印发的文书，并与原件校验值核对")
    again.add_argument("number", metavar="文号", help="文号或期号")
    file_arguments(again)
    again.set_defaults(run=_reprint)

    withdraw = actions.add_parser("withdraw", help="撤回一份文书，写明理由；它的号不再使用")
    withdraw.add_argument("number", metavar="文号", help="文号或期号")
    withdraw.add_argument("--why", metavar="理由", required=True, help="撤回的理由")
    withdraw.add_argument("--account", metavar="账号", required=True, help="您的账号；会询问密码")
    withdraw.set_defaults(run=_withdraw)


def _withdraw(options: Namespace) -> Reply:
    from workbench.acts.issuing import WithdrawDocument
    from workbench.app import open_workbench

    with closing(open_workbench()) as bench:
        viewer = admitted(bench, options.account, "act:withdraw_document").viewer
        act = WithdrawDocument(options.number, bench.today(), options.why)
        (seq,) = bench.perform(act, actor=viewer.actor)
    told = f"已{ActKind.WITHDRAW_DOCUMENT.label}“{options.number}”（台账第{seq}条），这个号不再使用。"
    return Reply({"number": options.number, "seq": seq}, told)


def _history(options: Namespace) -> Reply:
    from workbench.access.viewer import current_viewer
    from workbench.app import open_workbench
    from workbench.queries.issued_documents import issued_documents

    with closing(open_workbench()) as bench:
        found = bench.ask(
            issued_documents, current_viewer(), as_of=asked_day(bench, options), kind=options.kind
        )
    data, lines = [], []
    for line in found:
        paper = line.paper
        data.append(
            {
                "number": paper.document_no,
                "kind": paper.issued_kind.value,
                "title": line.title,
                "issued_on": paper.issued_on,
                "unit": line.unit_name,
                "withdrawn_on": paper.withdrawn_on,
                "files": {one.file_format: one.sha256 for one in paper.files},
            }
        )
        gone = "" if line.stands else f"（{paper.withdrawn_on}撤回）"
        lines.append(f"{paper.document_no}  {paper.issued_on}  {line.unit_name}  {line.title}{gone}")
        lines += [f"  {one.file_format}  {one.sha256}" for one in paper.files]
    return Reply({"papers": data}, "\n".join(lines) or "还没有印发过文书。")


def _reprint(options: Namespace) -> Reply:
    from hashlib import sha256

    from workbench.access.viewer import current_viewer
    from workbench.app import open_workbench
    from workbench.queries.issued_documents import issued_document

    with closing(open_workbench()) as bench:
        page = bench.ask(issued_document, current_viewer(), options.number, as_of=bench.today())
        files = rendered(bench, page.document, options)
    known = {one.file_format: one.sha256 for one in page.line.paper.files}
    same = {name: sha256(content).hexdigest() == known.get(name) for name, content in files.items()}
    paths = save(options, page.document, files)
    lines = [f"已重新印制“{options.number}”：", *paths]
    if page.is_masked:
        lines.append("信访人的姓名、号码已遮盖：这个账号不查看原文，文件与印发时不同")
    for name, is_same in () if page.is_masked else same.items():
        if name not in known:
            lines.append(f"{name}：印发时没有这种格式，无从核对")
        elif is_same:
            lines.append(f"{name}：与印发时逐字节相同")
        else:
            lines.append(f"{name}：内容相同，文件与印发时不同（模板、字体或软件版本已改变）")
    return Reply({"files": paths, "same": same}, "\n".join(lines))
