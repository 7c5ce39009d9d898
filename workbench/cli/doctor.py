"""``workbench doctor``: is all well with this workbench, and what to do if not."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from typing import TYPE_CHECKING

from workbench.cli import REFUSED, Reply
from workbench.cli.parser import Parser

if TYPE_CHECKING:
    from workbench.doctor.finding import Finding


def add_arguments(parser: Parser) -> None:
    """Add the options of ``workbench doctor``."""
    parser.add_argument(
        "--deep",
        action="store_true",
        help="另逐页检查数据库文件、逐条核对台账、看组件的文件（要几分钟）",
    )
    parser.add_argument("--all", action="store_true", help="正常的项目也列出，连同各部分的大小和新旧")


def run(options: Namespace) -> Reply:
    """Examine; status 1 if anything has to be done now."""
    from workbench.doctor.finding import worst
    from workbench.terms import Health

    found = _found(options.deep)
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


def _found(deeply: bool) -> list[Finding]:
    """Examine; where a library is missing without which nothing can be looked at, say which ones are."""
    from workbench.doctor.finding import worst
    from workbench.doctor.libraries import broken, look_at_libraries
    from workbench.terms import Health

    try:
        from workbench.app import open_workbench
        from workbench.doctor.look import examine

        with closing(open_workbench()) as bench:
            return examine(bench, deeply=deeply)
    except ImportError as error:
        found = list(look_at_libraries(deeply=deeply))
        return found if worst(found) is Health.FAULT else [*found, broken(error)]
