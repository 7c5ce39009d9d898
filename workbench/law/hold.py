"""A unit that has the matter in hand, and the duties that bind it because of that."""

from __future__ import annotations

from datetime import date

from workbench.law.duty import Duty


class Hold:
    """One unit's time with the matter, from receipt to answer, return or passing on."""

    __slots__ = (
        "handling",
        "notice",
        "objection",
        "receipt",
        "report",
        "simple_accept",
        "simple_handle",
        "unit",
    )

    def __init__(self, unit: str | None, receipt: date) -> None:
        self.unit = unit
        self.receipt = receipt
        self.notice: Duty | None = None
        self.handling: Duty | None = None
        self.objection: Duty | None = None
        self.report: Duty | None = None
        self.simple_accept: Duty | None = None
        self.simple_handle: Duty | None = None
