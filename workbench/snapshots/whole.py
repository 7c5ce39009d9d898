"""A frozen snapshot that is not as its manifest says is refused; one found whole is not hashed again."""

from __future__ import annotations

from workbench.snapshots.frozen import Fault, FrozenSnapshot, FrozenSnapshotError


def as_it_lies(snapshot: FrozenSnapshot) -> tuple[object, ...]:
    """Return what changes when a file of the folder is written: names, sizes and times, with the hash."""
    told = ((path.name, path.stat()) for path in sorted(snapshot.folder.iterdir()))
    files = ((name, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns) for name, stat in told)
    return (snapshot.hash, *files)


def altered(snapshot: FrozenSnapshot, fault: Fault, what: str) -> FrozenSnapshotError:
    """Return the refusal to do ``what`` (计算, 比较) with a snapshot, with its first fault and what to do."""
    return FrozenSnapshotError(
        f"快照 {snapshot.hash[:12]} 已损坏，不能据以{what}：{fault.message}。"
        f"请先运行 workbench snapshot rebuild {snapshot.hash[:12]} --restore"
    )
