"""The reminder in the head of every screen: which deadlines of the viewer's unit need him now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from widgets.address import link
from workbench.access.gate import allow
from workbench.access.viewer import Viewer, site_viewer
from workbench.queries.duties import SOON_DAYS, DutyCounts, count_duties
from workbench.terms import Role

if TYPE_CHECKING:
    from workbench.app import Workbench

ANY_UNIT = "all"


@dataclass(frozen=True, slots=True)
class Reminder:
    """What the head says; ``href`` opens just the matters that ``count`` counts.

    ``is_new``: they are new since the last login, and wait to be read.
    """

    count: int
    is_new: bool
    href: str
    hint: str


def reminder(bench: Workbench, viewer: Viewer | None = None) -> Reminder | None:
    """Return the reminder of the viewer as of today: for a supervisor of all units, else of his own.

    ``None`` outside the site, for a role that sees no matters and for an account without a unit. What is new
    counts from the day of the login before this one, also where the office's proxy logs people in.
    """
    who = viewer or site_viewer()
    is_overseer = who is not None and who.role is Role.SUPERVISOR
    if who is None or not allow(who, "read:cases") or not (is_overseer or who.unit):
        return None
    unit = None if is_overseer else who.unit
    since = bench.previous_login(who.account)
    found = count_duties(bench.snapshot(), unit, since)
    is_new = since is not None and found.new > 0
    return Reminder(
        count=found.new if is_new else found.cases,
        is_new=is_new,
        href=link("case_review", duty=unit or ANY_UNIT, duty_since=since if is_new else None),
        hint=_hint(found, "各单位" if is_overseer else "本单位", f"{since}" if is_new else ""),
    )


def _hint(found: DutyCounts, whose: str, since: str) -> str:
    new = f"其中 {found.new} 件是上次登录（{since}）以来新到或新超期的。" if since else ""
    late = f"已超期或 {SOON_DAYS} 日内到期，超期 {found.late} 件"
    return f"{whose}有 {found.cases} 件事项的期限{late}。{new}点击查看。"
