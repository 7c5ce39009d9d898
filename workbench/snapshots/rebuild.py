"""Is a snapshot that was made anew the same to the byte, and if not, what differs?"""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.snapshots.definitions import DEFINITIONS
from workbench.snapshots.dialect import quoted
from workbench.snapshots.erased import note, with_number, write_without
from workbench.snapshots.frozen import FrozenSnapshot, verify_frozen
from workbench.snapshots.lost_titles import FILE, LostTitles
from workbench.snapshots.manifest import MANIFEST, digest

if TYPE_CHECKING:
    import duckdb

SHOWN: Final = 20  # matters named for each table that differs

_KEYS: Final = {"case_fact": "case_no", "unit_fact": "code", "commitment_fact": "commitment"}
# What may be another without a single fact being another.
_SURROUNDINGS: Final = {
    "layout": "表的格式版本",
    "software": "软件版本",
    "writer": "写文件的程序库版本",
    "definitions": "指标定义",
}
_HEAD: Final = {"ledger_root": "台账根散列", "calendar_version": "日历版本"}


@dataclass(frozen=True, slots=True)
class Remaking:
    """A snapshot made anew from the ledger beside the one that was kept.

    ``differences`` are those of facts, or of what facts rest on; ``remarks`` those of what surrounds them:
    versions of software, bytes of files whose rows are the same, titles that were deleted by law. ``is_owed``
    tells that such a title is still in the kept one, ``can_restore`` that damaged files can be put back.
    ``layouts`` are those of the kept and the new one: where they differ, rows may differ by the fold alone.
    ``has_same_ledger`` says that the entries are those that the kept one was made from.
    """

    hash: str
    made: str
    differences: tuple[str, ...]
    remarks: tuple[str, ...]
    layouts: tuple[int, int]
    has_same_ledger: bool
    is_owed: bool = False
    can_restore: bool = False

    @property
    def is_same(self) -> bool:
        """Return whether every byte is the same."""
        return self.hash == self.made and not self.differences and not self.remarks

    @property
    def has_same_facts(self) -> bool:
        """Return whether every row of every table is the same."""
        return not self.differences

    @property
    def is_refolded(self) -> bool:
        """Return whether this software folds into other tables than that which made the kept one."""
        return self.layouts[0] != self.layouts[1]


def compare_remade(
    kept: FrozenSnapshot, made: FrozenSnapshot, *, erased: Collection[str] = (), left: Collection[str] = ()
) -> Remaking:
    """Return how the snapshot made anew differs from the kept one, by manifest and by files.

    ``erased`` are the numbers of matters of which personal values were deleted: their title is not compared,
    for the ledger gives the kept one no more. ``left`` are those whose deleted title is still there.
    """
    differences: list[str] = []
    remarks: list[str] = []
    changed = made.manifest.file(FILE).sha256 != kept.manifest.file(FILE).sha256
    without = with_number(made, erased) if changed else []
    for field, words in {**_HEAD, **_SURROUNDINGS}.items():
        before, now = getattr(kept.manifest, field), getattr(made.manifest, field)
        if before != now:
            found = remarks if field in _SURROUNDINGS else differences
            found.append(f"{words}不同：快照为 {_short(before)}，现在为 {_short(now)}")
    for file in made.manifest.files:
        path = kept.folder / file.name
        if not path.is_file():
            differences.append(f"快照中缺少文件 {file.name}")
        elif digest(path) != file.sha256 and file.name != DEFINITIONS:
            rows = _different_rows(kept.folder, made.folder, path.stem, erased)
            if rows is None:
                differences.append(f"快照的文件 {file.name} 已损坏，不能读取")
            elif rows:
                differences.append(f"{file.name} 有{len(rows)}行不同：{_listed(rows)}")
            elif file.name != FILE or not without:
                remarks.append(f"{file.name} 的各行相同，字节不同")
    if without:
        told = f"{len(without)}件的个人信息已依法删除，标题不能再由台账重建：{_listed(without)}"
        remarks.append(told)
    if left:
        told = f"本快照里还有应删除的标题（{_listed(sorted(left))}）：请运行 workbench init，它会去掉这些标题"
        remarks.append(told)
    return Remaking(
        kept.hash,
        made.hash,
        tuple(differences),
        tuple(remarks),
        (kept.manifest.layout, made.manifest.layout),
        kept.manifest.ledger_root == made.manifest.ledger_root,
        bool(left),
        can_restore=can_repair(kept, made),
    )


