"""Write flat facts as Parquet, the same bytes for the same rows: fixed order, one thread, no time of day.

Parts are kept as they come and put together at the end. Petitions, deadlines and promises repeat what
figures ask of their matter (``schema.OF_MATTER``); one without a matter is a promise or it is left out. What
takes few values is repeated as a number of a list, which is written as it is: a text would be looked up again
in each row, and that is what writing takes its time for.
"""

from __future__ import annotations

import errno
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import duckdb

from workbench.snapshots.dialect import quoted
from workbench.snapshots.manifest import FileFact, digest, keep_private
from workbench.snapshots.schema import KEYS, OF_MATTER, REPEATING, TABLES

# What is frozen, in this order: no narratives; what a list shows of a text is masked already.
FROZEN: Final = ("case_fact", "petition_fact", "deadline_fact", "commitment_fact", "unit_fact")
PARTED: Final = ("case_fact", "petition_fact", "deadline_fact")  # folded in parts, each with its matters
WRITER: Final = f"duckdb {duckdb.__version__}"
# Duties by their rule: a figure of duties is one of duties under one rule, and reads past all others.
_ORDER: Final = {"case_fact": "case_id", "unit_fact": "code", "deadline_fact": "rule_id, case_id, round"}
_MATTER: Final = "memory.main.matter"  # what is repeated of each
_LISTED: Final = "unit channel petition_class path level topic_group topic state".split()
_LONGEST: Final = "deadline_fact"  # takes longest to write: begun first
_ROW_GROUP: Final = 122_880
AS_FROZEN: Final = f"format parquet, compression zstd, row_group_size {_ROW_GROUP}"
_PART: Final = "format parquet, compression lz4_raw"


class ParquetWriter:
    """Files of facts in the making, in ``folder``; leaving it removes what was only on the way.

    ``is_small`` keeps the parts in memory, which spares to write and read them once more. The ``threads`` of
    ``pool`` fold first and write then: a thread takes again what memory it let go of.
    """

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        self.folder = folder
        self.is_small = True
        self.threads = threads
        self.pool = ThreadPoolExecutor(threads)
        config: dict[str, Any] = {
            "threads": 1,
            "memory_limit": memory_of_fold(),
            "temp_directory": str(folder / "beside"),
        }
        self._link = duckdb.connect(config=config)
        # Joins as they are written: rows keep the order of what stands on the left.
        self._link.execute("set disabled_optimizers = 'join_order,build_side_probe_side'")
        self._parts: dict[str, dict[int, str]] = defaultdict(dict)
        self._on_the_way: list[Path] = []
        self._rows: dict[str, Path] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.shutdown(cancel_futures=True)
        self._link.close()
        for path in (*self._on_the_way, *self._rows.values()):
            path.unlink(missing_ok=True)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a connection of its own, for one thread; what it makes is temporary."""
        return self._link.cursor()

    def place(self, table: str, number: int) -> str:
        """Return where rows of a table are put before ``add_part``: a table that stays or a temporary one."""
        return f"memory.main.{table}_{number}" if self.is_small else f"{table}_part"

    def add_part(self, facts: duckdb.DuckDBPyConnection, number: int) -> None:
        """Take what lies in the places of part ``number``; ``facts`` comes from ``connect``.

        Rows lie in the order in which they were folded, that of their matters but for a few, and parts by
        their number.
        """
        for table in PARTED:
            place = self.place(table, number)
            if not self.is_small:
                path = self.folder / f"{table}-{number}.part"
                self._on_the_way.append(path)
                facts.execute(f"copy (from {place}) to '{_escaped(path)}' ({_PART})")
                place = f"'{_escaped(path)}'"
            self._parts[table][number] = place

    def add(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write rows of Python, all there are of ``table``."""
        path = self._rows[table] = self.folder / f"{table}.json"
        with path.open("w", encoding="utf-8") as stream:
            for row in rows:
                told = dict(zip(TABLES[table], row, strict=True))
                stream.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n")

    def finish(self) -> tuple[FileFact, ...]:
        """Write the Parquet files, several tables at a time; return name, hash and rows of each."""
        self._list_matters()
        writing = {
            table: self.pool.submit(self._write, table)
            for table in sorted(FROZEN, key=lambda table: table != _LONGEST)
        }
        return tuple(writing[table].result() for table in FROZEN)

    def _write(self, table: str) -> FileFact:
        path = self.folder / f"{table}.parquet"
        with closing(self.connect()) as link:
            ((rows,),) = link.execute(
                f"copy ({self._content(link, table)}) to '{_escaped(path)}' ({AS_FROZEN})"
            ).fetchall()
        keep_private(path)
        return FileFact(path.name, digest(path), int(rows))

    def _list_matters(self) -> None:
        """Put down what is repeated of each matter, before it is written many times over."""
        cases = self._read("case_fact")
        kinds = kinds_repeated(self._link, cases)
        told = ", ".join(f"cast({name} as {kind}) as case_{name}" for name, kind in kinds.items())
        self._link.execute(f"create or replace table {_MATTER} as select case_id, {told} from {cases}")

    def _content(self, link: duckdb.DuckDBPyConnection, table: str) -> str:
        rows = self._read(table)
        if table in self._rows:
            return _whole(table, f"(select * from {rows} order by {table_order(table)})")
        if table != "deadline_fact":
            return _whole(table, rows)
        # Within a rule they lie in their order already: the parts are read once for each.
        rules = link.execute(f"select distinct rule_id from {rows} order by 1").fetchall()
        of_rules = [f"select * from {rows} where rule_id = {quoted(rule)}" for (rule,) in rules]
        return _whole(table, f"({' union all '.join(of_rules or [f'select * from {rows}'])})")

    def _read(self, table: str) -> str:
        """Return where the rows of a table are read from: as they came, or as they are frozen."""
        if table in self._rows and self._rows[table].stat().st_size:
            columns = ", ".join(f"'{name}': '{_type(kind)}'" for name, kind in TABLES[table].items())
            return (
                f"read_json('{_escaped(self._rows[table])}', columns = {{{columns}}}, "
                "format = 'newline_delimited', maximum_object_size = 16777216)"
            )
        if parts := self._parts[table]:
            if not self.is_small:
                return f"read_parquet([{', '.join(parts[at] for at in sorted(parts))}])"
            return f"({' union all '.join(f'from {parts[at]}' for at in sorted(parts))})"
        empty = ", ".join(f"cast(null as {_type(kind)}) as {name}" for name, kind in TABLES[table].items())
        return f"(select {empty} where false)"


