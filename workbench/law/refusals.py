"""The form of a check that a step must pass beside the table of the procedure."""

from __future__ import annotations

from collections.abc import Callable

from workbench.law.calendar import CalendarHistory
from workbench.law.facts import CaseFile, StepTaken

Objection = tuple[str, str]  # why not, in Chinese, and the article
Guard = Callable[[CaseFile, StepTaken, CalendarHistory], Objection | None]
