"""What the address of the screening says: a list, a month, a report, an open form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final
from urllib.parse import urlencode

from widgets.address import asked_one
from workbench.law.screening_month import MONTH

MONTHLY, BOARD, OPEN, SERIES, POSTS = "month", "board", "open", "series", "posts"
TABS: Final = (MONTHLY, BOARD, OPEN, SERIES, POSTS)
REPORT, RETURN, UPLOAD = "report", "return", "upload"
APPOINT, LEAVE, TRAIN = "appoint", "leave", "train"
FORMS: Final = (REPORT, RETURN, UPLOAD, APPOINT, LEAVE, TRAIN)


@dataclass(frozen=True, slots=True)
class Shown:
    """Where the reader is: ``report`` is the number of an open report, ``unit`` that of opened posts."""

    tab: str = MONTHLY
    month: str = ""
    report: str = ""
    unit: str = ""
    form: str = ""

    @property
    def board(self) -> Shown:
        """Return the list from which this was opened."""
        return Shown(self.tab, self.month)

    def without_form(self) -> Shown:
        """Return the same page with no form open."""
        return replace(self, form="")

    @property
    def report_of(self) -> tuple[str, str]:
        """Return unit and month of the open report."""
        unit, _, month = self.report.partition("-")
        return unit, month


def read_shown(given: Mapping[str, str]) -> tuple[Shown, tuple[str, ...]]:
    """Return what an address asks for, and in Chinese what of it cannot be read."""
    problems: list[str] = []
    one_of = partial(asked_one, given, problems)
    month = given.get("month", "")
    if month and not MONTH.fullmatch(month):
        problems.append(f"月份“{month[:20]}”不是月份")
        month = ""
    shown = Shown(
        tab=one_of("tab", TABS, "页签") or MONTHLY,
        month=month,
        report=given.get("report", "")[:64],
        unit=given.get("unit", "")[:32],
        form=one_of("form", FORMS, "表单"),
    )
    return shown, tuple(problems)


def query_of(shown: Shown, as_of: str = "") -> str:
    """Return the query of what is shown; ``read_shown`` reads it back the same."""
    told = {
        "tab": "" if shown.tab == MONTHLY else shown.tab,
        "month": shown.month,
        "report": shown.report,
        "unit": shown.unit,
        "form": shown.form,
        "as_of": as_of,
    }
    return urlencode({name: value for name, value in told.items() if value})
