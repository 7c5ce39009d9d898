"""``workbench doctor``: is all well with this workbench, and what to do if not."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing

from workbench.cli import REFUSED, Reply
from workbench.cli.parser import Parser


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench doctor``."""
    parser.add_argument(
        "--deep", action="store_true", help="另逐页检查数据库文件、逐条核对台账（数据多时要几分钟）"
    )
    parser.add_argument("--all", action="store_true", help="正常的项目也列出，连同各部分的大小和新旧")


def run(options: Namespace) -> Reply:
    """Examine; status 1 if anything has to be done now."""
    from workbench.app import open_workbench
    from workbench.doctor.finding import worst
    from workbench.doctor.look import examine
    from workbench.terms import Health

    with closing(open_workbench()) as bench:
        found = examine(bench, deeply=options.deep)
    state = worst(found)
    data = {
        "status": state.value,
        "findings": [
            {
                "code": one.code,
                "health": one.health.value,
                "told": one.told,
                "todo": one.todo,
                **dict(one.measure),
            }
            for one in found
        ],
    }
    lines = []
    for one in found:
        if one.health is Health.FINE and not (options.all or one.is_note):
            continue
        lines.append(f"〔{'说明' if one.is_note else one.health.label}〕{one.told}")
        if one.todo:
            lines.append(f"    {one.todo}")
    passed = sum(one.health is Health.FINE for one in found)
    lines.append(f"共看了{len(found)}项，{passed}项正常。")
    return Reply(data, "\n".join(lines), status=REFUSED if state is Health.FAULT else 0)
