"""``workbench snapshot``: the flat facts of a day, kept fresh for screens or frozen for good."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from workbench.cli import REFUSED, Reply, wanted
from workbench.cli.arguments import as_of_argument, asked_day, day
from workbench.cli.changed_figures import change_lines
from workbench.cli.compared_snapshots import compared_data, moved_line
from workbench.cli.parser import Parser
from workbench.cli.progress import ProgressBar

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.snapshots.frozen import FrozenSnapshot


def add_arguments(parser: Parser) -> None:
    """Add the actions; without one, the live snapshot of the day is brought up to date."""
    as_of_argument(parser)
    actions = parser.add_actions("操作（不写操作就更新供屏幕使用的快照）")
    actions.required = False
    create = actions.add_parser("create", help="固定截至某日的案件事实，以散列为名，不再改变")
    as_of_argument(create)
    create.set_defaults(run=_create)
    actions.add_parser("list", help="列出已固定的快照").set_defaults(run=_list)
    verify = actions.add_parser("verify", help="逐字节核验固定的快照，指出每一处改动")
    verify.add_argument("hash", metavar="快照", nargs="*", help="散列的前几位，可写多个；不写就核验全部")
    verify.set_defaults(run=_verify)
    compare = actions.add_parser("compare", help="比较两个快照：哪些指标不同，由哪些事项引起，为什么")
    compare.add_argument("before", metavar="前一快照", help="散列的前几位")
    compare.add_argument("after", metavar="后一快照", help="散列的前几位")
    compare.add_argument(
        "--from", dest="start", metavar="日期", type=day, help="统计期从哪一天起，不写就是当年"
    )
    compare.add_argument("--until", metavar="日期", type=day, help="统计期到哪一天止，不写就是较早的截止日")
    compare.set_defaults(run=_compare)
    rebuild = actions.add_parser("rebuild", help="由台账重建快照，并与所存的逐字节比较")
    rebuild.add_argument("hash", metavar="快照", help="散列的前几位")
    rebuild.add_argument("--restore", action="store_true", help="重建结果一致时，换回被损坏的文件")
    rebuild.set_defaults(run=_rebuild)


def run(options: Namespace) -> Reply:
    """Return the live snapshot's head: path, as-of day, ledger size, calendar version, matters."""
    from workbench.app import open_workbench

    bench = open_workbench()
    day = asked_day(bench, options)
    with ProgressBar("正在汇总案件") as bar:
        snapshot = bench.snapshot(day, progress=bar.update)
    cases = snapshot.value("select count(*) from case_fact")
    return Reply(
        {
            "path": str(snapshot.path),
            "as_of": snapshot.as_of,
            "ledger_size": snapshot.ledger_size,
            "calendar_version": snapshot.calendar_version,
            "cases": cases,
        },
        f"快照已就绪：{cases:,} 件，{snapshot.code}\n{snapshot.path}",
    )


def _create(options: Namespace) -> Reply:
    bench = _open()
    with ProgressBar("正在汇总案件") as bar:
        made = bench.shelf.create(asked_day(bench, options), progress=bar.update)
    return Reply(_head(made), f"已固定快照 {made.hash}\n{_line(made)}\n{made.folder}")


def _list(options: Namespace) -> Reply:
    found, faults = _open().shelf.all()
    lines = [_line(one) for one in found] + [fault.message for fault in faults]
    if not lines:
        lines = ["还没有固定的快照。用 workbench snapshot create --as-of 日期 固定一个。"]
    data = {
        "snapshots": [_head(one) for one in found],
        "damaged": [{"folder": fault.file, "message": fault.message} for fault in faults],
    }
    return Reply(data, "\n".join(lines), status=REFUSED if faults else 0)


def _verify(options: Namespace) -> Reply:
    shelf = _open().shelf
    damaged: list[dict[str, str]] = []
    if options.hash:
        chosen = [shelf.find(name) for name in options.hash]
    else:
        chosen, torn = shelf.all()
        damaged = [{"snapshot": one.file, "file": "manifest.json", "message": one.message} for one in torn]
    with ProgressBar("正在核验快照") as bar:
        for number, snapshot in enumerate(chosen, 1):
            damaged += [
                {"snapshot": snapshot.hash, "file": fault.file, "message": fault.message}
                for fault in shelf.verify(snapshot)
            ]
            bar.update(number, len(chosen))
    data = {"verified": len(chosen), "sound": not damaged, "faults": damaged}
    if not damaged:
        return Reply(data, f"已核验{len(chosen)}个快照，逐字节与清单一致。{_without_titles(chosen)}")
    lines = [f"发现{len(damaged)}处不符："]
    lines += [f"  {fault['snapshot'][:12]}  {fault['message']}" for fault in damaged]
    lines.append("请从备份恢复，或用 workbench snapshot rebuild 快照 --restore 由台账重建。")
    return Reply(data, "\n".join(lines), status=REFUSED)