def table_order(table: str) -> str:
    """Return the columns by which the rows of a table lie."""
    return _ORDER.get(table) or KEYS[table].removeprefix("PRIMARY KEY (").rstrip(")")


def kinds_repeated(link: duckdb.DuckDBPyConnection, cases: str) -> dict[str, str]:
    """Return what is repeated of each matter, with the type in which it is written.

    ``cases`` is where the rows of all matters are read.
    """
    kinds = {}
    for name in OF_MATTER:
        kinds[name] = _type(TABLES["case_fact"][name])
        if name in _LISTED:
            values = f"select distinct {name} from {cases} where {name} is not null order by 1"
            found = [quoted(value) for (value,) in link.execute(values).fetchall()]
            kinds[name] = f"enum ({', '.join(found) or repr('')})"
    return kinds


def _whole(table: str, rows: str) -> str:
    """Return the question for the rows of a table as they are frozen: typed, and with their matter."""
    told = ", ".join(f"cast(f.{name} as {_type(kind)}) as {name}" for name, kind in TABLES[table].items())
    if table not in REPEATING:
        return f"select {told} from {rows} f"
    join = "left join" if table == "commitment_fact" else "join"
    return f"select {told}, m.* exclude (case_id) from {rows} f {join} {_MATTER} m on m.case_id = f.case_id"


def _type(kind: str) -> str:
    return "varchar" if kind.startswith("TEXT") else "bigint"


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")


def memory_of_fold() -> str:
    """Return how much a fold may hold: half of the machine's memory, or of what this process is bound to.

    What does not fit waits in a file beside what is written.
    """
    try:
        import resource
    except ImportError:  # Windows binds no process
        return "50%"
    bound = resource.getrlimit(resource.RLIMIT_DATA)[0]
    return "50%" if bound == resource.RLIM_INFINITY else f"{bound // 2 >> 20}MiB"


@contextmanager
def told_by_the_system(folder: Path) -> Iterator[None]:
    """Raise as the system would what DuckDB says of files; its words change from version to version."""
    try:
        yield
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        # Memory ends where what does not fit into it finds no room on the disk.
        ends = isinstance(error, duckdb.OutOfMemoryException)
        is_full = ends or shutil.disk_usage(folder).free < 1 << 20
        raise OSError(errno.ENOSPC if is_full else errno.EIO, "Parquet") from error
