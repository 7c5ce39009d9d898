"""Is a snapshot that was made anew the same to the byte, and if not, what differs?"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench.snapshots.definitions import DEFINITIONS
from workbench.snapshots.frozen import FrozenSnapshot
from workbench.snapshots.manifest import MANIFEST, digest

if TYPE_CHECKING:
    import duckdb

SHOWN: Final = 20  # matters named for each table that differs

_KEYS: Final = {"unit_fact": "code", "commitment_fact": "commitment"}
# What may be another without a single fact being another.
_SURROUNDINGS: Final = {"software": "软件版本", "writer": "写文件的程序库版本", "definitions": "指标定义"}
_HEAD: Final = {
    "layout": "表的格式版本",
    "ledger_root": "台账根散列",
    "calendar_version": "日历版本",
}


@dataclass(frozen=True, slots=True)
class Remaking:
    """A snapshot made anew from the ledger beside the one that was kept.

    ``differences`` are those of facts, or of what facts rest on; ``remarks`` those of what surrounds them:
    versions of software, and bytes of files whose rows are the same.
    """

    hash: str
    made: str
    differences: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Return whether every byte is the same."""
        return self.hash == self.made and not self.differences and not self.remarks

    @property
    def has_same_facts(self) -> bool:
        """Return whether every row of every table is the same."""
        return not self.differences


def compare_remade(kept: FrozenSnapshot, made: FrozenSnapshot) -> Remaking:
    """Return how the snapshot made anew differs from the kept one, by manifest and by files."""
    differences: list[str] = []
    remarks: list[str] = []
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
            rows = _different_rows(path, made.folder / file.name)
            if rows is None:
                differences.append(f"快照的文件 {file.name} 已损坏，不能读取")
            elif rows:
                differences.append(f"{file.name} 有{len(rows)}行不同：{_listed(rows)}")
            else:
                remarks.append(f"{file.name} 的各行相同，字节不同")
    return Remaking(kept.hash, made.hash, tuple(differences), tuple(remarks))


def repair(kept: FrozenSnapshot, made: FrozenSnapshot) -> tuple[str, ...]:
    """Put back every file of ``kept`` that is missing or damaged from the same snapshot made anew."""
    restored = []
    for name in (MANIFEST, *(file.name for file in made.manifest.files)):
        path, whole = kept.folder / name, made.folder / name
        if not path.is_file() or digest(path) != digest(whole):
            shutil.copyfile(whole, path.with_suffix(".new"))
            path.with_suffix(".new").replace(path)
            restored.append(name)
    return tuple(restored)


def _different_rows(kept: Path, made: Path) -> list[str] | None:
    """Return the keys of rows that only one of two Parquet files has; ``None`` if one cannot be read."""
    import duckdb

    key = _KEYS.get(kept.stem, "case_id")
    files = {"kept": str(kept), "made": str(made)}
    try:
        with duckdb.connect() as link:
            # An older layout has fewer columns: what both tell is compared.
            columns = [_columns(link, path) for path in files.values()]
            both = ", ".join(name for name in columns[0] if name in columns[1])
            one, other = (f"(select {both} from read_parquet(${name}))" for name in files)
            either = f"({one} except all {other}) union all ({other} except all {one})"
            asked = f"select distinct {key} from ({either}) order by {key}"
            found = link.execute(asked, files).fetchall()
    except duckdb.Error:
        return None
    return [str(name) for (name,) in found]


def _columns(link: duckdb.DuckDBPyConnection, path: str) -> list[str]:
    asked = "describe select * from read_parquet($path)"
    return [name for name, *_ in link.execute(asked, {"path": path}).fetchall()]


def _listed(keys: list[str]) -> str:
    more = f"……共{len(keys)}件" if len(keys) > SHOWN else ""
    return "、".join(keys[:SHOWN]) + more


def _short(value: object) -> str:
    text = str(value)
    return f"{text[:12]}…" if len(text) == 64 else text
