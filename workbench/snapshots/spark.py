"""Ask frozen snapshots with Apache Spark: the same Parquet, the same conditions, many machines.

Spark is an extra (``petition-workbench[spark]``) and needs Java; nothing else of the workbench loads it.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

from workbench.snapshots.rewording import RELATIONS, relation, reworded

_QUIET: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "Asia/Shanghai",
    "spark.sql.shuffle.partitions": "8",  # a county to a province; the cluster adapts from there
}


class SparkMissingError(ValueError):
    """Spark or Java is not installed, or the master cannot be reached."""


class SparkFacts:
    """The tables of a frozen snapshot, asked with Spark; close it, or use it in ``with``.

    ``master`` is an address as Spark knows it: ``local[2]``, ``spark://host:7077``, ``yarn``. The files must
    lie where every worker can read them, under the same path.
    """

    def __init__(self, files: Mapping[str, Path], *, master: str, memory: str = "2g") -> None:
        self._session = _session(master, memory)
        for table, path in files.items():
            self._session.read.parquet(path.absolute().as_uri()).createOrReplaceTempView(table)
        for grain, (name, table, _) in RELATIONS.items():
            if table in files:
                rows = relation(grain, self._session.table(table).columns)
                self._session.sql(rows).createOrReplaceTempView(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the session."""
        self._session.stop()

    def execute(self, sql: str, parameters: Mapping[str, object] | None = None, /) -> list[tuple[Any, ...]]:
        """Return the rows of one question, whose named values are marked as for SQLite (``:name``)."""
        asked, names = in_spark(sql)
        values = {name: (parameters or {})[name] for name in names}
        return [tuple(row) for row in self._session.sql(asked, args=values).collect()]


def in_spark(sql: str) -> tuple[str, list[str]]:
    """Return a question to SQLite in the words of Spark, and the names of the values in it."""
    return reworded(sql, ":")


def _session(master: str, memory: str) -> Any:
    if shutil.which("java") is None:
        raise SparkMissingError(
            "没有找到 Java：Spark 需要 Java 17（Debian、统信、麒麟：apt install openjdk-17-jre-headless）"
        )
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise SparkMissingError(
            "没有安装 Spark：请执行 pip install 'petition-workbench[spark]'，或改用 --engine duckdb"
        ) from None
    builder = SparkSession.builder.appName("petition-workbench").master(master)
    for key, value in {**_QUIET, "spark.driver.memory": memory}.items():
        builder = builder.config(key, value)
    try:
        session = builder.getOrCreate()
    except Exception as error:
        raise SparkMissingError(f"Spark 不能启动或连不上 {master}：请检查地址和集群是否在运行") from error
    session.sparkContext.setLogLevel("ERROR")
    return session
