"""Make a workbench ready for work: its folder, its database, its units, the holiday notices it ships with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from workbench.config import DATABASE_FILE, Config
from workbench.records.sqlite_file import DatabaseError, sqlite_path

if TYPE_CHECKING:
    from workbench.app import Workbench

SIGNS: Final = {"backups.jsonl": "备份记录", "identity.key": "身份证件密钥"}  # of a ledger that was here


class LostDatabaseError(DatabaseError):
    """There is no database, and something in the user's folder tells that there was one."""

    def __init__(self, place: str, home: object, signs: list[str]) -> None:
        super().__init__(
            f"{place}，而数据文件夹 {home} 里还有以前台账的{'、'.join(signs)}：没有另建空的数据库。"
            "请先找备份，用 workbench restore 备份文件 --into 新文件夹 --key 私钥文件 恢复；"
            "确实不要以前的台账、从头开始的，运行 workbench init --anew"
        )


@dataclass(frozen=True, slots=True)
class Made:
    """What ``initialise`` did: the database is new or not, its units, the holiday notices added to it."""

    is_new: bool
    units: int
    notices: int


def initialise(bench: Workbench, *, anew: bool = False) -> Made:
    """Make the database, or bring an older one up to date; do nothing to one that is ready.

    A new database gets the units of ``data/units/units.csv``; every one the holiday notices shipped with
    the software that it does not know yet. Files are private to this user. ``LostDatabaseError`` where there
    is none although there was one, unless somebody means to begin ``anew``.
    """
    from sqlalchemy import func, select

    from workbench.acts.deriving import make_ready
    from workbench.acts.founding import FOUNDER, founding_acts, missing_notices
    from workbench.records.identity import IdentityKey
    from workbench.records.units import Unit

    _make_home(bench.config)
    is_new = make_ready(
        bench.config.database, before_new=(lambda: None) if anew else (lambda: _require_nothing_lost(bench))
    )
    if is_new:
        bench.anchors.notes.set_aside(bench.now())  # they tell of a database that was here before
    if bench.ledger_size() == 0:  # also where an earlier start was cut off right after the tables
        bench.perform(*founding_acts(IdentityKey.read_or_create(bench.config.home)), actor=FOUNDER)
    with bench.reading() as session:
        news = missing_notices(bench.calendars(session.connection()))
        units = session.scalar(select(func.count()).select_from(Unit)) or 0
    bench.perform(*news, actor=FOUNDER)
    return Made(is_new, units, len(news))


def lost_database(bench: Workbench) -> LostDatabaseError | None:
    """Return what to say where an empty database would take the place of one that is gone, if it would.

    Its checkpoints would be put aside with it, and an older copy could then pass for the present one. A key
    and a diary of backups may belong to another database of this folder, if there is one.
    """
    home, path = bench.config.home, sqlite_path(bench.config.database)
    signs = ["校验点"] if bench.anchors.notes.newest_size() else []
    if not (home / DATABASE_FILE).exists():
        signs += [told for name, told in SIGNS.items() if (home / name).exists()]
    if not signs:
        return None
    gone = "数据库是空的" if path is None else f"数据库 {path} {'是空的' if path.exists() else '不存在'}"
    return LostDatabaseError(gone, home, signs)


def _require_nothing_lost(bench: Workbench) -> None:
    if lost := lost_database(bench):
        raise lost


def _make_home(config: Config) -> None:
    config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix":
        config.home.chmod(0o700)
