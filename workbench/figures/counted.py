"""What those read who only count: the totals that the server gives them, and the file made for analysts.

Their account opens no records, so that ``figures.ask`` and ``open_workbench`` are not for them; nothing here
needs more than ``workbench database admit`` gives an analyst.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from workbench.figures.questions import QuestionError

if TYPE_CHECKING:
    import pandas as pd

_HEADINGS: Final = ("登记月份", "责任单位", "办理状态", "件数")
_SHOWN: Final = (
    "SELECT t.month, coalesce(v.name, t.responsible_unit, ''), t.state, t.matters FROM {totals} AS t "
    "LEFT JOIN unit_version AS v ON v.unit_code = t.responsible_unit AND v.number = "
    "(SELECT max(number) FROM unit_version AS w WHERE w.unit_code = t.responsible_unit) ORDER BY 1, 2, 3"
)


def totals(database: str | None = None) -> pd.DataFrame:
    """Return how many matters each month, unit and state has, where they are five or more; no accusations.

    On PostgreSQL the view ``petition_sight.matter_totals``, which accounts that only count may read; on
    SQLite the same of the whole database. ``database`` is an address other than the configured one.
    ``DatabaseError`` where it does not answer, ``QuestionError`` where it does not let this account count.
    """
    import pandas as pd

    from workbench.config import read_config
    from workbench.records.sqlite_file import sqlite_path
    from workbench.terms import CaseState

    address = database or read_config().database
    rows = _of_file(address) if sqlite_path(address) is not None else _of_server(address)
    told = [(month, unit, CaseState.coded(state).label, count) for month, unit, state, count in rows]
    return pd.DataFrame(told, columns=list(_HEADINGS))


def extract(file: Path | str | None = None) -> pd.DataFrame:
    """Return the matters of a file that ``workbench extract`` made, with headings and words in Chinese.

    Without ``file`` the one that the setting ``WORKBENCH_EXTRACT`` names. ``QuestionError`` without either,
    or for a file that is not there or not such a file.
    """
    import pandas as pd

    from workbench.config import read_config
    from workbench.queries.columns import COLUMNS

    path = Path(file) if file is not None else read_config().extract
    if path is None:
        raise QuestionError("没有说明是哪个文件：写明文件，或设置 WORKBENCH_EXTRACT")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as link:
            labels = dict(link.execute("SELECT column_name, label FROM label"))
            units = dict(link.execute("SELECT code, name FROM unit_name"))
            found = pd.read_sql_query("SELECT * FROM matter", link)
    except (sqlite3.Error, pd.errors.DatabaseError):
        raise QuestionError(f"{path} 不存在、读不到，或不是 workbench extract 另存的文件") from None
    for column in COLUMNS:
        if column.terms is not None and column.key in found:
            found[column.key] = [column.say(None if pd.isna(one) else one) for one in found[column.key]]
    found["unit"] = found["unit"].map(lambda code: units.get(code, code))
    return found.rename(columns=labels)


def _of_file(address: str) -> list[Any]:
    from workbench.app import open_workbench

    with closing(open_workbench(address)) as bench:
        return bench.ask(_counted)


def _counted(link: Any) -> list[Any]:
    """Return what the view of the server would give, from the tables themselves."""
    from workbench.access.server_sight import SMALLEST
    from workbench.terms import PetitionClass

    cells = (
        "(SELECT substr(registered_on, 1, 7) AS month, responsible_unit, state, count(*) AS matters "
        f"FROM petition_case WHERE petition_class IS NOT '{PetitionClass.ACCUSATION.value}' "
        f"AND held IS NULL GROUP BY 1, 2, 3 HAVING count(*) >= {SMALLEST})"
    )
    return list(link.exec_driver_sql(_SHOWN.format(totals=cells)))


def _of_server(address: str) -> list[Any]:
    from sqlalchemy.exc import DBAPIError, OperationalError

    from workbench.access.server_sight import SCHEMA
    from workbench.records.engine import open_engine
    from workbench.records.failures import in_words
    from workbench.records.let_in import unanswered
    from workbench.records.sqlite_file import DatabaseError

    engine = open_engine(address, read_only=True)
    try:
        with in_words(), engine.connect() as link:
            return list(link.exec_driver_sql(_SHOWN.format(totals=f"{SCHEMA}.matter_totals")))
    except OperationalError as error:
        raise DatabaseError(unanswered(error.orig)) from None
    except DBAPIError as error:
        if type(error.orig).__name__ not in ("InsufficientPrivilege", "InvalidSchemaName", "UndefinedTable"):
            raise
        raise QuestionError(
            "数据库没有让这个账号看合计：请管理员核对角色，再运行 workbench database roles 和 admit"
        ) from None
    finally:
        engine.dispose()
