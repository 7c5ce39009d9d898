"""Make a workbench ready for work: its folder, its database, its units, the holiday notices it ships with."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.app import Workbench
    from workbench.config import Config


@dataclass(frozen=True, slots=True)
class Made:
    """What ``initialise`` did: the database is new or not, its units, the holiday notices added to it."""

    is_new: bool
    units: int
    notices: int


def initialise(bench: Workbench) -> Made:
    """Make the database, or bring an older one up to date; do nothing to one that is ready.

    A new database gets the units of ``data/units/units.csv``; every one the holiday notices shipped with
    the software that it does not know yet. Files are private to this user.
    """
    from sqlalchemy import func, select

    from workbench.acts.founding import FOUNDER, founding_acts, missing_notices
    from workbench.records.identity import IdentityKey
    from workbench.records.migrate import create_or_upgrade
    from workbench.records.units import Unit

    _make_home(bench.config)
    is_new = create_or_upgrade(bench.config.database)
    if is_new:
        bench.anchors.notes.set_aside(bench.now())  # they tell of a database that was here before
    if bench.ledger_size() == 0:  # also where an earlier start was cut off right after the tables
        bench.perform(*founding_acts(IdentityKey.read_or_create(bench.config.home)), actor=FOUNDER)
    with bench.reading() as session:
        news = missing_notices(bench.calendars(session.connection()))
        units = session.scalar(select(func.count()).select_from(Unit)) or 0
    bench.perform(*news, actor=FOUNDER)
    return Made(is_new, units, len(news))


def _make_home(config: Config) -> None:
    config.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix":
        config.home.chmod(0o700)