def can_repair(kept: FrozenSnapshot, made: FrozenSnapshot) -> bool:
    """Return whether what was made anew is the same snapshot, but for titles that were deleted since."""
    known = kept.manifest.file(FILE)
    files = tuple(known if file.name == FILE else file for file in made.manifest.files)
    return replace(made.manifest, files=files) == kept.manifest


def repair(
    kept: FrozenSnapshot, made: FrozenSnapshot, *, erased: Collection[str] = (), place: str = ""
) -> tuple[str, ...]:
    """Put back every file of ``kept`` that is missing or damaged from the same snapshot made anew.

    Where values of the matters ``erased`` were deleted, ``place`` stands for their titles, and the record
    says so: without a deleted name the ledger would give a title with the name in it.
    """
    restored = []
    known = {fault.file for fault in verify_frozen(kept)}
    told = {MANIFEST: kept.hash, **{file.name: file.sha256 for file in kept.manifest.files}}
    for name, expected in told.items():
        path, whole = kept.folder / name, made.folder / name
        if name not in known:
            continue
        if name == FILE and digest(whole) != expected:
            numbers = with_number(made, erased)
            whole = made.folder / f"without-{FILE}"
            write_without(made.folder / FILE, whole, numbers, place)
            note(kept.folder, LostTitles(tuple(numbers), (digest(whole),)), made.folder)
        elif digest(whole) != expected:
            continue  # a manifest that is as damaged as it was when it was read
        shutil.copyfile(whole, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)
        restored.append(name)
    return tuple(restored)


def _different_rows(kept: Path, made: Path, table: str, erased: Collection[str]) -> list[str] | None:
    """Return the keys of rows that only one of two folders has in a table; ``None`` if unreadable."""
    import duckdb

    files = {"kept": str(kept / f"{table}.parquet"), "made": str(made / f"{table}.parquet")}
    key = _KEYS.get(table, "case_id")
    try:
        with duckdb.connect() as link:
            # An older layout has fewer columns: what both tell is compared.
            columns = [_columns(link, path) for path in files.values()]
            both = [name for name in columns[0] if name in columns[1]]
            told = ", ".join(_compared(name, table, erased) for name in both)
            one, other = (f"(select {told} from read_parquet(${name}))" for name in files)
            either = f"({one} except all {other}) union all ({other} except all {one})"
            asked = f"select distinct {key} from ({either}) order by {key}"
            found = link.execute(asked, files).fetchall()
            return _named(link, made, found) if key == "case_id" else [str(name) for (name,) in found]
    except duckdb.Error:
        return None


def _compared(column: str, table: str, erased: Collection[str]) -> str:
    if table != "case_fact" or column != "title" or not erased:
        return column
    return f"case when case_no in ({', '.join(map(quoted, erased))}) then '' else title end as title"


def _named(link: duckdb.DuckDBPyConnection, made: Path, ids: list[tuple[int]]) -> list[str]:
    """Return the numbers of matters as people know them, for the ids that rows are told apart by."""
    asked = "select case_id, case_no from read_parquet(?)"
    numbers = dict(link.execute(asked, [str(made / FILE)]).fetchall())
    return [numbers.get(case_id, f"第{case_id}条登记的事项") for (case_id,) in ids]


def _columns(link: duckdb.DuckDBPyConnection, path: str) -> list[str]:
    asked = "describe select * from read_parquet($path)"
    return [name for name, *_ in link.execute(asked, {"path": path}).fetchall()]


def _listed(keys: list[str]) -> str:
    more = f"……共{len(keys)}件" if len(keys) > SHOWN else ""
    return "、".join(keys[:SHOWN]) + more


def _short(value: object) -> str:
    text = str(value)
    return f"{text[:12]}…" if len(text) == 64 else text