def _without_titles(snapshots: list[FrozenSnapshot]) -> str:
    """Return in words how many lost titles to a deletion: of these one file is not as the manifest says."""
    from workbench.snapshots.lost_titles import read_lost_titles

    count = sum(bool(read_lost_titles(one.folder).states) for one in snapshots)
    if not count:
        return ""
    return (
        f"\n其中{count}个的标题有的已依法删除，案件表以删除时记下的散列为准；"
        "其余各栏是否未动，可用 workbench snapshot rebuild 与台账核对。"
    )


def _compare(options: Namespace) -> Reply:
    from workbench.snapshots.asked import FrozenFacts

    shelf = _open().shelf
    before, after = shelf.find(options.before), shelf.find(options.after)
    shelf.require_whole(before, after, what="比较")
    first, last = sorted(one.manifest.as_of for one in (before, after))
    found = shelf.compare(before, after, wanted.period(options, last=last, usual=first))
    lines = [f"统计期 {found.period.label}", f"  前：{before.code}", f"  后：{after.code}"]
    if before.manifest.layout != after.manifest.layout:
        layouts = f"{before.manifest.layout} → {after.manifest.layout}"
        lines.append(f"两个快照的汇总办法不同（{layouts}）：没有别的原因的，可能只是由此而来。")
    lines += [f"不比较“{one.name}”：{one.why}" for one in found.refused]
    for figure in found.changed:
        lines += ["", *change_lines(figure)]
    if not found.changed:
        lines += ["", f"{len(found.figures)}项指标全部相同，没有事项改变。"]
    if found.regrouped:
        lines += ["", "下列事项换了分组，按组分的数字因此不同："]
        with shelf.facts(after) as facts:
            lines += [moved_line(one, FrozenFacts(after, facts)) for one in found.regrouped]
    return Reply(compared_data(found), "\n".join(lines))


def _rebuild(options: Namespace) -> Reply:
    shelf = _open().shelf
    snapshot = shelf.find(options.hash)
    with ProgressBar("正在重放台账") as bar:
        found = shelf.rebuild(snapshot, restore=options.restore, progress=bar.update)
    data = {
        "hash": found.hash,
        "made": found.made,
        "same": found.is_same,
        "same_facts": found.has_same_facts,
        "differences": found.differences,
        "remarks": found.remarks,
    }
    if found.is_same:
        return Reply(data, f"由台账的前{snapshot.manifest.ledger_size}条重建，逐字节相同：{found.hash}")
    is_damaged = bool(found.differences) or found.hash == found.made
    if options.restore and found.can_restore and is_damaged:
        return Reply(data, f"由台账重建，已换回被损坏的文件：{snapshot.folder}")
    lines = [f"由台账的前{snapshot.manifest.ledger_size}条重建，与快照 {found.hash[:12]} 不完全相同："]
    lines += [f"  {text}" for text in (*found.differences, *found.remarks)]
    if found.has_same_facts:
        lines.append("各表的每一行都相同，不同的只是上面所列。" + ("" if found.is_owed else "不必处理。"))
    elif found.can_restore:
        lines.append("清单一致而文件被损坏：加 --restore 可换回。")
    elif found.is_refolded and found.has_same_ledger:
        lines += [
            "本快照由另一版本的软件固定，汇总办法此后改变，各行可以因此不同；台账根散列相同，台账没有改动。",
            f"快照本身是否完好，请用 workbench snapshot verify {found.hash[:12]} 核验；"
            f"要逐行核对，请用固定它的软件版本（{snapshot.manifest.software}）重建。",
        ]
    else:
        lines.append("请先用 workbench ledger verify 核验台账，再核对本快照是否出自这个数据库。")
    return Reply(data, "\n".join(lines), status=0 if found.has_same_facts else REFUSED)


def _open() -> Workbench:
    from workbench.app import open_workbench

    return open_workbench()


def _head(snapshot: FrozenSnapshot) -> dict[str, Any]:
    from dataclasses import asdict

    return {"hash": snapshot.hash, "path": str(snapshot.folder), **asdict(snapshot.manifest)}


def _line(snapshot: FrozenSnapshot) -> str:
    told = snapshot.manifest
    return f"{snapshot.code} · {told.file('case_fact.parquet').rows:,} 件"
