"""Who looks at orders and proposals in these tests, and how."""

from __future__ import annotations

from datetime import date

from tests.factories import OFFICE
from workbench.access.viewer import Viewer
from workbench.indicators.evaluate import Period
from workbench.queries.supervision import board, order_page
from workbench.queries.supervision_due import order_draft
from workbench.terms import Role

TODAY = date(2026, 3, 31)
YEAR = Period(date(2025, 4, 1), TODAY)
OVERSEER = Viewer("supervisor", "陈督查", Role.SUPERVISOR, OFFICE)


def official(unit: str | None) -> Viewer:
    return Viewer("handler", "李经办", Role.HANDLER, unit)


def read(bench, viewer=OVERSEER, as_of=TODAY):
    return bench.ask(board, viewer, as_of=as_of)


def draft(bench, case_no, **given):
    with bench.reading() as session:
        link = session.connection()
        return order_draft(link, case_no, as_of=TODAY, calendars=bench.calendars(link), **given)


def page(bench, number, viewer=OVERSEER, as_of=TODAY, query=order_page):
    with bench.reading() as session:
        link = session.connection()
        return query(link, viewer, number, as_of=as_of, calendars=bench.calendars(link))
