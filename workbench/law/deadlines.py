"""What the law made of the steps of a matter: who owed what, by when, and whether it was done.

Every fact takes effect on its own day, so that the answer for a day never depends on what came later.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from operator import attrgetter

from workbench.law.calendar import CalendarHistory
from workbench.law.facts import CaseFile
from workbench.law.obligation import DueVersion, Exclusion, Extension, Obligation, state_of
from workbench.law.settle import settle
from workbench.law.walk import Walk

__all__ = ["DueVersion", "Exclusion", "Extension", "Obligation", "obligations", "state_of"]

_on = attrgetter("on")
_arises_on = attrgetter("arises_on")


def obligations(file: CaseFile, calendars: CalendarHistory, *, office: str) -> tuple[Obligation, ...]:
    """Return every duty with a limit in this matter, by the day it arose.

    ``office`` is the code of the petition office: matters it registers it has to forward; units that
    register a matter themselves owe the notice directly. For every as-of day the states are the same as
    those of the file as it was on that day.
    """
    walk = Walk(calendars, office)
    for step in sorted(file.steps, key=_on):
        walk.take(step)
    settled = [found for duty in walk.duties if (found := settle(duty, calendars)) is not None]
    settled.sort(key=_arises_on)
    rounds: defaultdict[str, int] = defaultdict(int)
    numbered = []
    for obligation in settled:
        rounds[obligation.rule_id] += 1
        number = rounds[obligation.rule_id]
        numbered.append(obligation if number == 1 else replace(obligation, round=number))
    return tuple(numbered)
